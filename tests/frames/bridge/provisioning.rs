//! As much of provisioning as a device needs.

#[path = "src/provisioning/limits.rs"]
pub mod limits;
