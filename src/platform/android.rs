//! Android: `android_main` is called by NativeActivity's glue, perhaps more than once in a process.

use slint::android::AndroidApp;
use std::process::ExitCode;

/// The program's `main` has nothing to do on Android, where the library is loaded.
pub fn main() -> ExitCode {
    ExitCode::FAILURE
}

/// The activity's entry.
// SAFETY: the name is what android-activity's glue looks up; nothing else in the program has it.
#[unsafe(no_mangle)]
fn android_main(app: AndroidApp) {
    // Without its private folder or a window the activity ends, as Android expects of it.
    let Some(folder) = app.internal_data_path() else { return };
    if slint::android::init(app).is_ok() {
        let _ = super::phone::run_plain(folder.join("skts-token"));
    }
}
