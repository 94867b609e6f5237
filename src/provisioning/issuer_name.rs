//! An issuer's name from outside → [`Issuer`].
//!
//! Whoever writes a Key URI writes this name, and the app shows it beside a live code: a sentence with a telephone
//! number in it would look like the bank's own. So a name is short, is written with the letters of a bank's name, and
//! looks like no other. These rules hold where a token is imported; a vault that was filled before they were made is
//! read as it is.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCompositionBorrowed;
use icu_properties::props::{BidiClass, GeneralCategory, GeneralCategoryGroup, UnifiedIdeograph};
use icu_properties::{CodePointMapData, CodePointSetData};

use super::text::is_invisible;
use crate::token::{Issuer, Label};

/// The most characters of a name, counted as they are shown. The longest name of a credit union has 10.
pub const MAX_ISSUER_CHARACTERS: usize = 20;
/// The most digits in a row. What blanks, ・ and ー part is still a row: so are telephone numbers written.
pub const MAX_DIGITS_IN_A_ROW: usize = 3;

/// Why a text is no issuer's name. Positions count characters of the text as it came, from 1; nothing of the text is
/// repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssuerNameError {
    #[error("the issuer's name is empty")]
    Empty,
    #[error("the issuer's name is longer than {MAX_ISSUER_CHARACTERS} characters")]
    TooLong,
    /// Nobody sees it, or no two fonts show the same: control characters, Unicode's categories Cf, Co, Cn and Cs, and what
    /// is Default_Ignorable. It could make one name look like another.
    #[error("the issuer's name has a control character or an invisible one; it is character {position}")]
    Hidden { position: usize },
    /// A letter that is written from right to left, which changes the order of its neighbours.
    #[error("the issuer's name has a letter that is written from right to left; it is character {position}")]
    RightToLeft { position: usize },
    /// A combining mark that its letter does not take, or takes already.
    #[error("the issuer's name has a mark that belongs to no letter; it is character {position}")]
    Mark { position: usize },
    /// A character that looks like others and is not them (NFKC changes it): ⾦, ㈱, ①.
    #[error("the issuer's name has a character that looks like another one; it is character {position}")]
    Lookalike { position: usize },
    /// 。、:/@ and everything else of which sentences, addresses and sums are made.
    #[error("the issuer's name has a punctuation mark or a sign; it is character {position}")]
    Punctuation { position: usize },
    /// Neither kanji, kana nor A to Z.
    #[error(
        "the issuer's name has a letter that is neither kanji, kana nor A to Z; it is character {position}"
    )]
    Alphabet { position: usize },
    #[error("the issuer's name has two blanks in a row; the second is character {position}")]
    Blanks { position: usize },
    /// So long a number is a telephone's or an account's.
    #[error("the issuer's name has more than {MAX_DIGITS_IN_A_ROW} digits in a row")]
    Digits,
}

/// Reads an issuer's name. Blanks around it are dropped; half-width kana, full-width letters and marks that macOS
/// parts from their kana become the usual ones. What comes back is what is asked about, stored and shown.
pub fn issuer_name(text: &str) -> Result<Issuer, IssuerNameError> {
    let mut name = String::new();
    let (mut characters, mut digits) = (0, 0);
    let before = text.chars().take_while(|character| character.is_whitespace()).count();
    for (index, typed) in text.trim().chars().enumerate() {
        let position = before + index + 1;
        let character = usual_width(typed);
        if is_voicing(character) {
            let kana = name.pop().ok_or(IssuerNameError::Mark { position })?;
            let voiced = CanonicalCompositionBorrowed::new().compose(kana, character);
            name.push(voiced.ok_or(IssuerNameError::Mark { position })?);
            continue;
        }
        refuse(character, position)?;
        if character == ' ' && name.ends_with(' ') {
            return Err(IssuerNameError::Blanks { position });
        }
        digits = match character {
            _ if is_digit(character) => digits + 1,
            ' ' | '・' | 'ー' => digits,
            _ => 0,
        };
        name.push(character);
        characters += 1;
        if characters > MAX_ISSUER_CHARACTERS {
            return Err(IssuerNameError::TooLong);
        }
        if digits > MAX_DIGITS_IN_A_ROW {
            return Err(IssuerNameError::Digits);
        }
    }
    if name.is_empty() {
        return Err(IssuerNameError::Empty);
    }
    Ok(name.parse().expect("a name of a few visible letters is one that the vault takes"))
}

/// Reads the name that the customer gives a token. It stands where an issuer's name stands, so it is written with the same
/// letters; it is shorter.
pub fn label(text: &str) -> Result<Label, IssuerNameError> {
    let name = issuer_name(text)?;
    // Every issuer's name is a label, but for its length.
    name.as_str().parse().map_err(|_| IssuerNameError::TooLong)
}

/// Full-width letters and half-width kana, which Japanese keyboards write, as what they stand for.
fn usual_width(character: char) -> char {
    match character {
        '\u{3000}' | '\u{FF01}'..='\u{FF9F}' => compatible(character).unwrap_or(character),
        _ => character,
    }
}

/// The one character that NFKC makes of this one. `None` where it makes several.
fn compatible(character: char) -> Option<char> {
    let normaliser = ComposingNormalizerBorrowed::new_nfkc();
    let mut characters = normaliser.normalize_iter(std::iter::once(character));
    characters.next().filter(|_| characters.next().is_none())
}

/// The marks that make ガ of カ and パ of ハ.
fn is_voicing(character: char) -> bool {
    matches!(character, '\u{3099}' | '\u{309A}')
}

/// Kanji numerals count: a telephone number is written with them as well.
fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || "〇一二三四五六七八九".contains(character)
}

fn is_allowed(character: char) -> bool {
    match character {
        ' ' | '0'..='9' | 'A'..='Z' | 'a'..='z' => true,
        '々' | '〇' | 'ー' | '・' => true,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' => true,
        _ => CodePointSetData::new::<UnifiedIdeograph>().contains(character),
    }
}

/// Refuses a character that no name of a credit union has, for its own cause.
fn refuse(character: char, position: usize) -> Result<(), IssuerNameError> {
    if is_allowed(character) {
        return Ok(());
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    let direction = CodePointMapData::<BidiClass>::new().get(character);
    Err(match character {
        _ if is_invisible(character) || GeneralCategoryGroup::Other.contains(category) => {
            IssuerNameError::Hidden { position }
        }
        // Braille's empty cell is a sign by its category, and nobody sees it.
        '\u{2800}' => IssuerNameError::Hidden { position },
        _ if matches!(direction, BidiClass::RightToLeft | BidiClass::ArabicLetter) => {
            IssuerNameError::RightToLeft { position }
        }
        _ if GeneralCategoryGroup::Mark.contains(category) => IssuerNameError::Mark { position },
        _ if compatible(character) != Some(character) => IssuerNameError::Lookalike { position },
        _ if GeneralCategoryGroup::Letter.contains(category)
            || GeneralCategoryGroup::Number.contains(category) =>
        {
            IssuerNameError::Alphabet { position }
        }
        _ => IssuerNameError::Punctuation { position },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::CreditUnion;

    #[track_caller]
    fn accepts(text: &str, name: &str) {
        assert_eq!(issuer_name(text).unwrap().as_str(), name, "{text:?}");
    }

    #[track_caller]
    fn refuses(texts: &[&str], error: IssuerNameError) {
        for text in texts {
            assert_eq!(issuer_name(text).unwrap_err(), error, "{text:?}");
        }
    }

    #[test]
    fn a_label_is_written_like_an_issuers_name_and_is_shorter() {
        let read = |text: &str| label(text).map(|label| label.as_str().to_owned());
        assert_eq!(read(" 家計用 "), Ok("家計用".to_owned()));
        assert_eq!(read("ｶﾞｿﾘﾝ１"), Ok("ガソリン1".to_owned()), "ten cells of a keyboard are six characters");
        assert!(read(&"あ".repeat(10)).is_ok());
        assert_eq!(read(&"あ".repeat(11)), Err(IssuerNameError::TooLong));
        assert_eq!(read(" "), Err(IssuerNameError::Empty));
        assert_eq!(read("0120"), Err(IssuerNameError::Digits));
        assert_eq!(read("家計。"), Err(IssuerNameError::Punctuation { position: 3 }));
        assert_eq!(read("家\u{200B}計"), Err(IssuerNameError::Hidden { position: 2 }));
    }

    #[test]
    fn a_banks_name_is_read() {
        for name in
            ["見本信用金庫", "みほん東信用金庫", "ひまわり・いちばん信用金庫", "佐々木", "Mihon Shinkin"]
        {
            accepts(name, name);
        }
        for union in CreditUnion::all() {
            accepts(union.name, union.name);
        }
        accepts("第130見本", "第130見本");
        accepts(&"信".repeat(20), &"信".repeat(20));
        accepts("𠮷野家信用金庫", "𠮷野家信用金庫");
    }

    #[test]
    fn widths_and_parted_marks_become_the_usual_ones() {
        accepts(" ﾐﾎﾝ　Ｓｈｉｎｋｉｎ　", "ミホン Shinkin");
        accepts("ｶﾞｽ･ﾊﾟﾝ信用金庫", "ガス・パン信用金庫");
        accepts("カ\u{3099}ス信用金庫", "ガス信用金庫");
        accepts(&"ｶﾞ".repeat(20), &"ガ".repeat(20));
        assert_eq!(issuer_name("ﾐﾎﾝ").unwrap(), issuer_name("ミホン").unwrap());
    }

    #[test]
    fn free_speech_is_refused() {
        let call = "至急 03-1234-5678 へお電話の上 番号をお伝えください";
        refuses(&[call], IssuerNameError::Punctuation { position: 6 });
        refuses(
            &["電話 0312345678", "03 1234", "03・12・34", "090ー1", "１２３４", "〇三一二"],
            IssuerNameError::Digits,
        );
        refuses(
            &[&"信".repeat(21), "みほんひがしにほんちゅうおう信用金庫インターネット支店"],
            IssuerNameError::TooLong,
        );
        let signs = ["a。b", "a、b", "a:b", "a：b", "a/b", "a／b", "a@b", "a＠b", "a｡b", "a､b", "a.b", "a-b"];
        refuses(&signs, IssuerNameError::Punctuation { position: 2 });
        refuses(
            &["a%b", "a+b", "a（b", "a「b", "a\u{1F3E6}b", "a＋b", "a—b", "a☎b"],
            IssuerNameError::Punctuation { position: 2 },
        );
    }

    #[test]
    fn what_nobody_sees_is_refused() {
        let hidden = ["a\0b", "a\nb", "a\u{202E}b", "a\u{2066}b", "a\u{200B}b", "a\u{AD}b", "a\u{3164}b"];
        refuses(&hidden, IssuerNameError::Hidden { position: 2 });
        // Braille's blank, a private one, an unassigned one, selectors of a shape, a tag.
        let more =
            ["a\u{2800}", "a\u{E000}", "a\u{378}", "a\u{FE0F}", "辻\u{E0100}", "a\u{E0041}", "ﾐ\u{FFA0}"];
        refuses(&more, IssuerNameError::Hidden { position: 2 });
        refuses(&["", " ", "\u{3000}\u{A0}"], IssuerNameError::Empty);
        refuses(&[" a  b", "　a 　b"], IssuerNameError::Blanks { position: 4 });
    }

    #[test]
    fn what_looks_like_something_else_is_refused() {
        refuses(
            &["信⾦", "a㈱", "a①", "aﬁ", "a\u{A0}b", "a\u{F900}", "a㍿", "a…"],
            IssuerNameError::Lookalike { position: 2 },
        );
        let foreign = ["M\u{399}hon", "M\u{456}hon", "aé", "a한", "a٣", "いゝ"];
        refuses(&foreign, IssuerNameError::Alphabet { position: 2 });
        // A radical, which Unicode takes for a sign.
        refuses(&["a\u{2E81}"], IssuerNameError::Punctuation { position: 2 });
        refuses(&["aא", "aع"], IssuerNameError::RightToLeft { position: 2 });
        refuses(
            &["e\u{301}", "信\u{3099}", "a\u{20DD}", "か\u{309A}"],
            IssuerNameError::Mark { position: 2 },
        );
        refuses(&["カ\u{3099}\u{3099}", "は\u{309A}\u{3099}"], IssuerNameError::Mark { position: 3 });
        refuses(&["\u{3099}"], IssuerNameError::Mark { position: 1 });
    }

    /// The alphabets are a list, so that nothing passes that nobody thought of; this holds the list against Unicode's own
    /// properties, character by character.
    #[test]
    fn nothing_in_the_alphabets_is_hidden_or_looks_like_another() {
        let mut allowed = 0;
        for character in ('\0'..=char::MAX).filter(|character| is_allowed(*character)) {
            allowed += 1;
            assert_eq!(compatible(character), Some(character), "{:04X}", u32::from(character));
            assert!(!is_invisible(character) && !is_voicing(character), "{:04X}", u32::from(character));
            let category = CodePointMapData::<GeneralCategory>::new().get(character);
            let hidden = GeneralCategoryGroup::Other.union(GeneralCategoryGroup::Mark);
            assert!(!hidden.contains(category), "{:04X}", u32::from(character));
        }
        assert!(allowed > 90_000, "{allowed}");
    }

    #[test]
    fn what_is_read_reads_back_as_itself() {
        for text in ["ｶﾞｽ", " 見本 信用金庫 ", "Ｍｉｈｏｎ", "か\u{3099}"] {
            let name = issuer_name(text).unwrap();
            assert_eq!(issuer_name(name.as_str()), Ok(name));
        }
    }

    #[test]
    fn no_refusal_repeats_the_name() {
        for text in ["至急。", "0312345678", "מ", "ХХХ", "㈱見本", "a\u{202E}"] {
            let error = issuer_name(text).unwrap_err();
            let told = format!("{error} {error:?}");
            assert!(text.chars().filter(|c| !c.is_ascii()).all(|c| !told.contains(c)), "{told}");
            assert!(!told.contains("0312"), "{told}");
        }
    }
}
