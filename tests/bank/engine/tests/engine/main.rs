//! The engine against its unit tests, its table, generated sequences and a model checker.

mod journeys;
mod model;
mod practice;
mod refusals;
mod sequences;
mod table;
mod witness;
