use super::{QrError, QrText};
use zeroize::Zeroizing;

/// The texts found in one picture so far. Several passes may find the same one.
#[derive(Default)]
pub struct Findings {
    texts: Vec<Zeroizing<String>>,
    parts: bool,
}

impl Findings {
    pub(super) fn add(&mut self, text: String) {
        let text = Zeroizing::new(text);
        if !self.texts.contains(&text) {
            self.texts.push(text);
        }
    }

    pub(super) fn part(&mut self) {
        self.parts = true;
    }

    /// Whether a text was found that is meant for this app.
    pub(super) fn has_ours(&self) -> bool {
        self.texts.iter().any(|text| is_ours(text))
    }

    /// The one text meant: the only one of ours among other codes, or the only text. Where two could be
    /// meant, or two passes read differently, there is no answer.
    pub(super) fn settle(self) -> Result<QrText, QrError> {
        let mut texts = self.texts;
        let ours = texts.iter().any(|text| is_ours(text));
        if ours {
            texts.retain(|text| is_ours(text));
        }
        match (texts.pop(), texts.len()) {
            (Some(text), 0) if text.chars().any(not_text) => Err(QrError::NotText),
            (Some(text), 0) => Ok(QrText(text)),
            (Some(_), _) if ours => Err(QrError::SeveralQrCodes),
            (Some(_), _) => Err(QrError::NoToken),
            (None, _) if self.parts => Err(QrError::PartOfSeveral),
            (None, _) => Err(QrError::NoQrCode),
        }
    }
}

/// Whether a text is meant for this app.
fn is_ours(text: &str) -> bool {
    is_key_uri(text) || is_transaction(text)
}

/// Whether a text says of itself that it is a 取引QR (`SKTX`), whatever invisible characters stand before it. Nothing more of
/// the text is looked at.
pub fn is_transaction(text: &str) -> bool {
    text.trim_start_matches(|character: char| !character.is_ascii_graphic()).starts_with("SKTX")
}

/// Whether a text says of itself that it is a token's (`otpauth:`), whatever blanks, byte-order marks and
/// invisible characters stand before it. Nothing more of the text is looked at.
pub fn is_key_uri(text: &str) -> bool {
    let text = text.trim_start_matches(|character: char| !character.is_ascii_graphic());
    text.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("otpauth:"))
}

/// What a byte sequence in no known encoding turns into.
fn not_text(character: char) -> bool {
    character == char::REPLACEMENT_CHARACTER
        || character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}
