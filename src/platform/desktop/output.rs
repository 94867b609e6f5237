//! Lines on standard output, as text or as JSON.

use crate::platform::{Unsaid, say};
use serde::Serialize;

pub struct Output {
    json: bool,
}

impl Output {
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// One object: its JSON with `--json`, else `text`.
    pub fn line(&self, object: &impl Serialize, text: &str) -> Result<(), Unsaid> {
        if !self.json {
            return say(text);
        }
        say(serde_json::to_string(object)
            .expect("the objects are strings, numbers and flags, which JSON has"))
    }
}
