//! What a browser sent: the fields of a form, and the few questions that pages ask of them.

use crate::faults::Fault;
use std::collections::BTreeMap;

/// Fields of the largest form, and some more.
const MAX_FIELDS: usize = 32;

/// The fields of one form. A missing field is an empty one.
#[derive(Clone, Default)]
pub struct Fields(BTreeMap<String, String>);

/// Fields that no page shows again, whatever was wrong.
const SECRET: [&str; 8] =
    ["csrf", "password", "transfer-password", "code", "digit-a", "digit-b", "letters", "order"];

impl Fields {
    /// Reads a body (`application/x-www-form-urlencoded`). A field that comes twice is refused: whoever reads the first
    /// and whoever reads the last would not see the same form.
    pub fn read(body: &[u8]) -> Result<Self, Fault> {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            // Bytes that are no UTF-8 come as this character, which nobody types.
            let readable = !name.contains('\u{fffd}') && !value.contains(['\u{fffd}', '\0']);
            if !readable || fields.len() == MAX_FIELDS {
                return Err(Fault::BadForm);
            }
            if fields.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Fault::BadForm);
            }
        }
        Ok(Self(fields))
    }

    /// The text as it came, without blanks around it.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// The text as it came, blanks and all: a password's are its own.
    pub fn raw(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// `count` digits. Japanese keyboards write full-width ones, and people group them: both are forgiven.
    pub fn digits(&self, name: &'static str, count: usize) -> Result<String, Fault> {
        let digits = typed(self.text(name));
        if digits.is_empty() {
            return Err(Fault::Empty(name));
        }
        let right = digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit());
        if right { Ok(digits) } else { Err(Fault::NotDigits { field: name, count }) }
    }

    /// An amount of yen: digits, and commas between them.
    pub fn yen(&self, name: &'static str) -> Result<u64, Fault> {
        // A hyphen groups no amount: before one it is a sign.
        let digits: String =
            narrow(self.text(name)).filter(|character| !matches!(character, ',' | '、')).collect();
        if digits.is_empty() {
            return Err(Fault::Empty(name));
        }
        let plain = digits.len() <= 12 && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten().ok_or(Fault::NotYen(name))
    }

    /// One of the given answers.
    pub fn choice<T: Copy>(&self, name: &'static str, answers: &[(&str, T)]) -> Result<T, Fault> {
        let found = answers.iter().find(|(word, _)| *word == self.text(name));
        found.map(|(_, answer)| *answer).ok_or(Fault::NotChosen(name))
    }

    /// What a refused page shows again. Digits and passwords that prove something are typed anew.
    pub fn kept(&self) -> BTreeMap<String, String> {
        let mut kept = self.0.clone();
        kept.retain(|name, _| !SECRET.contains(&name.as_str()));
        kept
    }
}

/// Full-width characters as ASCII ones; blanks and hyphens, which group digits, dropped.
fn typed(text: &str) -> String {
    let groups = |character: &char| !matches!(character, '-' | 'ー' | '−' | '‐');
    narrow(text).filter(groups).collect()
}

/// Full-width characters as ASCII ones, without blanks.
fn narrow(text: &str) -> impl Iterator<Item = char> {
    let ascii = |character: char| match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        other => other,
    };
    text.chars().map(ascii).filter(|character| !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_forgiven_their_form_and_nothing_else() {
        let fields = Fields::read("code=１２３ 456&short=12&letters=12345a&none=".as_bytes()).unwrap();
        assert_eq!(fields.digits("code", 6), Ok("123456".to_owned()));
        assert_eq!(fields.digits("short", 6), Err(Fault::NotDigits { field: "short", count: 6 }));
        assert_eq!(fields.digits("letters", 6), Err(Fault::NotDigits { field: "letters", count: 6 }));
        assert_eq!(fields.digits("none", 6), Err(Fault::Empty("none")));
    }

    #[test]
    fn yen_have_commas_and_no_sign() {
        let yen = |text: &str| Fields::read(text.as_bytes()).unwrap().yen("a");
        assert_eq!(yen("a=50,000"), Ok(50_000));
        assert_eq!(yen("a=５００００"), Ok(50_000));
        for wrong in ["a=-1", "a=1e5", "a=%2B5", "a=1.5", "a=9999999999999", "a=' OR 1=1"] {
            assert!(yen(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_field_comes_once_and_is_text() {
        assert_eq!(Fields::read(b"a=1&a=2").err(), Some(Fault::BadForm));
        assert_eq!(Fields::read(b"a=%ff").err(), Some(Fault::BadForm));
        assert_eq!(Fields::read(b"a=%00").err(), Some(Fault::BadForm));
        assert!(
            Fields::read(&b"abcdefghijklmnopqrstuvwxyzABCDEFG".map(|name| [name, b'&']).concat()).is_err()
        );
    }

    #[test]
    fn secrets_are_not_shown_again() {
        let fields = Fields::read(b"contract=1&password=p&code=1&csrf=x").unwrap();
        assert_eq!(fields.kept().into_keys().collect::<Vec<_>>(), ["contract"]);
    }
}
