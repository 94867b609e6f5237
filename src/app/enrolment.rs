//! What a draft means for the vault, and what the settings remember of it: decided once, for the window and
//! for the command line.

use super::{ConfirmStep, Refusal, Settings};
use crate::token::{Profile, Serial};
use crate::vault::{Held, MAX_TOKENS};

/// Which question the customer is asked, or why the draft is refused. `held` is what the vault says of the
/// draft, `tokens` how many tokens it holds.
pub fn decide(held: Held, tokens: usize) -> Result<ConfirmStep, Refusal> {
    match held {
        Held::Nothing if tokens >= MAX_TOKENS => Err(Refusal::TooManyTokens),
        Held::Nothing => Ok(ConfirmStep::New),
        Held::SameSeed => Ok(ConfirmStep::AlreadyHere),
        Held::OtherSeed => Ok(ConfirmStep::Replace),
    }
}

/// The settings after the vault changed: the serials that the Trouble page can still show when the vault does
/// not open one day, and the token that is shown first. `None` where nothing changes.
pub fn remember(settings: &Settings, profiles: &[Profile], shown: Option<&Serial>) -> Option<Settings> {
    let serials: Vec<String> = profiles.iter().map(|profile| profile.serial.to_string()).collect();
    let selected = shown.map(Serial::to_string).or(settings.selected.clone());
    let new = Settings { serials, selected, ..settings.clone() };
    (new != *settings).then_some(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tokens_are_the_most_and_a_reissue_takes_no_place() {
        assert_eq!(decide(Held::Nothing, 9), Ok(ConfirmStep::New));
        assert_eq!(decide(Held::Nothing, 10), Err(Refusal::TooManyTokens));
        assert_eq!(decide(Held::OtherSeed, 10), Ok(ConfirmStep::Replace));
        assert_eq!(decide(Held::SameSeed, 10), Ok(ConfirmStep::AlreadyHere));
    }
}
