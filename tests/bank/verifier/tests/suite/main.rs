//! The verifiers from outside: one suite for both, and what each has beside it.
//!
//! `cargo test` starts privacyIDEA through `peers` (Python, and libfaketime for its clock). `cargo test -- --include-ignored` is the
//! full run, with two nodes over one PostgreSQL.

mod conformance;
mod embedded;
mod peers;
mod phone;
mod privacyidea;
mod signing;
