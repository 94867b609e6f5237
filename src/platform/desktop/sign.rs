//! The command `sign`: a code bound to a payee, or to what a 取引QR says. It decides nothing, and prints no seed.

use super::args::Sign;
use super::commands::{look, pick, tell_of_key, warn_of_clock};
use super::import::{read_standard_input, refusal, surroundings};
use super::{Context, Failure};
use crate::app::{self, OpenVault};
use crate::otp::{Clock, TransactionCode};
use crate::platform::{DeviceZone, SystemClock, agrees};
use crate::provisioning::{self, SourceError, TransactionError, check_transaction};
use crate::token::{CreditUnion, Destination, Issuer, Payee, Profile, Serial, ToSign, Transaction, UnixTime};
use serde::Serialize;
use std::path::Path;

/// One line of `sign --json`. Other programs read the fields by these names, so a name never changes.
#[derive(Serialize)]
struct Signed<'a> {
    serial: &'a str,
    issuer: Option<&'a str>,
    payee: &'a str,
    /// Yen; with a 取引QR alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<u64>,
    code: &'a str,
    /// Absent where the token's suite has no time step: the code does not end.
    seconds_left: Option<u64>,
    /// Unix seconds.
    valid_until: Option<u64>,
}

pub fn sign(context: &Context, args: &Sign) -> Result<(), Failure> {
    match (&args.payee, &args.qr) {
        (Some(_), _) if args.yes => Err(Failure::usage("--yes goes with --qr")),
        (Some(payee), _) => sign_payee(context, args, payee),
        (None, Some(source)) => sign_transaction(context, args, source),
        (None, None) => Err(Failure::usage("a payee or --qr is needed")),
    }
}

fn sign_payee(context: &Context, args: &Sign, payee: &Payee) -> Result<(), Failure> {
    let vault = look(context)?;
    tell_of_key(&vault);
    let profile = pick(&vault.summary().profiles, args.serial.as_ref(), "sign PAYEE")?;
    let at = time(context, args, &profile);
    let code = signed(&vault, &profile.serial, &ToSign::Payee(payee.clone()), at)?;
    let code = code.ok_or_else(|| not_enrolled(&profile.serial, "payees"))?;
    print(context, &profile, payee, None, &code, at)
}

/// What is to be signed is shown before there is a code.
fn sign_transaction(context: &Context, args: &Sign, source: &Path) -> Result<(), Failure> {
    let transaction = read_transaction(source)?;
    let vault = look(context)?;
    tell_of_key(&vault);
    let profiles = vault.summary().profiles;
    let held = profiles.iter().find(|profile| profile.serial == *transaction.serial());
    let profile = held.cloned().ok_or_else(|| not_signed(TransactionError::OtherToken))?;
    let at = time(context, args, &profile);
    check_transaction(&transaction, &profile.serial, at).map_err(not_signed)?;
    if !profile.tx {
        return Err(not_enrolled(&profile.serial, "transactions"));
    }
    if !args.yes {
        agree(&transaction)?;
    }
    let payee = transaction.destination().payee().clone();
    let amount = transaction.amount();
    let code = signed(&vault, &profile.serial, &ToSign::Transaction(transaction), at)?;
    let code = code.ok_or_else(|| not_enrolled(&profile.serial, "transactions"))?;
    print(context, &profile, &payee, Some(amount), &code, at)
}

/// The time of the code; where that is now, the clock is looked at.
fn time(context: &Context, args: &Sign, profile: &Profile) -> UnixTime {
    args.at.unwrap_or_else(|| {
        warn_of_clock(context, profile);
        SystemClock::new().read().time
    })
}

fn signed(
    vault: &OpenVault,
    serial: &Serial,
    what: &ToSign,
    at: UnixTime,
) -> Result<Option<TransactionCode>, Failure> {
    vault.sign(serial, what, at).map_err(|error| Failure::from(&error))
}

fn not_enrolled(serial: &Serial, what: &str) -> Failure {
    Failure::refused(format!(
        "{serial} was not enrolled to sign {what}; ask your bank whether it offers that"
    ))
}

fn not_signed(error: TransactionError) -> Failure {
    let to_do = match error {
        TransactionError::OtherToken => "import that token, or show the transaction of a token that is here",
        _ => "show a new one on the bank's site",
    };
    Failure::refused(format!("{error}; nothing was signed; {to_do}"))
}

fn read_transaction(source: &Path) -> Result<Transaction, Failure> {
    let clock = SystemClock::new();
    let around = surroundings(&clock);
    let read = if source == Path::new("-") {
        provisioning::transaction_in_bytes(&read_standard_input()?, &around)
    } else {
        provisioning::transaction_in_file(source, &around)
    };
    read.map_err(|error| match error {
        SourceError::Transaction(error) => not_signed(error),
        other => refusal(&other, source.as_os_str()),
    })
}

/// Shows account and amount, and asks.
fn agree(transaction: &Transaction) -> Result<(), Failure> {
    let shown = described(transaction);
    match agrees("skts-token", &format!("{shown}. Did you find this payee yourself, and is it right? [y/N] "))
    {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::refused("nothing was signed")),
        None => Err(Failure::usage(format!("{shown}; nobody can be asked here: add --yes to sign it"))),
    }
}

/// `50,000 yen to account 123 4567 at 見本信用金庫, branch 042`
fn described(transaction: &Transaction) -> String {
    let (amount, payee) = (transaction.amount(), transaction.destination().payee().grouped());
    match transaction.destination() {
        Destination::Institution(_) => format!("{amount} yen to institution {payee}"),
        Destination::Account { bank, branch, .. } => {
            let name = CreditUnion::by_number(*bank)
                .map_or_else(|| format!("bank {bank}"), |union| union.name.to_owned());
            format!("{amount} yen to account {payee} at {name}, branch {branch}")
        }
    }
}

fn print(
    context: &Context,
    profile: &Profile,
    payee: &Payee,
    amount: Option<crate::token::Yen>,
    code: &TransactionCode,
    at: UnixTime,
) -> Result<(), Failure> {
    let end = code.life().map(|(_, end)| end);
    let shown = Signed {
        serial: profile.serial.as_str(),
        issuer: profile.issuer.as_ref().map(Issuer::as_str),
        payee: payee.as_str(),
        amount: amount.map(|yen| yen.count()),
        code: code.as_str(),
        seconds_left: end.map(|end| end.seconds().saturating_sub(at.seconds())),
        valid_until: end.map(UnixTime::seconds),
    };
    let amount = amount.map_or(String::new(), |yen| format!("  {yen} yen"));
    let life = match (shown.seconds_left, end) {
        (Some(left), Some(end)) => {
            format!("  {left} s left, until {}", app::LocalTime::time_of_day(&DeviceZone, end))
        }
        _ => String::new(),
    };
    let text = format!("{}  {}{amount}  {}{life}", shown.serial, payee.grouped(), shown.code);
    Ok(context.output.line(&shown, &text)?)
}
