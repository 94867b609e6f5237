//! The command line.

use clap::{Parser, ValueEnum};
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// A bank's site to practise with (練習用): every journey of a customer of SKTS Token.
///
/// Prints the site's address and customers to begin with. Ctrl-C ends it.
#[derive(Parser)]
#[command(name = "skts-bank", version)]
pub struct Arguments {
    /// Where the site listens. It has no TLS: leave it on this computer
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8807")]
    pub listen: SocketAddr,
    /// The file that keeps contracts; made if missing, and FILE.verifier beside it. Without it everything is forgotten at the end
    #[arg(long, value_name = "FILE")]
    pub database: Option<PathBuf>,
    /// Who checks codes
    #[arg(long, value_enum, default_value_t = Checks::Embedded)]
    pub verifier: Checks,
    /// privacyIDEA's address; repeat it for each node
    #[arg(long, value_name = "URL", required_if_eq("verifier", "privacyidea"))]
    pub url: Vec<String>,
    /// privacyIDEA's administrator
    #[arg(long, value_name = "NAME", default_value = "admin")]
    pub admin: String,
    /// The file with the administrator's password: an argument is visible to other programs
    #[arg(long, value_name = "FILE", required_if_eq("verifier", "privacyidea"))]
    pub admin_password_file: Option<PathBuf>,
    /// Tries to log in or to prove a code that a contract has in a minute; an address has twenty times as many
    #[arg(long, value_name = "N", default_value_t = crate::bank::TRIES_A_MINUTE)]
    pub tries: NonZeroU32,
    /// For tests: the file holds the Unix time that the bank takes for now
    #[arg(long, value_name = "FILE")]
    pub practice_clock: Option<PathBuf>,
}

/// Who checks codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Checks {
    /// This program, with a SQLite file of its own
    Embedded,
    /// privacyIDEA, over HTTP
    #[value(name = "privacyidea")]
    PrivacyIdea,
}
