//! Where the customer is: every page once, and what is asked of every page, in matches that name them all.

use super::effect::Effect;
use super::model::Vault;
use super::pages::add::Add;
use super::pages::confirm::Confirm;
use super::pages::manual::Manual;
use super::pages::registered::NextStep;
use super::pages::{Next, Room, Turn, about, clock, token, tokens, trouble};
use super::{AboutAct, Action, LocalTime, Page, RegisteredView, Reply};
use crate::otp::Reading;

/// A page with its state; leaving it drops the state.
#[derive(Debug)]
pub(super) enum Place {
    /// The token's page. While the vault is being opened or is shut, its place is taken by what tells of that.
    Token,
    Tokens,
    Add(Add),
    Manual(Manual),
    Confirm(Confirm),
    Registered(NextStep),
    About,
    Clock,
}

/// Where Back leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parent {
    /// Back leads out of the app: Android closes it.
    Leaves,
    Home,
    Add,
    /// Back leads nowhere while the page is at work.
    Stays,
}

impl Place {
    pub fn parent(&self, vault: &Vault) -> Parent {
        match self {
            Self::Token => Parent::Leaves,
            Self::Add(_) if vault.is_empty() => Parent::Leaves,
            Self::Manual(_) => Parent::Add,
            Self::Confirm(confirm) if confirm.is_storing() => Parent::Stays,
            Self::Tokens
            | Self::Add(_)
            | Self::Confirm(_)
            | Self::Registered(_)
            | Self::About
            | Self::Clock => Parent::Home,
        }
    }

    pub fn has_menu(&self, vault: &Vault) -> bool {
        match self {
            Self::Token => !matches!(vault, Vault::Opening),
            Self::Tokens | Self::Clock => true,
            Self::Add(_) => vault.is_empty(),
            Self::Manual(_) | Self::Confirm(_) | Self::Registered(_) | Self::About => false,
        }
    }

    pub fn shows_code(&self) -> bool {
        match self {
            Self::Token | Self::Registered(_) => true,
            Self::Tokens | Self::Add(_) | Self::Manual(_) | Self::Confirm(_) | Self::About | Self::Clock => {
                false
            }
        }
    }

    /// Whether the page is nothing without an open vault.
    pub fn needs_vault(&self) -> bool {
        match self {
            Self::Token | Self::Tokens | Self::Registered(_) => true,
            Self::Add(_) | Self::Manual(_) | Self::Confirm(_) | Self::About | Self::Clock => false,
        }
    }

    /// Whether a link or a picture from another app may take the customer away from here now; else it waits.
    pub fn yields_to_offer(&self) -> bool {
        match self {
            Self::Token | Self::Tokens | Self::Registered(_) | Self::About | Self::Clock => true,
            Self::Add(add) => !add.is_busy(),
            Self::Manual(_) | Self::Confirm(_) => false,
        }
    }

    /// Whether the customer may be led on from here to what was chosen on the camera's page of an earlier process.
    pub fn hears_late_scan(&self) -> bool {
        match self {
            Self::Token => true,
            Self::Add(add) => !add.is_busy(),
            Self::Tokens
            | Self::Manual(_)
            | Self::Confirm(_)
            | Self::Registered(_)
            | Self::About
            | Self::Clock => false,
        }
    }

    /// Whether Ctrl+V pastes a token here, and not into a field.
    pub fn pastes(&self) -> bool {
        match self {
            Self::Add(add) => !add.is_busy(),
            Self::Token
            | Self::Tokens
            | Self::Manual(_)
            | Self::Confirm(_)
            | Self::Registered(_)
            | Self::About
            | Self::Clock => false,
        }
    }

    /// Whether files may be dropped here.
    pub fn takes_files(&self) -> bool {
        match self {
            Self::Token | Self::Tokens | Self::Manual(_) => true,
            Self::Add(add) => !add.is_busy(),
            Self::Confirm(_) | Self::Registered(_) | Self::About | Self::Clock => false,
        }
    }

    pub fn page(&self, room: Room, now: Reading, local: &dyn LocalTime) -> Page {
        match (self, room.vault) {
            (Self::Token, Vault::Opening) => Page::Opening,
            (Self::Token, Vault::Shut(trouble)) => Page::Trouble(trouble::view(*trouble, room)),
            (Self::Token, Vault::Open(_)) => Page::Token(token::view(room, now, local)),
            (Self::Tokens, vault) => Page::Tokens(vault.desk().map(tokens::rows).unwrap_or_default()),
            (Self::Add(page), vault) if vault.is_empty() => Page::Welcome(page.view(room)),
            (Self::Add(page), _) => Page::Add(page.view(room)),
            (Self::Manual(page), _) => Page::Manual(page.view()),
            (Self::Confirm(page), _) => Page::Confirm(page.view()),
            (Self::Registered(next), _) => {
                Page::Registered(RegisteredView { token: token::view(room, now, local), next: *next })
            }
            (Self::About, _) => Page::About(about::view(room)),
            (Self::Clock, _) => Page::Clock(clock::view(room, now)),
        }
    }

    /// What was done on a page is heard by that page alone.
    pub fn act(self, action: Action, room: Room) -> Turn {
        match (self, action) {
            (Self::Add(page), Action::Add(act)) => page.act(act, room),
            (Self::Manual(page), Action::Manual(act)) => page.act(act, room),
            (Self::Confirm(page), Action::Confirm(act)) => page.act(act, room),
            (Self::Registered(next), Action::Registered(act)) => Turn::stay(Self::Registered(next.act(act))),
            (Self::About, Action::About(AboutAct::RunSelfTest)) => {
                Turn::stay(Self::About).with(Effect::RunSelfTest)
            }
            (elsewhere, _) => Turn::stay(elsewhere),
        }
    }

    /// An answer to this visit of the page.
    pub fn hear(self, reply: Reply, room: Room) -> Turn {
        match self {
            Self::Add(page) => page.hear(reply, room),
            Self::Manual(page) => page.hear(reply, room),
            elsewhere @ (Self::Token
            | Self::Tokens
            | Self::Confirm(_)
            | Self::Registered(_)
            | Self::About
            | Self::Clock) => Turn::stay(elsewhere),
        }
    }

    /// Back, where nothing of the frame lies over the page.
    pub fn back(self, vault: &Vault) -> Turn {
        match self.parent(vault) {
            Parent::Leaves | Parent::Home => Next::Home.into(),
            Parent::Add => Turn::go(Self::Add(Add::default())),
            Parent::Stays => Turn::stay(self),
        }
    }
}
