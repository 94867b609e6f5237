//! What was found in something from outside: a token, or what may become one.

use super::{DraftError, HalfDraft};
use crate::token::Draft;

/// What a text, a picture or a file holds.
#[derive(Debug)]
pub enum Found {
    /// A whole token.
    Whole(Draft),
    /// The bank's half of a token: the phone adds its part.
    Half(HalfDraft),
}

impl Found {
    /// The token, for whoever can neither choose one nor add to it.
    pub fn whole(self) -> Result<Draft, DraftError> {
        match self {
            Self::Whole(draft) => Ok(draft),
            Self::Half(_) => Err(DraftError::HalfToken),
        }
    }
}
