//! The name of a start of the system: whether two readings of the clock that nobody can set can be compared.

use serde::{Deserialize, Serialize};

/// Names what the device does from one start of its system to the next. Not a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BootId(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the name of a start of the system")]
pub struct NoBootId;

impl BootId {
    const MAX_CHARS: usize = 64;
}

impl TryFrom<String> for BootId {
    type Error = NoBootId;

    fn try_from(text: String) -> Result<Self, NoBootId> {
        let is_ours = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let fits = (1..=Self::MAX_CHARS).contains(&text.len()) && text.bytes().all(is_ours);
        if fits { Ok(Self(text)) } else { Err(NoBootId) }
    }
}

impl From<BootId> for String {
    fn from(id: BootId) -> Self {
        id.0
    }
}
