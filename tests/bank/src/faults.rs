//! Why the site refuses, before and beside what the engine refuses.

use skts_bank_engine::Refusal;

/// Why a request is refused. Nothing but the session and the audit trail has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Ten minutes without a request.
    SessionExpired,
    /// The page is for customers who are logged in.
    LoginNeeded,
    /// The password was right; the code, which this customer chose (認証する), was not given yet.
    LoginCodeNeeded,
    /// The form is not one that this session was shown.
    Csrf,
    /// The form was granted before: a second press, or the browser's back button.
    DoubleSubmit,
    TooManyTries,
    TooLarge,
    /// A field twice, too many fields, bytes that are no text.
    BadForm,
    NotFound,
    WrongMethod,
    Empty(&'static str),
    NotDigits {
        field: &'static str,
        count: usize,
    },
    NotYen(&'static str),
    NotChosen(&'static str),
    NotASerial(&'static str),
    NotAName,
    NotConfirmed,
    /// Contract or login password: which of them is not said.
    WrongPassword,
    /// No order waits under that name: it was granted, or its ten minutes are over.
    OrderGone,
    /// The phone's letters have a wrong one.
    WrongLetters,
    /// The token waits for no letters.
    NotTwoStep,
    /// The letter is shown once the bank has printed it, and forgotten later.
    LetterGone,
    /// The branch was asked about a contract that is not there.
    UnknownContract,
    /// The engine's reason.
    Refused(Refusal),
    /// The verifier's reason.
    Code(CodeFault),
    /// The verifier gives no answer.
    VerifierAway,
    /// A fault of the bank's own.
    Broken,
}

/// Why the verifier takes no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFault {
    /// `left`: so many more lock the token, where the verifier tells.
    Wrong {
        left: Option<u32>,
    },
    Used,
    Locked,
    Stopped,
    Unfinished,
    Unknown,
    OtherToken,
    Expired,
    NotEnabled,
}

impl Fault {
    /// Its name in pages (`data-refusal`) and in the audit trail. Docs/bank.md has the list.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SessionExpired => "session-expired",
            Self::LoginNeeded => "login-needed",
            Self::LoginCodeNeeded => "login-code-needed",
            Self::Csrf => "csrf",
            Self::DoubleSubmit => "double-submit",
            Self::TooManyTries => "too-many-tries",
            Self::TooLarge => "too-large",
            Self::BadForm => "bad-form",
            Self::NotFound => "not-found",
            Self::WrongMethod => "wrong-method",
            Self::Empty(_) => "empty",
            Self::NotDigits { .. } => "not-digits",
            Self::NotYen(_) => "not-yen",
            Self::NotChosen(_) => "not-chosen",
            Self::NotASerial(_) => "not-a-serial",
            Self::NotAName => "not-a-name",
            Self::NotConfirmed => "not-confirmed",
            Self::WrongPassword => "wrong-password",
            Self::OrderGone => "order-gone",
            Self::WrongLetters => "wrong-letters",
            Self::NotTwoStep => "not-two-step",
            Self::LetterGone => "letter-gone",
            Self::UnknownContract => "unknown-contract",
            Self::Refused(refusal) => refusal.name(),
            Self::Code(fault) => fault.name(),
            Self::VerifierAway => "verifier-away",
            Self::Broken => "broken",
        }
    }

    /// The HTTP status (RFC 9110 §15).
    pub fn status(&self) -> u16 {
        match self {
            Self::SessionExpired | Self::LoginNeeded => 401,
            Self::LoginCodeNeeded | Self::Csrf | Self::WrongPassword | Self::Refused(_) | Self::Code(_) => {
                403
            }
            Self::NotFound | Self::LetterGone | Self::UnknownContract => 404,
            Self::WrongMethod => 405,
            Self::DoubleSubmit | Self::OrderGone | Self::NotTwoStep => 409,
            Self::TooLarge => 413,
            Self::TooManyTries => 429,
            Self::BadForm => 400,
            Self::Empty(_)
            | Self::NotDigits { .. }
            | Self::NotYen(_)
            | Self::NotChosen(_)
            | Self::NotASerial(_)
            | Self::NotAName
            | Self::NotConfirmed
            | Self::WrongLetters => 422,
            Self::VerifierAway => 503,
            Self::Broken => 500,
        }
    }

    /// The field that the customer looks at again.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Empty(field)
            | Self::NotDigits { field, .. }
            | Self::NotYen(field)
            | Self::NotChosen(field)
            | Self::NotASerial(field) => Some(field),
            Self::NotAName => Some("name"),
            Self::NotConfirmed => Some("confirm"),
            Self::WrongPassword => Some("password"),
            Self::WrongLetters => Some("letters"),
            Self::UnknownContract => Some("contract"),
            Self::Code(_) => Some("code"),
            Self::Refused(refusal) => field_of(*refusal),
            _ => None,
        }
    }
}

fn field_of(refusal: Refusal) -> Option<&'static str> {
    match refusal {
        Refusal::UnknownSerial | Refusal::SerialOfAnother | Refusal::TokenReplaced => Some("serial"),
        Refusal::TransferPasswordMissing => Some("digit-a"),
        Refusal::NoAmount | Refusal::OverLimit { .. } => Some("amount"),
        Refusal::LimitTooHigh { .. } => Some("limit"),
        Refusal::CodeMissing
        | Refusal::CodeOfAnotherToken
        | Refusal::CodeOfAnotherKind
        | Refusal::CodeForAnotherPayee
        | Refusal::CodeForAnotherAmount
        | Refusal::CodeForAnotherTransaction
        | Refusal::CodeUsed => Some("code"),
        _ => None,
    }
}

impl CodeFault {
    fn name(self) -> &'static str {
        match self {
            Self::Wrong { .. } => "code-wrong",
            Self::Used => "code-used",
            Self::Locked => "locked",
            Self::Stopped => "token-stopped",
            Self::Unfinished => "token-unfinished",
            Self::Unknown => "token-unknown",
            Self::OtherToken => "transaction-of-another-token",
            Self::Expired => "transaction-expired",
            Self::NotEnabled => "transactions-not-enabled",
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
