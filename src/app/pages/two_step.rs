//! この文字を、サイトに入力してください: the phone's part of a two-step enrolment, which the customer types into the bank's
//! page.
//!
//! The part is drawn once for each attempt, is never copied, and goes with the page. Nothing is stored before Confirm.

use super::add::Add;
use super::{
    Banners, Files, LocalTime, Manners, Next, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault,
};
use crate::app::Reply;
use crate::app::effect::Effect;
use crate::provisioning::{Found, HalfDraft, PhonePart};
use std::time::Duration;
use zeroize::Zeroizing;

/// The customer reads the letters to another screen, perhaps on this very device; who comes back later begins anew.
const KEPT_IN_BACKGROUND: Duration = Duration::from_secs(10 * 60);

#[derive(Debug)]
pub(in crate::app) enum TwoStep {
    /// The letters are shown, or a question about them.
    Open {
        half: HalfDraft,
        part: PhonePart,
        stage: TwoStepStage,
        /// When the window was last seen to go, on the clock that nobody can set; `None` while it is seen.
        hidden: Option<Duration>,
    },
    /// The halves become a token, and the vault says whether it is here already.
    Joining,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TwoStepStage {
    #[default]
    Letters,
    /// 「サイトに「完了」と出ましたか」
    Sure,
    /// 「やめると、この文字は使えなくなります」
    Leaving,
    Joining,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TwoStepAct {
    /// 入力しました
    Entered,
    /// はい、登録する
    Done,
    /// いいえ、もう一度見る, from either question.
    LookAgain,
    /// やめる, after the warning.
    Leave,
}

/// `Debug` does not show the letters.
#[derive(Clone, PartialEq, Default)]
pub struct TwoStepView {
    pub stage: TwoStepStage,
    /// The letters, four a group. Empty where a question is asked.
    pub groups: Vec<Zeroizing<String>>,
}

impl std::fmt::Debug for TwoStepView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TwoStepView({:?}, {} groups)", self.stage, self.groups.len())
    }
}

impl TwoStep {
    pub fn new(half: HalfDraft, part: PhonePart) -> Self {
        Self::Open { half, part, stage: TwoStepStage::Letters, hidden: None }
    }

    fn stage(&self) -> TwoStepStage {
        match self {
            Self::Open { stage, .. } => *stage,
            Self::Joining => TwoStepStage::Joining,
        }
    }

    fn at(self, stage: TwoStepStage) -> Self {
        match self {
            Self::Open { half, part, hidden, .. } => Self::Open { half, part, stage, hidden },
            Self::Joining => self,
        }
    }

    /// Back: from the letters to the warning, from a question to the letters.
    pub fn ask_to_leave(self) -> Self {
        match self.stage() {
            TwoStepStage::Letters => self.at(TwoStepStage::Leaving),
            TwoStepStage::Sure | TwoStepStage::Leaving => self.at(TwoStepStage::Letters),
            TwoStepStage::Joining => self,
        }
    }

    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: if matches!(self, Self::Joining) { Parent::Stays } else { Parent::Asks },
            has_menu: false,
            banners: Banners::All,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Waits,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            changes_at: None,
            remains: Remains::Page,
        }
    }

    /// Each stage is a visit of its own, and deaf at first: the second half of a double click on 入力しました says no yes.
    pub fn act(self, act: TwoStepAct, room: Room) -> Turn {
        match (act, self.stage()) {
            _ if room.is_deaf() => Turn::stay(self),
            (TwoStepAct::Entered, TwoStepStage::Letters) => Turn::go(self.at(TwoStepStage::Sure)),
            (TwoStepAct::LookAgain, TwoStepStage::Sure | TwoStepStage::Leaving) => {
                Turn::go(self.at(TwoStepStage::Letters))
            }
            (TwoStepAct::Leave, TwoStepStage::Leaving) => Next::Home.into(),
            (TwoStepAct::Done, TwoStepStage::Sure) => self.join(room),
            _ => Turn::stay(self),
        }
    }

    fn join(self, room: Room) -> Turn {
        match self {
            Self::Open { half, part, .. } => {
                Turn::stay(Self::Joining).with(Effect::Join(room.ticket, half, part))
            }
            Self::Joining => Turn::stay(self),
        }
    }

    pub fn hear(mut self, reply: Reply, room: Room) -> Turn {
        match (&mut self, reply) {
            (Self::Open { hidden, .. }, Reply::Seen(false)) => {
                hidden.get_or_insert(room.now.monotonic);
                Turn::stay(self)
            }
            // The letters are kept for ten minutes that nobody sees them.
            (Self::Open { hidden, .. }, Reply::Seen(true)) => match hidden.take() {
                Some(since) if room.now.monotonic.saturating_sub(since) >= KEPT_IN_BACKGROUND => {
                    Next::Home.into()
                }
                Some(_) | None => Turn::stay(self),
            },
            (Self::Joining, Reply::Read(Ok(Found::Whole(draft)))) => {
                Turn::stay(self).with(Effect::Compare(room.ticket, draft))
            }
            (Self::Joining, Reply::Read(Err(refusal))) => Add::refuse(refusal),
            (Self::Joining, Reply::Compared(draft, held)) => Add::compared(draft, held, room),
            _ => Turn::stay(self),
        }
    }

    pub fn view(&self, _: Room, _: Reading, _: &dyn LocalTime) -> TwoStepView {
        let groups = match self {
            Self::Open { part, stage: TwoStepStage::Letters, .. } => part.groups(),
            Self::Open { .. } | Self::Joining => Vec::new(),
        };
        TwoStepView { stage: self.stage(), groups }
    }
}
