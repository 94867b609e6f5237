//! The issuer's tool: mints tokens for practice, tests and small issuers.
//!
//! A seed reaches it through files and standard input alone and leaves it through private files or a
//! QR code on the terminal: never through an argument, an error or a line of text.

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Parser, Subcommand};
use ring::rand::{SecureRandom, SystemRandom};
use skts_token::issuer::{
    self, FilesError, FinishError, PageUrl, PageUrlError, QrFile, Readers, UsedError, UsedTransactions,
    finish, key_uri, mint, qr_blocks, verify, verify_payee, verify_transaction, write_files, write_qr,
    write_text,
};
use skts_token::platform::{
    NOBODY_READS, SystemClock, Unsaid, arguments, complain, draw, guard_process, outlive_file_limits, say,
    unbuffered_stdin,
};
use skts_token::provisioning::limits::MAX_PICTURE_PIXELS;
use skts_token::provisioning::picture::{self, PictureError};
use skts_token::provisioning::qr::FrameReader;
use skts_token::provisioning::{
    DraftError, MAX_KEY_URI_BYTES, SourceError, Surroundings, check_transaction, draft_from_text, file_bytes,
    issuer_name, transaction_in_file, transaction_text,
};
use skts_token::token::{
    AccountKind, Algorithm, BankNumber, BranchNumber, Destination, Draft, Issuer, OcraSuite, OcraSuiteError,
    Payee, PayeeKind, Serial, Transaction, TransactionId, UnixTime, Yen,
};
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime};
use zeroize::Zeroizing;

// Freed memory is overwritten: it held seeds.
skts_token::overwriting_allocator!();

/// Mint and verify one-time-password tokens for practice, tests and small issuers.
///
/// Exit status: 0 done; 1 refused or failed, with one line on standard error; 2 wrong usage.
#[derive(Parser)]
#[command(name = "skts-issue", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Mint a token: writes SERIAL.uri, SERIAL.png, SERIAL.svg and SERIAL.pskcxml, readable by you alone.
    ///
    /// Prints the serial and the files' names. Never overwrites a file. A two-step enrolment has no PSKC file.
    New {
        /// The name that the customer's token shows
        #[arg(long, value_name = "NAME", value_parser = issuer_name)]
        issuer: Issuer,
        /// SKTS and 8 to 12 digits [default: SKTS and 8 random digits]
        #[arg(long)]
        serial: Option<Serial>,
        /// SHA1, SHA256 or SHA512; the seed gets 20, 32 or 64 bytes
        #[arg(long, default_value_t)]
        algorithm: Algorithm,
        /// An RFC 6287 suite for 取引認証 of a typed payee, such as OCRA-1:HOTP-SHA256-6:QN08-T30S
        #[arg(long, value_name = "SUITE", value_parser = payee_suite)]
        ocra: Option<OcraSuite>,
        /// The token signs 取引QR
        #[arg(long)]
        tx: bool,
        /// The phone adds its own part to the seed; `skts-issue finish` joins both
        #[arg(long)]
        two_step: bool,
        /// The folder to write to; made if missing
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Finish a two-step enrolment: join the URI and the phone's part, which is read from standard input.
    ///
    /// The phone's part is the letters that the customer typed: in groups or not, capitals or not.
    Finish {
        /// The file that holds the URI of `new --two-step`
        #[arg(long, value_name = "FILE")]
        uri_file: PathBuf,
        /// The file for the whole token's URI, readable by you alone. Nothing is overwritten
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Print a text as a QR code in the terminal, or write it as a picture.
    ///
    /// A token's URI comes from a file or from standard input: arguments are visible to other programs. Its
    /// picture is readable by you alone. A public page's address may be an argument (--url); its picture
    /// is for everyone.
    ///
    /// The picture: error correction M or, where the same square holds it, Q or H; a quiet zone of 4 modules.
    /// PNG has 8 pixels a module, for the screen; SVG is for print, in any size.
    Qr {
        /// The file that holds the text [default: standard input]
        #[arg(long, value_name = "FILE")]
        uri_file: Option<PathBuf>,
        /// The https address of a page, such as the app's page in a shop; 300 bytes at the most
        #[arg(long, conflicts_with = "uri_file")]
        url: Option<String>,
        /// The picture's file; its name ends with .png or .svg. Nothing is overwritten
        #[arg(long, value_name = "FILE", value_parser = PathBufValueParser::new().try_map(QrFile::new))]
        out: Option<QrFile>,
        /// Replace the file
        #[arg(long, requires = "out")]
        force: bool,
    },
    /// Print the text of each picture's QR code, a line per file; `-` where there is none.
    ///
    /// Line ends and other control characters in a text are printed as \u{…}. The status is 0 even
    /// where there is none; it is 1 when a file is not a picture that can be read.
    Read {
        /// PNG, JPEG, BMP, GIF or WebP
        #[arg(required = true, value_name = "IMAGE")]
        images: Vec<PathBuf>,
        /// As one frame of a camera: a quick look, as on a phone
        #[arg(long)]
        frame: bool,
        /// Begin each line with milliseconds and a tab: the least of N readings, without the file's decoding
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
        time: Option<u16>,
    },
    /// Write a 取引QR: one transfer that a token signs with a code of eight digits.
    ///
    /// Prints its text and, without --out, the QR code. The format: docs/transaction-qr.md.
    Transaction(Order),
    /// Check a code against a token's URI, with a window for clocks that are off.
    ///
    /// Without --payee and --transaction it is the code of a login.
    Verify {
        /// The file that holds the token's otpauth URI; `-` for standard input
        #[arg(long, value_name = "FILE")]
        uri_file: PathBuf,
        /// The digits; quote them if you put a space between
        code: String,
        /// The code is bound to this account (7 digits) or institution (5 digits), by the suite of the token's URI
        #[arg(long, value_name = "PAYEE")]
        payee: Option<Payee>,
        /// The code is bound to this 取引QR: its text or picture
        #[arg(long, value_name = "FILE", conflicts_with = "payee")]
        transaction: Option<PathBuf>,
        /// Take each transaction once: its id is kept in this file
        #[arg(long, value_name = "FILE", requires = "transaction")]
        used: Option<PathBuf>,
        /// Steps (of 30 seconds, of the suite's length, or of a minute with a 取引QR) that are tried to either side
        #[arg(long, default_value_t = 1, value_name = "STEPS")]
        window: u8,
        /// The time, in Unix seconds [default: now]
        #[arg(long, value_name = "UNIX")]
        at: Option<u64>,
    },
}

#[derive(clap::Args)]
struct Order {
    /// The payee's account number (7 digits) or institution number (5 digits)
    payee: Payee,
    /// 1 to 10000000000
    #[arg(long, value_name = "YEN", value_parser = yen)]
    amount: Yen,
    /// The token that signs it
    #[arg(long)]
    serial: Serial,
    /// The payee's bank: four digits, with an account
    #[arg(long, value_name = "NUMBER")]
    bank: Option<BankNumber>,
    /// Its branch: three digits, with an account
    #[arg(long, value_name = "NUMBER")]
    branch: Option<BranchNumber>,
    /// 1 普通, 2 当座, 4 貯蓄, 9 その他; with an account, and 1 where it is left out
    #[arg(long, value_name = "NUMBER", value_parser = account_kind)]
    kind: Option<AccountKind>,
    /// For how many seconds it can be signed
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    lasts: u32,
    /// It begins now, in Unix seconds [default: the clock's]
    #[arg(long, value_name = "UNIX")]
    at: Option<u64>,
    /// The picture's file; its name ends with .png or .svg. Nothing is overwritten
    #[arg(long, value_name = "FILE", value_parser = PathBufValueParser::new().try_map(QrFile::new))]
    out: Option<QrFile>,
    /// Replace the file
    #[arg(long, requires = "out")]
    force: bool,
}

fn yen(text: &str) -> Result<Yen, String> {
    let count = text.parse().map_err(|_| "a whole number of yen is needed".to_owned())?;
    Yen::new(count).map_err(|error| error.to_string())
}

fn account_kind(text: &str) -> Result<AccountKind, String> {
    let kind = text.parse().ok().and_then(AccountKind::numbered);
    kind.ok_or_else(|| "1, 2, 4 or 9 is needed".to_owned())
}

fn payee_suite(text: &str) -> Result<OcraSuite, String> {
    let suite: OcraSuite = text.parse().map_err(|error: OcraSuiteError| error.to_string())?;
    if suite.signs_payees() { Ok(suite) } else { Err(DraftError::OcraInput.to_string()) }
}

/// Why a command ended with status 1: what happened, and what to do. One line, without a secret.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}; ask the customer to read the letters again")]
    Finish(#[from] FinishError),
    #[error("an account goes with --bank and --branch, an institution with neither of them nor --kind")]
    Destination,
    #[error("the token's URI has no OCRA suite; mint another with `skts-issue new --ocra`")]
    NoSuite,
    #[error("the token's URI has no tx=1; mint another with `skts-issue new --tx`")]
    NoTransactions,
    #[error("the transaction is refused: {0}")]
    Transaction(#[from] SourceError),
    #[error("the code is right and refused: {0}")]
    Used(#[from] UsedError),
    #[error("{0}; run it again")]
    Mint(#[from] skts_token::issuer::MintError),
    #[error("nothing was written: {0}; choose another serial or folder")]
    Files(#[from] FilesError),
    #[error("nothing was written: {0}; {hint}", hint = advice(.0))]
    Picture(FilesError),
    #[error("the address is refused: {0}")]
    Url(#[from] PageUrlError),
    #[error("{source_name} cannot be read: {cause}; check its name and rights")]
    Unreadable { source_name: String, cause: io::Error },
    #[error("{source_name} is empty or longer than {MAX_KEY_URI_BYTES} bytes; give it one otpauth URI")]
    Length { source_name: String },
    #[error("{0}; direct it elsewhere")]
    Output(#[from] Unsaid),
    #[error("the files are written, but {0}")]
    Written(Unsaid),
    #[error("{refused} of the files cannot be read as pictures; the first is {}: {cause}", .first.display())]
    Pictures { refused: usize, first: PathBuf, cause: PictureError },
    #[error("{0}; shorten it")]
    Qr(#[from] skts_token::issuer::TextTooLong),
    #[error("the URI is refused: {0}; mint another with `skts-issue new`")]
    Draft(#[from] DraftError),
    #[error("{0}; type the digits as the token shows them")]
    NotACode(#[from] skts_token::issuer::NotACode),
    #[error("the code is wrong in all {steps} steps around {at}; try a fresh one, or a wider --window")]
    WrongCode { steps: u32, at: UnixTime },
    #[error("the system's clock is before 1970; set it, or give --at")]
    Clock,
}

fn advice(error: &FilesError) -> &'static str {
    match error {
        FilesError::Exists(_) => "choose another name, or replace it with --force",
        FilesError::NoFolder(_) => "make it first",
        FilesError::Write { .. } => "choose another name or folder",
        FilesError::TooLong(_) => "shorten it",
    }
}

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
