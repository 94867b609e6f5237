//! Why a text from outside is no draft. No variant carries any of the text, which may hold a seed.

use super::{IssuerNameError, PskcError, SeedTextError, TwoStepError};
use crate::token::{OcraSuiteError, SeedError, SerialError};

/// Why a text from outside is not a token. Safe to print: it names parameters and positions, and
/// never carries a URI, a seed or any other part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// It does not begin with `otpauth://`. Another QR code was read, or another text pasted.
    #[error("the text is not an otpauth URI")]
    NotAKeyUri,
    /// Google Authenticator's export of all its tokens, which no bank hands out.
    #[error("the text is an export of Google Authenticator (otpauth-migration), not a bank's token")]
    Migration,
    /// An SVG drawing, which may well show a QR code. It would have to be drawn before it can be read.
    #[error("it is an SVG drawing, which is not read; a PNG picture of it is")]
    Svg,
    /// More than [`MAX_KEY_URI_BYTES`](super::MAX_KEY_URI_BYTES): no bank writes that.
    #[error("the URI has {bytes} bytes; at most 2048 are read")]
    TooLong { bytes: usize },
    /// A control character or an invisible one (zero-width, a byte-order mark) as it is: a URI that was
    /// folded, copied out of formatted text, or tampered with. The position counts characters from 1,
    /// without what stands around the URI.
    #[error("the URI has an invisible character; it is character {position}")]
    HiddenCharacter { position: usize },
    /// A control character, percent-encoded.
    #[error("the URI has a control character")]
    ControlCharacter,
    /// A bare `#`. What follows it belongs to no parameter; a writer forgot to encode it.
    #[error("the URI has a fragment (an unencoded #)")]
    Fragment,
    /// A counter-based token (RFC 4226). The banks' are time-based.
    #[error("the token is counter-based (hotp); only time-based ones (totp) are supported")]
    Hotp,
    /// Neither `totp` nor `hotp` after `otpauth://`.
    #[error("the token's type is unknown; only totp is supported")]
    UnknownType,
    /// A `%` that two hexadecimal digits do not follow.
    #[error("the URI has a broken percent-encoding")]
    PercentEncoding,
    /// The percent-encoded bytes are not text (Shift_JIS, for one, is not read as UTF-8).
    #[error("a percent-encoded part of the URI is not UTF-8")]
    NotUtf8,
    /// An escape of an escape (`%2520`, `%253A`), in the label or in a value.
    #[error("a part of the URI is percent-encoded twice")]
    DoubleEncoding,
    /// Nothing between `totp/` and the parameters.
    #[error("the URI has no label")]
    NoLabel,
    /// Neither an issuer nor an account may have a colon (Key URI Format, "Label").
    #[error("the URI's label has more than one colon")]
    LabelColons,
    /// A parameter is there twice, and which one is meant cannot be known. Positions count parameters from 1.
    #[error("parameter {position} of the URI has the name of an earlier one")]
    DuplicateParameter { position: usize },
    /// The name is that of a known parameter but for case, blanks, escapes (`amp;`), separators or
    /// invisible characters, or it stands inside another parameter's value. `meant` is the known name,
    /// never the one in the URI. Position 0 is the label.
    #[error("parameter {position} of the URI is a misspelt `{meant}`")]
    MisspeltParameter { position: usize, meant: &'static str },
    /// The parameter is neither one of the app's nor one of another program's that is known to change no code. `name`
    /// is given where it is on a list of the app's: any other name could be a piece of the secret.
    #[error("parameter {position} of the URI{} is unknown", in_quotes(*name))]
    UnknownParameter { position: usize, name: Option<&'static str> },
    /// No `serial` parameter, and the label's account does not begin like a serial.
    #[error("the URI has no serial number")]
    NoSerial,
    /// The serial is there and malformed.
    #[error(transparent)]
    Serial(#[from] SerialError),
    /// The `serial` parameter and the label's account are two different serials.
    #[error("the label's serial number contradicts the serial parameter")]
    SerialContradiction,
    /// An issuer is named, and no credit union has such a name.
    #[error(transparent)]
    Issuer(#[from] IssuerNameError),
    /// The label's issuer is not the `issuer` parameter's.
    #[error("the label's issuer contradicts the issuer parameter")]
    IssuerContradiction,
    #[error("the URI has no secret")]
    NoSecret,
    /// The secret is there and is not base32 (RFC 4648 §6).
    #[error(transparent)]
    SeedText(SeedTextError),
    /// The secret is base32 and too short or too long.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// Neither SHA1, SHA256 nor SHA512.
    #[error("the algorithm is unknown; SHA1, SHA256 and SHA512 are known")]
    Algorithm,
    /// The banks' sites take six digits.
    #[error("the token's codes do not have 6 digits")]
    Digits,
    /// The banks' steps are 30 seconds long.
    #[error("the token's period is not 30 seconds")]
    Period,
    /// Not the decimal seconds since 1970 of a day before the year 10000.
    #[error("the time of issue (iat) is not a time in Unix seconds")]
    IssueTime,
    /// `iat` is more than two days after the later one of the program's build and the device's clock. Once stored it would
    /// make a right clock look wrong.
    #[error("the time of issue (iat) is more than 2 days ahead of this device's clock")]
    IssuedAhead,
    /// Not an RFC 6287 suite, with its cause.
    #[error("in the parameter ocra: {0}")]
    Ocra(#[from] OcraSuiteError),
    /// The suite asks for a counter, a PIN or a session's data, or takes a question of fewer than seven characters.
    #[error(
        "the OCRA suite (ocra) cannot sign an account number: it needs a counter, a PIN, a session or a longer question"
    )]
    OcraInput,
    /// `tx` is there and is not `1`.
    #[error("the parameter tx is not 1")]
    Tx,
    /// It is a 取引QR: it has no token in it, and a token signs it.
    #[error("the text is a transaction to be signed (SKTX), not a token")]
    Transaction,
    /// A two-step enrolment whose numbers are missing, malformed or unsafe.
    #[error("{0}")]
    TwoStep(#[from] TwoStepError),
    /// A two-step enrolment, where nobody can add the phone's part.
    #[error("it is half a token (two-step enrolment); the phone adds the other half")]
    HalfToken,
    /// A key container (RFC 6030) that is malformed, or of which something is not supported.
    #[error("{0}")]
    Pskc(#[from] PskcError),
    /// A key container with several tokens, where nobody can choose one.
    #[error("it holds several tokens")]
    SeveralTokens,
    /// A sealed key container, where nobody can give its passphrase.
    #[error("it is a PSKC file that is locked with a passphrase or a key")]
    SealedFile,
}

impl From<SeedTextError> for DraftError {
    /// A seed's wrong length is the same error, wherever the seed was found.
    fn from(error: SeedTextError) -> Self {
        match error {
            SeedTextError::Seed(length) => Self::Seed(length),
            other => Self::SeedText(other),
        }
    }
}

fn in_quotes(name: Option<&'static str>) -> String {
    name.map(|name| format!(", `{name}`,")).unwrap_or_default()
}
