//! The public methods of `MainActivity`. Any thread may call them; an exception counts as "no".

use crate::app::{Language, Surroundings, Touch};
use crate::keystore::{self, BiometricKeystore};
use crate::platform::decisions::android_answers;
use crate::provisioning::limits::{MAX_PHONE_SOURCE_BYTES, MAX_TEXT_UNITS};
use jni::errors::{Error, Result};
use jni::objects::{Global, JByteArray, JObject, JString, JValue};
use jni::signature::MethodSignature;
use jni::strings::JNIStr;
use jni::{Env, JavaVM, jni_sig, jni_str};
use slint::android::AndroidApp;
use zeroize::Zeroizing;

/// One activity, held until the last worker that asks it something is done.
pub struct Activity {
    vm: JavaVM,
    java: Global<JObject<'static>>,
}

impl Activity {
    pub fn of(app: &AndroidApp) -> Result<Self> {
        // SAFETY: android-activity hands out the process's only JavaVM, which lives as long as it does.
        let vm = unsafe { JavaVM::from_raw(app.vm_as_ptr().cast()) };
        let java = vm.attach_current_thread(|env| {
            let activity = app.activity_as_ptr().cast();
            // SAFETY: a global reference to the activity, which `app` keeps during this call.
            let activity = unsafe { env.as_cast_raw::<Global<JObject>>(&activity)? };
            if keystore::introduce(env, &activity).is_err() {
                // The app starts and says that there is no keystore.
                env.exception_clear();
            }
            env.new_global_ref(&*activity)
        })?;
        Ok(Self { vm, java })
    }

    /// What asks for a face or a finger in this activity's window. `None`: the Java side was not found.
    pub fn biometrics(&self, language: Language) -> Option<Box<dyn BiometricKeystore>> {
        let java = self.ask(|env, activity| env.new_global_ref(activity))?;
        keystore::biometrics(java, language == Language::English)
    }

    pub fn scan(&self, language: Language) -> bool {
        let english = [JValue::Bool(language == Language::English)];
        self.says(jni_str!("scan"), jni_sig!("(Z)Z"), &english)
    }

    pub fn choose_file(&self) -> bool {
        self.says(jni_str!("chooseFile"), jni_sig!("()Z"), &[])
    }

    pub fn open_permissions(&self) {
        self.tell(jni_str!("openPermissions"), jni_sig!("()V"), &[]);
    }

    /// The text becomes a Java string, which the clipboard keeps and nobody can overwrite.
    pub fn copy(&self, text: &str, sensitive: bool) -> bool {
        let copied = self.ask(|env, activity| {
            let text = env.new_string(text)?;
            let arguments = [JValue::Object(&text), JValue::Bool(sensitive)];
            env.call_method(activity, jni_str!("copy"), jni_sig!("(Ljava/lang/String;Z)Z"), &arguments)?.z()
        });
        copied.unwrap_or(false)
    }

    pub fn clear_copied(&self) {
        self.tell(jni_str!("clearCopied"), jni_sig!("()V"), &[]);
    }

    /// The file of the picture on the clipboard.
    pub fn clipboard_picture(&self) -> Option<Zeroizing<Vec<u8>>> {
        self.ask(|env, activity| {
            let picture =
                env.call_method(activity, jni_str!("clipboardPicture"), jni_sig!("()[B"), &[])?.l()?;
            let picture = env.cast_local::<JByteArray>(picture)?;
            let bytes = bytes(env, &picture)?;
            let zeros = vec![0; picture.len(env)?];
            picture.set_region(env, 0, &zeros)?;
            Ok(bytes)
        })
    }

    pub fn clipboard_text(&self) -> Option<Zeroizing<String>> {
        self.string(jni_str!("clipboardText"), jni_sig!("()Ljava/lang/String;"))
    }

    pub fn can_copy_codes(&self) -> bool {
        self.says(jni_str!("canCopyCodes"), jni_sig!("()Z"), &[])
    }

    pub fn can_speak(&self) -> bool {
        self.says(jni_str!("canSpeak"), jni_sig!("()Z"), &[])
    }

    /// The text becomes a Java string, which nobody can overwrite.
    pub fn speak(&self, text: &str, language: Language) {
        self.ask(|env, activity| {
            let text = env.new_string(text)?;
            let arguments = [JValue::Object(&text), JValue::Bool(language == Language::English)];
            env.call_method(activity, jni_str!("speak"), jni_sig!("(Ljava/lang/String;Z)V"), &arguments)
                .map(drop)
        });
    }

    pub fn feel(&self, touch: Touch) {
        self.tell(jni_str!("feel"), jni_sig!("(I)V"), &[JValue::Int(android_answers::touch(touch))]);
    }

    pub fn guard_screen(&self) {
        self.tell(jni_str!("guardScreen"), jni_sig!("()V"), &[]);
    }

    pub fn has_camera(&self) -> bool {
        self.says(jni_str!("hasCamera"), jni_sig!("()Z"), &[])
    }

    pub fn can_tell_calls(&self) -> bool {
        self.says(jni_str!("canTellCalls"), jni_sig!("()Z"), &[])
    }

    /// What holds when the app starts; what changes later is told (`Native.audioMode`, `Native.recorded`).
    pub fn surroundings(&self) -> Surroundings {
        let mode = self
            .ask(|env, activity| env.call_method(activity, jni_str!("audioMode"), jni_sig!("()I"), &[])?.i());
        Surroundings {
            in_call: mode.is_some_and(android_answers::is_call),
            recorded: self.says(jni_str!("isRecorded"), jni_sig!("()Z"), &[]),
            tells_recording: Some(self.says(jni_str!("canTellRecording"), jni_sig!("()Z"), &[])),
            weak: self.says(jni_str!("isWeak"), jni_sig!("()Z"), &[]),
            sets_clock: self.says(jni_str!("setsClock"), jni_sig!("()Z"), &[]),
        }
    }

    pub fn language(&self) -> Language {
        let tag = self.string(jni_str!("language"), jni_sig!("()Ljava/lang/String;"));
        Language::of_tags(tag.as_deref().map(String::as_str))
    }

    fn tell(&self, name: &JNIStr, signature: MethodSignature, arguments: &[JValue]) {
        self.ask(|env, activity| env.call_method(activity, name, signature, arguments).map(drop));
    }

    fn says(&self, name: &JNIStr, signature: MethodSignature, arguments: &[JValue]) -> bool {
        self.ask(|env, activity| env.call_method(activity, name, signature, arguments)?.z()).unwrap_or(false)
    }

    fn string(&self, name: &JNIStr, signature: MethodSignature) -> Option<Zeroizing<String>> {
        self.ask(|env, activity| {
            let text = env.call_method(activity, name, signature, &[])?.l()?;
            let text = env.cast_local::<JString>(text)?;
            string(env, &text)
        })
    }

    /// Attaches this thread, lends a frame for local references, and leaves no exception behind. Its
    /// text is not looked at: it might hold what the call was about.
    fn ask<T>(&self, question: impl FnOnce(&mut Env, &JObject) -> Result<T>) -> Option<T> {
        let answer = self.vm.attach_current_thread(|env| {
            let answer = question(env, &self.java);
            env.exception_clear();
            answer
        });
        answer.ok()
    }
}

/// A copy of Java's text that is overwritten when dropped. No other copy is made on the way, as
/// `GetStringUTFChars` would. Refuses null, what is longer than [`MAX_TEXT_UNITS`], and halves of characters.
pub fn string(env: &Env, text: &JString) -> Result<Zeroizing<String>> {
    if text.is_null() {
        return Err(Error::NullPtr("text"));
    }
    let raw = env.get_raw();
    // SAFETY: `raw` is this thread's environment and `text` a live reference to a String.
    let length = unsafe { ((**raw).v1_1.GetStringLength)(raw, text.as_raw()) };
    let length_or_none = usize::try_from(length).ok().filter(|length| *length <= MAX_TEXT_UNITS);
    let mut units = Zeroizing::new(vec![0_u16; length_or_none.ok_or(Error::IndexOutOfBounds)?]);
    // SAFETY: as above; `units` has room for the `length` units that are written.
    unsafe { ((**raw).v1_2.GetStringRegion)(raw, text.as_raw(), 0, length, units.as_mut_ptr()) };
    android_answers::text(&units).ok_or(Error::IndexOutOfBounds)
}

/// A copy of Java's bytes that is overwritten when dropped. Refuses null and what is too long.
pub fn bytes(env: &Env, array: &JByteArray) -> Result<Zeroizing<Vec<u8>>> {
    if array.is_null() || array.len(env)? > MAX_PHONE_SOURCE_BYTES {
        return Err(Error::IndexOutOfBounds);
    }
    env.convert_byte_array(array).map(Zeroizing::new)
}
