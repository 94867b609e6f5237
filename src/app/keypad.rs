//! Digits that are typed on the app's own keypad, or with the same keys of a keyboard.
//!
//! What is typed may be a passcode: it is overwritten when it is dropped, and `Debug` does not show it.

use std::fmt;
use zeroize::Zeroizing;

/// A key of the keypad. `Debug` does not show which digit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// 0 to 9; any other number is no key and does nothing.
    Digit(u8),
    /// 消す: the last digit goes.
    Erase,
    /// すべて消す
    Clear,
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Digit(_) => "Digit(…)",
            Self::Erase => "Erase",
            Self::Clear => "Clear",
        })
    }
}

/// What is typed of a number whose length is known.
pub struct Typed {
    digits: Zeroizing<String>,
    length: usize,
}

impl Typed {
    /// Nothing is typed yet of a number of so many digits.
    pub fn of_length(length: usize) -> Self {
        // The text never grows past this, so no copy of it is left behind in freed memory.
        Self { digits: Zeroizing::new(String::with_capacity(length)), length }
    }

    /// A digit past the last one is not taken.
    pub fn press(&mut self, key: Key) {
        match key {
            Key::Digit(digit @ 0..=9) if !self.is_complete() => self.digits.push(char::from(b'0' + digit)),
            Key::Digit(_) => {}
            Key::Erase => {
                self.digits.pop();
            }
            Key::Clear => self.digits.clear(),
        }
    }

    /// The digits so far, left to right.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// How many digits the number has.
    pub fn length(&self) -> usize {
        self.length
    }

    /// How many digits are still to come.
    pub fn missing(&self) -> usize {
        self.length - self.digits.len()
    }

    pub fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    pub fn is_complete(&self) -> bool {
        self.missing() == 0
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Typed({} of {} digits)", self.digits.len(), self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(keys: &[Key], typed: &str, missing: usize) {
        let mut number = Typed::of_length(4);
        keys.iter().for_each(|key| number.press(*key));
        assert_eq!((number.as_str(), number.missing()), (typed, missing));
    }

    #[test]
    fn digits_come_in_their_order_and_stop_at_the_length() {
        use Key::{Clear, Digit, Erase};
        case(&[], "", 4);
        case(&[Erase, Clear], "", 4);
        case(&[Digit(0), Digit(9)], "09", 2);
        case(&[Digit(1), Digit(2), Digit(3), Digit(4), Digit(5)], "1234", 0);
        case(&[Digit(1), Digit(2), Erase, Digit(7)], "17", 2);
        case(&[Digit(1), Digit(2), Clear, Digit(7)], "7", 3);
        case(&[Digit(10), Digit(255)], "", 4);
    }

    #[test]
    fn debug_shows_no_digit() {
        let mut number = Typed::of_length(6);
        number.press(Key::Digit(7));
        assert_eq!(format!("{number:?} {:?}", Key::Digit(7)), "Typed(1 of 6 digits) Digit(…)");
    }
}
