use super::filter::add;
use super::{MAX_SIDE, PlaneError};

/// A grayscale picture: one byte a pixel, 0 black, 255 white, rows from the top without gaps.
///
/// Never empty, no side longer than [`MAX_SIDE`].
pub struct Luma {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Luma {
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Result<Self, PlaneError> {
        check_sides(width, height)?;
        if pixels.len() != width * height {
            return Err(PlaneError::Length);
        }
        Ok(Luma { width, height, pixels })
    }

    /// Copies a plane whose rows are `stride` bytes apart, as cameras deliver them. The last row may
    /// end with its last pixel.
    pub fn from_plane(bytes: &[u8], width: usize, height: usize, stride: usize) -> Result<Self, PlaneError> {
        check_sides(width, height)?;
        let needed = stride.checked_mul(height - 1).and_then(|rows| rows.checked_add(width));
        if stride < width || needed.is_none_or(|needed| needed > bytes.len()) {
            return Err(PlaneError::Length);
        }
        let pixels = bytes.chunks(stride).take(height).flat_map(|row| &row[..width]).copied().collect();
        Ok(Luma { width, height, pixels })
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    pub fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    pub fn longest_side(&self) -> usize {
        self.width.max(self.height)
    }

    /// The brightness at a point, in pixels from the top left corner, interpolated between pixel
    /// centres; outside, that of the nearest pixel.
    #[inline]
    pub(super) fn at(&self, x: f32, y: f32) -> f32 {
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let (right, low) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (dx, dy) = (x - left as f32, y - top as f32);
        let mix = |row: usize| {
            let row = &self.pixels[row * self.width..];
            f32::from(row[left]) * (1.0 - dx) + f32::from(row[right]) * dx
        };
        mix(top) * (1.0 - dy) + mix(low) * dy
    }

    /// Another picture of the same size whose rows `fill` writes.
    pub(super) fn map_rows(&self, mut fill: impl FnMut(usize, &mut [u8])) -> Luma {
        let mut pixels = vec![0; self.pixels.len()];
        pixels.chunks_exact_mut(self.width).enumerate().for_each(|(y, row)| fill(y, row));
        Luma { pixels, ..*self }
    }

    /// Shrunk by a whole number, each pixel the mean of `factor`² pixels; the rest at the right and
    /// lower edge is dropped. `None` when nothing would be left, or for a factor that shrinks nothing.
    pub fn shrunk(&self, factor: usize) -> Option<Luma> {
        let (width, height) = (self.width / factor.max(1), self.height / factor.max(1));
        // A column of up to 257 pixels fits in 16 bits.
        if !(2..=257).contains(&factor) || width == 0 || height == 0 {
            return None;
        }
        let mut columns = vec![0_u16; self.width];
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            columns.fill(0);
            (0..factor).for_each(|dy| add(&mut columns, self.row(y * factor + dy)));
            // A fixed length lets the compiler use vector instructions for the commonest factor.
            match factor {
                2 => pixels.extend(columns.as_chunks::<2>().0.iter().map(|[a, b]| ((a + b + 2) / 4) as u8)),
                _ => {
                    let area = (factor * factor) as u32;
                    pixels.extend(columns.chunks_exact(factor).map(|cell| mean(cell, area)));
                }
            }
        }
        Some(Luma { width, height, pixels })
    }

    /// Enlarged by a whole number, interpolated.
    pub fn enlarged(&self, factor: usize) -> Luma {
        let (width, height) = (self.width * factor, self.height * factor);
        let scale = 1.0 / factor as f32;
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let from_y = (y as f32 + 0.5) * scale;
            pixels.extend((0..width).map(|x| self.at((x as f32 + 0.5) * scale, from_y).round() as u8));
        }
        Luma { width, height, pixels }
    }

    /// With a frame of the given brightness around it.
    pub fn padded(&self, margin: usize, value: u8) -> Luma {
        let (width, height) = (self.width + 2 * margin, self.height + 2 * margin);
        let mut pixels = vec![value; width * height];
        for y in 0..self.height {
            let start = (y + margin) * width + margin;
            pixels[start..start + self.width].copy_from_slice(self.row(y));
        }
        Luma { width, height, pixels }
    }
}

#[inline(always)]
fn mean(cell: &[u16], area: u32) -> u8 {
    ((cell.iter().map(|&sum| u32::from(sum)).sum::<u32>() + area / 2) / area) as u8
}

fn check_sides(width: usize, height: usize) -> Result<(), PlaneError> {
    match (width, height) {
        (0, _) | (_, 0) => Err(PlaneError::Empty),
        (w, h) if w > MAX_SIDE || h > MAX_SIDE => Err(PlaneError::TooLarge),
        _ => Ok(()),
    }
}
