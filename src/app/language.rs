//! The two languages of the app, and which of them a device speaks: one rule for every system.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Japanese,
    English,
}

impl Language {
    /// The language of a device, from the tags that it names in the order of its customer's wish: of BCP 47
    /// (`en-Latn-US`) on a phone, of POSIX (`ja_JP.UTF-8`) on a desktop.
    ///
    /// The first tag of a language that the app speaks decides, by its first part alone. Where none does, it is
    /// Japanese, which the bank's customers read.
    pub fn of_tags<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::of_tag).unwrap_or_default()
    }

    fn of_tag(tag: &str) -> Option<Self> {
        // POSIX writes an encoding after a point and a variant after an at sign.
        let primary = tag.split(['-', '_', '.', '@']).next()?;
        let is = |names: [&str; 2]| names.iter().any(|name| primary.eq_ignore_ascii_case(name));
        if is(["ja", "jpn"]) {
            Some(Self::Japanese)
        } else if is(["en", "eng"]) {
            Some(Self::English)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn language_case(tags: &[&str], expected: Language) {
        assert_eq!(Language::of_tags(tags.iter().copied()), expected, "{tags:?}");
    }

    #[test]
    fn a_tag_names_the_language() {
        for tag in ["ja", "ja-JP", "JA_jp", "ja-Jpan-JP-u-ca-japanese", "jpn", "ja_JP.UTF-8", "ja_JP.eucJP@x"]
        {
            language_case(&[tag, "en"], Language::Japanese);
        }
        for tag in ["en", "en-US", "EN_gb", "eng", "en-Latn-US", "en_US.UTF-8", "en.UTF-8", "en@euro"] {
            language_case(&[tag, "ja"], Language::English);
        }
    }

    #[test]
    fn the_first_language_of_ours_counts() {
        language_case(&["fr-FR", "en-FR", "ja"], Language::English);
        language_case(&["zh-Hans-CN", "ja-CN", "en-CN"], Language::Japanese);
    }

    #[test]
    fn without_a_language_of_ours_it_is_japanese() {
        language_case(&[], Language::Japanese);
        for tag in
            ["", "C", "C.UTF-8", "POSIX", "und", "x", "fil_PH", "enm", "enx_XX", "jam", "e", "-en", "_en"]
        {
            language_case(&[tag], Language::Japanese);
            language_case(&[tag, "en-GB"], Language::English);
        }
    }
}
