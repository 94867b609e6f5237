//! import, code, list, remove.

use super::args::{Code as CodeArgs, Import};
use super::{Context, Failure, device::Desktop};
use crate::app::{self, ConfirmStep, KeystoreChoice, OpenVault, Refusal, StoreMode, enrolment};
use crate::otp::{Clock, Code, Countdown, Step};
use crate::platform::{DeviceZone, SystemClock, unbuffered_stdin};
use crate::provisioning::{self, SourceError, picture::PictureError};
use crate::token::{Draft, Issuer, Profile, Serial, UnixTime};
use crate::vault::VaultError;
use serde::Serialize;
use std::io::Read;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

pub fn open(context: &Context) -> Result<OpenVault, Failure> {
    Ok(app::open(&context.folder, context.keystore, &*context.device as &Desktop)?)
}

/// An open vault that warns when its key lies in a file that nobody asked for.
fn open_warning(context: &Context) -> Result<OpenVault, Failure> {
    let vault = open(context)?;
    warn_of_file(context, &vault);
    Ok(vault)
}

fn warn_of_file(context: &Context, vault: &OpenVault) {
    if context.keystore == KeystoreChoice::Best && vault.uses_file() {
        eprintln!(
            "skts-token: warning: no system keystore answers; the vault's key lies in a file beside it"
        );
    }
}

// ---- import

#[derive(Serialize)]
struct Imported<'a> {
    serial: &'a str,
    issuer: Option<&'a str>,
    changed: bool,
}

/// Nothing is opened, created or written before the text from outside is a draft.
pub fn import(context: &Context, args: &Import) -> Result<(), Failure> {
    if args.passphrase_file.is_some() {
        return Err(Failure::not_yet("PSKC files (--passphrase-file)"));
    }
    if args.phone_part.is_some() {
        return Err(Failure::not_yet("two-step enrolment (--phone-part)"));
    }
    let draft = crate::scrub::on_scrubbed_stack(|| read_draft(&args.source))?;
    let profile = import_draft(context, draft, args.replace)?;
    let changed = profile.1;
    let profile = profile.0;
    let serial = profile.serial.as_str();
    let text =
        if changed { serial.to_owned() } else { format!("{serial} (already here; nothing was changed)") };
    let issuer = profile.issuer.as_ref().map(Issuer::as_str);
    context.output.line(&Imported { serial, issuer, changed }, &text)
}

/// Stores a draft; gives its profile back and whether the vault changed.
pub fn import_draft(context: &Context, draft: Draft, replace: bool) -> Result<(Profile, bool), Failure> {
    let mut vault = open_warning(context)?;
    let held = vault.holds(&draft).map_err(|error| Failure::from(&error))?;
    let mode = match enrolment::decide(held, vault.summary().profiles.len()) {
        Err(refusal) => return Err(not_taken(refusal)),
        Ok(ConfirmStep::New) => StoreMode::Add,
        Ok(ConfirmStep::AlreadyHere) => return Ok((draft.profile().clone(), false)),
        Ok(ConfirmStep::Replace | ConfirmStep::ReplaceForSure) if replace => StoreMode::Replace,
        Ok(ConfirmStep::Replace | ConfirmStep::ReplaceForSure) => {
            return Err(Failure::refused(format!(
                "{} is here with another seed or algorithm; if the bank re-issued it, import it with --replace",
                draft.profile().serial
            )));
        }
    };
    let profile = draft.profile().clone();
    let in_file = vault.uses_file();
    vault.store(&draft.confirm(), mode).map_err(|error| store_failure(&error))?;
    if !in_file {
        // A keystore that answers may still keep nothing: its place is a file's since this moment.
        warn_of_file(context, &vault);
    }
    remember(context, &vault, Some(&profile.serial));
    Ok((profile, true))
}

fn store_failure(error: &VaultError) -> Failure {
    match error {
        VaultError::TooManyTokens => not_taken(Refusal::TooManyTokens),
        other => other.into(),
    }
}

/// The vault takes no further token. (The window has words for each refusal; only this one arises here.)
fn not_taken(_: Refusal) -> Failure {
    Failure::refused("ten tokens are the most; remove one first (skts-token remove)")
}

/// What the window shows first, and what its Trouble page can still show.
fn remember(context: &Context, vault: &OpenVault, selected: Option<&Serial>) {
    let old = app::load_settings(&context.folder);
    if let Some(new) = enrolment::remember(&old, &vault.summary().profiles, selected) {
        app::save_settings(&context.folder, &new);
    }
}

fn read_draft(source: &Path) -> Result<Draft, Failure> {
    let text = source.to_str().unwrap_or_default();
    let draft = if text == "-" {
        provisioning::draft_from_bytes(&read_standard_input()?)
    } else if provisioning::looks_like_key_uri(text) {
        provisioning::draft_from_text(text).map_err(SourceError::from)
    } else {
        provisioning::draft_from_file(source)
    };
    draft.map_err(|error| refusal(&error, text))
}

/// What, why, what to do. The source is named where that helps: not a text that may be a seed.
fn refusal(error: &SourceError, source: &str) -> Failure {
    let to_do = match error {
        SourceError::Draft(_) => "ask the issuer for a correct one",
        SourceError::Qr(_) => "try a sharper or a larger picture",
        SourceError::Picture(PictureError::Unreadable(_)) => "check the path and its permissions",
        SourceError::Picture(_) => "try another file",
    };
    let name = match source {
        "-" => "standard input: ".to_owned(),
        file if !provisioning::could_hold_seed(file) => format!("{file}: "),
        _ => String::new(),
    };
    Failure::refused(format!("{name}{error}; nothing was changed; {to_do}"))
}

fn read_standard_input() -> Result<Zeroizing<Vec<u8>>, Failure> {
    let limit = provisioning::MAX_SOURCE_BYTES;
    let mut bytes = Zeroizing::new(Vec::new());
    let read = unbuffered_stdin().and_then(|input| input.take(limit as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| Failure::refused(format!("standard input cannot be read: {}", error.kind())))?;
    Ok(bytes)
}

// ---- code

/// The fields' names stay stable.
#[derive(Serialize)]
struct Shown<'a> {
    serial: &'a str,
    issuer: Option<&'a str>,
    code: &'a str,
    /// Of the code's own step; more than 30 for the next one.
    seconds_left: u64,
    /// Unix seconds.
    valid_until: u64,
}

pub fn code(context: &Context, args: &CodeArgs) -> Result<(), Failure> {
    let vault = open_warning(context)?;
    let profiles = vault.summary().profiles;
    let profile = pick(&profiles, args.serial.as_ref())?;
    loop {
        let now = SystemClock::new().read();
        let time = args.at.unwrap_or(now.time);
        print_codes(context, &vault, profile, time, args.next)?;
        if !args.watch {
            return Ok(());
        }
        let left = Countdown::at(time).seconds_left;
        std::thread::sleep(Duration::from_secs(u64::from(left) - 1) + now.to_next_second);
    }
}

fn pick<'a>(profiles: &'a [Profile], serial: Option<&Serial>) -> Result<&'a Profile, Failure> {
    match (profiles, serial) {
        ([], _) => Err(Failure::refused("there is no token yet; import one with `skts-token import -`")),
        (_, Some(serial)) => {
            let found = profiles.iter().find(|profile| profile.serial == *serial);
            found.ok_or_else(|| {
                Failure::refused(format!("{serial} is not here; `skts-token list` shows what is"))
            })
        }
        ([only], None) => Ok(only),
        _ => Err(Failure::usage("there are several tokens; name one: skts-token code SERIAL")),
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
    context.output.line(&shown, &text)
}

// ---- list and remove

#[derive(Serialize)]
struct Listed<'a> {
    serial: &'a str,
    issuer: Option<&'a str>,
    algorithm: &'a str,
}

pub fn list(context: &Context) -> Result<(), Failure> {
    let vault = open_warning(context)?;
    vault.summary().profiles.iter().try_for_each(|profile| {
        let issuer = profile.issuer.as_ref().map(Issuer::as_str);
        let serial = profile.serial.as_str();
        let algorithm = profile.algorithm.name();
        let text = format!("{serial}  {algorithm}  {}", issuer.unwrap_or("-"));
        context.output.line(&Listed { serial, issuer, algorithm }, &text)
    })
}

#[derive(Serialize)]
struct Removed<'a> {
    serial: &'a str,
    removed: bool,
}

pub fn remove(context: &Context, serial: &Serial, yes: bool) -> Result<(), Failure> {
    let mut vault = open_warning(context)?;
    pick(&vault.summary().profiles, Some(serial))?;
    if !yes {
        return Err(Failure::refused(format!(
            "removing {serial} cannot be undone, its codes can't be made any more; add --yes to remove it"
        )));
    }
    vault.remove(serial).map_err(|error| Failure::from(&error))?;
    remember(context, &vault, None);
    context.output.line(&Removed { serial: serial.as_str(), removed: true }, &format!("{serial} removed"))
}
