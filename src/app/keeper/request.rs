//! What is asked of the keeper.

use crate::app::{Change, Language, LastRun, Question, Settings, StoreMode, Ticket};
use crate::token::{Draft, Serial, ToSign, Token, UnixTime};
use crate::vault::{Moment, Passcode, VaultError};

/// What is asked of the keeper, and when, where the vault must know. Each is answered by one event, but for the settings
/// and the clock.
pub(in crate::app) enum Request {
    Open(When),
    /// Opens a vault that is older than what was written last.
    OpenOlder(When),
    /// Opens the vault with the passcode.
    Unlock(Passcode, When),
    /// Forgets the vault's key.
    Lock(When),
    /// The customer gives the passcode once more.
    Confirm(Ticket, Passcode, When),
    PutPasscodeAway,
    SetPasscode(Ticket, Passcode),
    RemovePasscode(Ticket),
    /// Asks for a face or a finger, and opens the vault. `forgotten`: another passcode is chosen next.
    UnlockByBiometrics {
        forgotten: bool,
        language: Language,
        when: When,
    },
    TurnBiometricsOn(Ticket, Language),
    TurnBiometricsOff(Ticket),
    KeepClock(LastRun),
    Compare(Ticket, Draft),
    CompareAll(Ticket, Vec<Draft>),
    Store {
        ticket: Ticket,
        token: Token,
        mode: StoreMode,
        /// The customer has agreed that a file has the vault's key where no system keystore answers.
        file_agreed: bool,
        now: UnixTime,
        when: When,
    },
    Change {
        ticket: Ticket,
        change: Change,
        now: UnixTime,
        when: When,
    },
    Codes(Question),
    Sign {
        ticket: Ticket,
        serial: Serial,
        what: ToSign,
        at: UnixTime,
    },
    SaveSettings(Settings),
}

/// What the clocks said when something was asked that they decide.
#[derive(Clone)]
pub(in crate::app) struct When {
    pub last_run: LastRun,
    /// For the tries of a passcode.
    pub moment: Result<Moment, VaultError>,
}
