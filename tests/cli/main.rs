//! The two programs as a terminal sees them: the real binaries, each test in a home folder of its own.
//!
//! A case reads `home.run("code --at 59").stdout("…").success()`; builder.rs says what else can be asked.

mod builder;
#[path = "../common/mod.rs"]
mod common;
mod demo_bank;
mod guarded;
mod issuer;
mod keyring;
mod keystore;
mod limits;
mod links;
mod locked;
mod oathtool;
mod output;
mod pskc;
mod refusals;
mod screenshot;
mod sign;
mod tokens;
mod trouble;
mod two_step;
mod window;

use builder::{Home, Ran, Test};

const URI: &str = "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mihon";
const REISSUED: &str = "otpauth://totp/SKTS12345678?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&issuer=Mihon";
const OTHER: &str = "otpauth://totp/SKTS87654321?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&algorithm=SHA512";
/// Begins every seed above that must never be repeated.
const SEED: &str = "GEZDGNBV";
