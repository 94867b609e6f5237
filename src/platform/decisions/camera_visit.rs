//! A visit to the camera's page: it comes, it stands, it leaves once with one answer.
//!
//! UIKit ignores a page that wants to go while it is still coming. An answer that is there too early waits.

use crate::app::Scan;
use std::cell::Cell;

/// What the page does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
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
    /// Given before the page could go.
    waiting: Cell<Option<Scan>>,
}

impl Visit {
    /// The page has come.
    pub fn stands(&self) -> Step {
        self.stands.set(true);
        match self.waiting.take() {
            Some(how) => Step::Leave(how),
            None if self.ended.get() => Step::Nothing,
            None => Step::Start,
        }
    }

    /// Only the first answer counts.
    pub fn end(&self, how: Scan) -> Step {
        if self.ended.replace(true) {
            Step::Nothing
        } else if self.stands.get() {
            Step::Leave(how)
        } else {
            self.waiting.set(Some(how));
            Step::Release
        }
    }

    /// The page is gone. `Some`: it was not the page that went, so this is the answer.
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
        assert_eq!(visit.stands(), Step::Start);
        assert_eq!(visit.end(Scan::ByHand), Step::Leave(Scan::ByHand));
        assert_eq!(visit.end(Scan::Failed), Step::Nothing);
        // Seen once more on its way out: the camera stays off.
        assert_eq!(visit.stands(), Step::Nothing);
        assert_eq!(visit.gone(), None, "the answer comes with its going");
    }

    #[test]
    fn an_answer_before_it_stands_waits_and_the_camera_never_starts() {
        let visit = Visit::default();
        assert_eq!(visit.end(Scan::Failed), Step::Release);
        assert_eq!(visit.end(Scan::Cancelled), Step::Nothing);
        assert_eq!(visit.stands(), Step::Leave(Scan::Failed));
        assert_eq!(visit.gone(), None);
    }

    #[test]
    fn closed_by_somebody_else_it_answers_all_the_same() {
        let visit = Visit::default();
        visit.stands();
        assert_eq!(visit.gone(), Some(Scan::Cancelled));
        assert_eq!(visit.end(Scan::Failed), Step::Nothing);
        let early = Visit::default();
        early.end(Scan::ByImage);
        assert_eq!(early.gone(), Some(Scan::ByImage), "it never stood");
    }
}
