//! What the screen shows, derived from the model and the time: display-ready strings and fractions, never a seed.

use super::desk::Desk;
use super::model::{Model, Vault};
use super::place::{Banners, Page, Parent};
use super::{Language, Mode, Theme};
use crate::otp::{ClockFault, Reading, Step};
use crate::token::UnixTime;
use std::time::Duration;

/// The device's time zone, handed in.
pub trait LocalTime {
    /// `12:34:30`
    fn time_of_day(&self, time: UnixTime) -> String;
}

/// Everything that is on the screen. `Debug` does not show codes.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub page: Page,
    pub menu: Menu,
    pub frame: Frame,
    pub language: Language,
    pub theme: Theme,
    pub banners: Vec<Banner>,
    /// Whether anybody sees the window. While nobody does, the screen holds neither code nor serial.
    pub seen: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Banner {
    /// The clock cannot be right; codes may be refused.
    ClockWrong,
    /// The clock was set while the app ran. Whether it is right now, or was before, the app cannot know.
    ClockChanged,
    /// The system bears signs of having been changed.
    WeakDevice,
    /// The key lies in a file: for development, or because no system keystore answered.
    FileKeystore,
    /// The key has just moved from a file to the system's keystore.
    KeyMoved,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Menu {
    pub open: bool,
    pub mode: Mode,
    /// Whether the shown token is for 取引認証.
    pub signs: bool,
    /// Whether there is a token: モード切替 and トークン一覧 are absent without one.
    pub has_tokens: bool,
}

/// What the frame around the page does; the screen decides none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Frame {
    /// Whether Back leads anywhere. Where it does not, Android closes the app.
    pub leads_back: bool,
    /// Whether the menu's button is there.
    pub has_menu: bool,
    /// Whether Ctrl+V pastes a token.
    pub pastes: bool,
    /// Whether Ctrl+C copies the code.
    pub copies: bool,
    /// Whether the keys of a keyboard are those of the page's keypad.
    pub types_digits: bool,
    /// Whether the notice stands that nothing was copied.
    pub not_copied: bool,
    /// Whether the notice stands that another app's window lies over this one.
    pub obscured: bool,
}

impl Model {
    pub fn view(&self, now: Reading, local: &dyn LocalTime) -> View {
        View {
            page: self.page(now, local),
            menu: Menu {
                open: self.menu_open,
                mode: if self.settings.mode == Mode::Transaction && !self.signs() {
                    Mode::Standard
                } else {
                    self.settings.mode
                },
                signs: self.signs(),
                has_tokens: self.vault.desk().is_some_and(|desk| !desk.is_empty()),
            },
            frame: self.frame(now),
            language: self.language(),
            theme: self.settings.theme,
            banners: self.banners(now),
            seen: self.visible,
        }
    }

    fn frame(&self, now: Reading) -> Frame {
        let manners = self.manners();
        let shown = self.vault.desk().and_then(Desk::shown);
        Frame {
            leads_back: self.menu_open || manners.parent != Parent::Leaves,
            has_menu: manners.has_menu,
            pastes: !self.menu_open && manners.pastes.is_some(),
            copies: !self.menu_open
                && self.hands_out_codes(now)
                && shown.is_some()
                && self.device.can_copy_codes,
            types_digits: !self.menu_open && manners.keypad.is_some(),
            not_copied: self.clipboard.says_not_copied(),
            obscured: self.obscured.is_said(),
        }
    }

    fn banners(&self, now: Reading) -> Vec<Banner> {
        let allowed = self.manners().banners;
        if allowed == Banners::None {
            return Vec::new();
        }
        let clock = self.clock.fault(now).map(|fault| match fault {
            ClockFault::Jumped { .. } => Banner::ClockChanged,
            ClockFault::BeforeBuild | ClockFault::BeforeIssue => Banner::ClockWrong,
        });
        let moved = self.key_moved.then_some(Banner::KeyMoved);
        let notices = (allowed == Banners::All).then(|| self.notices());
        clock.into_iter().chain(notices.into_iter().flatten()).chain(moved).collect()
    }

    /// Whether what is on the screen is about to come: the vault is being opened, or the shown token's code
    /// was asked for.
    pub(super) fn awaits_picture(&self, now: Reading) -> bool {
        match &self.vault {
            Vault::Opening => true,
            Vault::Locked | Vault::Shut(_) => false,
            Vault::Open(desk) => {
                let shown = self.shows_login_code(now) && desk.shown().is_some();
                shown && desk.code(Step::at(now.time)).is_none()
            }
        }
    }

    /// When the picture next changes by itself. `None`: never, and no timer runs.
    pub fn refresh_in(&self, now: Reading) -> Option<Duration> {
        let shown = self.vault.desk().and_then(Desk::shown);
        let counts = self.visible && self.shows().covering().is_some() && shown.is_some();
        let second = counts.then_some(now.to_next_second);
        let changes = [
            second,
            self.clipboard.next_change(now),
            self.obscured.next_change(now),
            self.manners().next_change(now),
            self.next_lock(now),
        ];
        changes.into_iter().flatten().min()
    }
}
