//! A text → the parts of a Key URI, percent-decoded.
//!
//! A general URL parser repairs what it reads (it drops tabs, resolves `..`, lets the last of two
//! parameters win), so the few separators of this format are cut here, and nothing is put right.

use super::DraftError;
use super::parameter_names::{Use, judge, refuse_inside};
use super::text::is_invisible;
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

pub use super::limits::MAX_KEY_URI_BYTES;

/// A piece of the URI, overwritten when dropped.
pub(super) type Text = Zeroizing<String>;

/// `[ISSUER:]ACCOUNT`
pub(super) struct Label {
    pub issuer: Option<Text>,
    pub account: Text,
}

/// The parameters that mean something here, in their order; no two have one name.
pub(super) struct Parameters(Vec<(Text, Text)>);

/// Cuts `otpauth://totp/LABEL?NAME=VALUE&…`.
///
/// The scheme and the type have no case (RFC 3986 §3.1, §3.2.2): a QR code's alphanumeric mode has capitals alone.
pub(super) fn split(text: &str) -> Result<(Label, Parameters), DraftError> {
    if after(text, "otpauth-migration:").is_some() {
        return Err(DraftError::Migration);
    }
    let rest = after(text, "otpauth://").ok_or(DraftError::NotAKeyUri)?;
    if text.len() > MAX_KEY_URI_BYTES {
        return Err(DraftError::TooLong { bytes: text.len() });
    }
    let hidden = |character: char| character.is_control() || is_invisible(character);
    if let Some(index) = text.chars().position(hidden) {
        return Err(DraftError::HiddenCharacter { position: index + 1 });
    }
    if rest.contains('#') {
        return Err(DraftError::Fragment);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    match kind.to_ascii_lowercase().as_str() {
        "totp" => Ok((Label::parse(label)?, Parameters::parse(query)?)),
        "hotp" => Err(DraftError::Hotp),
        _ => Err(DraftError::UnknownType),
    }
}

/// What follows `start` in the text; the case of letters does not matter. `None`: the text does not begin so.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (found, rest) = text.split_at_checked(start.len())?;
    found.eq_ignore_ascii_case(start).then_some(rest)
}

impl Label {
    /// The colon between the two names may be written `%3A`: neither name can have a colon of its own.
    fn parse(raw: &str) -> Result<Self, DraftError> {
        let label = decode(raw)?;
        if label.trim().is_empty() {
            return Err(DraftError::NoLabel);
        }
        refuse_double_encoding(&label)?;
        refuse_inside(&label, 0)?;
        match label.split_once(':') {
            Some((_, account)) if account.contains(':') => Err(DraftError::LabelColons),
            Some((issuer, account)) => Ok(Self { issuer: Some(own(issuer)), account: own(account) }),
            None => Ok(Self { issuer: None, account: label }),
        }
    }
}

impl Parameters {
    /// In parameters `+` is a space, as in a web page's form and in Google's own app. In the label it is a plus.
    fn parse(query: &str) -> Result<Self, DraftError> {
        let mut names: Vec<Text> = Vec::new();
        let mut parameters = Self(Vec::new());
        for (index, pair) in query.split('&').enumerate().filter(|(_, pair)| !pair.is_empty()) {
            let position = index + 1;
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode_form(name)?;
            if names.contains(&name) {
                return Err(DraftError::DuplicateParameter { position });
            }
            let purpose = judge(&name, position)?;
            let value = decode_form(value)?;
            refuse_inside(&value, position)?;
            if purpose == Use::Read {
                refuse_double_encoding(&value)?;
                parameters.0.push((name.clone(), value));
            }
            names.push(name);
        }
        Ok(parameters)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| value.as_str())
    }

    /// Whether any of these is there, whatever its value.
    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.get(name).is_some())
    }
}

fn own(text: &str) -> Text {
    Zeroizing::new(text.to_owned())
}

fn decode_form(raw: &str) -> Result<Text, DraftError> {
    decode(&Zeroizing::new(raw.replace('+', " ")))
}

/// Percent-decodes once, strictly (RFC 3986 §2.1).
fn decode(raw: &str) -> Result<Text, DraftError> {
    if raw.split('%').skip(1).any(|behind| !is_escape(behind)) {
        return Err(DraftError::PercentEncoding);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(raw.len()));
    bytes.extend(percent_decode_str(raw));
    let text = std::str::from_utf8(&bytes).map_err(|_| DraftError::NotUtf8)?;
    // Cc of Unicode: C0, DEL and C1.
    if text.chars().any(char::is_control) { Err(DraftError::ControlCharacter) } else { Ok(own(text)) }
}

/// Whether what stands behind a `%` makes an escape of it.
fn is_escape(behind: &str) -> bool {
    behind.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
}

/// A decoded text that still has an escape (`%20`, `%3A`) was encoded twice: by the bank's program and by
/// what made a link or a picture of its URI. No serial, seed or name of a bank has a `%`.
fn refuse_double_encoding(text: &str) -> Result<(), DraftError> {
    if text.split('%').skip(1).any(is_escape) { Err(DraftError::DoubleEncoding) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(raw: &str, decoded: Result<&str, DraftError>) {
        assert_eq!(decode(raw).as_ref().map(|text| text.as_str()), decoded.as_ref().copied());
    }

    #[test]
    fn percent_encoding_is_undone_once() {
        case("%E8%A6%8B%e6%9c%ac", Ok("見本"));
        case("%2541+見本 ", Ok("%41+見本 "));
        case("", Ok(""));
    }

    #[test]
    fn a_broken_escape_is_not_passed_on() {
        for raw in ["%", "%4", "a%4", "%4G", "%%41", "%é", "50%"] {
            case(raw, Err(DraftError::PercentEncoding));
        }
        case("%FF", Err(DraftError::NotUtf8));
        case("%8C%A9%96%7B", Err(DraftError::NotUtf8)); // 見本 in Shift_JIS
        case("%00", Err(DraftError::ControlCharacter));
        case("%C2%85", Err(DraftError::ControlCharacter));
    }

    #[test]
    fn plus_is_a_space_in_parameters_alone() {
        let (label, parameters) = split("otpauth://totp/a+b:c?issuer=e+f%2Bg").unwrap();
        assert_eq!(label.issuer.unwrap().as_str(), "a+b");
        assert_eq!(parameters.get("issuer"), Some("e f+g"));
    }

    #[test]
    fn an_encoded_name_is_a_duplicate_all_the_same() {
        let error = split("otpauth://totp/a?digits=6&&%64igits=6").err();
        assert_eq!(error, Some(DraftError::DuplicateParameter { position: 3 }));
    }
}
