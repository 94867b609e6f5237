//! Where the customer is: one page at a time, and what is asked of every page.
//!
//! The three enums and their matches are made of the rows of `every_page` (`pages/mod.rs`), so that no page is
//! forgotten in any of them; the compiler names what a page does not answer.

use super::pages::{self, Next, Room, Turn, every_page};
use super::pages::{add::Add, former::Former, tokens::Tokens};
use super::{LocalTime, Reply, model::Vault};
use crate::otp::Reading;
use std::time::Duration;

macro_rules! places {
    ($($page:ident: $Page:ident, $Act:ident, $View:ident;)*) => {
        /// A page with its state; leaving it drops the state.
        #[derive(Debug)]
        pub(super) enum Place {
            /// No page yet: the vault is being opened.
            Opening,
            $($Page(pages::$page::$Page),)*
        }

        /// What is done on one page, heard by that page alone.
        #[derive(Debug, PartialEq)]
        pub enum PageAct {
            $($Page(pages::$page::$Act),)*
        }

        /// What the page shows.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Page {
            /// The vault is being opened; painted empty, for milliseconds, or while the system's keystore asks.
            Opening,
            $($Page(pages::$page::$View),)*
        }

        impl Place {
            /// How the page behaves towards what is around it.
            pub fn manners(&self, vault: &Vault) -> Manners {
                match self {
                    Self::Opening => Manners::OPENING,
                    $(Self::$Page(page) => page.manners(vault),)*
                }
            }

            pub fn page(&self, room: Room, now: Reading, local: &dyn LocalTime) -> Page {
                match self {
                    Self::Opening => Page::Opening,
                    $(Self::$Page(page) => Page::$Page(page.view(room, now, local)),)*
                }
            }

            /// What was done on another page than the one that is shown is not heard.
            pub fn act(self, act: PageAct, room: Room) -> Turn {
                match (self, act) {
                    $((Self::$Page(page), PageAct::$Page(act)) => page.act(act, room),)*
                    $((elsewhere, PageAct::$Page(_)) => Turn::stay(elsewhere),)*
                }
            }

            /// An answer to this visit of the page.
            pub fn hear(self, reply: Reply, room: Room) -> Turn {
                match self {
                    Self::Opening => Turn::stay(self),
                    $(Self::$Page(page) => page.hear(reply, room),)*
                }
            }
        }

        $(impl From<pages::$page::$Page> for Place {
            fn from(page: pages::$page::$Page) -> Self {
                Self::$Page(page)
            }
        }

        impl From<pages::$page::$Act> for PageAct {
            fn from(act: pages::$page::$Act) -> Self {
                Self::$Page(act)
            }
        })*
    };
}
every_page!(places);

/// What is asked of every page. A page answers all of it, in its own file.
pub(super) struct Manners {
    pub parent: Parent,
    pub has_menu: bool,
    pub has_banners: bool,
    pub shows_code: bool,
    /// Whether the page is nothing without a token.
    pub needs_token: bool,
    pub offer: Offer,
    /// Whether the customer may be led on from here to what was chosen on the camera's page of an earlier process.
    pub hears_late_scan: bool,
    /// Whether Ctrl+V pastes a token here, and not into a field.
    pub pastes: bool,
    /// Whether files may be dropped here.
    pub takes_files: bool,
    /// When time alone changes the page, on the clock that nobody can set. (The seconds of a code change every page that
    /// shows one.)
    pub changes_at: Option<Duration>,
}

/// Where Back leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parent {
    /// Back leads out of the app: Android closes it.
    Leaves,
    Home,
    Add,
    /// トークン一覧
    Tokens,
    /// 以前のトークン
    Former,
    /// Back leads nowhere while the page is at work.
    Stays,
}

/// What becomes of a link or a picture that another app sends while the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// It takes the customer away from here.
    Taken,
    /// It waits until the customer has left: what the customer types or is asked is neither lost nor changed.
    Waits,
}

impl Manners {
    const OPENING: Self = Self {
        parent: Parent::Leaves,
        has_menu: false,
        has_banners: false,
        shows_code: false,
        needs_token: false,
        offer: Offer::Taken,
        hears_late_scan: true,
        pastes: false,
        takes_files: false,
        changes_at: None,
    };

    /// How long until time alone changes the page.
    pub fn next_change(&self, now: Reading) -> Option<Duration> {
        self.changes_at?.checked_sub(now.monotonic).filter(|left| !left.is_zero())
    }
}

impl Place {
    /// Back, where nothing of the frame lies over the page.
    pub fn back(self, vault: &Vault) -> Turn {
        match self.manners(vault).parent {
            Parent::Leaves | Parent::Home => Next::Home.into(),
            Parent::Add => Turn::go(Add::default()),
            Parent::Tokens => Turn::go(Tokens::default()),
            Parent::Former => Turn::go(Former::default()),
            Parent::Stays => Turn::stay(self),
        }
    }
}
