//! A visit to the camera's page: it comes, it stands, it leaves once with one answer.
//!
//! UIKit ignores a request to close a page that is still sliding in. An answer that is there so early waits until the
//! page stands.

use crate::app::Scan;
use std::cell::Cell;

/// What the page does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Start the camera.
    Start,
    /// Release the camera; the page cannot go yet.
    Release,
    /// Go, with this answer; the camera is released.
    Leave(Scan),
    Nothing,
}

#[derive(Default)]
pub struct Visit {
    stands: Cell<bool>,
    ended: Cell<bool>,
    /// The answer that was given before the page could go.
    waiting: Cell<Option<Scan>>,
}

impl Visit {
    /// The page has come.
    pub fn stands(&self) -> Next {
        self.stands.set(true);
        match self.waiting.take() {
            Some(how) => Next::Leave(how),
            None if self.ended.get() => Next::Nothing,
            None => Next::Start,
        }
    }

    /// Only the first answer counts.
    pub fn end(&self, how: Scan) -> Next {
        if self.ended.replace(true) {
            Next::Nothing
        } else if self.stands.get() {
            Next::Leave(how)
        } else {
            self.waiting.set(Some(how));
            Next::Release
        }
    }

    /// The page is gone. `Some`: the page had not asked to go, so UIKit closed it, and this is the answer.
    pub fn gone(&self) -> Option<Scan> {
        if self.ended.replace(true) { self.waiting.take() } else { Some(Scan::Cancelled) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_and_goes_with_the_first_answer() {
        let visit = Visit::default();
        assert_eq!(visit.stands(), Next::Start);
        assert_eq!(visit.end(Scan::ByHand), Next::Leave(Scan::ByHand));
        assert_eq!(visit.end(Scan::Failed), Next::Nothing);
        // Seen once more on its way out: the camera stays off.
        assert_eq!(visit.stands(), Next::Nothing);
        assert_eq!(visit.gone(), None, "the answer comes with its going");
    }

    #[test]
    fn an_answer_before_it_stands_waits_and_the_camera_never_starts() {
        let visit = Visit::default();
        assert_eq!(visit.end(Scan::Failed), Next::Release);
        assert_eq!(visit.end(Scan::Cancelled), Next::Nothing);
        assert_eq!(visit.stands(), Next::Leave(Scan::Failed));
        assert_eq!(visit.gone(), None);
    }

    #[test]
    fn closed_by_somebody_else_it_answers_all_the_same() {
        let visit = Visit::default();
        visit.stands();
        assert_eq!(visit.gone(), Some(Scan::Cancelled));
        assert_eq!(visit.end(Scan::Failed), Next::Nothing);
        let early = Visit::default();
        early.end(Scan::ByImage);
        assert_eq!(early.gone(), Some(Scan::ByImage), "it never stood");
    }
}
