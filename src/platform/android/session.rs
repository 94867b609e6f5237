//! One activity's time: from `android_main` to its return. Two of them may overlap in one process.

use crate::app::{Event, Scan};
use crate::platform::decisions::android_answers::Chosen;
use crate::platform::decisions::question::Question;
use crate::platform::decisions::share_queue::ShareQueue;
use crate::platform::phone::Door;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The camera's page.
pub static SCANNER: Question<Scan> = Question::new();
/// The system's file chooser.
pub static CHOOSER: Question<Chosen> = Question::new();

struct Sessions {
    queue: ShareQueue<Door, Event>,
    begun: u64,
    /// The number of the session that runs.
    running: Option<u64>,
}

static SESSIONS: Mutex<Sessions> = Mutex::new(Sessions { queue: ShareQueue::new(), begun: 0, running: None });
static ENDED: Condvar = Condvar::new();

fn sessions() -> MutexGuard<'static, Sessions> {
    // No panic leaves the sessions half changed while the lock is held.
    SESSIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands the app what another app sent, or how a page ended that an earlier process had opened. Before the app runs,
/// the event waits.
pub fn bring(event: Event) {
    let at_the_door = sessions().queue.bring(event);
    if let Some((door, event)) = at_the_door {
        door.tell(event);
    }
}

/// The running app's door.
pub fn door() -> Option<Door> {
    sessions().queue.door()
}

pub struct Session {
    number: u64,
}

impl Session {
    /// Far below the five seconds after which Android calls an app hung.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// Ends an older session of this process and waits until that session has released the vault. When the
    /// customer presses Back and then the icon, Android starts the new activity before it ends the old one,
    /// and the vault's lock keeps out a second activity as it does a second process.
    pub fn begin() -> Self {
        let mut sessions = sessions();
        if sessions.running.is_some() {
            // This ends the old activity's loop: Slint has not been told of the new activity yet.
            let _ = slint::quit_event_loop();
            let patience = ENDED.wait_timeout_while(sessions, Self::PATIENCE, |all| all.running.is_some());
            sessions = patience.unwrap_or_else(PoisonError::into_inner).0;
        }
        sessions.begun += 1;
        sessions.running = Some(sessions.begun);
        Self { number: sessions.begun }
    }

    /// Lets events in, first the one that waited.
    pub fn open(&self, door: Door) {
        let waited = sessions().queue.open(self.number, door.clone());
        if let Some(event) = waited {
            door.tell(event);
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let mut sessions = sessions();
        if sessions.queue.close(self.number) {
            // The camera's page and the file chooser belonged to this activity: a worker that waits for one is told
            // that no answer will come.
            SCANNER.abandon();
            CHOOSER.abandon();
        }
        if sessions.running == Some(self.number) {
            sessions.running = None;
            ENDED.notify_all();
        }
    }
}
