//! About: version, how well the seeds are protected here, whether this device computes rightly.

use super::{Banners, Files, LocalTime, Manners, Offer, Parent, Reading, Remains, Room, Shows, Turn, Vault};
use crate::app::Reply;
use crate::app::effect::Effect;
use crate::app::model::SelfTest;
use crate::keystore::Protection;
use crate::token::CreditUnion;

#[derive(Debug)]
pub(in crate::app) struct About;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AboutAct {
    RunSelfTest,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AboutView {
    pub version: String,
    /// `None` before a vault exists.
    pub protection: Option<Protection>,
    pub self_test_passed: bool,
    /// The system bears signs of having been changed.
    pub weak: bool,
    /// The app's window is kept out of recordings, and the system does not say when one runs.
    pub recorded_unseen: bool,
    /// The day of the list of credit unions, whose names may stand above a code: `2026-08-24`.
    pub list_date: &'static str,
}

impl About {
    pub fn manners(&self, _: &Vault) -> Manners<'_> {
        Manners {
            parent: Parent::Home,
            has_menu: false,
            banners: Banners::News,
            shows: Shows::Nothing,
            needs_token: false,
            holds_passcode: false,
            offer: Offer::Taken,
            hears_late_scan: false,
            pastes: None,
            takes_files: Files::None,
            keypad: None,
            remains: Remains::Page,
            changes_at: None,
        }
    }

    pub fn act(self, AboutAct::RunSelfTest: AboutAct, _: Room) -> Turn {
        Turn::stay(self).with(Effect::RunSelfTest)
    }

    /// The page asks for nothing that comes later.
    pub fn hear(self, _: Reply, _: Room) -> Turn {
        Turn::stay(self)
    }

    pub fn view(&self, room: Room, _: Reading, _: &dyn LocalTime) -> AboutView {
        AboutView {
            version: room.device.version.clone(),
            protection: room.desk().and_then(|desk| desk.protection),
            self_test_passed: room.self_test != SelfTest::Failed,
            weak: room.device.surroundings.weak,
            recorded_unseen: room.device.surroundings.tells_recording == Some(false),
            list_date: CreditUnion::list_date(),
        }
    }
}
