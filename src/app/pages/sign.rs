//! 取引認証: a code bound to a payee that the customer types, or to all that a 取引QR says.
//!
//! No code is computed before the customer has compared the payee and said yes. Leaving the page drops payee, amount and
//! code; a code is dropped when its time ends, too.

mod view;

pub use view::*;

use super::stop::Stop;
use super::{
    Asker, Banners, Cover, Files, Manners, Offer, Order, Parent, Remains, Room, Shows, TimeChange, Turn,
    Vault,
};
use crate::app::effect::Effect;
use crate::app::signed::Signed;
use crate::app::{Key, Refusal, Reply, Scan, Source, Touch, Typed};
use crate::otp::Reading;
use crate::provisioning::{TransactionError, check_transaction};
use crate::token::{Payee, PayeeKind, Profile, ToSign, Transaction};

#[derive(Debug)]
pub(in crate::app) enum Sign {
    /// The payee is typed, or the way to a 取引QR is chosen.
    Entry {
        kind: PayeeKind,
        typed: Typed,
        refused: Option<Refusal>,
    },
    /// A 取引QR is on its way in: the buttons wait.
    Reading {
        kind: PayeeKind,
        awaited: Awaited,
    },
    /// The customer compares payee and amount.
    Asking(ToSign),
    /// The customer said yes, and the vault computes the code.
    Signing(ToSign),
    Signed(Signed),
    /// The code's time has passed.
    Ended(ToSign),
}

/// What is awaited. An answer to anything else is not heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Awaited {
    /// The end of the camera's page.
    Camera,
    /// The customer's choice in the system's file chooser.
    FileChooser,
    /// The 取引QR in what was found.
    Transaction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignAct {
    /// 口座番号 or 収納機関番号
    Choose(PayeeKind),
    /// A key of the keypad, which types the payee.
    Press(Key),
    /// 確認へ進む
    Continue,
    /// サイトの取引QRを読み取る
    Scan,
    /// The camera was refused for good: the system's settings can change that.
    OpenPermissions,
    ChooseImage,
    Paste,
    /// The system's file chooser is not waited for any more.
    Cancel,
    /// 書面と同じです, はい: the code is shown.
    Yes,
    /// 入力し直す, いいえ, 別のお振込: back to the entry.
    Again,
    /// 電話などで指定された
    Told,
    /// The code has ended, and the customer wants it for the same payee once more.
    Renew,
    /// The covered code is to be shown.
    Uncover,
    /// 隠す
    CoverAgain,
}

impl Default for Sign {
    fn default() -> Self {
        Self::of_kind(PayeeKind::default())
    }
}

impl Sign {
    fn of_kind(kind: PayeeKind) -> Self {
        Self::Entry { kind, typed: Typed::of_length(kind.digits()), refused: None }
    }

    /// The code, unless its time has passed: then it is dropped.
    fn of_signed(signed: Signed, now: Reading) -> Self {
        if signed.has_ended(now) { Self::Ended(signed.into_what()) } else { Self::Signed(signed) }
    }

    /// Whether a 取引QR may come in now.
    fn takes_transactions(&self, vault: &Vault) -> bool {
        matches!(self, Self::Entry { .. }) && shown(vault).is_some_and(|profile| profile.tx)
    }

    pub fn manners(&self, vault: &Vault) -> Manners<'_> {
        let signed = match self {
            Self::Signed(signed) => Some(signed),
            Self::Entry { .. }
            | Self::Reading { .. }
            | Self::Asking(_)
            | Self::Signing(_)
            | Self::Ended(_) => None,
        };
        let interrupts = matches!(self, Self::Entry { typed, .. } if typed.is_empty());
        let is_entry = matches!(self, Self::Entry { .. });
        Manners {
            parent: if is_entry { Parent::Leaves } else { Parent::Home },
            has_menu: is_entry || matches!(self, Self::Signed(_) | Self::Ended(_)),
            banners: Banners::All,
            shows: signed.map_or(Shows::Nothing, Shows::Signed),
            needs_token: true,
            holds_passcode: false,
            // What another app sends never takes the customer away from a payee.
            offer: if interrupts { Offer::Taken } else { Offer::Waits },
            hears_late_scan: interrupts,
            pastes: self.takes_transactions(vault).then_some(|| SignAct::Paste.into()),
            takes_files: match is_entry {
                true if self.takes_transactions(vault) => Files::Transactions,
                true => Files::Tokens,
                false => Files::None,
            },
            keypad: (is_entry && shown(vault).is_some_and(|profile| profile.payee_suite().is_some()))
                .then_some(|key| SignAct::Press(key).into()),
            changes_at: signed.map(|signed| TimeChange::At(signed.until())),
            remains: Remains::Nothing,
        }
    }

    pub fn act(self, act: SignAct, room: Room) -> Turn {
        match (self, act) {
            (Self::Reading { kind, awaited: Awaited::FileChooser }, SignAct::Cancel) => {
                Turn::go(Self::of_kind(kind))
            }
            (page, SignAct::OpenPermissions) => Turn::stay(page).with(Effect::OpenPermissions),
            (Self::Entry { kind, typed, .. }, act) => Self::enter(kind, typed, act, room),
            (page @ Self::Asking(_), SignAct::Yes | SignAct::Again | SignAct::Told) if room.is_deaf() => {
                Turn::stay(page)
            }
            (Self::Asking(what), SignAct::Yes) | (Self::Ended(what), SignAct::Renew) => {
                Self::sign(what, room)
            }
            (Self::Asking(_), SignAct::Told) => {
                Turn::go(Stop { asker: Asker::Elsewhere }).ordering(Order::Told)
            }
            (Self::Asking(what) | Self::Ended(what), SignAct::Again) => {
                Turn::go(Self::of_kind(kind_of(&what)))
            }
            (Self::Signed(signed), SignAct::Again) => Turn::go(Self::of_kind(kind_of(signed.what()))),
            (page @ Self::Signed(_), SignAct::Uncover) => match room.cover_where_purpose_is_known() {
                Some(Cover::Told | Cover::Call | Cover::Hidden) => Turn::stay(page).ordering(Order::Uncover),
                Some(Cover::Recorded | Cover::Purpose) | None => Turn::stay(page),
            },
            (page @ Self::Signed(_), SignAct::CoverAgain) => Turn::stay(page).ordering(Order::CoverAgain),
            (page, _) => Turn::stay(page),
        }
    }

    fn enter(kind: PayeeKind, mut typed: Typed, act: SignAct, room: Room) -> Turn {
        let scans = shown(room.vault).is_some_and(|profile| profile.tx);
        match act {
            SignAct::Choose(kind) => Turn::stay(Self::of_kind(kind)),
            SignAct::Press(key) => {
                typed.press(key);
                Turn::stay(Self::Entry { kind, typed, refused: None })
            }
            SignAct::Continue => match typed.as_str().parse::<Payee>() {
                Ok(payee) if typed.is_complete() => Turn::go(Self::Asking(ToSign::Payee(payee))),
                Ok(_) | Err(_) => Turn::stay(Self::Entry { kind, typed, refused: None }),
            },
            SignAct::Scan if scans => Self::wait(kind, Awaited::Camera, Effect::Scan(room.ticket)),
            SignAct::ChooseImage if scans => {
                Self::wait(kind, Awaited::FileChooser, Effect::ChooseFile(room.ticket))
            }
            SignAct::Paste if scans => {
                Self::wait(kind, Awaited::Transaction, Effect::ReadClipboardTransaction(room.ticket))
            }
            SignAct::Scan
            | SignAct::ChooseImage
            | SignAct::Paste
            | SignAct::OpenPermissions
            | SignAct::Cancel
            | SignAct::Yes
            | SignAct::Again
            | SignAct::Told
            | SignAct::Renew
            | SignAct::Uncover
            | SignAct::CoverAgain => Turn::stay(Self::Entry { kind, typed, refused: None }),
        }
    }

    fn wait(kind: PayeeKind, awaited: Awaited, effect: Effect) -> Turn {
        Turn::stay(Self::Reading { kind, awaited }).with(effect)
    }

    /// A file was dropped on the entry.
    pub fn dropped(source: Source, room: Room) -> Turn {
        let effect = Effect::ReadTransaction(room.ticket, source);
        Self::wait(PayeeKind::default(), Awaited::Transaction, effect)
    }

    /// Says why on the entry, wherever the attempt ended.
    pub fn refuse(kind: PayeeKind, refusal: Refusal) -> Turn {
        let typed = Typed::of_length(kind.digits());
        Turn::go(Self::Entry { kind, typed, refused: Some(refusal) }).with(Effect::Feel(Touch::Refused))
    }

    /// The customer has compared: the vault is asked for the code.
    fn sign(what: ToSign, room: Room) -> Turn {
        let kind = kind_of(&what);
        let Some(profile) = shown(room.vault) else { return Turn::go(Self::of_kind(kind)) };
        if let ToSign::Transaction(transaction) = &what
            && let Err(error) = check_transaction(transaction, &profile.serial, room.now.time)
        {
            return Self::refuse(kind, Refusal::Transaction(error));
        }
        let effect = Effect::Sign { ticket: room.ticket, serial: profile.serial.clone(), what: what.clone() };
        Turn::stay(Self::Signing(what)).with(effect)
    }

    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        match (self, reply) {
            (Self::Reading { kind, awaited }, reply) => Self::came(kind, awaited, reply, room),
            (Self::Signing(what), Reply::Signed(Some(code))) => {
                let page = Self::of_signed(Signed::new(what, code, room.now), room.now);
                match room.cover_where_purpose_is_known() {
                    // 番号を表示する was the press that such a cover asks for.
                    Some(Cover::Told | Cover::Hidden) => Turn::stay(page).ordering(Order::Uncover),
                    Some(Cover::Call | Cover::Recorded | Cover::Purpose) | None => Turn::stay(page),
                }
            }
            // The vault holds another token than this page took it for.
            (Self::Signing(what), Reply::Signed(None)) => Self::refuse(kind_of(&what), Refusal::OpenAgain),
            (Self::Signed(signed), Reply::TimePassed) => Turn::stay(Self::of_signed(signed, room.now)),
            (page, _) => Turn::stay(page),
        }
    }

    fn came(kind: PayeeKind, awaited: Awaited, reply: Reply, room: Room) -> Turn {
        match (awaited, reply) {
            (Awaited::Camera, Reply::Scanned(scan)) => match scan {
                Scan::Found(source) => {
                    Self::wait(kind, Awaited::Transaction, Effect::ReadTransaction(room.ticket, source))
                }
                Scan::Cancelled | Scan::ByHand => Turn::go(Self::of_kind(kind)),
                Scan::ByImage => Self::wait(kind, Awaited::FileChooser, Effect::ChooseFile(room.ticket)),
                Scan::Denied => Self::refuse(kind, Refusal::CameraDenied),
                Scan::DeniedForEver => Self::refuse(kind, Refusal::CameraDeniedForEver),
                Scan::Unavailable => Self::refuse(kind, Refusal::NoCamera),
                Scan::Failed => Self::refuse(kind, Refusal::CameraFailed),
            },
            (Awaited::FileChooser, Reply::FileChosen(None)) => Turn::go(Self::of_kind(kind)),
            (Awaited::FileChooser, Reply::FileChosen(Some(file))) => {
                Self::wait(kind, Awaited::Transaction, Effect::ReadTransaction(room.ticket, file))
            }
            (Awaited::FileChooser, Reply::Read(Err(refusal))) => Self::refuse(kind, refusal),
            (Awaited::Transaction, Reply::Transaction(Err(refusal))) => Self::refuse(kind, refusal),
            (Awaited::Transaction, Reply::Transaction(Ok(transaction))) => Self::ask(kind, transaction, room),
            (awaited, _) => Turn::stay(Self::Reading { kind, awaited }),
        }
    }

    fn ask(kind: PayeeKind, transaction: Transaction, room: Room) -> Turn {
        let checked = match shown(room.vault) {
            Some(profile) => check_transaction(&transaction, &profile.serial, room.now.time),
            None => Err(TransactionError::OtherToken),
        };
        match checked {
            Ok(()) => Turn::go(Self::Asking(ToSign::Transaction(transaction))),
            Err(error) => Self::refuse(kind, Refusal::Transaction(error)),
        }
    }
}

fn shown(vault: &Vault) -> Option<&Profile> {
    vault.desk()?.shown()
}

fn kind_of(what: &ToSign) -> PayeeKind {
    match what {
        ToSign::Payee(payee) => payee.kind(),
        ToSign::Transaction(transaction) => transaction.destination().payee().kind(),
    }
}
