//! Numbers as the screen wants them: in cells, in groups, and as a screen reader says them.
//!
//! This file knows digits and spaces, and never what a number means.

use skts_screens::{Cell, Number, Serial, TypedCell};
use slint::{Model, ModelRc, SharedString, VecModel};

/// One cell for each digit, one for each gap, one for each run of anything else.
pub(super) fn cell_list(text: &str) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(text.len());
    for character in text.chars() {
        let digit = character.is_ascii_digit();
        let gap = character == ' ';
        match cells.last_mut() {
            Some(last) if !digit && !gap && !last.digit && !last.gap => {
                last.text.push_str(character.encode_utf8(&mut [0; 4]))
            }
            _ => cells.push(Cell { text: SharedString::from(character), digit, gap, marked: false }),
        }
    }
    cells
}

pub(super) fn cells(text: &str) -> ModelRc<Cell> {
    ModelRc::new(VecModel::from(cell_list(text)))
}

/// The cells of a number of `length` digits of which these are typed, with a gap before each digit of `gaps`.
pub(super) fn typed(digits: &str, length: usize, gaps: &[usize]) -> ModelRc<TypedCell> {
    let cells = (0..length).map(|place| TypedCell {
        text: digits.chars().nth(place).map(SharedString::from).unwrap_or_default(),
        current: place == digits.len(),
        gap: gaps.contains(&place),
    });
    ModelRc::new(VecModel::from(cells.collect::<Vec<_>>()))
}

/// Takes the cells out of a list, and with them the elements that show them. Slint would keep both until the window is
/// painted again, and a window that nobody sees is not painted.
pub(super) fn empty(cells: &ModelRc<Cell>) {
    if let Some(cells) = cells.as_any().downcast_ref::<VecModel<Cell>>() {
        cells.set_vec(Vec::new());
    }
}

pub(super) fn empty_serial(serial: &Serial) {
    [&serial.cells, &serial.first, &serial.second, &serial.third].into_iter().for_each(empty);
}

/// `482 913` for `482913`, and eight digits in fours; any other text stays as it is.
fn grouped(code: &str) -> String {
    match code.len() {
        6 if code.is_ascii() => format!("{} {}", &code[..3], &code[3..]),
        8 if code.is_ascii() => format!("{} {}", &code[..4], &code[4..]),
        _ => code.to_owned(),
    }
}

/// `4 8 2、9 1 3`: digit by digit, with a pause between the groups.
fn spoken(code: &str) -> String {
    digit_groups(&grouped(code))
}

/// `1 2 3、4 5 6 7` for `123 4567`.
pub(super) fn digit_groups(grouped: &str) -> String {
    grouped.split(' ').map(digit_by_digit).collect::<Vec<_>>().join("、")
}

/// `4 8 2` for `482`.
pub(super) fn digit_by_digit(digits: &str) -> String {
    digits.chars().map(String::from).collect::<Vec<_>>().join(" ")
}

/// A code of six or eight digits.
pub(super) fn code(digits: &str) -> Number {
    let text = grouped(digits);
    Number { cells: cells(&text), spoken: spoken(digits).into(), text: text.into() }
}

/// A number that is read as it stands: a time, a serial in a list.
pub(super) fn plain(text: &str) -> Number {
    Number { cells: cells(text), spoken: text.into(), text: text.into() }
}

/// A serial in groups of four, and its lines for large text: letters, eight digits, the rest.
pub(super) fn serial(grouped: &str) -> Serial {
    serial_with_marks(grouped, 0)
}

/// The same with its last digits marked, so many of them.
pub(super) fn serial_with_marks(grouped: &str, marks: usize) -> Serial {
    let mut whole = cell_list(grouped);
    whole.iter_mut().rev().filter(|cell| cell.digit).take(marks).for_each(|cell| cell.marked = true);
    // Between two groups there is one gap.
    let groups: Vec<&[Cell]> = whole.split(|cell| cell.gap).collect();
    let gap = cell_list(" ");
    let line = |from: usize, to: usize| {
        let groups = &groups[from.min(groups.len())..to.min(groups.len())];
        ModelRc::new(VecModel::from(groups.join(&gap[..])))
    };
    Serial {
        whole: grouped.into(),
        first: line(0, 1),
        second: line(1, 3),
        third: line(3, 9),
        cells: ModelRc::new(VecModel::from(whole.clone())),
        digits: grouped.chars().filter(char::is_ascii_digit).count() as i32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slint::Model;

    #[test]
    fn every_digit_has_its_cell_and_letters_stay_together() {
        let texts: Vec<String> = cell_list("SKTS 1234 56").iter().map(|cell| cell.text.to_string()).collect();
        assert_eq!(texts, ["SKTS", " ", "1", "2", "3", "4", " ", "5", "6"]);
        assert!(cell_list("12:34:30").iter().filter(|cell| cell.digit).count() == 6);
    }

    #[test]
    fn the_next_digit_has_the_current_cell_and_a_full_number_has_none() {
        let cells: Vec<TypedCell> = typed("12", 4, &[2]).iter().collect();
        let shown: Vec<_> = cells.iter().map(|cell| (cell.text.as_str(), cell.current, cell.gap)).collect();
        assert_eq!(shown, [("1", false, false), ("2", false, false), ("", true, true), ("", false, false)]);
        assert!(typed("1234", 4, &[]).iter().all(|cell| !cell.current));
    }

    #[test]
    fn a_code_is_grouped_and_said_digit_by_digit() {
        let number = code("482913");
        assert_eq!((number.text.as_str(), number.spoken.as_str()), ("482 913", "4 8 2、9 1 3"));
        assert_eq!(code("").spoken, "");
    }

    #[test]
    fn the_last_four_digits_are_marked_across_groups() {
        let marked = |cells: &ModelRc<Cell>| {
            cells.iter().filter(|cell| cell.marked).map(|cell| cell.text.to_string()).collect::<String>()
        };
        for (text, lines) in [("SKTS 1234 5678", ["", "5678", ""]), ("SKTS 1234 5678 90", ["", "78", "90"])] {
            let serial = serial_with_marks(text, 4);
            assert_eq!([&serial.first, &serial.second, &serial.third].map(marked), lines);
            assert_eq!(marked(&serial.cells), lines.concat());
        }
    }

    #[test]
    fn a_long_serial_has_three_lines() {
        let serial = serial("SKTS 1234 5678 9012");
        assert_eq!((serial.digits, serial.second.row_count(), serial.third.row_count()), (12, 9, 4));
    }
}
