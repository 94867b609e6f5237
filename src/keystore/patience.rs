//! Waits for another process, and never without an end.
//!
//! A keystore that waits for a person looks the same as one that has stopped: neither answers. What tells
//! them apart is whether the keystore answers somebody else meanwhile.

use super::KeystoreError;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long a question may take.
#[derive(Clone, Copy)]
pub struct Patience {
    /// How long to wait for an answer where the keystore may have stopped.
    pub answer: Duration,
    /// How long to wait where the keystore waits for a person.
    pub person: Duration,
}

/// Whose turn it is: a question begins when the one before has ended, also one for whose answer nobody waits any more.
/// Else a note that is written late could take the place of a newer one.
pub struct Turns {
    taken: Mutex<bool>,
    free: Condvar,
}

/// The turn of one question; it ends when this is dropped.
struct Turn(Arc<Turns>);

impl Turns {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { taken: Mutex::new(false), free: Condvar::new() })
    }

    fn take(self: &Arc<Self>, within: Duration) -> Result<Turn, KeystoreError> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.free.wait_timeout_while(taken, within, |taken| *taken);
        let (mut taken, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if std::mem::replace(&mut *taken, true) { Err(KeystoreError::Silent) } else { Ok(Turn(self.clone())) }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.free.notify_one();
    }
}

impl Patience {
    /// As [`ask`](Self::ask), once the question before has ended. `Silent` where that one does not end in time.
    pub fn ask_in_turn<T: Send + 'static>(
        self,
        turns: &Arc<Turns>,
        question: impl FnOnce() -> Result<T, KeystoreError> + Send + 'static,
        lives: impl FnOnce() -> bool + Send + 'static,
    ) -> Result<T, KeystoreError> {
        let turn = turns.take(self.answer)?;
        let question = move || {
            let _turn = turn;
            question()
        };
        self.ask(question, lives)
    }

    /// Asks on a thread of its own. `Silent` where no answer came in time; the question is then left to itself.
    ///
    /// `lives` is asked when half of the time for an answer has gone. It must ask the keystore something for
    /// which the keystore needs no person.
    pub fn ask<T: Send + 'static>(
        self,
        question: impl FnOnce() -> Result<T, KeystoreError> + Send + 'static,
        lives: impl FnOnce() -> bool + Send + 'static,
    ) -> Result<T, KeystoreError> {
        let half = self.answer / 2;
        let answer = begin(question)?;
        if let Ok(answer) = answer.recv_timeout(half) {
            return answer;
        }
        let lives = begin(lives)?;
        if let Ok(answer) = answer.recv_timeout(half) {
            return answer;
        }
        let more = if lives.try_recv() == Ok(true) {
            self.person.saturating_sub(self.answer)
        } else {
            Duration::ZERO
        };
        answer.recv_timeout(more).unwrap_or(Err(KeystoreError::Silent))
    }
}

fn begin<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<Receiver<T>, KeystoreError> {
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new().spawn(move || {
        // Whoever asked may have stopped waiting, and then nobody hears the answer.
        let _ = sender.send(work());
    });
    thread.map(|_| receiver).map_err(|error| KeystoreError::Platform(error.raw_os_error().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::sleep;
    use std::time::Instant;

    const fn milliseconds(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    /// An answer is waited for 100 ms, a person 1,000 ms.
    #[track_caller]
    fn case(takes: u64, lives: bool, expected: Result<u8, KeystoreError>, within: std::ops::Range<u64>) {
        let patience = Patience { answer: milliseconds(100), person: milliseconds(1000) };
        let begun = Instant::now();
        let question = move || {
            sleep(milliseconds(takes));
            Ok(7)
        };
        assert_eq!(patience.ask(question, move || lives), expected);
        let took = begun.elapsed();
        assert!((milliseconds(within.start)..milliseconds(within.end)).contains(&took), "{took:?}");
    }

    #[test]
    fn an_answer_is_passed_on_as_soon_as_it_comes() {
        case(0, false, Ok(7), 0..90);
        case(400, true, Ok(7), 400..900);
    }

    #[test]
    fn a_keystore_that_has_stopped_is_left_soon_and_a_person_later() {
        case(60_000, false, Err(KeystoreError::Silent), 100..900);
        case(60_000, true, Err(KeystoreError::Silent), 1000..5000);
    }

    /// A note that is given up and written all the same, later, is written before the next one.
    #[test]
    fn a_late_note_never_takes_the_place_of_a_newer_one() {
        let patience = Patience { answer: milliseconds(100), person: milliseconds(100) };
        let (turns, noted) = (Turns::new(), Arc::new(Mutex::new(0)));
        let (release, held) = channel::<()>();
        let late = noted.clone();
        let first = patience.ask_in_turn(
            &turns,
            move || {
                let _ = held.recv();
                *late.lock().unwrap() = 1;
                Ok(())
            },
            || false,
        );
        assert_eq!(first, Err(KeystoreError::Silent));
        let note = |number| {
            let noted = noted.clone();
            patience.ask_in_turn(
                &turns,
                move || {
                    *noted.lock().unwrap() = number;
                    Ok(())
                },
                || false,
            )
        };
        assert_eq!(note(2), Err(KeystoreError::Silent), "the first one may still be written");
        release.send(()).unwrap();
        while note(3).is_err() {}
        assert_eq!(*noted.lock().unwrap(), 3);
    }

    #[test]
    fn a_refusal_is_an_answer() {
        let patience = Patience { answer: milliseconds(1000), person: milliseconds(1000) };
        let refused = patience.ask(|| Err::<u8, _>(KeystoreError::Locked), || false);
        assert_eq!(refused, Err(KeystoreError::Locked));
    }
}
