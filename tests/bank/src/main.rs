//! Starts the practice bank, prints its address and customers to begin with, and ends at Ctrl-C.
#![forbid(unsafe_code)]

use clap::Parser;
use skts_bank::arguments::{Arguments, Checks};
use skts_bank::bank::{Bank, OpenError};
use skts_bank::clock::Clock;
use skts_bank::store::Store;
use skts_bank::{DemoCustomer, demo_customers, site};
use skts_bank_verifier::{Embedded, PrivacyIdea, Settings, Verifier, VerifierError};
use std::error::Error;
use std::ffi::OsString;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// Threads on which requests are answered: each may hold 19 MiB for Argon2.
const MAX_THREADS: usize = 32;

/// How long answers that are under way may take once the bank was told to end.
const GRACE: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("skts-bank: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    // Dropped at the end, and with it a database that nobody keeps.
    let (_folder, file) = database(arguments.database.as_deref())?;
    let clock = arguments.practice_clock.clone().map_or_else(Clock::system, Clock::file);
    let bank = open(&arguments, &file, clock)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().max_blocking_threads(MAX_THREADS).build()?;
    runtime.block_on(serve(arguments.listen, bank))
}

/// The file of the bank, and the folder that goes with it when nobody keeps it.
fn database(kept: Option<&Path>) -> io::Result<(Option<TempDir>, PathBuf)> {
    if let Some(file) = kept {
        return Ok((None, file.to_owned()));
    }
    let folder = tempfile::Builder::new().prefix("skts-bank-").tempdir()?;
    let file = folder.path().join("bank.sqlite");
    Ok((Some(folder), file))
}

fn open(arguments: &Arguments, file: &Path, clock: Clock) -> Result<Bank, OpenError> {
    let mut beside = OsString::from(file);
    beside.push(".verifier");
    let beside = PathBuf::from(beside);
    let verifier: Box<dyn Verifier> = match arguments.verifier {
        Checks::Embedded => Box::new(Embedded::open(&beside)?),
        Checks::PrivacyIdea => Box::new(privacyidea(arguments, beside)?),
    };
    Bank::open(Store::open(file)?, verifier, clock, arguments.tries)
}

fn privacyidea(arguments: &Arguments, store: PathBuf) -> Result<PrivacyIdea, VerifierError> {
    PrivacyIdea::open(Settings {
        nodes: arguments.url.clone(),
        user: arguments.admin.clone(),
        password_file: arguments.admin_password_file.clone().expect("clap asks for it with privacyidea"),
        store,
        owner: "skts-bank".to_owned(),
    })
}

async fn serve(address: SocketAddr, bank: Bank) -> Result<(), Box<dyn Error>> {
    let listener =
        TcpListener::bind(address).await.map_err(|cause| format!("{address} cannot be used: {cause}"))?;
    let address = listener.local_addr()?;
    let for_demo = bank.clone();
    let customers = tokio::task::spawn_blocking(move || demo_customers(&for_demo)).await??;
    // Whoever reads how to end the bank may do so at once.
    let interrupted = interrupted()?;
    // A reader that has gone, such as `head`, does not end the bank.
    let _ = introduce(address, &customers);
    let service = site::router(bank).into_make_service_with_connect_info::<SocketAddr>();
    let told = Arc::new(Notify::new());
    let tell = Arc::clone(&told);
    let until = async move {
        interrupted.await;
        tell.notify_one();
    };
    tokio::select! {
        ended = axum::serve(listener, service).with_graceful_shutdown(until).into_future() => ended?,
        // A browser that has begun a request and does not end it would hold the bank open.
        () = async { told.notified().await; tokio::time::sleep(GRACE).await } => {}
    }
    Ok(())
}

/// Ends with Ctrl-C, or on Unix with a friendly end from another program. It listens from the moment of this call.
#[cfg(unix)]
fn interrupted() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn interrupted() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

/// What stands in the terminal: the address first, then a block for each customer.
fn introduce(address: SocketAddr, customers: &[DemoCustomer]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "練習用の銀行 (a practice bank): http://{address}/")?;
    for customer in customers {
        writeln!(out)?;
        let kind = if customer.two_step { "（2段階）" } else { "" };
        writeln!(out, "{}{kind}", customer.name)?;
        writeln!(out, "  契約者ID               {}", customer.contract)?;
        writeln!(out, "  ログインパスワード     {}", customer.password)?;
        writeln!(out, "  資金移動用パスワード   {}", customer.transfer_password)?;
        writeln!(out, "  シリアル番号           {}", customer.serial)?;
        writeln!(out, "  書面 (letter)          http://{address}{}", customer.letter)?;
    }
    writeln!(out, "\nCtrl-Cで終了します。")?;
    out.flush()
}
