//! Where a symbol's modules lie in a picture, fitted to the gray levels themselves.
//!
//! Thresholding throws away what a blurred or noisy picture still holds: how dark each module is.
//! Here the outline that rxing found is moved, a fraction of a module at a time, until the symbol's
//! fixed patterns (finder, timing, alignment) stand out best; then each module's brightness is read.

use super::Luma;
use rxing::{Point, common::BitMatrix};

/// Corners of the symbol in pixels, clockwise from its top left module, and how far its sides bow.
#[derive(Clone, Copy)]
pub struct Grid {
    modules: usize,
    /// x and y of top left, top right, bottom right, bottom left, then of the bow along the top and
    /// bottom sides, then of the bow along the left and right sides.
    shape: [f32; 12],
}

/// A projective map of the unit square, and the two bows.
struct Map([f32; 8], [f32; 4]);

impl Map {
    /// Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, §2.2.3.
    fn new(shape: &[f32; 12]) -> Map {
        let [x0, y0, x1, y1, x2, y2, x3, y3, bows @ ..] = *shape;
        let (sx, sy) = (x0 - x1 + x2 - x3, y0 - y1 + y2 - y3);
        let (dx1, dy1, dx2, dy2) = (x1 - x2, y1 - y2, x3 - x2, y3 - y2);
        let area = dx1 * dy2 - dx2 * dy1;
        let (g, h) = ((sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area);
        let (a, b) = (x1 - x0 + g * x1, x3 - x0 + h * x3);
        let (d, e) = (y1 - y0 + g * y1, y3 - y0 + h * y3);
        Map([a, b, x0, d, e, y0, g, h], bows)
    }

    #[inline]
    fn at(&self, u: f32, v: f32) -> (f32, f32) {
        let [a, b, c, d, e, f, g, h] = self.0;
        let w = 1.0 / (g * u + h * v + 1.0);
        let (across, down) = (4.0 * u * (1.0 - u), 4.0 * v * (1.0 - v));
        let bows = self.1;
        let x = (a * u + b * v + c) * w + bows[0] * across + bows[2] * down;
        let y = (d * u + e * v + f) * w + bows[1] * across + bows[3] * down;
        (x, y)
    }
}

impl Grid {
    /// `corners`: top left, top right, bottom left, bottom right, as rxing's sampler returns them.
    pub fn new(corners: &[Point], modules: usize) -> Option<Grid> {
        let [tl, tr, bl, br] = corners else { return None };
        let mut shape = [0.0; 12];
        for (slot, corner) in shape.chunks_exact_mut(2).zip([tl, tr, br, bl]) {
            // The sampler moves its corners by half a pixel; pixel (0, 0) is centred at 0.5 here.
            slot.copy_from_slice(&[corner.x - 0.5, corner.y - 0.5]);
        }
        shape.iter().all(|value| value.is_finite()).then_some(Grid { modules, shape })
    }

    fn module_size(&self) -> f32 {
        let s = &self.shape;
        ((s[2] - s[0]).hypot(s[3] - s[1]) + (s[6] - s[0]).hypot(s[7] - s[1])) / (2 * self.modules) as f32
    }

    /// Climbs towards the outline under which the fixed patterns show the most contrast.
    pub fn fit(&mut self, luma: &Luma, marks: &[Mark]) {
        let mut best = self.score(luma, marks);
        let unit = self.module_size();
        for step in [1.0, 0.6, 0.35, 0.2] {
            for _ in 0..2 {
                let before = best;
                for index in 0..self.shape.len() {
                    for sign in [1.0, -1.0] {
                        let mut moved = *self;
                        moved.shape[index] += sign * step * unit;
                        let score = moved.score(luma, marks);
                        if score > best {
                            (*self, best) = (moved, score);
                        }
                    }
                }
                if best == before {
                    break;
                }
            }
        }
    }

    /// Contrast of the fixed patterns: how much brighter the light ones are than the dark ones.
    fn score(&self, luma: &Luma, marks: &[Mark]) -> f32 {
        let map = Map::new(&self.shape);
        let scale = 1.0 / self.modules as f32;
        marks.iter().fold(0.0, |sum, mark| {
            let (x, y) = map.at(mark.x * scale, mark.y * scale);
            sum + mark.weight * luma.at(x, y)
        })
    }

    /// Each module's brightness, row by row.
    pub fn sample(&self, luma: &Luma) -> Vec<f32> {
        let map = Map::new(&self.shape);
        let (n, scale) = (self.modules, 1.0 / self.modules as f32);
        // A cross inside the module: noise falls, the neighbours stay out.
        let reach = 0.22;
        let mut levels = Vec::with_capacity(n * n);
        for index in 0..n * n {
            let (cx, cy) = ((index % n) as f32 + 0.5, (index / n) as f32 + 0.5);
            let cross = [(0.0, 0.0), (reach, 0.0), (-reach, 0.0), (0.0, reach), (0.0, -reach)];
            let sum: f32 = cross
                .iter()
                .map(|(dx, dy)| {
                    let (x, y) = map.at((cx + dx) * scale, (cy + dy) * scale);
                    luma.at(x, y)
                })
                .sum();
            levels.push(sum / 5.0);
        }
        levels
    }
}

/// A point of the symbol whose colour the standard fixes, in modules from its top left corner;
/// the weight is negative where it is dark.
pub struct Mark {
    x: f32,
    y: f32,
    weight: f32,
}

/// ISO/IEC 18004 §6.3: finder, timing and alignment patterns of a symbol with `modules` modules a side.
pub fn marks(modules: usize, alignment: &[u32]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let far = modules - 7;
    let mut put = |x: usize, y: usize, dark: bool| {
        marks.push(Mark { x: x as f32 + 0.5, y: y as f32 + 0.5, weight: if dark { -1.0 } else { 1.0 } });
    };
    for (left, top) in [(0, 0), (far, 0), (0, far)] {
        for (x, y) in (0..49).map(|index| (index % 7, index / 7)) {
            let ring = ring(x, y, 3);
            put(left + x, top + y, ring != 2);
        }
    }
    for index in 8..modules - 8 {
        put(index, 6, index % 2 == 0);
        put(6, index, index % 2 == 0);
    }
    let corner = |a: usize, b: usize| a == 6 && (b == 6 || b == far) || a == far && b == 6;
    for (&x, &y) in alignment.iter().flat_map(|x| alignment.iter().map(move |y| (x, y))) {
        let (x, y) = (x as usize, y as usize);
        if corner(x, y) {
            continue;
        }
        for (dx, dy) in (0..25).map(|index| (index % 5, index / 5)) {
            put(x + dx - 2, y + dy - 2, ring(dx, dy, 2) != 1);
        }
    }
    balance(&mut marks);
    marks
}

fn ring(x: usize, y: usize, centre: usize) -> usize {
    x.abs_diff(centre).max(y.abs_diff(centre))
}

/// Dark and light weigh the same in total, so that a bright background alone scores nothing.
fn balance(marks: &mut [Mark]) {
    let dark = marks.iter().filter(|mark| mark.weight < 0.0).count() as f32;
    let light = marks.len() as f32 - dark;
    for mark in marks {
        mark.weight /= if mark.weight < 0.0 { dark } else { light };
    }
}

/// Brightness of modules → dark or light, against the mean of the modules around.
///
/// `sharpness` undoes a blur that reaches over to the four neighbours.
pub fn decide(levels: &[f32], modules: usize, sharpness: f32, radius: usize) -> BitMatrix {
    let n = modules;
    let level = |x: isize, y: isize| {
        let inside = |value: isize| value.clamp(0, n as isize - 1) as usize;
        levels[inside(y) * n + inside(x)]
    };
    let mut bits = BitMatrix::with_single_dimension(n as u32).expect("a symbol has modules");
    let sums = integral(levels, n);
    for (x, y) in (0..n * n).map(|index| (index % n, index / n)) {
        let (left, right) = (x.saturating_sub(radius), (x + radius + 1).min(n));
        let (top, low) = (y.saturating_sub(radius), (y + radius + 1).min(n));
        let at = |x: usize, y: usize| sums[y * (n + 1) + x];
        let total = at(right, low) - at(left, low) - at(right, top) + at(left, top);
        let mean = total / ((right - left) * (low - top)) as f32;
        let (ix, iy) = (x as isize, y as isize);
        let around = (level(ix - 1, iy) + level(ix + 1, iy) + level(ix, iy - 1) + level(ix, iy + 1)) / 4.0;
        let here = levels[y * n + x];
        if here + sharpness * (here - around) < mean {
            bits.set(x as u32, y as u32);
        }
    }
    bits
}

fn integral(levels: &[f32], n: usize) -> Vec<f32> {
    let mut sums = vec![0.0; (n + 1) * (n + 1)];
    for y in 0..n {
        let mut row = 0.0;
        for x in 0..n {
            row += levels[y * n + x];
            sums[(y + 1) * (n + 1) + x + 1] = sums[y * (n + 1) + x + 1] + row;
        }
    }
    sums
}
