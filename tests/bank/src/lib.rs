//! A bank's site to practise with: the other half of every journey of a customer of SKTS Token.
//!
//! | module | duty |
//! |---|---|
//! | [`site`] | addresses, headers, and the thread on which a request is answered |
//! | `visit` | a request from its cookie to its answer: session, form token, page, refusal |
//! | `pages` | what each page shows, and what its form does |
//! | `granting` | what is proven, which code the verifier takes, what the engine grants |
//! | `contract`, `letters` | 申込: contracts, seeds and the letters that carry them |
//! | [`store`] | one SQLite file |
//! | `faults`, `words` | why something is refused, and what the customer reads then |
//! | `looks` | templates, their languages, icons |
//!
//! The rules of the journeys are not here but in `skts-bank-engine`; codes are checked by `skts-bank-verifier`.
#![forbid(unsafe_code)]

pub mod arguments;
pub mod bank;
pub mod clock;
mod contract;
mod demo;
mod faults;
mod fields;
mod granting;
mod letters;
mod limits;
mod looks;
mod pages;
mod passwords;
mod secrets;
mod session;
pub mod site;
pub mod store;
mod visit;
mod words;

pub use demo::{DemoCustomer, demo_customers};
