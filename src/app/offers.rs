//! What came without being asked for, and waits for its turn: a link or a picture from another app, and the end of a
//! camera's page that an earlier process had opened.

use super::{Scan, Source};

#[derive(Debug, Default)]
pub(super) struct Offers {
    /// What another app sent last, while the vault was being opened or the customer was at something that is not
    /// interrupted.
    pub waiting: Option<Source>,
    /// How the camera's page ended that an earlier process had opened. Kept until the vault is open.
    pub late_scan: Option<Scan>,
}
