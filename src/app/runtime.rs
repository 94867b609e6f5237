//! Model and effects together: one door for actions, one for answers, one to look.

use super::effects::{Answer, Effects};
use super::{Action, Effect, Event, LocalTime, Model, View};
use crate::otp::Clock;
use std::collections::VecDeque;
use std::time::Duration;

/// The running app, without its screen.
pub struct App {
    model: Model,
    effects: Effects,
    clock: Box<dyn Clock>,
    local: Box<dyn LocalTime>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.model.fmt(f)
    }
}

impl App {
    pub fn new(model: Model, effects: Effects, clock: Box<dyn Clock>, local: Box<dyn LocalTime>) -> Self {
        Self { model, effects, clock, local }
    }

    pub fn start(&mut self) {
        let effects = self.model.start();
        self.perform(effects);
    }

    pub fn act(&mut self, action: Action) {
        let effects = self.model.update(action, self.clock.read());
        self.perform(effects);
    }

    pub fn tell(&mut self, event: Event) {
        let effects = self.model.answer(event, self.clock.read());
        self.perform(effects);
    }

    pub fn receive(&mut self, answer: Answer) {
        let event = self.effects.receive(answer);
        self.tell(event);
    }

    /// What an action asks for, unperformed.
    #[cfg(test)]
    pub(super) fn effects_of(&mut self, action: Action) -> Vec<Effect> {
        self.model.update(action, self.clock.read())
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        let mut queue = VecDeque::from(effects);
        while let Some(effect) = queue.pop_front() {
            if let Some(event) = self.effects.perform(effect, self.model.language()) {
                queue.extend(self.model.answer(event, self.clock.read()));
            }
        }
    }

    /// What to show now, and in how long to look again (`None`: not until something happens).
    pub fn look(&self) -> (View, Option<Duration>) {
        let now = self.clock.read();
        (self.model.view(now, &*self.local), self.model.refresh_in(now))
    }
}
