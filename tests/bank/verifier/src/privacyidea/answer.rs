//! What privacyIDEA's answers mean. Its words are those of version 3.14, asked for in English.

use crate::{Enrolment, Verdict, VerifierError};
use serde_json::Value;
use skts_token::issuer::half_key_uri;
use skts_token::provisioning::{Found, parse_key_uri, read_key_uri};
use skts_token::token::{Seed, UnixTime};

/// What `/validate/check` says of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    Accepted,
    /// The code is the last one that was taken. privacyIDEA tells no earlier one from a wrong code.
    Used,
    Wrong,
    /// The failures before this code were too many.
    Locked,
    /// The token is disabled, revoked or not finished: its record says which.
    Barred,
}

impl Checked {
    pub fn read(answer: &Value) -> Result<Self, VerifierError> {
        let message = answer["detail"]["message"].as_str().unwrap_or_default();
        match answer["result"]["value"].as_bool() {
            Some(true) => Ok(Self::Accepted),
            Some(false) if message.contains("previous otp used again") => Ok(Self::Used),
            Some(false) if message.contains("Failcounter exceeded") => Ok(Self::Locked),
            Some(false) if message.contains("disabled") || message.contains("not yet enrolled") => {
                Ok(Self::Barred)
            }
            Some(false) => Ok(Self::Wrong),
            None => Err(no_answer("/validate/check has no value")),
        }
    }
}

/// A token as privacyIDEA's list has it.
#[derive(Debug)]
pub struct Record {
    owner: String,
    /// A user or a realm of privacyIDEA's own: no token of the bank's has one.
    assigned: bool,
    active: bool,
    pub revoked: bool,
    /// The phone's part is missing.
    pub unfinished: bool,
    failures: u64,
    max_failures: u64,
    /// The last step that was taken.
    pub step: u64,
    /// Steps by which the token's clock is ahead.
    pub drift: i32,
}

impl Record {
    /// `None` where the list is empty.
    pub fn first(tokens: &Value) -> Result<Option<Self>, VerifierError> {
        let tokens = tokens.as_array().ok_or_else(|| no_answer("/token/ has no list"))?;
        tokens.first().map(Self::read).transpose()
    }

    fn read(token: &Value) -> Result<Self, VerifierError> {
        let read = || {
            let text = |name: &str| token[name].as_str().unwrap_or_default();
            let shift = token["info"]["timeShift"]
                .as_str()
                .map_or(Some(0.0), |seconds| seconds.parse::<f64>().ok())?;
            Some(Self {
                owner: text("description").to_owned(),
                assigned: !text("username").is_empty()
                    || token["realms"].as_array().is_some_and(|all| !all.is_empty()),
                active: token["active"].as_bool()?,
                revoked: token["revoked"].as_bool()?,
                unfinished: text("rollout_state") == "clientwait",
                failures: token["failcount"].as_u64()?,
                max_failures: token["maxfail"].as_u64()?,
                step: token["count"].as_u64()?,
                // The beginning of the code's step less the second in which it came: 0 to -29 where both clocks agree.
                drift: (shift / 30.0).ceil() as i32,
            })
        };
        read().ok_or_else(|| no_answer("/token/ lacks what it had in version 3.14"))
    }

    pub fn is_of(&self, owner: &str) -> bool {
        self.owner == owner && !self.assigned
    }

    /// The verdict on a code that was not accepted.
    pub fn refusal(&self, checked: Checked) -> Verdict {
        match checked {
            _ if self.revoked => Verdict::Stopped,
            // privacyIDEA calls a token disabled too while it waits for the phone's part.
            _ if self.unfinished => Verdict::Unfinished,
            _ if !self.active => Verdict::Stopped,
            Checked::Locked => Verdict::Locked,
            Checked::Used => Verdict::Used,
            _ => {
                let left = self.max_failures.saturating_sub(self.failures);
                Verdict::Wrong { left: u32::try_from(left).ok() }
            }
        }
    }
}

/// The seed in the URI of `/token/init`; in a two-step enrolment the bank's half of it.
///
/// privacyIDEA's own URI is not what is printed: it says neither how the token signs nor when it was issued.
pub fn bank_seed(uri: &Value, order: &Enrolment) -> Result<Seed, VerifierError> {
    let uri = uri.as_str().ok_or_else(|| no_answer("/token/init has no URI"))?;
    let whole: String =
        uri.split_inclusive('&').filter(|parameter| !parameter.starts_with("2step_")).collect();
    let draft =
        parse_key_uri(whole.trim_end_matches('&'), order.now).map_err(|_| no_answer("a URI is none"))?;
    let (profile, seed) = (draft.profile(), draft.seed());
    if profile.serial != order.serial || profile.algorithm != order.algorithm {
        return Err(no_answer("/token/init enrolled another token"));
    }
    let seed = Seed::new(seed.expose()).expect("a seed has a seed's length");
    if order.two_step && !same_recipe(uri, &half_key_uri(profile, &seed), order.now) {
        return Err(no_answer("a policy changes how two halves are joined"));
    }
    Ok(seed)
}

/// Whether both URIs are half a token's, and join it with the phone's part in the same way.
fn same_recipe(theirs: &str, ours: &str, now: UnixTime) -> bool {
    let half = |uri: &str| matches!(read_key_uri(uri, now), Ok(Found::Half(_)));
    let recipe = |uri: &str| {
        let mut parameters: Vec<String> =
            uri.split('&').filter(|parameter| parameter.starts_with("2step_")).map(str::to_owned).collect();
        parameters.sort();
        parameters
    };
    half(theirs) && half(ours) && recipe(theirs) == recipe(ours)
}

pub fn no_answer(what: &str) -> VerifierError {
    VerifierError::Server(what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_without_a_value_is_none() {
        for answer in [json!({}), json!({"result": {"value": null}}), json!({"result": {"value": "true"}})] {
            assert!(matches!(Checked::read(&answer), Err(VerifierError::Server(_))), "{answer}");
        }
    }

    #[test]
    fn a_clock_is_read_from_the_shift_of_privacyidea() {
        for (shift, drift) in
            [("0", 0), ("-29", 0), ("-29.0", 0), ("-30", -1), ("-31", -1), ("1", 1), ("30", 1), ("31", 2)]
        {
            let token = json!({"description": "bank", "username": "", "realms": [], "active": true, "revoked": false,
                "rollout_state": "", "failcount": 3, "maxfail": 10, "count": 7, "info": {"timeShift": shift}});
            let record = Record::read(&token).unwrap();
            assert_eq!(record.drift, drift, "{shift}");
            assert_eq!(record.refusal(Checked::Wrong), Verdict::Wrong { left: Some(7) });
            assert!(record.is_of("bank") && !record.is_of("other"));
        }
    }

    #[test]
    fn a_token_with_an_owner_of_its_own_is_not_the_banks() {
        let token = json!({"description": "bank", "username": "hanako", "realms": [], "active": true, "revoked": false,
            "rollout_state": "", "failcount": 0, "maxfail": 10, "count": 0, "info": {}});
        assert!(!Record::read(&token).unwrap().is_of("bank"));
    }

    #[test]
    fn a_policy_for_two_steps_is_noticed() {
        let now = UnixTime::from_seconds(1_800_000_000);
        let uri = |salt: u32| {
            json!(format!(
                "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&2step_salt={salt}\
                 &2step_output=20&2step_difficulty=10000&issuer=privacyIDEA"
            ))
        };
        let issuer = "見本信用金庫".parse().unwrap();
        let order = Enrolment {
            algorithm: skts_token::token::Algorithm::Sha1,
            two_step: true,
            ..Enrolment::new(issuer, "SKTS12345678".parse().unwrap(), now)
        };
        assert_eq!(bank_seed(&uri(8), &order).unwrap().expose(), b"12345678901234567890");
        assert!(matches!(bank_seed(&uri(16), &order), Err(VerifierError::Server(_))));
    }
}
