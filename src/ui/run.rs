//! Drives the screen with the app: actions in, views out, and one timer for the next change.

// The thread-local below is made by a `const` block. On systems where the standard library keeps thread-locals under
// keys, clippy asks for that block although it is there.
#![allow(clippy::missing_const_for_thread_local)]

use super::Screen;
use crate::app::{Action, App, Event};
use slint::{Timer, TimerMode};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// What the app is to hear. It may come while the app is at work, and then waits.
enum Happening {
    Act(Action),
    Tell(Event),
}

/// The app, its screen, and the channel through which workers answer. It stays on the thread of the screen.
pub struct Runner {
    app: RefCell<App>,
    screen: Screen,
    timer: Timer,
    events: Receiver<Event>,
    waiting: RefCell<VecDeque<Happening>>,
    /// The screen is being changed, and whether something has come meanwhile that it does not show yet.
    showing: Cell<bool>,
    stale: Cell<bool>,
}

thread_local! {
    /// A worker wakes this thread with a closure that can carry nothing of this thread, such as the runner: the
    /// closure finds the runner here.
    static RUNNING: RefCell<Weak<Runner>> = const { RefCell::new(Weak::new()) };
}

/// The sending end for workers, and the receiving end for [`Runner::new`].
pub fn mailbox() -> (Sender<Event>, Receiver<Event>) {
    channel()
}

/// Sends a worker's event and wakes the screen's thread, if its event loop runs already.
pub fn post(sender: &Sender<Event>, event: Event) {
    if sender.send(event).is_ok() {
        // Before the event loop runs this fails, and nothing is lost: `Runner::new` looks into the channel by itself.
        let _ = slint::invoke_from_event_loop(|| {
            if let Some(runner) = RUNNING.with_borrow(Weak::upgrade) {
                runner.collect();
            }
        });
    }
}

/// Changes the screen from any thread, on the thread of the screen. Does nothing before the screen runs.
pub fn on_screen(change: impl FnOnce(&Screen) + Send + 'static) {
    let _ = slint::invoke_from_event_loop(move || {
        if let Some(runner) = RUNNING.with_borrow(Weak::upgrade) {
            change(&runner.screen);
        }
    });
}

impl Runner {
    /// How long the first picture waits for the vault, which a worker opens meanwhile.
    const PATIENCE: Duration = Duration::from_millis(30);

    /// Takes an `app` that has been started already, so that its workers are busy while the window is made.
    pub fn new(app: App, events: Receiver<Event>) -> Result<Rc<Self>, slint::PlatformError> {
        let screen = Screen::new(|action| {
            if let Some(runner) = RUNNING.with_borrow(Weak::upgrade) {
                runner.happen(Happening::Act(action));
            }
        })?;
        let runner = Rc::new(Self {
            app: RefCell::new(app),
            screen,
            timer: Timer::default(),
            events,
            waiting: RefCell::default(),
            showing: Cell::default(),
            stale: Cell::default(),
        });
        RUNNING.set(Rc::downgrade(&runner));
        runner.collect_first();
        Ok(runner)
    }

    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    pub fn act(&self, action: Action) {
        self.happen(Happening::Act(action));
    }

    pub fn tell(&self, event: Event) {
        self.happen(Happening::Tell(event));
    }

    /// Takes in what workers sent.
    fn collect(&self) {
        for event in self.events.try_iter() {
            self.happen(Happening::Tell(event));
        }
        self.refresh();
    }

    /// Waits for the vault and for the first codes, one answer after the other, no longer than [`Self::PATIENCE`]:
    /// the first picture is the page itself and not an empty one.
    fn collect_first(&self) {
        let end = Instant::now() + Self::PATIENCE;
        while self.app.borrow().awaits_picture() {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(event) = self.events.recv_timeout(left) else { break };
            self.happen(Happening::Tell(event));
        }
        self.collect();
    }

    /// Lets the app hear what happened, at once or in its turn: what the app changes on the screen may itself call
    /// back.
    fn happen(&self, happening: Happening) {
        self.waiting.borrow_mut().push_back(happening);
        let Ok(mut app) = self.app.try_borrow_mut() else { return };
        while let Some(next) = { self.waiting.borrow_mut().pop_front() } {
            match next {
                Happening::Act(action) => app.act(action),
                Happening::Tell(event) => app.tell(event),
            }
        }
        drop(app);
        self.refresh();
    }

    /// Shows what is, and sleeps until it changes by itself: there is no polling timer. What is changed on the screen may
    /// call back while it is being shown: a field that loses the keys tells what a phone's keyboard had begun in it. What
    /// comes of that is shown afterwards.
    fn refresh(&self) {
        self.stale.set(true);
        if self.showing.replace(true) {
            return;
        }
        while self.stale.take() {
            self.show();
        }
        self.showing.set(false);
    }

    fn show(&self) {
        let Ok(app) = self.app.try_borrow() else { return };
        let (view, next) = app.look();
        drop(app);
        self.screen.show(&view);
        match next {
            None => self.timer.stop(),
            Some(wait) => self.timer.start(TimerMode::SingleShot, wait, || {
                if let Some(runner) = RUNNING.with_borrow(Weak::upgrade) {
                    runner.tell(Event::Tick);
                }
            }),
        }
    }
}
