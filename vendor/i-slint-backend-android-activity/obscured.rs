//! Which touches came through another app's window: on Android 8 to 11 such a window can show one thing and let the
//! finger through to another. From Android 12 on the system keeps such touches from the app, which also hides other
//! apps' windows (Guard.java).
//!
//! No word of Android's or of Slint's is in here, so that tests/rooms/android_obscured.rs runs it.

/// What Android says of a touch: whether another app's window lies where the finger is, and whether one lies
/// elsewhere on this window.
const HERE: u32 = 1;
const ELSEWHERE: u32 = 2;

/// Whether Android counts the popups of the app itself (Slint's handles of a text, its menu for cut and paste) among the
/// windows elsewhere: Android 10 does. There they would keep every other touch from the app.
pub fn by_own_popups(api: i32) -> bool {
    api == 29
}

/// What becomes of one event of a finger or a mouse.
#[derive(Debug, PartialEq)]
pub enum Touch {
    Passes,
    /// The first event of a gesture that is dropped. Where Slint saw its beginning, it must see it cancelled.
    Obscured {
        begun: bool,
    },
    /// The rest of that gesture.
    Dropped,
}

/// The gesture of now.
#[derive(Clone, Copy, Default)]
pub struct Gesture {
    begun: bool,
    dropped: bool,
}

impl Gesture {
    /// `api` is Android's level, `down` says that the first finger comes down, and `flags` are the event's.
    pub fn judge(&mut self, api: i32, down: bool, flags: u32) -> Touch {
        if down {
            *self = Self::default();
        }
        // Android 10 was the first to tell of windows elsewhere. Before, the bit meant nothing.
        let meant = match api {
            31.. => 0,
            29.. => HERE | ELSEWHERE,
            _ => HERE,
        };
        if self.dropped {
            return Touch::Dropped;
        }
        if flags & meant != 0 {
            self.dropped = true;
            return Touch::Obscured { begun: self.begun };
        }
        self.begun = true;
        Touch::Passes
    }
}
