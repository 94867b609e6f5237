//! As much of the app as its device names.

#[path = "src/app/device.rs"]
mod device;

pub use device::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Japanese,
    English,
}
