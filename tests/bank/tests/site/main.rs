//! The site without a socket: whole journeys, and everything that is refused.

mod bench;
mod forms;
mod headers;
mod hostile;
mod journeys;
mod parallel;
mod phone;
mod refusals;
mod sessions;
