//! `check`: tests this device, and reports on its keystore, its vault, the protection level and the clock.

use super::{Context, Failure};
use crate::app::{self, Device, KeystoreChoice};
use crate::keystore::{KeystoreError, Protection};
use crate::otp::{self, Clock, ClockCheck};
use crate::platform::{SystemClock, build_time};
use serde::Serialize;

#[derive(Serialize)]
struct Report {
    version: &'static str,
    self_test: bool,
    /// `file` where `--keystore file` was typed. Else what the system's keystore does: it `answers`, is `locked`,
    /// has `refused`, is `silent` (there is one, and it gives no answer), or is `unavailable` (there is none).
    keystore: &'static str,
    /// `none` while there is no token; `open`, or the name of the Trouble page.
    vault: &'static str,
    tokens: usize,
    protection: Option<&'static str>,
    clock: String,
}

/// Prints the whole report; then the command fails if any line of the report tells a fault.
pub fn check(context: &Context) -> Result<(), Failure> {
    let opened = super::commands::look(context).map(|vault| vault.summary());
    let profiles = opened.as_ref().map_or(&[][..], |vault| &vault.profiles);
    // Of the token that the window shows, as the window's own check is.
    let selected = app::load_settings(&context.folder).selected;
    let shown = profiles.iter().find(|profile| Some(profile.serial.as_str()) == selected.as_deref());
    let issued = shown.or(profiles.first()).and_then(|profile| profile.issued_at);
    let now = SystemClock::new().read();
    let fault = ClockCheck::new(build_time(), issued, now).fault(now);
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        self_test: otp::self_test(),
        keystore: keystore(context),
        vault: match &opened {
            Ok(vault) if vault.profiles.is_empty() => "none",
            Ok(_) => "open",
            Err(failure) => failure.page().unwrap_or("unreadable"),
        },
        tokens: opened.as_ref().map_or(0, |vault| vault.profiles.len()),
        protection: opened.as_ref().ok().and_then(|vault| vault.protection).map(name),
        clock: fault.map_or_else(|| "believable".to_owned(), |fault| fault.to_string()),
    };
    print(context, &report)?;
    if !report.self_test {
        return Err(Failure::refused(
            "this device computes wrong codes; do not use them, and tell your bank",
        ));
    }
    opened?;
    fault.map_or(Ok(()), |_| Err(Failure::clock_wrong()))
}

fn keystore(context: &Context) -> &'static str {
    if context.keystore == KeystoreChoice::File {
        return "file";
    }
    match context.device.system_keystore() {
        Ok(_) => "answers",
        Err(KeystoreError::Locked) => "locked",
        Err(KeystoreError::Unavailable) => "unavailable",
        Err(KeystoreError::Silent) => "silent",
        Err(_) => "refused",
    }
}

fn print(context: &Context, report: &Report) -> Result<(), Failure> {
    let self_test = if report.self_test { "passed (RFC 4226, 6238 and 6287)" } else { "FAILED" };
    let text = format!(
        "version     {}\nself-test   {self_test}\nkeystore    {}\nvault       {}\ntokens      {}\nprotection  {}\nclock       {}",
        report.version,
        report.keystore,
        report.vault,
        report.tokens,
        report.protection.unwrap_or("none yet"),
        report.clock,
    );
    Ok(context.output.line(report, &text)?)
}

fn name(protection: Protection) -> &'static str {
    match protection {
        Protection::SecureHardware => "secure hardware",
        Protection::SystemKeystore => "system keystore (every program of this user can read it)",
        Protection::File => "file (for development: whoever can read the data folder can make codes)",
    }
}
