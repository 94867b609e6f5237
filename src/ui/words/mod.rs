//! What the customer reads when something was refused or is wrong, in Japanese and English side by side: what
//! happened, what to do.
//!
//! Each kind of thing that can go wrong is an enum of the app, and its words are one `match` over that enum without
//! `_`: a variant without words does not compile. Labels of the screens are not here; they are `@tr` in `ui/`.

mod biometrics;
mod draft;
mod fault;
mod refusal;
mod trouble;

pub(super) use biometrics::unrecognised;
pub(super) use fault::fault;
pub(super) use refusal::refusal;
pub(super) use trouble::{older_warning, trouble};

use crate::app::Language;

/// One text in both languages. The Japanese has the marks of [`super::phrases`] where its line may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Words {
    japanese: &'static str,
    english: &'static str,
}

const fn says(japanese: &'static str, english: &'static str) -> Words {
    Words { japanese, english }
}

impl Words {
    pub(super) fn text(self, language: Language) -> &'static str {
        match language {
            Language::Japanese => self.japanese,
            Language::English => self.english,
        }
    }
}

/// A bold line that says what happened, and a sentence that says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told {
    pub what: Words,
    pub next: Words,
}

/// One value for each row `pattern => value`, and for each variant without a payload. Does not compile while the
/// patterns leave out a variant of the type, and fails where a value is not of its own pattern.
#[cfg(test)]
macro_rules! every {
    ($type:ty { $($unit:path),* $(,)? $(; $($pattern:pat => $value:expr),* $(,)?)? }) => {{
        #[deny(unreachable_patterns)]
        fn all_are_named(value: $type) {
            match value { $($unit => (),)* $($($pattern => (),)*)? }
        }
        let values: Vec<$type> = vec![$($unit,)* $($($value,)*)?];
        values.iter().copied().for_each(all_are_named);
        $($(assert!(matches!($value, $pattern));)*)?
        values
    }};
}
#[cfg(test)]
use every;

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Words> {
        let refusals = refusal::tests::all().into_iter().map(refusal).flat_map(|told| [told.what, told.next]);
        let troubles = trouble::tests::all().into_iter().flat_map(|(kind, known)| {
            let words = trouble(kind, known);
            [words.title, words.what, words.next]
        });
        let faults = fault::tests::all().into_iter().map(fault::words);
        refusals.chain(troubles).chain(faults).chain([older_warning()]).collect()
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        for words in all() {
            let Words { japanese, english } = words;
            assert!(japanese.chars().any(|c| matches!(c, 'ぁ'..='ん')), "{words:?}");
            assert!(!english.is_empty() && english.is_ascii(), "{words:?}");
            assert!(!english.contains('|'), "English breaks between words by itself: {words:?}");
            assert_eq!(japanese.matches("{}").count(), english.matches("{}").count(), "{words:?}");
            assert!(!japanese.contains(['！', '!']), "{words:?}");
        }
    }
}
