//! What the customer chose. No secret; kept in `settings.json` beside the vault.

pub use super::language::Language;

use crate::token::Serial;
use serde::{Deserialize, Serialize};

/// モード切替
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// 標準: serial, code, countdown.
    #[default]
    Standard,
    /// かんたん表示: the code as large as the screen allows.
    Simple,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// Fields that a newer version added are ignored, missing ones have their default: settings are
/// never a reason not to show a code.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub mode: Mode,
    /// `None`: the system's language.
    pub language: Option<Language>,
    pub theme: Theme,
    /// The serial of the token that was shown last.
    pub selected: Option<String>,
    /// What the Trouble page can still show when the vault does not open. Serials are no secret.
    pub serials: Vec<String>,
}

impl Settings {
    /// The serials that still parse; the file may have been written by anyone.
    pub fn known_serials(&self) -> Vec<Serial> {
        self.serials.iter().filter_map(|text| text.parse().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_and_forgive() {
        let settings =
            Settings { mode: Mode::Simple, language: Some(Language::English), ..Settings::default() };
        let json = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&json).unwrap(), settings);
        assert_eq!(serde_json::from_str::<Settings>(r#"{"new":1}"#).unwrap(), Settings::default());
    }

    #[test]
    fn a_forged_serial_is_not_shown() {
        let settings =
            Settings { serials: vec!["SKTS12345678".into(), "call 03-…".into()], ..Settings::default() };
        assert_eq!(settings.known_serials().len(), 1);
    }
}
