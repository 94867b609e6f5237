//! Which of the files that other apps send is read: one at a time. Each may have 20 MB, and an app may send as many as it
//! likes.

/// What waits while a file is read.
pub struct OneReader<File> {
    reads: bool,
    /// Only the newest waits: a customer who opens two pictures means the second.
    waiting: Option<File>,
}

impl<File> OneReader<File> {
    pub const fn new() -> Self {
        Self { reads: false, waiting: None }
    }

    /// A file was sent. `Some`: it is to be read now, and [`next`](Self::next) is asked when it was. `None`: it waits.
    pub fn bring(&mut self, file: File) -> Option<File> {
        if self.reads {
            self.waiting = Some(file);
            return None;
        }
        self.reads = true;
        Some(file)
    }

    /// A file was read. `Some`: this one is to be read next.
    pub fn next(&mut self) -> Option<File> {
        let next = self.waiting.take();
        self.reads = next.is_some();
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_read_and_the_newest_waits() {
        let mut reader = OneReader::new();
        assert_eq!(reader.bring(1), Some(1));
        assert_eq!((reader.bring(2), reader.bring(3)), (None, None));
        assert_eq!(reader.next(), Some(3));
        assert_eq!(reader.bring(4), None);
        assert_eq!(reader.next(), Some(4));
        assert_eq!(reader.next(), None);
        assert_eq!(reader.bring(5), Some(5));
    }
}
