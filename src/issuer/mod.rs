//! The issuer's side: mint a token, write it down as a Key URI and a QR code, verify its codes and its transactions.
//!
//! For practice, tests and small issuers; never part of a phone build. This room never prints a
//! seed, never overwrites a file unasked, and takes the time and the random numbers from outside.

mod files;
mod key_uri;
mod mint;
mod page_url;
mod pskc;
mod qr;
mod used;
mod verify;

pub use files::{FilesError, NoPicture, OutputFiles, QrFile, Readers, write_files, write_qr, write_text};
pub use key_uri::{half_key_uri, key_uri};
pub use mint::{FinishError, MintError, Minted, Order, finish, mint};
pub use page_url::{PageUrl, PageUrlError};
pub use pskc::key_container;
pub use qr::{QUIET_ZONE, TextTooLong, qr_blocks, qr_png, qr_svg};
pub use used::{UsedError, UsedTransactions};
pub use verify::{NotACode, verify, verify_payee, verify_transaction};
