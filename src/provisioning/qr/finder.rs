//! Where finder patterns may be: rows of a black and white picture that run 1:1:3:1:1.
//!
//! The scan is ours (rxing's walks pixel by pixel, and trips over rows of few runs); rxing's
//! `LocateConcentricPattern` judges each candidate.

use rxing::common::BitMatrix;
use rxing::common::cpp_essentials::{ConcentricPattern, LocateConcentricPattern};
use rxing::{Point, point};

/// Every third row is enough for modules of one pixel: the centre is three modules high.
const ROW_STEP: u32 = 3;
/// The most finder patterns that one scan keeps. A picture of noise may hold thousands.
const MAX_PATTERNS: usize = 200;

/// What a scan found.
pub struct Patterns {
    pub found: Vec<ConcentricPattern>,
    /// Rows that run 1:1:3:1:1 with light and dark exchanged.
    pub inverse_rows: usize,
}

/// Looks for dark-on-light finder patterns, and counts the signs of light-on-dark ones, until the time is over.
pub fn scan(bits: &BitMatrix, out_of_time: &dyn Fn() -> bool) -> Patterns {
    let mut patterns = Patterns { found: Vec::new(), inverse_rows: 0 };
    let mut runs = Vec::with_capacity(bits.width() as usize);
    for y in (ROW_STEP - 1..bits.height()).step_by(ROW_STEP as usize) {
        if out_of_time() {
            break;
        }
        split(bits, y, &mut runs);
        scan_row(bits, y, &runs, &mut patterns);
    }
    patterns
}

fn scan_row(bits: &BitMatrix, y: u32, runs: &[u16], patterns: &mut Patterns) {
    let mut start = 0_u32;
    for (index, window) in runs.windows(5).enumerate() {
        let here = start;
        start += u32::from(window[0]);
        if !is_finder(window) {
            continue;
        }
        // Rows begin with a light run, so that odd ones are dark.
        if index % 2 == 0 {
            patterns.inverse_rows += 1;
            continue;
        }
        let middle = here + u32::from(window[0]) + u32::from(window[1]);
        let centre = point(middle as f32 + f32::from(window[2]) / 2.0, y as f32 + 0.5);
        let reach = 3 * window.iter().map(|&run| i32::from(run)).sum::<i32>();
        locate(bits, centre, reach, &mut patterns.found);
    }
}

fn locate(bits: &BitMatrix, centre: Point, reach: i32, found: &mut Vec<ConcentricPattern>) {
    let known = |old: &ConcentricPattern| Point::distance(centre, old.p) < old.size as f32 / 2.0;
    if found.len() < MAX_PATTERNS && !found.iter().any(known) {
        found.extend(LocateConcentricPattern::<true, 5, 7>(bits, &[1, 1, 3, 1, 1], centre, reach));
    }
}

/// Zxing-cpp's test: dark and light runs are measured apart, since blur and ink change them apart.
fn is_finder(runs: &[u16]) -> bool {
    let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|index| u32::from(runs[index]));
    if c < 3 || c < 2 * a.max(e) || c < b.max(d) {
        return false;
    }
    let (dark, light) = ((a + c + e) as f32 / 5.0, (b + d) as f32 / 2.0);
    let near = |run: u32, ideal: f32, room: f32| (run as f32 - ideal).abs() <= room;
    let (dark_room, light_room) = (dark * 0.75 + 0.5, light / 3.0 + 0.5);
    dark.max(light) <= 4.0 * dark.min(light)
        && near(a, dark, dark_room)
        && near(c, 3.0 * dark, dark_room)
        && near(e, dark, dark_room)
        && near(b, light, light_room)
        && near(d, light, light_room)
}

/// The lengths of a row's runs of equal pixels, beginning with a light one (which may be empty).
fn split(bits: &BitMatrix, y: u32, runs: &mut Vec<u16>) {
    runs.clear();
    let row = bits.getRow(y);
    let (mut last, mut carry) = (0_usize, 0_usize);
    for (index, &word) in row.getBitArray().iter().enumerate() {
        let mut edges = word ^ (word << 1 | carry);
        carry = word >> (usize::BITS - 1);
        while edges != 0 {
            let edge = index * usize::BITS as usize + edges.trailing_zeros() as usize;
            runs.push((edge - last) as u16);
            last = edge;
            edges &= edges - 1;
        }
    }
    runs.push((bits.width() as usize).saturating_sub(last) as u16);
}
