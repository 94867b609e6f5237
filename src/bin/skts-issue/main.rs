//! The issuer's tool: mints tokens for practice, tests and small issuers.
//!
//! A seed reaches it through files and standard input alone and leaves it through private files or a
//! QR code on the terminal: never through an argument, an error or a line of text.

mod arguments;
mod failure;

use arguments::{Arguments, Command, Order};
use failure::Failure;
use ring::rand::{SecureRandom, SystemRandom};
use skts_token::issuer::{
    self, PageUrl, QrFile, Readers, UsedTransactions, finish, key_uri, mint, qr_blocks, verify, verify_payee,
    verify_transaction, write_files, write_qr, write_text,
};
use skts_token::platform::{
    NOBODY_READS, SystemClock, Unsaid, arguments, complain, draw, guard_process, outlive_file_limits, say,
    unbuffered_stdin,
};
use skts_token::provisioning::limits::MAX_PICTURE_PIXELS;
use skts_token::provisioning::picture;
use skts_token::provisioning::qr::FrameReader;
use skts_token::provisioning::{
    MAX_KEY_URI_BYTES, SourceError, Surroundings, check_transaction, draft_from_text, file_bytes,
    transaction_in_file, transaction_text,
};
use skts_token::token::{
    AccountKind, Destination, Draft, Payee, PayeeKind, Transaction, TransactionId, UnixTime,
};
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime};
use zeroize::Zeroizing;

// Freed memory is overwritten: it held seeds.
skts_token::overwriting_allocator!();

fn main() -> ExitCode {
    guard_process("skts-issue");
    outlive_file_limits();
    let arguments = match arguments::<Arguments>() {
        Ok(arguments) => arguments,
        Err(status) => return status,
    };
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Output(Unsaid::NobodyReads) | Failure::Written(Unsaid::NobodyReads)) => {
            ExitCode::from(NOBODY_READS)
        }
        Err(failure) => {
            complain("skts-issue", &failure.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::New { issuer, serial, algorithm, ocra, tx, two_step, out } => {
            new(issuer::Order { issuer: Some(issuer), serial, algorithm, ocra, tx, two_step }, &out)
        }
        Command::Finish { uri_file, out } => join(&uri_file, &out),
        Command::Qr { uri_file, url: None, out, force } => {
            let text = read_text(uri_file.as_deref().unwrap_or(Path::new("-")))?;
            qr(&text, out.as_ref(), Readers::OwnerAlone, force)
        }
        Command::Qr { url: Some(url), out, force, .. } => {
            qr(url.parse::<PageUrl>()?.as_str(), out.as_ref(), Readers::Everyone, force)
        }
        Command::Read { images, frame, time } => read(&images, frame, time),
        Command::Transaction(order) => transaction(&order),
        Command::Verify { uri_file, code, payee, transaction, used, window, at } => {
            let bound = match (payee, transaction) {
                (Some(payee), _) => Bound::Payee(payee),
                (None, Some(file)) => Bound::Transaction(file, used),
                (None, None) => Bound::Nothing,
            };
            check(&uri_file, &code, &bound, window, at)
        }
    }
}

fn new(order: issuer::Order, folder: &Path) -> Result<(), Failure> {
    let minted = mint(order, now()?, &SystemRandom::new())?;
    let files = write_files(&minted, folder)?;
    let printed = say(minted.serial());
    printed.and_then(|()| files.paths().try_for_each(|path| say(path.display()))).map_err(Failure::Written)
}

fn join(uri_file: &Path, out: &Path) -> Result<(), Failure> {
    let uri = read_text(uri_file)?;
    let whole = finish(&uri, &read_text(Path::new("-"))?, now()?)?;
    let whole = key_uri(whole.profile(), whole.seed());
    write_text(&whole, out).map_err(Failure::Picture)?;
    say(out.display()).map_err(Failure::Written)
}

fn qr(text: &str, out: Option<&QrFile>, readers: Readers, force: bool) -> Result<(), Failure> {
    match out {
        Some(file) => {
            write_qr(text, file, readers, force).map_err(Failure::Picture)?;
            say(file.path().display()).map_err(Failure::Written)
        }
        None => print_qr(text),
    }
}

fn print_qr(text: &str) -> Result<(), Failure> {
    let blocks = qr_blocks(text)?;
    // The code is dark on light on any terminal; in a file or a pipe colours would be in the way.
    let (on, off) = if io::stdout().is_terminal() { ("\x1b[38;5;16;48;5;231m", "\x1b[0m") } else { ("", "") };
    blocks.lines().try_for_each(|line| Ok(draw(format_args!("{on}{line}{off}"))?))
}

fn read(images: &[PathBuf], frame: bool, time: Option<u16>) -> Result<(), Failure> {
    let mut refused = Vec::new();
    for path in images {
        let picture = file_bytes(path).and_then(|bytes| picture::from_bytes(&bytes, MAX_PICTURE_PIXELS));
        let picture = picture.map_err(|cause| refused.push((path, cause))).ok();
        let (text, milliseconds) = timed(time.unwrap_or(1), || {
            let picture = picture.as_ref()?;
            if frame {
                FrameReader::new().read_luma(picture.on_white()).ok()
            } else {
                picture.read(&|| false).ok()
            }
        });
        let line = text.map_or(Zeroizing::new("-".to_owned()), |text| on_one_line(text.expose()));
        match time {
            Some(_) => say(format_args!("{milliseconds:.3}\t{}", line.as_str()))?,
            None => say(line.as_str())?,
        }
    }
    match refused.first() {
        None => Ok(()),
        Some((path, cause)) => {
            Err(Failure::Pictures { refused: refused.len(), first: (*path).clone(), cause: *cause })
        }
    }
}

/// What `work` gives, and the least of its times in milliseconds.
fn timed<T>(times: u16, work: impl Fn() -> T) -> (T, f64) {
    let one = || {
        let start = Instant::now();
        let result = work();
        (result, start.elapsed().as_secs_f64() * 1000.0)
    };
    (1..times).fold(one(), |(_, least), _| {
        let (result, milliseconds) = one();
        (result, least.min(milliseconds))
    })
}

/// A text that stays on its line, whatever is in it.
fn on_one_line(text: &str) -> Zeroizing<String> {
    let mut line = Zeroizing::new(String::with_capacity(text.len() * 2));
    for character in text.chars() {
        if character.is_control() { line.extend(character.escape_unicode()) } else { line.push(character) }
    }
    line
}

fn transaction(order: &Order) -> Result<(), Failure> {
    let account = order.payee.kind() == PayeeKind::Account;
    let kind = order.kind.or(account.then_some(AccountKind::Ordinary));
    let destination = Destination::of(order.bank, order.branch, kind, order.payee.clone());
    let destination = destination.ok_or(Failure::Destination)?;
    let mut id = [0; 16];
    SystemRandom::new().fill(&mut id).map_err(|_| issuer::MintError::NoRandom)?;
    let begin = order.at.map_or_else(now, |seconds| Ok(UnixTime::from_seconds(seconds)))?;
    let end = UnixTime::from_seconds(begin.seconds().saturating_add(order.lasts.into()));
    let id = TransactionId::from_bytes(id);
    let text = transaction_text(&Transaction::new(id, order.serial.clone(), destination, order.amount, end));
    let Some(file) = &order.out else {
        say(&text)?;
        return print_qr(&text);
    };
    write_qr(&text, file, Readers::OwnerAlone, order.force).map_err(Failure::Picture)?;
    say(&text).and_then(|()| say(file.path().display())).map_err(Failure::Written)
}

/// What a code is bound to.
enum Bound {
    /// A login's code.
    Nothing,
    Payee(Payee),
    /// The file of a 取引QR, and the one with the ids that were taken.
    Transaction(PathBuf, Option<PathBuf>),
}

fn check(file: &Path, code: &str, bound: &Bound, window: u8, at: Option<u64>) -> Result<(), Failure> {
    let draft: Draft = draft_from_text(&read_text(file)?, now()?)?;
    let at = at.map_or_else(now, |seconds| Ok(UnixTime::from_seconds(seconds)))?;
    let (seed, profile) = (draft.seed(), draft.profile());
    let (drift, step) = match bound {
        Bound::Nothing => (verify(seed, profile.algorithm, code, at, window)?, 30),
        Bound::Payee(payee) => {
            let suite = profile.payee_suite().ok_or(Failure::NoSuite)?;
            let step = suite.step().map_or(0, |step| step.seconds());
            (verify_payee(seed, suite, payee, code, at, window)?, step)
        }
        Bound::Transaction(file, used) => {
            if !profile.tx {
                return Err(Failure::NoTransactions);
            }
            let transaction = read_transaction(file, at)?;
            check_transaction(&transaction, &profile.serial, at).map_err(SourceError::from)?;
            let drift = verify_transaction(seed, &transaction, code, at, window)?;
            // A wrong code takes no transaction: the customer may have mistyped it.
            if let (Some(_), Some(used)) = (drift, used) {
                UsedTransactions::open(used)?.take(transaction.id())?;
            }
            (drift, 60)
        }
    };
    match drift {
        Some(0) => Ok(say("right")?),
        Some(drift) => Ok(say(format_args!(
            "right; the token's clock is {:+} s off",
            i64::from(drift) * i64::from(step)
        ))?),
        None => Err(Failure::WrongCode { steps: u32::from(window) * 2 + 1, at }),
    }
}

/// The text or the picture of a 取引QR.
fn read_transaction(file: &Path, at: UnixTime) -> Result<Transaction, Failure> {
    let clock = SystemClock::new();
    Ok(transaction_in_file(file, &Surroundings::new(at, MAX_PICTURE_PIXELS, &clock))?)
}

/// The text of a file, or of standard input for `-`, without the line's end.
fn read_text(file: &Path) -> Result<Zeroizing<String>, Failure> {
    let is_stdin = file == Path::new("-");
    let source_name = if is_stdin { "standard input".to_owned() } else { file.display().to_string() };
    // One byte more than is allowed, and a line's end: the buffer is never moved.
    let limit = MAX_KEY_URI_BYTES + 3;
    let mut text = Zeroizing::new(String::with_capacity(limit));
    let source = if is_stdin { unbuffered_stdin() } else { File::open(file) };
    let result = source.and_then(|source| source.take(limit as u64).read_to_string(&mut text));
    result.map_err(|cause| Failure::Unreadable { source_name: source_name.clone(), cause })?;
    let trimmed = text.trim_end_matches(['\r', '\n']).len();
    if trimmed == 0 || trimmed > MAX_KEY_URI_BYTES {
        return Err(Failure::Length { source_name });
    }
    text.truncate(trimmed);
    Ok(text)
}

fn now() -> Result<UnixTime, Failure> {
    let passed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|_| Failure::Clock)?;
    Ok(UnixTime::from_seconds(passed.as_secs()))
}
