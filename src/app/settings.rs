//! What the customer chose. No secret; kept in `settings.json` beside the vault.

pub use super::language::Language;

use crate::token::Serial;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use std::time::Duration;

/// モード切替
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// 標準: serial, code, countdown.
    #[default]
    Standard,
    /// かんたん表示: the code as large as the screen allows.
    Simple,
    /// 取引認証: a code bound to a payee. A token that signs none is shown as in 標準.
    Transaction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// 起動時のモード
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModeAtStart {
    /// 前回と同じ: the mode that was chosen last.
    #[default]
    Last,
    Standard,
    Simple,
}

/// ロックするまで: how long nobody sees the app until it locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockAfter {
    /// すぐ
    AtOnce,
    #[default]
    HalfMinute,
    Minute,
    FiveMinutes,
}

impl LockAfter {
    pub(super) fn time(self) -> Duration {
        Duration::from_secs(match self {
            Self::AtOnce => 0,
            Self::HalfMinute => 30,
            Self::Minute => 60,
            Self::FiveMinutes => 5 * 60,
        })
    }
}

/// Settings are never a reason not to show a code: a field that is missing or says what this version does not know has
/// its default, and takes no other field with it. A new name of a colour must not turn off what guards the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settings {
    pub mode: Mode,
    /// `None`: the system's language.
    pub language: Option<Language>,
    pub theme: Theme,
    pub mode_at_start: ModeAtStart,
    /// 番号を隠す: a code is shown when the customer taps it.
    pub hide_code: bool,
    /// 使いみちを確かめる: the customer says what the code is for before it is shown.
    pub ask_purpose: bool,
    /// The customer was asked once whether to turn it on.
    pub purpose_offered: bool,
    /// 通話中は番号を隠す, on a device that can tell of calls.
    pub cover_in_calls: bool,
    /// When the app locks that nobody sees, where it has a passcode.
    pub lock_after: LockAfter,
    /// The passcode is a passphrase, which is entered in a field. It opens the same without this.
    pub lock_by_text: bool,
    /// The serial of the token that was shown last.
    pub selected: Option<String>,
    /// What the Trouble page can still show when the vault does not open. Serials are no secret.
    pub serials: Vec<String>,
    /// The version of the app in which the customer put away the warning of a changed system.
    pub weak_device_read: Option<String>,
    /// The same for the warning of a key in a file.
    pub file_key_read: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            language: None,
            theme: Theme::default(),
            mode_at_start: ModeAtStart::default(),
            hide_code: false,
            ask_purpose: false,
            purpose_offered: false,
            cover_in_calls: true,
            lock_after: LockAfter::default(),
            lock_by_text: false,
            selected: None,
            serials: Vec::new(),
            weak_device_read: None,
            file_key_read: None,
        }
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = serde_json::Map::deserialize(deserializer)?;
        let mut settings = Self::default();
        let Self {
            mode,
            language,
            theme,
            mode_at_start,
            hide_code,
            ask_purpose,
            purpose_offered,
            cover_in_calls,
            lock_after,
            lock_by_text,
            selected,
            serials,
            weak_device_read,
            file_key_read,
        } = &mut settings;
        read(&mut fields, "mode", mode);
        read(&mut fields, "language", language);
        read(&mut fields, "theme", theme);
        read(&mut fields, "mode_at_start", mode_at_start);
        read(&mut fields, "hide_code", hide_code);
        read(&mut fields, "ask_purpose", ask_purpose);
        read(&mut fields, "purpose_offered", purpose_offered);
        read(&mut fields, "cover_in_calls", cover_in_calls);
        read(&mut fields, "lock_after", lock_after);
        read(&mut fields, "lock_by_text", lock_by_text);
        read(&mut fields, "selected", selected);
        read(&mut fields, "serials", serials);
        read(&mut fields, "weak_device_read", weak_device_read);
        read(&mut fields, "file_key_read", file_key_read);
        Ok(settings)
    }
}

/// Leaves the default where the file says nothing that this version understands.
fn read<T: DeserializeOwned>(
    fields: &mut serde_json::Map<String, serde_json::Value>,
    name: &str,
    value: &mut T,
) {
    if let Some(known) = fields.remove(name).and_then(|field| serde_json::from_value(field).ok()) {
        *value = known;
    }
}

impl Settings {
    /// The settings as the app starts with them: the mode may be another one than at the last run's end.
    pub fn at_start(self) -> Self {
        let mode = match self.mode_at_start {
            ModeAtStart::Last => self.mode,
            ModeAtStart::Standard => Mode::Standard,
            ModeAtStart::Simple => Mode::Simple,
        };
        Self { mode, ..self }
    }

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

    /// A file of the first version, and a phone that has never seen these settings, are guarded in calls.
    #[test]
    fn what_guards_is_on_unless_the_customer_turned_it_off() {
        let settings: Settings = serde_json::from_str(r#"{"mode":"simple"}"#).unwrap();
        assert!(settings.cover_in_calls && !settings.hide_code && !settings.ask_purpose);
        let settings: Settings = serde_json::from_str(r#"{"cover_in_calls":false}"#).unwrap();
        assert!(!settings.cover_in_calls);
    }

    #[test]
    fn a_field_that_this_version_does_not_know_takes_no_other_with_it() {
        let text = r#"{"theme":"sepia","mode":7,"lock_after":null,"hide_code":true,"ask_purpose":true,
            "cover_in_calls":false,"selected":"SKTS12345678"}"#;
        let expected = Settings {
            hide_code: true,
            ask_purpose: true,
            cover_in_calls: false,
            selected: Some("SKTS12345678".into()),
            ..Settings::default()
        };
        assert_eq!(serde_json::from_str::<Settings>(text).unwrap(), expected);
    }

    #[test]
    fn the_app_starts_in_the_mode_that_was_chosen_for_it() {
        let starts = |mode_at_start| {
            Settings { mode: Mode::Simple, mode_at_start, ..Settings::default() }.at_start().mode
        };
        assert_eq!(starts(ModeAtStart::Last), Mode::Simple);
        assert_eq!(starts(ModeAtStart::Standard), Mode::Standard);
        assert_eq!(starts(ModeAtStart::Simple), Mode::Simple);
    }

    #[test]
    fn a_forged_serial_is_not_shown() {
        let settings =
            Settings { serials: vec!["SKTS12345678".into(), "call 03-…".into()], ..Settings::default() };
        assert_eq!(settings.known_serials().len(), 1);
    }
}
