//! In place of platform/mod.rs, and the test's own way in.

#[path = "src/platform/android/mod.rs"]
mod android;
#[allow(dead_code)] // the iPhone's
#[path = "src/platform/decisions/mod.rs"]
mod decisions;
#[path = "phone.rs"]
mod phone;

use jni::objects::{JClass, JObject, JString};

// SAFETY: the app's own entry, in android/mod.rs.
unsafe extern "Rust" {
    fn android_main(app: slint::android::AndroidApp);
}

/// Runs `android_main` as android-activity does, on a thread of Rust's own. What the app was told.
// SAFETY: no other function has this name.
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_BridgeTest_run<'l>(
    mut env: jni::EnvUnowned<'l>,
    _: JClass<'l>,
    activity: JObject<'l>,
) -> JString<'l> {
    env.with_env(|env| -> jni::errors::Result<_> {
        let global = env.new_global_ref(&activity)?;
        let (vm, activity) = (env.get_java_vm()?.get_raw() as usize, global.as_raw() as usize);
        let app = slint::android::AndroidApp { vm, activity };
        // SAFETY: the signature is that of the definition.
        let ended = std::thread::spawn(move || unsafe { android_main(app) }).join();
        drop(global);
        env.new_string(if ended.is_ok() { phone::told() } else { "it panicked".to_owned() })
    })
    .resolve::<jni::errors::ThrowRuntimeExAndDefault>()
}
