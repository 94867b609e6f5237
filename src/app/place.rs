//! Where the customer is: one page at a time, and what is asked of every page.
//!
//! The three enums and their matches are made of the rows of `every_page` (`pages/mod.rs`), so that no page is
//! forgotten in any of them; the compiler names what a page does not answer.

use super::cover::Purpose;
use super::guides::GuideId;
use super::pages::tokens::Tokens;
use super::pages::{self, Next, Room, Turn, every_page};
use super::pages::{
    Asker,
    add::Add,
    caution::Caution,
    change_phone::ChangePhone,
    forgot::Forgot,
    former::Former,
    guide::Guide,
    guides::Guides,
    lock::{Lock, Wait},
    purpose::Purpose as AskPurpose,
    refused::Refused,
    settings::Settings,
    stop::Stop,
};
use super::signed::Signed;
use super::{Key, LocalTime, Reply, model::Vault};
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
            pub fn manners(&self, vault: &Vault) -> Manners<'_> {
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
pub(super) struct Manners<'a> {
    pub parent: Parent,
    pub has_menu: bool,
    pub banners: Banners,
    /// The code that the page shows.
    pub shows: Shows<'a>,
    /// Whether the page is nothing without a token.
    pub needs_token: bool,
    /// Whether the passcode that the customer has given counts on as long as the page is shown.
    pub holds_passcode: bool,
    pub offer: Offer,
    /// Whether the customer may be led on from here to what was chosen on the camera's page of an earlier process.
    pub hears_late_scan: bool,
    /// What Ctrl+V does here; `None` where it pastes into a field, or nothing.
    pub pastes: Option<fn() -> PageAct>,
    /// What may be in the files that are dropped here.
    pub takes_files: Files,
    /// What a key of the keypad means to the page; `None` on a page that has no keypad.
    pub keypad: Option<fn(Key) -> PageAct>,
    /// What remains of the page when the app locks.
    pub remains: Remains,
    /// When time alone changes the page. (The seconds of a code change every page that shows one.)
    pub changes_at: Option<Change>,
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
    /// トークン一覧, as it is edited.
    EditedTokens,
    /// 以前のトークン
    Former,
    /// 手順
    Guides,
    /// 利用開始の手順
    GuideOfStart,
    /// 利用中止の手順
    GuideOfSuspension,
    /// 機種変更
    ChangePhone,
    /// 番号が通らないとき, which may have been opened from the token's page.
    Refused {
        from_token: bool,
    },
    /// 設定
    Settings,
    /// 番号を何にお使いになりますか
    Purpose,
    /// The question before a code for this purpose.
    Caution(Purpose),
    /// The page without a code, which leads back to where the customer came from.
    Stop(Asker),
    /// The page asks first whether the customer means it.
    Asks,
    /// The lock's page, with the wait that it shows.
    Lock(Wait),
    /// パスコードを忘れたときは
    Forgot(Wait),
    /// Back leads nowhere while the page is at work.
    Stays,
}

/// The code that a page shows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shows<'a> {
    Nothing,
    /// The code that the shown token gives for every use.
    LoginCode(Covering),
    /// The code of 取引認証, which is bound to a payee: a purpose has led to it.
    Signed(&'a Signed),
}

/// Which of the reasons to cover a code count on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Covering {
    /// All that the customer has set.
    AsSet,
    /// All but the question what the code is for: the page is part of one purpose.
    PurposeKnown,
    /// All but that question; but the code must have been asked for with this purpose, whatever is set.
    Unless(Purpose),
}

/// What files that are dropped on a page may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Files {
    /// None are taken.
    None,
    Tokens,
    /// 取引QR
    Transactions,
}

/// What may stand above the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Banners {
    All,
    /// Those alone that tell what has happened: the page itself says what the warnings say that stay until they were read.
    News,
    /// The page tells of something worse, or is where such a page leads.
    None,
}

/// What becomes of a link or a picture that another app sends while the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Offer {
    /// It takes the customer away from here.
    Taken,
    /// It waits until the customer has left: what the customer types or is asked is neither lost nor changed.
    Waits,
}

/// When time alone changes a page, on the clock that nobody can set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    At(Duration),
    /// Then, and at each whole second before, which the page counts down.
    CountsTo(Duration),
}

/// What remains of a page when the app locks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remains {
    /// The page, behind the lock: nothing that the customer has begun is lost.
    Page,
    /// Nothing: it shows or changes tokens, or what is typed on it goes with its fields.
    Nothing,
}

impl Manners<'_> {
    const OPENING: Self = Self {
        parent: Parent::Leaves,
        has_menu: false,
        banners: Banners::None,
        shows: Shows::Nothing,
        needs_token: false,
        holds_passcode: false,
        offer: Offer::Taken,
        hears_late_scan: true,
        pastes: None,
        takes_files: Files::None,
        keypad: None,
        remains: Remains::Page,
        changes_at: None,
    };

    /// How long until time alone changes the page, or the seconds that it counts down.
    pub fn next_change(&self, now: Reading) -> Option<Duration> {
        let left = |at: Duration| at.checked_sub(now.monotonic).filter(|left| !left.is_zero());
        match self.changes_at? {
            Change::At(at) => left(at),
            Change::CountsTo(end) => {
                let part = Duration::from_nanos(left(end)?.subsec_nanos().into());
                Some(if part.is_zero() { Duration::from_secs(1) } else { part })
            }
        }
    }
}

impl Shows<'_> {
    /// How the code is covered; `None` where there is none.
    pub fn covering(self) -> Option<Covering> {
        match self {
            Self::Nothing => None,
            Self::LoginCode(covering) => Some(covering),
            Self::Signed(_) => Some(Covering::PurposeKnown),
        }
    }
}

impl Place {
    /// Back, where nothing of the frame lies over the page.
    pub fn back(self, vault: &Vault) -> Turn {
        match self.manners(vault).parent {
            Parent::Leaves | Parent::Home => Next::Home.into(),
            Parent::Add => Turn::go(Add::default()),
            Parent::Tokens => Turn::go(Tokens::default()),
            Parent::EditedTokens => Turn::go(Tokens::editing()),
            Parent::Former => Turn::go(Former::default()),
            Parent::Guides => Turn::go(Guides),
            Parent::GuideOfStart => Turn::go(Guide::new(GuideId::Start)),
            Parent::GuideOfSuspension => Turn::go(Guide::new(GuideId::Suspend)),
            Parent::ChangePhone => Turn::go(ChangePhone),
            Parent::Refused { from_token } => Turn::go(Refused::new(from_token)),
            Parent::Settings => Turn::go(Settings::default()),
            Parent::Purpose => Turn::go(AskPurpose),
            Parent::Caution(purpose) => Turn::go(Caution { purpose, asker: Asker::Elsewhere }),
            Parent::Stop(asker) => Turn::go(Stop { asker }),
            Parent::Asks => match self {
                Self::TwoStep(page) => Turn::go(page.ask_to_leave()),
                elsewhere => Turn::stay(elsewhere),
            },
            Parent::Lock(wait) => Turn::go(Lock::waiting(wait)),
            Parent::Forgot(wait) => Turn::go(Forgot::new(wait)),
            Parent::Stays => Turn::stay(self),
        }
    }
}
