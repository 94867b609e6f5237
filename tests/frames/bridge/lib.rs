//! Android's half of the app on a desktop's JVM: its own sources, with a double of Slint (slint/) and of
//! the app itself (phone.rs), which asks the activity for everything that it can be asked for.

#[path = "app.rs"]
pub mod app;
#[path = "src/keystore/mod.rs"]
pub mod keystore;
#[path = "src/private_files.rs"]
mod private_files;
#[allow(dead_code)] // main: no program here
pub mod platform;
#[allow(dead_code)] // what only the iPhone and the desktop bound
pub mod provisioning;
pub mod token;
