//! Model and effects together: one door for actions, one for events, one to look.

use super::effects::{Ambient, Effects, Workers};
use super::{Action, Device, DeviceFacts, Effect, Event, KeystoreChoice, LocalTime, Model, Settings, View};
use crate::otp::Clock;
use crate::vault::Cost;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The running app, without its screen.
pub struct App {
    model: Model,
    effects: Effects,
    clock: Arc<dyn Clock + Send + Sync>,
    local: Box<dyn LocalTime>,
}

/// What an app is made of.
pub struct Start {
    /// The app's own folder; made when it is first written.
    pub folder: PathBuf,
    pub keystore: KeystoreChoice,
    /// What a try of a passcode costs that is set: tests take the least.
    pub passcode_cost: Cost,
    pub device: Arc<dyn Device>,
    pub facts: DeviceFacts,
    pub settings: Settings,
    pub clock: Arc<dyn Clock + Send + Sync>,
    pub local: Box<dyn LocalTime>,
    pub workers: Workers,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.model.fmt(f)
    }
}

impl App {
    /// The app before its first effect; [`App::begin`] opens the vault.
    pub fn over(start: Start) -> Self {
        let Start { folder, keystore, passcode_cost, device, facts, settings, clock, local, workers } = start;
        let effects = Effects::new(
            folder,
            keystore,
            passcode_cost,
            device,
            Ambient {
                built: facts.built,
                max_pixels: facts.max_pixels,
                clock: clock.clone(),
                boot: facts.boot.clone(),
            },
            workers,
        );
        Self { model: Model::new(facts, settings), effects, clock, local }
    }

    /// The same app, which now writes nothing: for a picture of the app.
    pub fn read_only(self) -> Self {
        self.effects.read_only();
        self
    }

    pub fn begin(&mut self) {
        let effects = self.model.start();
        self.perform(effects);
    }

    pub fn act(&mut self, action: Action) {
        let effects = self.model.update(action, self.clock.read());
        self.perform(effects);
    }

    pub fn tell(&mut self, event: Event) {
        let effects = self.model.hear(event, self.clock.read());
        self.perform(effects);
    }

    /// Whether the first picture is worth waiting for: the vault is being opened, or its codes are on their way.
    pub fn awaits_picture(&self) -> bool {
        self.model.awaits_picture(self.clock.read())
    }

    /// The effects that an action asks for, without performing them.
    #[cfg(test)]
    pub(super) fn effects_of(&mut self, action: Action) -> Vec<Effect> {
        self.model.update(action, self.clock.read())
    }

    /// Performs an effect for which no page has asked.
    #[cfg(test)]
    pub(super) fn perform_alone(&mut self, effect: Effect) {
        self.perform(vec![effect]);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut queue = VecDeque::from(effects);
        while let Some(effect) = queue.pop_front() {
            let now = self.clock.read().time;
            if let Some(event) = self.effects.perform(effect, self.model.language(), now) {
                queue.extend(self.model.hear(event, self.clock.read()));
            }
        }
    }

    /// What to show now, and in how long to look again (`None`: not until something happens).
    pub fn look(&self) -> (View, Option<Duration>) {
        let now = self.clock.read();
        (self.model.view(now, &*self.local), self.model.refresh_in(now))
    }
}
