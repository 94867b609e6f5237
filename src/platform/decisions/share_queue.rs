//! Where an event from outside waits until the app runs: Java may be called with a link before `android_main` is.

/// The door of the activity that runs now, or the event that waits for the next activity.
pub struct ShareQueue<Door, Sent> {
    open: Option<(u64, Door)>,
    /// Only the newest waits: a customer who opens two links means the second.
    waiting: Option<Sent>,
}

impl<Door: Clone, Sent> ShareQueue<Door, Sent> {
    pub const fn new() -> Self {
        Self { open: None, waiting: None }
    }

    /// Something was sent. `Some`: hand it through this door. `None`: no door is open, and it waits.
    pub fn bring(&mut self, sent: Sent) -> Option<(Door, Sent)> {
        match &self.open {
            Some((_, door)) => Some((door.clone(), sent)),
            None => {
                self.waiting = Some(sent);
                None
            }
        }
    }

    pub fn door(&self) -> Option<Door> {
        self.open.as_ref().map(|(_, door)| door.clone())
    }

    /// Opens a door in place of an older one, and gives back what waited for a door.
    pub fn open(&mut self, number: u64, door: Door) -> Option<Sent> {
        self.open = Some((number, door));
        self.waiting.take()
    }

    /// Closes the door with this number, unless another door took its place. Says whether it was open.
    pub fn close(&mut self, number: u64) -> bool {
        self.open.take_if(|(open, _)| *open == number).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_early_waits_and_the_newest_wins() {
        let mut queue = ShareQueue::new();
        assert_eq!(queue.bring("old"), None);
        assert_eq!(queue.bring("new"), None);
        assert_eq!(queue.open(1, "first"), Some("new"));
        assert_eq!(queue.bring("later"), Some(("first", "later")));
        assert!(queue.close(1));
        assert_eq!(queue.open(2, "second"), None, "handed in once");
    }

    #[test]
    fn an_old_activity_does_not_close_the_new_ones_door() {
        let mut queue = ShareQueue::<_, &str>::new();
        queue.open(1, "old");
        queue.open(2, "new");
        assert!(!queue.close(1));
        assert_eq!(queue.door(), Some("new"));
        assert!(queue.close(2));
        assert!(!queue.close(2));
        assert_eq!(queue.door(), None);
    }
}
