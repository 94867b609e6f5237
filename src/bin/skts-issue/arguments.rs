//! The command line: what the issuer can ask for, and in which words.

use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Parser, Subcommand};
use skts_token::issuer::QrFile;
use skts_token::provisioning::{DraftError, issuer_name};
use skts_token::token::{
    AccountKind, Algorithm, BankNumber, BranchNumber, Issuer, OcraSuite, OcraSuiteError, Payee, Serial, Yen,
};
use std::path::PathBuf;

/// Mint and verify one-time-password tokens for practice, tests and small issuers.
///
/// Exit status: 0 done; 1 refused or failed, with one line on standard error; 2 wrong usage.
#[derive(Parser)]
#[command(name = "skts-issue", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
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
pub struct Order {
    /// The payee's account number (7 digits) or institution number (5 digits)
    pub payee: Payee,
    /// 1 to 10000000000
    #[arg(long, value_name = "YEN", value_parser = yen)]
    pub amount: Yen,
    /// The token that signs it
    #[arg(long)]
    pub serial: Serial,
    /// The payee's bank: four digits, with an account
    #[arg(long, value_name = "NUMBER")]
    pub bank: Option<BankNumber>,
    /// Its branch: three digits, with an account
    #[arg(long, value_name = "NUMBER")]
    pub branch: Option<BranchNumber>,
    /// 1 普通, 2 当座, 4 貯蓄, 9 その他; with an account, and 1 where it is left out
    #[arg(long, value_name = "NUMBER", value_parser = account_kind)]
    pub kind: Option<AccountKind>,
    /// For how many seconds it can be signed
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub lasts: u32,
    /// It begins now, in Unix seconds [default: the clock's]
    #[arg(long, value_name = "UNIX")]
    pub at: Option<u64>,
    /// The picture's file; its name ends with .png or .svg. Nothing is overwritten
    #[arg(long, value_name = "FILE", value_parser = PathBufValueParser::new().try_map(QrFile::new))]
    pub out: Option<QrFile>,
    /// Replace the file
    #[arg(long, requires = "out")]
    pub force: bool,
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
