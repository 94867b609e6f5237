//! Lines on standard output, as text or as JSON.

use super::Failure;
use serde::Serialize;
use std::io::Write;

pub struct Output {
    json: bool,
}

impl Output {
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// One object: its JSON with `--json`, else `text`.
    pub fn line(&self, object: &impl Serialize, text: &str) -> Result<(), Failure> {
        let mut out = std::io::stdout().lock();
        let written = if self.json {
            serde_json::to_string(object)
                .map_err(std::io::Error::from)
                .and_then(|json| writeln!(out, "{json}"))
        } else {
            writeln!(out, "{text}")
        };
        written
            .and_then(|()| out.flush())
            .map_err(|error| Failure::refused(format!("standard output cannot be written: {}", error.kind())))
    }
}
