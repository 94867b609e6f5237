//! The native methods of `jp.skts.token.Native`: what Java says, on whichever thread.
//!
//! Nothing here waits, throws or unwinds into Java: what cannot be read is told as that. In a build that
//! unwinds, a panic ends in [`heard`]; the app is built with `panic = "abort"`, where nothing unwinds.

use super::activity::{bytes, string};
use super::session::{CHOOSER, SCANNER, bring, door};
use crate::app::{Event, Language, Scan, Source};
use crate::platform::decisions::android_answers;
use crate::platform::phone;
use jni::objects::{JByteArray, JClass, JString};
use jni::sys::{jboolean, jfloat, jint};
use jni::{Env, EnvUnowned};

/// Lends Java's environment to `listen`. An exception of a call in `listen` is cleared: Java would throw it
/// on return.
fn heard(mut env: EnvUnowned, listen: impl FnOnce(&Env)) {
    let outcome = env.with_env(|env| {
        listen(env);
        env.exception_clear();
        jni::errors::Result::Ok(())
    });
    // A panic has been written to standard error already; nothing more can be done about it here.
    let _ = outcome.into_outcome();
}

// SAFETY: of every `no_mangle` here, no other function of the program has the name, and each
// signature is that of Java's declaration; tests/frames/names.py compares them.

/// A link, or a text that was shared.
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_offerText(env: EnvUnowned, _: JClass, text: JString) {
    heard(env, |env| {
        let text = string(env, &text);
        bring(Event::Offered(text.map_or(Source::Unreadable, Source::Text)));
    });
}

/// The file of a picture or a text that was shared. Java overwrites its own array.
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_offerBytes(env: EnvUnowned, _: JClass, file: JByteArray) {
    heard(env, |env| bring(Event::Offered(bytes(env, &file).map_or(Source::Unreadable, Source::Bytes))));
}

#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_offerUnreadable(env: EnvUnowned, _: JClass) {
    heard(env, |_| bring(Event::Offered(Source::Unreadable)));
}

/// The camera's page ended.
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_scanEnded(env: EnvUnowned, _: JClass, how: jint, text: JString) {
    heard(env, |env| {
        let text = string(env, &text).ok();
        // Android may end the app's process while the camera's page is in front. Then the page answers to a
        // new process, which has not asked.
        match SCANNER.answer(android_answers::scan(how, text)) {
            None | Some(Scan::Cancelled) => {}
            Some(Scan::Found(source)) => bring(Event::Chosen(source)),
            Some(way) => bring(Event::Scanned(way)),
        }
    });
}

/// The system's file chooser ended. Java overwrites its own array.
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_fileChosen(
    env: EnvUnowned,
    _: JClass,
    how: jint,
    file: JByteArray,
) {
    heard(env, |env| {
        let file = bytes(env, &file).ok();
        if let Some(Some(source)) = CHOOSER.answer(android_answers::chosen(how, file)) {
            bring(Event::Chosen(source));
        }
    });
}

/// The font's scale, whether animations are on, and the language's tag. Before the app runs there is no door, and the
/// tag is dropped: the app asks for the language itself when it starts (`Activity::language`).
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_look(
    env: EnvUnowned,
    _: JClass,
    text_scale: jfloat,
    motion: jboolean,
    language: JString,
) {
    heard(env, |env| {
        phone::text_scale(if text_scale.is_finite() { text_scale } else { 1.0 });
        phone::motion(motion);
        if let (Ok(tag), Some(door)) = (string(env, &language), door()) {
            door.tell(Event::SystemLanguage(Language::of_tags([tag.as_str()])));
        }
    });
}

/// AudioManager's mode changed, or the activity comes to the front. Before the app runs there is no door, and the mode is
/// dropped: the app asks for it itself when it starts (`Activity::surroundings`).
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_audioMode(env: EnvUnowned, _: JClass, mode: jint) {
    heard(env, |_| {
        if let Some(door) = door() {
            door.tell(Event::InCall(android_answers::is_call(mode)));
        }
    });
}

/// A recording of the screen began or ended, or the activity comes to the front.
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_recorded(env: EnvUnowned, _: JClass, recorded: jboolean) {
    heard(env, |_| {
        if let Some(door) = door() {
            door.tell(Event::Recorded(recorded));
        }
    });
}

/// The phone's screen went off. Before the app runs there is no door, and nothing is open.
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_screenOff(env: EnvUnowned, _: JClass) {
    heard(env, |_| {
        if let Some(door) = door() {
            door.tell(Event::ScreenOff);
        }
    });
}

/// The engine that reads aloud is there, or there is none.
#[unsafe(no_mangle)]
extern "system" fn Java_jp_skts_token_Native_canSpeak(env: EnvUnowned, _: JClass, can: jboolean) {
    heard(env, |_| {
        if let Some(door) = door() {
            door.tell(Event::CanSpeak(can));
        }
    });
}
