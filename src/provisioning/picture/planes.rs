//! Rows of colours → a picture in gray, on white and, where it has transparent parts, on black.

use super::{Picture, PictureError};
use crate::provisioning::limits::MAX_SCALED_SIDE;
use crate::provisioning::qr::{Luma, PlaneError};

/// Red, green, blue and how opaque it is.
pub type Colour = [u8; 4];

/// A picture while its rows come in.
pub struct Planes {
    width: usize,
    height: usize,
    white: Vec<u8>,
    /// Made at the first transparent pixel.
    black: Option<Vec<u8>>,
    row: Vec<u8>,
}

impl Planes {
    /// The size is one that was checked.
    pub fn new(width: usize, height: usize) -> Self {
        Self::gray(width, height, vec![0; width * height])
    }

    /// A picture that is gray already.
    pub fn gray(width: usize, height: usize, white: Vec<u8>) -> Self {
        Self { width, height, white, black: None, row: Vec::new() }
    }

    /// Puts the next row of the picture at its place in a plane.
    pub fn put_row(&mut self, y: usize, colours: impl Iterator<Item = Colour> + Clone) {
        let start = y * self.width;
        self.put(colours, |plane, row| plane[start..start + row.len()].copy_from_slice(row));
    }

    /// Has `place` put some pixels where they belong in each plane.
    pub fn put(
        &mut self,
        colours: impl Iterator<Item = Colour> + Clone,
        mut place: impl FnMut(&mut [u8], &[u8]),
    ) {
        if self.black.is_none() && colours.clone().any(|[.., alpha]| alpha < u8::MAX) {
            // So far nothing was transparent: the picture looks the same on both grounds.
            self.black = Some(self.white.clone());
        }
        for (plane, ground) in [(Some(&mut self.white), u8::MAX), (self.black.as_mut(), 0)] {
            let Some(plane) = plane else { continue };
            self.row.clear();
            self.row.extend(colours.clone().map(|colour| blend(colour, ground)));
            place(plane, &self.row);
        }
    }

    /// The picture at the size in which it is read. Each large plane is dropped before the next one is scaled.
    pub fn picture(self) -> Result<Picture, PictureError> {
        let on_white = scaled(self.width, self.height, self.white)?;
        let on_black = self.black.map(|black| scaled(self.width, self.height, black)).transpose()?;
        Ok(Picture { on_white, on_black })
    }
}

fn scaled(width: usize, height: usize, pixels: Vec<u8>) -> Result<Luma, PictureError> {
    let large = Luma::new(width, height, pixels).map_err(|error| match error {
        PlaneError::TooLarge => PictureError::TooManyPixels,
        PlaneError::Empty | PlaneError::Length => PictureError::Damaged,
    })?;
    Ok(large.shrunk(large.longest_side().div_ceil(MAX_SCALED_SIDE)).unwrap_or(large))
}

/// ITU-R BT.709's luma of a pixel that lies on a ground of the given brightness.
fn blend([red, green, blue, alpha]: Colour, ground: u8) -> u8 {
    let luma = (2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue)) / 10_000;
    let alpha = u32::from(alpha);
    ((luma * alpha + u32::from(ground) * (255 - alpha)) / 255) as u8
}
