//! Waits for another process, and never without an end.
//!
//! A keystore that waits for a person looks the same as one that has stopped: neither answers. What tells
//! them apart is whether the keystore answers somebody else meanwhile.

use super::KeystoreError;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long a question may take.
#[derive(Clone, Copy)]
pub struct Patience {
    /// How long to wait for an answer where the keystore may have stopped.
    pub answer: Duration,
    /// How long to wait where the keystore waits for a person.
    pub person: Duration,
}

impl Patience {
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

    #[test]
    fn a_refusal_is_an_answer() {
        let patience = Patience { answer: milliseconds(1000), person: milliseconds(1000) };
        let refused = patience.ask(|| Err::<u8, _>(KeystoreError::Locked), || false);
        assert_eq!(refused, Err(KeystoreError::Locked));
    }
}
