//! Reads a code aloud when the customer asks for it.

use super::main_thread::on_main;
use crate::app::Language;
use objc2::rc::Retained;
use objc2_avf_audio::{AVSpeechBoundary, AVSpeechSynthesisVoice, AVSpeechSynthesizer, AVSpeechUtterance};
use objc2_foundation::{NSString, ns_string};
use std::cell::OnceCell;
use zeroize::Zeroizing;

thread_local! {
    /// A synthesizer that is dropped falls silent, so this one is kept, on the main thread alone.
    static SPEAKER: OnceCell<Retained<AVSpeechSynthesizer>> = const { OnceCell::new() };
}

/// Begins to speak, and cuts off what was being said.
pub fn say(text: &str, language: Language) {
    let text = Zeroizing::new(text.to_owned());
    on_main(move |_| SPEAKER.with(|speaker| begin(speaker.get_or_init(speaker_of_its_own), &text, language)));
}

/// With an audio session of its own, so that the silent switch does not silence an answer to a request and
/// other apps' sound goes on, lowered.
fn speaker_of_its_own() -> Retained<AVSpeechSynthesizer> {
    // SAFETY: made and used on the main thread.
    unsafe {
        let speaker = AVSpeechSynthesizer::new();
        speaker.setUsesApplicationAudioSession(false);
        speaker
    }
}

fn begin(speaker: &AVSpeechSynthesizer, text: &str, language: Language) {
    let voice = match language {
        Language::Japanese => ns_string!("ja-JP"),
        Language::English => ns_string!("en-US"),
    };
    // SAFETY: on the main thread; a voice that is not installed is nil, and the default one speaks.
    unsafe {
        speaker.stopSpeakingAtBoundary(AVSpeechBoundary::Immediate);
        let utterance = AVSpeechUtterance::speechUtteranceWithString(&NSString::from_str(text));
        utterance.setVoice(AVSpeechSynthesisVoice::voiceWithLanguage(Some(voice)).as_deref());
        speaker.speakUtterance(&utterance);
    }
}
