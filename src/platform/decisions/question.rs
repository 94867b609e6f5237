//! One question at a time to a native page: the camera's, the picture chooser's.
//!
//! The page lives elsewhere and answers when it likes: once, twice, after it is gone, or never. Whoever
//! asked hears one answer, or that none will come.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};

/// The place where the answer to the question that is open is put.
pub struct Question<T>(Mutex<Option<Sender<T>>>);

impl<T> Question<T> {
    pub const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Opens the page and waits for its answer. `None`: it did not open, it went away without an
    /// answer, or another question took its place.
    pub fn ask(&self, open: impl FnOnce() -> bool) -> Option<T> {
        let (sender, answer) = channel();
        // The end of an earlier question's sender wakes whoever still waits for it.
        *self.place() = Some(sender);
        if !open() {
            self.abandon();
        }
        answer.recv().ok()
    }

    /// The first answer is heard; later ones, and ones that nobody waits for, come back.
    pub fn answer(&self, answer: T) -> Option<T> {
        let waiting = self.place().take();
        match waiting {
            // Whoever asked may have gone.
            Some(waiting) => waiting.send(answer).err().map(|unheard| unheard.0),
            None => Some(answer),
        }
    }

    /// The page is gone: whoever asked hears that no answer will come.
    pub fn abandon(&self) {
        self.place().take();
    }

    fn place(&self) -> std::sync::MutexGuard<'_, Option<Sender<T>>> {
        // No panic leaves the place half changed while the lock is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn the_first_answer_is_heard_and_the_second_is_not() {
        let question = Question::new();
        let heard = question.ask(|| {
            assert_eq!(question.answer(1), None);
            assert_eq!(question.answer(2), Some(2));
            true
        });
        assert_eq!(heard, Some(1));
        assert_eq!(question.answer(3), Some(3));
        assert_eq!(question.ask(|| false), None, "a late answer is not the next question's");
    }

    #[test]
    fn a_page_that_goes_away_ends_the_question() {
        let question = Question::<u8>::new();
        let heard = question.ask(|| {
            question.abandon();
            question.answer(1);
            true
        });
        assert_eq!(heard, None);
    }

    #[test]
    fn a_new_question_ends_the_old_one() {
        let question = Arc::new(Question::new());
        let (opened, is_open) = channel();
        let old = std::thread::spawn({
            let question = question.clone();
            move || {
                question.ask(|| {
                    opened.send(()).unwrap();
                    true
                })
            }
        });
        is_open.recv().unwrap();
        let new = question.ask(|| {
            question.answer(7);
            true
        });
        assert_eq!((old.join().unwrap(), new), (None, Some(7)));
    }

    #[test]
    fn an_answer_comes_from_another_thread() {
        let question = Arc::new(Question::new());
        let heard = question.ask({
            let question = question.clone();
            move || {
                std::thread::spawn(move || question.answer("text"));
                true
            }
        });
        assert_eq!(heard, Some("text"));
    }
}
