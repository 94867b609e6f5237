//! Compiles the screens, with the translations and the font inside the binary.

fn main() {
    // Tests find elements through what Slint notes of them for debugging. A release carries no such notes, but where a benchmark asks for
    // them: benches/pages.rs.
    let noted = "SLINT_EMIT_DEBUG_INFO";
    println!("cargo:rerun-if-env-changed={noted}");
    let tested = std::env::var("PROFILE").is_ok_and(|profile| profile != "release")
        || std::env::var_os(noted).is_some();
    let configuration = slint_build::CompilerConfiguration::new()
        .with_style("fluent".into())
        .with_bundled_translations("lang")
        .with_default_translation_context(slint_build::DefaultTranslationContext::None)
        .with_debug_info(tested);
    slint_build::compile_with_config("app.slint", configuration).expect("the screens compile");
}
