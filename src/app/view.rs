//! What the screen shows, derived from the model and the time: display-ready strings and fractions, never a seed.

use super::desk::Desk;
use super::model::{Model, Vault};
use super::place::{Page, Parent};
use super::{Language, Mode, Theme};
use crate::keystore::Protection;
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
    /// The key lies in a file: for development, or because no system keystore answered.
    FileKeystore,
    /// The key has just moved from a file to the system's keystore.
    KeyMoved,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Menu {
    pub open: bool,
    pub mode: Mode,
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
    /// Whether the notice stands that nothing was copied.
    pub not_copied: bool,
    /// Whether the notice stands that another app's window lies over this one.
    pub obscured: bool,
}

impl Model {
    pub fn view(&self, now: Reading, local: &dyn LocalTime) -> View {
        View {
            page: self.place.page(self.room(now), now, local),
            menu: Menu {
                open: self.menu_open,
                mode: self.settings.mode,
                has_tokens: self.vault.desk().is_some_and(|desk| !desk.is_empty()),
            },
            frame: self.frame(),
            language: self.language(),
            theme: self.settings.theme,
            banners: self.banners(now),
            seen: self.visible,
        }
    }

    fn frame(&self) -> Frame {
        let manners = self.manners();
        let shown = self.vault.desk().and_then(Desk::shown);
        Frame {
            leads_back: self.menu_open || manners.parent != Parent::Leaves,
            has_menu: manners.has_menu,
            pastes: !self.menu_open && manners.pastes,
            copies: !self.menu_open && manners.shows_code && shown.is_some() && self.device.can_copy_codes,
            not_copied: self.clipboard.says_not_copied(),
            obscured: self.obscured.is_said(),
        }
    }

    /// No banner stands over a page that tells of something worse, nor over the page that it leads to.
    fn banners(&self, now: Reading) -> Vec<Banner> {
        if !self.manners().has_banners {
            return Vec::new();
        }
        let clock = self.clock.fault(now).map(|fault| match fault {
            ClockFault::Jumped { .. } => Banner::ClockChanged,
            ClockFault::BeforeBuild | ClockFault::BeforeIssue => Banner::ClockWrong,
        });
        let desk = self.vault.desk();
        let file =
            desk.filter(|desk| desk.protection == Some(Protection::File)).map(|_| Banner::FileKeystore);
        let moved = self.key_moved.then_some(Banner::KeyMoved);
        clock.into_iter().chain(file).chain(moved).collect()
    }

    /// Whether what is on the screen is about to come: the vault is being opened, or the shown token's code
    /// was asked for.
    pub(super) fn awaits_picture(&self, now: Reading) -> bool {
        match &self.vault {
            Vault::Opening => true,
            Vault::Shut(_) => false,
            Vault::Open(desk) => {
                let shown = self.manners().shows_code && desk.shown().is_some();
                shown && desk.code(Step::at(now.time)).is_none()
            }
        }
    }

    /// When the picture next changes by itself. `None`: never, and no timer runs.
    pub fn refresh_in(&self, now: Reading) -> Option<Duration> {
        let shown = self.vault.desk().and_then(Desk::shown);
        let counts = self.visible && self.manners().shows_code && shown.is_some();
        let second = counts.then_some(now.to_next_second);
        let changes = [
            second,
            self.clipboard.next_change(now),
            self.obscured.next_change(now),
            self.manners().next_change(now),
        ];
        changes.into_iter().flatten().min()
    }
}
