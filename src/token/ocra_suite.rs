//! The name of the suite that a token signs payees with.

use std::{fmt, str::FromStr};

/// The name of an OCRA suite (RFC 6287 §6), kept with the token for 取引認証.
///
/// Only the outer shape is checked here (`OCRA-1:…:…`, printable ASCII, at most 64 characters);
/// what the suite means is decided where a code is computed from it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OcraSuite(String);

/// The text is not of a suite's outer shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the OCRA suite is not of the form OCRA-1:function:input")]
pub struct OcraSuiteError;

impl OcraSuite {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OcraSuite {
    type Err = OcraSuiteError;

    fn from_str(text: &str) -> Result<Self, OcraSuiteError> {
        let parts: Vec<&str> = text.split(':').collect();
        let shaped =
            matches!(parts[..], ["OCRA-1", function, input] if !function.is_empty() && !input.is_empty());
        let printable = text.bytes().all(|byte| byte.is_ascii_graphic());
        if shaped && printable && text.len() <= 64 { Ok(Self(text.to_owned())) } else { Err(OcraSuiteError) }
    }
}

impl fmt::Display for OcraSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_outer_shape_is_checked() {
        let suite = "OCRA-1:HOTP-SHA1-6:QN08".parse::<OcraSuite>().unwrap();
        assert_eq!(suite.as_str(), "OCRA-1:HOTP-SHA1-6:QN08");
        for bad in ["", "OCRA-1", "OCRA-1::QN08", "OCRA-2:HOTP-SHA1-6:QN08", "OCRA-1:a:b:c", "OCRA-1:a b:c"] {
            assert_eq!(bad.parse::<OcraSuite>(), Err(OcraSuiteError), "{bad:?}");
        }
        assert!(format!("OCRA-1:{}:QN08", "a".repeat(64)).parse::<OcraSuite>().is_err());
    }
}
