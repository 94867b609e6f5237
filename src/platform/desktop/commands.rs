//! The commands `code`, `list` and `remove`, and what every command needs of the vault. They decide nothing about tokens, and print no seed.

use super::args::Code as CodeArgs;
use super::{Context, Failure, device::Desktop};
use crate::app::{
    self, ClockStory, Given, InFile, KeystoreChoice, LastRun, NotOpened, OpenVault, VaultTrouble, enrolment,
};
use crate::otp::{Clock, ClockCheck, Code, Reading, Step};
use crate::platform::{DeviceZone, SystemClock, boot_id, build_time, complain};
use crate::token::{Issuer, Profile, Serial, UnixTime};
use crate::vault::{Erasure, Moment, VaultError};
use serde::Serialize;

pub fn open(context: &Context) -> Result<OpenVault, Failure> {
    app::open(&context.folder, context.keystore, &*context.device as &Desktop, given(context)?)
        .map_err(|why| not_opened(context, why))
}

/// The vault for a command that only reads: beside a window that has it open.
pub fn look(context: &Context) -> Result<OpenVault, Failure> {
    app::look(&context.folder, context.keystore, &*context.device as &Desktop, given(context)?)
        .map_err(|why| not_opened(context, why))
}

fn given(context: &Context) -> Result<Given<'_>, Failure> {
    let now = Moment::new(SystemClock::new().read().monotonic, boot_id().as_ref());
    let now = now.map_err(|error| Failure::from(&VaultError::from(error)))?;
    Ok(Given::passcode(context.passcode.as_ref(), now))
}

pub(super) fn not_opened(context: &Context, why: impl Into<NotOpened>) -> Failure {
    match (why.into(), context.keystore) {
        (NotOpened::Trouble(VaultTrouble::KeyMissing), KeystoreChoice::File) => Failure::no_key_file(),
        (NotOpened::Trouble(other), _) => Failure::of(other, &context.folder),
        (NotOpened::Barred(barred), _) => Failure::locked(barred),
    }
}

pub(super) fn now() -> UnixTime {
    SystemClock::new().read().time
}

/// Says where the vault's key lies when nobody asked for that, and when it has moved.
pub(super) fn tell_of_key(vault: &OpenVault) {
    match vault.in_file() {
        Some(InFile::NoKeystore) => {
            warn("no system keystore answers; the vault's key lies in a file beside it");
        }
        Some(InFile::NotMoved) => warn(
            "the vault's key lies in a file beside it; the window, or the next change, moves it to the system's keystore",
        ),
        None if vault.key_moved() => {
            complain("skts-token", "the vault's key has moved from a file to the system's keystore");
        }
        None => {}
    }
}

pub(super) fn warn(text: &str) {
    complain("skts-token", &format!("warning: {text}"));
}

/// What the window shows first, and what its Trouble page can still show.
pub(super) fn remember(context: &Context, vault: &OpenVault, selected: Option<&Serial>) {
    let old = app::load_settings(&context.folder);
    if let Some(new) = enrolment::remember(&old, &vault.summary().profiles, selected) {
        app::save_settings(&context.folder, &new);
    }
}

// ---- code

/// One line of `code --json`. Other programs read the fields by these names, so a name never changes.
#[derive(Serialize)]
struct Shown<'a> {
    serial: &'a str,
    issuer: Option<&'a str>,
    code: &'a str,
    /// Until the step of this code ends: more than 30 where the code is the one after the present one.
    seconds_left: u64,
    /// Unix seconds.
    valid_until: u64,
}

pub fn code(context: &Context, args: &CodeArgs) -> Result<(), Failure> {
    let mut vault = look(context)?;
    tell_of_key(&vault);
    warn_of_moved_clock(context);
    let mut profile = pick(&vault.summary().profiles, args.serial.as_ref(), "code")?;
    let clock = SystemClock::new();
    let mut watch = ClockWatch::new(clock.read(), &profile);
    let mut printed = None;
    loop {
        let now = clock.read();
        let time = args.at.unwrap_or(now.time);
        if args.at.is_none() {
            watch.warn(now);
        }
        if printed != Some(Step::at(time)) {
            // Another window or command may have replaced or removed the token since the last code was printed.
            if printed.is_some() && !vault.is_current().map_err(|error| Failure::from(&error))? {
                vault = look(context)?;
                profile = pick(&vault.summary().profiles, Some(&profile.serial), "code")?;
            }
            print_codes(context, &vault, &profile, time, args.next)?;
            printed = Some(Step::at(time));
        }
        if !args.watch {
            return Ok(());
        }
        // Until the next second and no longer. When somebody sets the clock or the device sleeps, a longer
        // sleep would leave an expired code on the terminal.
        std::thread::sleep(now.to_next_second);
    }
}

/// The window records the clock, and its page ends this warning: a command that only reads writes nothing.
fn warn_of_moved_clock(context: &Context) {
    let now = LastRun::new(SystemClock::new().read(), boot_id().as_ref());
    let last = app::load_last_run(&context.folder);
    if last.is_some_and(|last| last.story(&now) == ClockStory::Moved) {
        warn(
            "the clock was moved by more than 10 minutes since the window was open; if you did not do that, somebody may have \
             seen codes: call your bank [clock-moved]",
        );
    }
}

/// Says that the clock cannot be right, or was set, before a code of now is printed.
pub fn warn_of_clock(context: &Context, profile: &Profile) {
    warn_of_moved_clock(context);
    let now = SystemClock::new().read();
    ClockWatch::new(now, profile).warn(now);
}

/// Says once that the clock cannot be right. The codes are printed all the same.
struct ClockWatch {
    check: ClockCheck,
    warned: bool,
}

impl ClockWatch {
    fn new(first: Reading, profile: &Profile) -> Self {
        Self { check: ClockCheck::new(build_time(), profile.issued_at, first), warned: false }
    }

    fn warn(&mut self, now: Reading) {
        let Some(fault) = self.check.fault(now).filter(|_| !self.warned) else { return };
        self.warned = true;
        warn(&format!("{fault}; set it, or the bank may refuse this code [clock-wrong]"));
    }
}

/// `command`: what is to be typed before the serial.
pub fn pick(profiles: &[Profile], serial: Option<&Serial>, command: &str) -> Result<Profile, Failure> {
    match (profiles, serial) {
        ([], _) => Err(Failure::refused("there is no token yet; import one with `skts-token import -`")),
        (_, Some(serial)) => {
            let found = profiles.iter().find(|profile| profile.serial == *serial);
            found.cloned().ok_or_else(|| {
                Failure::refused(format!("{serial} is not here; `skts-token list` shows what is"))
            })
        }
        ([only], None) => Ok(only.clone()),
        _ => Err(Failure::usage(format!("there are several tokens; name one: skts-token {command} SERIAL"))),
    }
}

fn print_codes(
    context: &Context,
    vault: &OpenVault,
    profile: &Profile,
    time: UnixTime,
    next: bool,
) -> Result<(), Failure> {
    let step = Step::at(time);
    let steps = if next { vec![step, step.next()] } else { vec![step] };
    let codes = vault.codes(&profile.serial, &steps).map_err(|error| Failure::from(&error))?;
    codes.iter().try_for_each(|code| print_code(context, profile, code, time))
}

fn print_code(context: &Context, profile: &Profile, code: &Code, time: UnixTime) -> Result<(), Failure> {
    let end = code.step().end();
    let shown = Shown {
        serial: profile.serial.as_str(),
        issuer: profile.issuer.as_ref().map(Issuer::as_str),
        code: code.as_str(),
        seconds_left: end.seconds().saturating_sub(time.seconds()),
        valid_until: end.seconds(),
    };
    let until = app::LocalTime::time_of_day(&DeviceZone, end);
    let text = format!("{}  {}  {} s left, until {until}", shown.serial, shown.code, shown.seconds_left);
    Ok(context.output.line(&shown, &text)?)
}

// ---- list and remove

#[derive(Serialize)]
struct Listed<'a> {
    serial: &'a str,
    issuer: Option<&'a str>,
    algorithm: &'a str,
}

pub fn list(context: &Context) -> Result<(), Failure> {
    let vault = look(context)?;
    tell_of_key(&vault);
    vault.summary().profiles.iter().try_for_each(|profile| {
        let issuer = profile.issuer.as_ref().map(Issuer::as_str);
        let serial = profile.serial.as_str();
        let algorithm = profile.algorithm.name();
        let text = format!("{serial}  {algorithm}  {}", issuer.unwrap_or("-"));
        Ok(context.output.line(&Listed { serial, issuer, algorithm }, &text)?)
    })
}

#[derive(Serialize)]
struct Removed<'a> {
    serial: &'a str,
    removed: bool,
}

pub fn remove(context: &Context, serial: &Serial, yes: bool) -> Result<(), Failure> {
    let mut vault = open(context)?;
    tell_of_key(&vault);
    pick(&vault.summary().profiles, Some(serial), "remove")?;
    if !yes {
        return Err(Failure::refused(format!(
            "removing {serial} cannot be undone, its codes can't be made any more; add --yes to remove it"
        )));
    }
    let erasure = vault.remove_for_good(serial).map_err(|error| Failure::from(&error))?;
    if erasure == Erasure::KeyStays {
        warn(
            "the keystore did not delete the key of the vault before; until it does, at a later start, an older copy of the \
             vault's file opens on this device",
        );
    }
    remember(context, &vault, None);
    let removed = Removed { serial: serial.as_str(), removed: true };
    let printed = context.output.line(&removed, &format!("{serial} removed"));
    printed.map_err(|unsaid| Failure::only_unsaid(&format!("{serial} is removed"), unsaid))
}
