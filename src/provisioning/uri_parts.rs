//! A text → the parts of a Key URI, percent-decoded.
//!
//! A general URL parser repairs what it reads (it drops tabs, resolves `..`, lets the last of two
//! parameters win), so the few separators of this format are cut here, and nothing is put right.

use super::DraftError;
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

/// The parameters in their order; no two have one name.
pub(super) struct Parameters(Vec<(Text, Text)>);

/// Cuts `otpauth://totp/LABEL?NAME=VALUE&…`.
///
/// The scheme and the type are taken in lower case only, as every writer has them.
pub(super) fn split(text: &str) -> Result<(Label, Parameters), DraftError> {
    let rest = text.strip_prefix("otpauth://").ok_or(DraftError::NotAKeyUri)?;
    if text.len() > MAX_KEY_URI_BYTES {
        return Err(DraftError::TooLong { bytes: text.len() });
    }
    refuse_control_characters(text)?;
    if rest.contains('#') {
        return Err(DraftError::Fragment);
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    match kind {
        "totp" => Ok((Label::parse(label)?, Parameters::parse(query)?)),
        "hotp" => Err(DraftError::Hotp),
        _ => Err(DraftError::UnknownType),
    }
}

impl Label {
    /// Separated by a colon as it is or as `%3A`: it can be part of neither name.
    fn parse(raw: &str) -> Result<Self, DraftError> {
        let label = decode(raw)?;
        if label.trim().is_empty() {
            return Err(DraftError::NoLabel);
        }
        match label.split_once(':') {
            Some((_, account)) if account.contains(':') => Err(DraftError::LabelColons),
            Some((issuer, account)) => Ok(Self { issuer: Some(own(issuer)), account: own(account) }),
            None => Ok(Self { issuer: None, account: label }),
        }
    }
}

impl Parameters {
    /// `+` is a space here, as in a form and in Google's own app, and only here.
    fn parse(query: &str) -> Result<Self, DraftError> {
        let mut parameters = Self(Vec::new());
        for (index, pair) in query.split('&').enumerate().filter(|(_, pair)| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode_form(name)?;
            if parameters.get(&name).is_some() {
                return Err(DraftError::DuplicateParameter { position: index + 1 });
            }
            parameters.0.push((name, decode_form(value)?));
        }
        Ok(parameters)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| value.as_str())
    }

    pub fn any_name_begins_with(&self, start: &str) -> bool {
        self.0.iter().any(|(name, _)| name.starts_with(start))
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
    let broken =
        |escape: &str| !escape.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    if raw.split('%').skip(1).any(broken) {
        return Err(DraftError::PercentEncoding);
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(raw.len()));
    bytes.extend(percent_decode_str(raw));
    let text = std::str::from_utf8(&bytes).map_err(|_| DraftError::NotUtf8)?;
    refuse_control_characters(text)?;
    Ok(own(text))
}

/// Cc of Unicode: C0, DEL and C1.
fn refuse_control_characters(text: &str) -> Result<(), DraftError> {
    if text.chars().any(char::is_control) { Err(DraftError::ControlCharacter) } else { Ok(()) }
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
        let (label, parameters) = split("otpauth://totp/a+b:c?d=e+f%2Bg").unwrap();
        assert_eq!(label.issuer.unwrap().as_str(), "a+b");
        assert_eq!(parameters.get("d"), Some("e f+g"));
    }

    #[test]
    fn an_encoded_name_is_a_duplicate_all_the_same() {
        let error = split("otpauth://totp/a?b=1&&%62=1").err();
        assert_eq!(error, Some(DraftError::DuplicateParameter { position: 3 }));
    }
}
