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
    // Nothing is ever half done under the lock.
    SESSIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands in what another app sent, or how a page ended that an earlier process opened; before the app is
/// there, it waits.
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

    /// Ends an older session and waits until it has let go of the vault, whose lock knows no difference
    /// between two activities of one process and two processes. Android starts a new activity (Back,
    /// then the icon again) before it ends the old one.
    pub fn begin() -> Self {
        let mut sessions = sessions();
        if sessions.running.is_some() {
            // Still the old one's loop: Slint learns of the new one afterwards.
            let _ = slint::quit_event_loop();
            let patience = ENDED.wait_timeout_while(sessions, Self::PATIENCE, |all| all.running.is_some());
            sessions = patience.unwrap_or_else(PoisonError::into_inner).0;
        }
        sessions.begun += 1;
        sessions.running = Some(sessions.begun);
        Self { number: sessions.begun }
    }

    /// From now on what is sent comes in.
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
            // Their pages belonged to this activity: nobody waits for them any more.
            SCANNER.abandon();
            CHOOSER.abandon();
        }
        if sessions.running == Some(self.number) {
            sessions.running = None;
            ENDED.notify_all();
        }
    }
}
