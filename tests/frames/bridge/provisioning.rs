//! As much of provisioning as a device needs.

use ring::rand::SystemRandom;

#[path = "src/provisioning/limits.rs"]
pub mod limits;

/// Half of a two-step enrolment, which nobody draws here.
pub struct HalfDraft;

/// The phone's part of it.
pub struct PhonePart;

impl HalfDraft {
    pub fn draw(&self, _: &SystemRandom) -> Option<PhonePart> {
        None
    }
}
