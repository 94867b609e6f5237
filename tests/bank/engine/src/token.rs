//! A token as its contract sees it.

use crate::{Place, Refusal, TokenSerial};

/// How far a token has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum TokenState {
    /// Its letter went out.
    Issued,
    /// In use: the only state whose codes pass at login, transfers and the rest.
    Live,
    /// 利用中止, or 利用停止 that the branch took back. 利用開始 brings it into use again.
    Suspended,
    /// Another token or letter took its place, for good.
    Replaced,
    /// 利用停止
    Stopped,
    /// 紛失・盗難, for good.
    Lost,
}

impl TokenState {
    /// Every state, in the order of a token's life.
    pub const ALL: [Self; 6] =
        [Self::Issued, Self::Live, Self::Suspended, Self::Replaced, Self::Stopped, Self::Lost];

    /// Whether a journey may still ask for a code of this token. Of every other token the verifier should refuse each code.
    pub fn takes_codes(self) -> bool {
        matches!(self, Self::Issued | Self::Live | Self::Suspended)
    }
}

/// A token of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Token {
    pub(crate) serial: TokenSerial,
    pub(crate) state: TokenState,
    /// The last step whose normal code passed.
    last_step: Option<u64>,
    /// The last step whose typed 取引認証 code passed.
    last_payee_step: Option<u64>,
}

impl Token {
    pub(crate) fn issued(serial: TokenSerial) -> Self {
        Self { serial, state: TokenState::Issued, last_step: None, last_payee_step: None }
    }

    /// Its serial number.
    pub fn serial(&self) -> &TokenSerial {
        &self.serial
    }

    /// How far it has come.
    pub fn state(&self) -> TokenState {
        self.state
    }

    /// Remembers what a code used up. Refuses it, and every earlier step, from then on. A transaction is remembered by its
    /// transfer.
    pub(crate) fn use_up(&mut self, place: Place) -> Result<(), Refusal> {
        let (last, step) = match place {
            Place::Step(step) => (&mut self.last_step, step),
            Place::PayeeStep(step) => (&mut self.last_payee_step, step),
            Place::Transaction(_) => return Ok(()),
        };
        if last.is_some_and(|last| step <= last) {
            return Err(Refusal::CodeUsed);
        }
        *last = Some(step);
        Ok(())
    }
}
