//! The app lock: a layer above the page. While it is down only its own pages are heard and seen, and the page below hears
//! nothing that could change it.
//!
//! It comes down when the vault is behind a passcode, and when something needs the passcode once more.

use super::effect::{Effect, Postponed, Ticket};
use super::model::{Model, Vault};
use super::pages::add::Add;
use super::pages::lock::{Asks, Lock, Wait};
use super::pages::passcode::{Aim, Passcode};
use super::pages::{Next, Room, Turn};
use super::place::{Page, Parent, Place, Remains};
use super::view::LocalTime;
use super::{Refusal, Reply, Touch, VaultTrouble};
use crate::keystore::{BiometricError, KeyId};
use crate::otp::Reading;
use crate::vault::{Tries, VaultError};
use std::mem;
use std::time::Duration;

/// What is known of a vault that a passcode opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Barred {
    pub why: Bar,
    pub tries: Tries,
    /// Under which id the biometric keystore has the secret that opens the vault too, where it may have it.
    pub biometrics: Option<KeyId>,
}

/// Why the passcode does not open the vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// None was given.
    Untried,
    /// It is another one. The try was counted.
    Wrong,
    /// The wait after wrong ones is not over. No try was made.
    TooSoon,
    /// The system gave nothing out for a face or a finger.
    Biometrics(BiometricError),
}

/// Whether a face or a finger opens the vault, as far as the model knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Recognition {
    /// The device would recognise one now.
    pub possible: bool,
    /// The vault that is locked opens with one.
    pub opens: bool,
}

impl Recognition {
    /// Whether to offer it on the lock's pages.
    pub fn is_way_in(self) -> bool {
        self.possible && self.opens
    }
}

/// Why there is no open vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOpened {
    Trouble(VaultTrouble),
    Barred(Barred),
}

/// The vault's refusal, with what is known of the tries and of the secret for biometrics where a passcode is meant.
pub(super) fn barred(
    error: VaultError,
    known: impl FnOnce() -> Result<(Tries, Option<KeyId>), VaultError>,
) -> NotOpened {
    let why = match error {
        VaultError::PasscodeNeeded => Bar::Untried,
        VaultError::WrongPasscode => Bar::Wrong,
        VaultError::TooSoon => Bar::TooSoon,
        other => return other.into(),
    };
    match known() {
        Ok((tries, biometrics)) => NotOpened::Barred(Barred { why, tries, biometrics }),
        Err(error) => error.into(),
    }
}

impl From<VaultError> for NotOpened {
    fn from(error: VaultError) -> Self {
        Self::Trouble(error.into())
    }
}

impl From<VaultTrouble> for NotOpened {
    fn from(trouble: VaultTrouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// Why a token was not stored.
impl From<NotOpened> for Refusal {
    fn from(why: NotOpened) -> Self {
        match why {
            NotOpened::Trouble(trouble) => trouble.into(),
            NotOpened::Barred(_) => Self::PasscodeNeeded,
        }
    }
}

/// The layer while it is down.
#[derive(Debug)]
pub(super) struct Layer {
    /// One of the lock's own pages.
    place: Place,
    visit: Ticket,
    since: Duration,
    over: Over,
    /// The system's question for a face has come up by itself.
    has_asked: bool,
}

/// What the layer lies over.
#[derive(Debug)]
enum Over {
    /// A vault that the passcode opens.
    Vault,
    /// An open vault, of which this was asked.
    Postponed(Postponed),
}

impl Model {
    /// The page that is seen and heard.
    pub(super) fn front(&self) -> &Place {
        self.layer.as_ref().map_or(&self.place, |layer| &layer.place)
    }

    pub(super) fn page(&self, now: Reading, local: &dyn LocalTime) -> Page {
        let room = self.layer.as_ref().map_or_else(|| self.room(now), |layer| self.room_of(layer, now));
        self.front().page(room, now, local)
    }

    fn room_of(&self, layer: &Layer, now: Reading) -> Room<'_> {
        Room { ticket: layer.visit, since: layer.since, ..self.room(now) }
    }

    /// The lock asks as the passcode was entered when it was set.
    fn as_entered(&self, lock: Lock) -> Lock {
        lock.by_text(self.settings.lock_by_text && self.device.keystore_is_shared)
    }

    fn let_down(&mut self, lock: Lock, over: Over) {
        self.menu_open = false;
        let (visit, since) = (self.next_visit(), self.last);
        let place = self.as_entered(lock).into();
        self.layer = Some(Layer { place, visit, since, over, has_asked: false });
    }

    // ---- what comes down

    /// The vault is behind a passcode, or still is.
    pub(super) fn barred(&mut self, barred: Barred, now: Reading) -> Vec<Effect> {
        let wait = Wait::of(barred.tries, now);
        self.recognition.opens = barred.biometrics.is_some();
        // Where the customer reads what to do without the passcode, the page stays.
        match self.layer.as_mut().map(|layer| &mut layer.place) {
            Some(Place::Lock(lock)) => lock.hear_bar(barred.why, wait),
            Some(Place::Forgot(forgot)) => forgot.hear_bar(barred.why, wait),
            Some(_) => {}
            None => self.let_down(Lock::over_vault(wait), Over::Vault),
        }
        self.vault = Vault::Locked;
        match barred.why {
            Bar::Biometrics(_) => vec![Effect::Feel(Touch::Refused)],
            Bar::Untried | Bar::Wrong | Bar::TooSoon => Vec::new(),
        }
    }

    /// The system's question for a face comes up by itself, once each time that the lock has come down and is seen.
    /// After a customer has closed it, a key brings it back.
    pub(super) fn ask_by_itself(&mut self) -> Vec<Effect> {
        let is_due = self.visible && self.recognition.is_way_in();
        match &mut self.layer {
            Some(Layer { place: Place::Lock(lock), over: Over::Vault, has_asked, .. })
                if is_due && !*has_asked =>
            {
                *has_asked = true;
                lock.ask_for_a_face().into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The page that asked waits, as it is, until the passcode was given or is not given.
    pub(super) fn postpone(&mut self, postponed: Postponed, tries: Tries, now: Reading) -> Vec<Effect> {
        if postponed.ticket() == self.visit {
            self.let_down(Lock::once_more(Wait::of(tries, now)), Over::Postponed(postponed));
        }
        Vec::new()
    }

    /// Since when nobody sees the app, or sees it again.
    pub(super) fn note_hidden(&mut self, visible: bool, now: Reading) {
        self.must_lock |= self.is_lock_due(now);
        self.hidden_since = (!visible).then_some(now.monotonic);
        self.screen_off &= !visible;
    }

    /// The phone's screen went off. Android may say so late, after the customer is back: then the app locks once, and what
    /// opens it again stays open.
    pub(super) fn note_screen_off(&mut self) {
        self.must_lock = true;
        self.screen_off = true;
    }

    fn lock_at(&self) -> Option<Duration> {
        let locks = self.vault.desk().is_some_and(|desk| desk.app_lock);
        self.hidden_since.filter(|_| locks).map(|since| since + self.settings.lock_after.time())
    }

    fn is_lock_due(&self, now: Reading) -> bool {
        self.lock_at().is_some_and(|at| now.monotonic >= at)
    }

    /// How long until the app locks by itself.
    pub(super) fn next_lock(&self, now: Reading) -> Option<Duration> {
        self.lock_at()?.checked_sub(now.monotonic).filter(|left| !left.is_zero())
    }

    /// Locks the app whose time has come: nobody has seen it for the time that the customer chose, or the phone's screen
    /// is off. A page that waits for the vault to be written hears the end of that first.
    pub(super) fn lock_when_due(&mut self, now: Reading) -> Vec<Effect> {
        let is_open = self.vault.desk().is_some_and(|desk| desk.app_lock);
        // The screen is asked for each time: a vault whose passcode was being tried may open after the screen went off.
        let screen_off = self.screen_off && !self.visible;
        self.must_lock |= self.is_lock_due(now) | screen_off | self.clock.leapt(is_open, now);
        self.must_lock &= is_open;
        if !self.must_lock {
            return Vec::new();
        }
        let mut effects = self.give_up_postponed(now);
        if self.place.manners(&self.vault).parent == Parent::Stays {
            return effects;
        }
        self.must_lock = false;
        if self.place.manners(&self.vault).remains == Remains::Nothing {
            self.place = Place::Opening;
            self.visit = self.next_visit();
        }
        self.covers.forget();
        self.vault = Vault::Locked;
        // The keeper tells it once the vault is locked.
        self.recognition.opens = false;
        self.let_down(Lock::over_vault(Wait::default()), Over::Vault);
        effects.push(Effect::LockVault);
        effects
    }

    // ---- what lifts it

    /// The vault is open, or shut. Whether the customer is to choose another passcode now, for which the face counts.
    pub(super) fn lift(&mut self) -> bool {
        self.recognition.opens = false;
        let layer = self.layer.take();
        layer.is_some_and(|layer| matches!(&layer.place, Place::Forgot(forgot) if forgot.is_asking()))
    }

    /// Another passcode in the place of the forgotten one. It counts on this page alone that a face has opened the vault.
    pub(super) fn renew_passcode(&mut self) -> Vec<Effect> {
        self.presented = true;
        self.go(Passcode::new(Aim::Renew, false))
    }

    /// The passcode or a face counts on the page on which it was given, and on the one that follows a new passcode.
    pub(super) fn put_passcode_away(&mut self) -> Option<Effect> {
        let counts_here = self.place.manners(&self.vault).holds_passcode;
        let ends = self.presented && !counts_here;
        self.presented &= counts_here;
        ends.then_some(Effect::PutPasscodeAway)
    }

    /// An answer to the layer.
    pub(super) fn layer_hears(&mut self, reply: Reply, now: Reading) -> Vec<Effect> {
        match (reply, self.layer.take()) {
            (Reply::Tried(Ok(())), Some(Layer { over: Over::Postponed(postponed), .. })) => {
                vec![postponed.again()]
            }
            (reply, layer) => {
                self.layer = layer;
                self.turn_layer(now, |place, room| place.hear(reply, room))
            }
        }
    }

    pub(super) fn is_of_layer(&self, ticket: Ticket) -> bool {
        self.layer.as_ref().is_some_and(|layer| layer.visit == ticket)
    }

    /// The customer leaves the question for the passcode: what was asked is not done.
    fn give_up_postponed(&mut self, now: Reading) -> Vec<Effect> {
        match self.layer.take() {
            Some(Layer { over: Over::Postponed(postponed), .. }) => {
                let reply = postponed.refused();
                self.turn(now, |place, room| place.hear(reply, room))
            }
            layer => {
                self.layer = layer;
                Vec::new()
            }
        }
    }

    /// What is done on the page that is seen.
    pub(super) fn turn_front(&mut self, now: Reading, turn: impl FnOnce(Place, Room) -> Turn) -> Vec<Effect> {
        if self.layer.is_some() { self.turn_layer(now, turn) } else { self.turn(now, turn) }
    }

    /// As [`Model::turn`], of the layer. Whatever a page of the lock wants beside what is named here leaves the layer down.
    fn turn_layer(&mut self, now: Reading, turn: impl FnOnce(Place, Room) -> Turn) -> Vec<Effect> {
        let Some(mut layer) = self.layer.take() else { return Vec::new() };
        let place = mem::replace(&mut layer.place, Place::Opening);
        let Turn { next, effects, orders: _ } = turn(place, self.room_of(&layer, now));
        match (next, layer.over) {
            (Next::Stay(place), over) => self.layer = Some(Layer { place, over, ..layer }),
            (Next::Go(place), over) => {
                let place = match place {
                    Place::Lock(lock) => self.as_entered(lock).into(),
                    place => place,
                };
                let (visit, since) = (self.next_visit(), self.last);
                self.layer = Some(Layer { place, visit, since, over, ..layer });
            }
            (Next::RegisterOver, Over::Vault) => {
                self.vault = Vault::Shut(VaultTrouble::AppLocked);
                return self.go(Add::default());
            }
            (Next::Home, over @ Over::Postponed(_)) => {
                self.layer = Some(Layer { over, ..layer });
                return self.give_up_postponed(now);
            }
            (_, Over::Vault) => self.let_down(Lock::over_vault(Wait::default()), Over::Vault),
            (_, over @ Over::Postponed(_)) => self.let_down(Lock::once_more(Wait::default()), over),
        }
        effects
    }
}

impl Lock {
    fn over_vault(wait: Wait) -> Self {
        Self::new(Asks::ToOpen, wait)
    }

    fn once_more(wait: Wait) -> Self {
        Self::new(Asks::OnceMore, wait)
    }
}
