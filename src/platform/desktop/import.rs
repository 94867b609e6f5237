//! The command `import`: reads something from outside, asks what is missing, and stores the token. It decides nothing
//! about tokens, and prints no seed.

use super::args::Import;
use super::commands::{not_opened, now, open, remember, tell_of_key, warn};
use super::{Context, Failure};
use crate::app::{ConfirmStep, Refusal, StoreMode, enrolment};
use crate::platform::{SystemClock, agrees, build_time, complain, unbuffered_stdin};
use crate::provisioning::limits::{MAX_PASSPHRASE_BYTES, MAX_PICTURE_PIXELS};
use crate::provisioning::{self, picture::PictureError, qr::QrError};
use crate::provisioning::{
    Asks, Container, DraftError, Found, HalfDraft, PskcError, PskcSecret, SourceError, Surroundings,
};
use crate::token::{Draft, Issuer, Profile, Serial};
use crate::vault::{Passcode, VaultError};
use ring::rand::SystemRandom;
use serde::Serialize;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::path::Path;
use zeroize::Zeroizing;

#[derive(Serialize)]
struct Imported<'a> {
    serial: &'a str,
    issuer: Option<&'a str>,
    changed: bool,
}

/// The text from outside is read first: the vault is neither opened nor made before the text is a draft.
pub fn import(context: &Context, args: &Import) -> Result<(), Failure> {
    let draft = draft_of(context, crate::scrub::on_scrubbed_stack(|| read(&args.source))?, args)?;
    if draft.has_unverified_signature() {
        warn("the file is signed, and nobody has verified its signature");
    }
    let (profile, changed) = import_draft(context, draft, args.replace, agree_to_file)?;
    let serial = profile.serial.as_str();
    let text =
        if changed { serial.to_owned() } else { format!("{serial} (already here; nothing was changed)") };
    let issuer = profile.issuer.as_ref().map(Issuer::as_str);
    let printed = context.output.line(&Imported { serial, issuer, changed }, &text);
    let done = if changed { "is stored" } else { "was here already, and nothing was changed" };
    printed.map_err(|unsaid| Failure::only_unsaid(&format!("{serial} {done}"), unsaid))
}

/// Asks on the terminal whether a file may have the vault's key. Where nobody can answer, only `--keystore file` agrees.
fn agree_to_file() -> Result<(), Failure> {
    let question = "no system keystore answers, so the vault's key can only lie in a file: whoever can read the data folder can then \
                    make the codes. Put the key into a file? [y/N] ";
    match agrees("skts-token", question) {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::refused(
            "nothing was stored; start a keystore (GNOME Keyring, KWallet, KeePassXC) and try again [keystore-file]",
        )),
        None => Err(Failure::usage(
            "no system keystore answers; --keystore file puts the vault's key into a file, and whoever can read the data folder \
             can then make the codes (nothing was stored) [keystore-file]",
        )),
    }
}

/// Stores a draft; gives its profile back and whether the vault changed. `agree` is asked before a file has the key of a
/// first token.
pub fn import_draft(
    context: &Context,
    draft: Draft,
    replace: bool,
    agree: impl FnOnce() -> Result<(), Failure>,
) -> Result<(Profile, bool), Failure> {
    let mut vault = open(context)?;
    tell_of_key(&vault);
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
    let token = draft.confirm();
    let mut stored = vault.store(&token, mode, now());
    if let Err(error) = &stored
        && vault.could_use_file(error)
    {
        agree()?;
        vault.use_file();
        stored = vault.store(&token, mode, now());
    }
    stored.map_err(|error| store_failure(context, &error))?;
    remember(context, &vault, Some(&profile.serial));
    Ok((profile, true))
}

fn store_failure(context: &Context, error: &VaultError) -> Failure {
    match error {
        VaultError::Keystore(_) => not_opened(context, *error),
        VaultError::TooManyTokens => not_taken(Refusal::TooManyTokens),
        VaultError::TooManyRemoved => Failure::refused(format!("{error}; nothing was changed")),
        other => other.into(),
    }
}

/// The vault takes no further token. (The window has words for each refusal; only this one arises here.)
fn not_taken(_: Refusal) -> Failure {
    Failure::refused("ten tokens are the most; remove one first (skts-token remove)")
}

/// The token of what was found: after its passphrase, the choice among several, or the phone's part.
fn draft_of(context: &Context, found: Found, args: &Import) -> Result<Draft, Failure> {
    let is_locked = matches!(found, Found::Sealed(_));
    if !is_locked && (args.passphrase_file.is_some() || args.key_file.is_some()) {
        return Err(Failure::usage(
            "nothing here is locked with a passphrase or a key; leave the option out (nothing was changed)",
        ));
    }
    match found {
        Found::Whole(draft) => chosen(vec![draft], args.serial.as_ref()),
        Found::Several(drafts) => chosen(drafts, args.serial.as_ref()),
        Found::Half(half) => in_two_steps(context, half, &args.source),
        Found::Sealed(container) => {
            let opened = container.open(&secret(&container, args)?);
            let opened = opened.map_err(|error| refusal(&error.into(), args.source.as_os_str()))?;
            chosen(drafts(opened), args.serial.as_ref())
        }
    }
}

/// The tokens of a container that was opened.
fn drafts(opened: Found) -> Vec<Draft> {
    match opened {
        Found::Whole(draft) => vec![draft],
        Found::Several(drafts) => drafts,
        Found::Half(_) | Found::Sealed(_) => Vec::new(),
    }
}

/// The one token, or the one of this serial.
fn chosen(mut drafts: Vec<Draft>, serial: Option<&Serial>) -> Result<Draft, Failure> {
    let found = match serial {
        Some(serial) => drafts.iter().position(|draft| draft.profile().serial == *serial),
        None => (drafts.len() == 1).then_some(0),
    };
    if let Some(index) = found {
        return Ok(drafts.swap_remove(index));
    }
    let serials: Vec<_> = drafts.iter().map(|draft| draft.profile().serial.as_str()).collect();
    Err(Failure::usage(format!(
        "it holds {}; name one of them: import FILE --serial SERIAL (nothing was changed)",
        serials.join(", ")
    )))
}

/// The passphrase or the key, from the file that an option names: other programs can see arguments.
fn secret(container: &Container, args: &Import) -> Result<PskcSecret, Failure> {
    let (path, is_key) = match (&args.passphrase_file, &args.key_file) {
        (Some(path), _) => (path, false),
        (None, Some(path)) => (path, true),
        (None, None) => {
            let option = match container.asks_for() {
                Asks::Passphrase => "--passphrase-file",
                Asks::Key => "--key-file",
            };
            let asks = container.asks_for();
            return Err(Failure::usage(format!(
                "it is locked with {asks}; name its file: {option} FILE (nothing was changed)"
            )));
        }
    };
    let text = line_of(path)?;
    let secret = if is_key { PskcSecret::hex_key(&text) } else { PskcSecret::passphrase(&text) };
    secret.map_err(|error| Failure::refused(format!("{}: {error}; nothing was changed", path.display())))
}

/// The passcode from the file that `--passcode-file` names.
pub(super) fn passcode(path: &Path) -> Result<Passcode, Failure> {
    let refused = |error| Failure::refused(format!("{}: {error}; nothing was changed", path.display()));
    Passcode::parse(&line_of(path)?).map_err(refused)
}

/// The one line of a small file, without its end.
fn line_of(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let refused = |what: &str| Failure::refused(format!("{}: {what}; nothing was changed", path.display()));
    // A passphrase that is too long is told so: more than it may have is read, and no more.
    let limit = 2 * MAX_PASSPHRASE_BYTES;
    let mut text = Zeroizing::new(String::with_capacity(limit));
    let read = File::open(path).and_then(|file| file.take(limit as u64).read_to_string(&mut text));
    read.map_err(|error| match error.kind() {
        ErrorKind::InvalidData => refused("it is not text in UTF-8"),
        kind => refused(&format!("it cannot be read: {kind}")),
    })?;
    let line =
        text.strip_suffix('\n').map_or(text.len(), |line| line.strip_suffix('\r').unwrap_or(line).len());
    text.truncate(line);
    if text.contains(['\n', '\r']) { Err(refused("it has more than one line")) } else { Ok(text) }
}

#[derive(Serialize)]
struct Letters<'a> {
    serial: &'a str,
    phone_part: &'a str,
}

/// Prints the phone's part, which is drawn here and is in no argument, and waits until the customer has typed it into the
/// bank's page. Nothing is stored meanwhile.
fn in_two_steps(context: &Context, half: HalfDraft, source: &Path) -> Result<Draft, Failure> {
    if source == Path::new("-") {
        return Err(Failure::usage(
            "a two-step enrolment waits for Enter on standard input; give it as a file instead of `-` (nothing was changed)",
        ));
    }
    let part = half.draw(&SystemRandom::new());
    let part =
        part.ok_or_else(|| Failure::refused("the system gives no random numbers; nothing was changed"))?;
    let groups =
        Zeroizing::new(part.groups().iter().map(|group| group.as_str()).collect::<Vec<_>>().join(" "));
    let serial = half.profile().serial.as_str();
    context.output.line(&Letters { serial, phone_part: &groups }, groups.as_str())?;
    complain(
        "skts-token",
        "type these letters into the bank's page, and tell them nobody on the telephone; press Enter here when the page says \
         that it is done",
    );
    if was_entered() {
        Ok(half.join(&part))
    } else {
        Err(Failure::refused("nobody pressed Enter, so nothing was stored; these letters work no more"))
    }
}

/// Whether a line came on standard input before its end.
fn was_entered() -> bool {
    let mut line = Vec::new();
    let read = unbuffered_stdin()
        .and_then(|input| BufReader::new(input.take(MAX_ENTERED)).read_until(b'\n', &mut line));
    read.is_ok() && line.ends_with(b"\n")
}

/// Nobody types more before Enter.
const MAX_ENTERED: u64 = 1024;

/// What a reading on a desktop is told of the world around it.
pub(super) fn surroundings(clock: &SystemClock) -> Surroundings<'_> {
    Surroundings::new(build_time(), MAX_PICTURE_PIXELS, clock)
}

fn read(source: &Path) -> Result<Found, Failure> {
    let text = &*source.to_string_lossy();
    let clock = SystemClock::new();
    let around = surroundings(&clock);
    let found = if text == "-" {
        provisioning::found_in_bytes(&read_standard_input()?, &around)
    } else if provisioning::looks_like_key_uri(text) {
        provisioning::found_in_text(text, around.today()).map_err(SourceError::from)
    } else {
        provisioning::found_in_file(source, &around)
    };
    found.map_err(|error| refusal(&error, source.as_os_str()))
}

/// One line: what was read, why it is refused, what to do. A source that may hold a seed is not named, since the
/// line may end up in a log.
pub(super) fn refusal(error: &SourceError, source: &OsStr) -> Failure {
    let to_do = match error {
        SourceError::Draft(DraftError::Pskc(PskcError::Unopened)) => {
            "check the passphrase, capital and small letters too, or the key"
        }
        SourceError::Draft(DraftError::Pskc(PskcError::OtherSecret(Asks::Passphrase))) => {
            "use --passphrase-file"
        }
        SourceError::Draft(DraftError::Pskc(PskcError::OtherSecret(Asks::Key))) => "use --key-file",
        SourceError::Transaction(_) => "show a new one on the bank's site",
        SourceError::Draft(_) => "ask the issuer for a correct one",
        SourceError::Qr(QrError::NoToken | QrError::PartOfSeveral | QrError::NotText) => {
            "ask the issuer for a correct one"
        }
        SourceError::Qr(QrError::NoQrCode) => "try a sharper picture",
        SourceError::Qr(QrError::OutOfTime | QrError::SeveralQrCodes) => {
            "cut the picture so that one code is left"
        }
        SourceError::Picture(PictureError::Unreadable(kind)) => unreadable(*kind),
        SourceError::Picture(PictureError::TooLarge | PictureError::TooManyPixels) => "try a smaller picture",
        SourceError::Empty | SourceError::Picture(_) => "try another file",
    };
    let name = match source.to_string_lossy() {
        dash if dash == "-" => "standard input: ".to_owned(),
        file if !provisioning::could_hold_seed(&file) => format!("{file}: "),
        _ => String::new(),
    };
    Failure::refused(format!("{name}{error}; nothing was changed; {to_do}"))
}

fn unreadable(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => {
            "check the file's name"
        }
        ErrorKind::IsADirectory => "name a file in that folder",
        ErrorKind::PermissionDenied => "make the file readable",
        _ => "copy the file to this device's own disk and try again",
    }
}

pub(super) fn read_standard_input() -> Result<Zeroizing<Vec<u8>>, Failure> {
    let limit = provisioning::MAX_SOURCE_BYTES;
    let mut bytes = Zeroizing::new(Vec::new());
    let read = unbuffered_stdin().and_then(|input| input.take(limit as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| Failure::refused(format!("standard input cannot be read: {}", error.kind())))?;
    Ok(bytes)
}
