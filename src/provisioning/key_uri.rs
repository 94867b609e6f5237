//! Google's Key URI Format, read strictly → draft.
//!
//! Each thing that could be meant in two ways has its own refusal.

use super::limits::MAX_SECONDS_AHEAD;
use super::seed_text::seed_as_written;
use super::two_step::{HalfDraft, Recipe};
use super::uri_parts::{Label, Parameters, split};
use super::{DraftError, Found, issuer_name};
use crate::token::{Algorithm, Draft, Issuer, OcraSuite, Profile, Serial, SerialError, UnixTime};

/// The last second of the year 9999. A later `iat` was written in milliseconds.
const LAST_ISSUE_TIME: u64 = 253_402_300_799;

/// Reads `otpauth://totp/[ISSUER:]LABEL?secret=BASE32&issuer=…&algorithm=…&digits=6&period=30`.
///
/// What is absent means SHA1, six digits, 30 seconds, no issuer (Key URI Format, "Parameters"). `today` is the later one of
/// the program's build and the device's clock.
pub fn read_key_uri(text: &str, today: UnixTime) -> Result<Found, DraftError> {
    let (label, parameters) = split(text)?;
    let algorithm = algorithm(&parameters)?;
    only(&parameters, "digits", "6", DraftError::Digits)?;
    only(&parameters, "period", "30", DraftError::Period)?;
    only(&parameters, "tx", "1", DraftError::Tx)?;
    let profile = Profile {
        serial: serial(&label, &parameters)?,
        issuer: issuer(&label, &parameters)?,
        label: None,
        algorithm,
        issued_at: parameters.get("iat").map(|text| issue_time(text, today)).transpose()?,
        ocra: ocra(&parameters)?,
        tx: parameters.get("tx").is_some(),
    };
    let seed = seed_as_written(parameters.get("secret").ok_or(DraftError::NoSecret)?)?;
    Ok(match Recipe::of(&parameters, algorithm)? {
        None => Found::Whole(Draft::new(profile, seed)),
        Some(recipe) => Found::Half(HalfDraft::new(profile, seed, recipe)),
    })
}

/// As [`read_key_uri`], for a token that is whole.
pub fn parse_key_uri(text: &str, today: UnixTime) -> Result<Draft, DraftError> {
    read_key_uri(text, today)?.whole()
}

fn algorithm(parameters: &Parameters) -> Result<Algorithm, DraftError> {
    match parameters.get("algorithm") {
        None => Ok(Algorithm::default()),
        Some(name) => name.parse().map_err(|_| DraftError::Algorithm),
    }
}

/// Refuses a parameter whose value is not the one that this token supports.
fn only(parameters: &Parameters, name: &str, value: &str, error: DraftError) -> Result<(), DraftError> {
    if parameters.get(name).is_none_or(|found| found == value) { Ok(()) } else { Err(error) }
}

/// The serial of the `serial` parameter, else of the label's account. If both are serials, they must be the same one.
fn serial(label: &Label, parameters: &Parameters) -> Result<Serial, DraftError> {
    let account = label.account.parse::<Serial>();
    match (parameters.get("serial"), account) {
        (None, Err(SerialError::Empty | SerialError::Prefix { .. })) => Err(DraftError::NoSerial),
        (None, account) => Ok(account?),
        (Some(text), account) => {
            let serial = text.parse()?;
            let contradicts = account.is_ok_and(|other| other != serial);
            if contradicts { Err(DraftError::SerialContradiction) } else { Ok(serial) }
        }
    }
}

/// The issuer. The label's and the parameter's must be the same name, but for spaces around it and for how its letters
/// are written (half a width, a mark of its own), or one of them must be absent.
fn issuer(label: &Label, parameters: &Parameters) -> Result<Option<Issuer>, DraftError> {
    let in_label = label.issuer.as_deref().map(|name| issuer_name(name)).transpose()?;
    let in_parameter = parameters.get("issuer").map(issuer_name).transpose()?;
    match (in_label, in_parameter) {
        (Some(label), Some(parameter)) if label != parameter => Err(DraftError::IssuerContradiction),
        (label, parameter) => Ok(parameter.or(label)),
    }
}

fn issue_time(text: &str, today: UnixTime) -> Result<UnixTime, DraftError> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let last = today.seconds().saturating_add(MAX_SECONDS_AHEAD);
    match text.parse::<u64>() {
        Ok(seconds) if digits && seconds > last && seconds <= LAST_ISSUE_TIME => Err(DraftError::IssuedAhead),
        Ok(seconds) if digits && seconds <= LAST_ISSUE_TIME => Ok(UnixTime::from_seconds(seconds)),
        _ => Err(DraftError::IssueTime),
    }
}

fn ocra(parameters: &Parameters) -> Result<Option<OcraSuite>, DraftError> {
    let suite = parameters.get("ocra").map(str::parse::<OcraSuite>).transpose()?;
    if suite.as_ref().is_none_or(OcraSuite::signs_payees) { Ok(suite) } else { Err(DraftError::OcraInput) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_issue_is_at_most_two_days_ahead() {
        let today = UnixTime::from_seconds(1_800_000_000);
        let issued = |seconds: u64| issue_time(&seconds.to_string(), today).map(UnixTime::seconds);
        let last = today.seconds() + 2 * 86_400;
        assert_eq!(issued(last), Ok(last));
        assert_eq!(issued(last + 1), Err(DraftError::IssuedAhead));
        assert_eq!(issued(LAST_ISSUE_TIME), Err(DraftError::IssuedAhead));
        // In milliseconds, which is another mistake.
        assert_eq!(issued(LAST_ISSUE_TIME + 1), Err(DraftError::IssueTime));
        let late = UnixTime::from_seconds(u64::MAX);
        assert_eq!(issue_time("1", late), Ok(UnixTime::from_seconds(1)));
    }
}
