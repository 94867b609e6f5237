//! About: version, how well the seeds are protected here, whether this device computes rightly.

use super::Room;
use crate::app::model::SelfTest;
use crate::keystore::Protection;

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
}

pub(in crate::app) fn view(room: Room) -> AboutView {
    AboutView {
        version: room.device.version.clone(),
        protection: room.desk().and_then(|desk| desk.protection),
        self_test_passed: room.self_test != SelfTest::Failed,
    }
}
