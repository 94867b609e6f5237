// Not Slint's: written for this app, like software.rs.

//! The decisions of software.rs that need no Android: what the window does not show yet, how pixels come into its
//! buffer, how large Slint's window is. tests/rooms/android_picture.rs tests them on any machine.

use std::time::Duration;

/// Width and height in pixels.
pub type Size = (u32, u32);

/// A rectangle of pixels; `right` and `bottom` are the first that are outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    pub left: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
}

impl Area {
    pub fn whole((width, height): Size) -> Self {
        Self { left: 0, top: 0, right: width as i32, bottom: height as i32 }
    }

    pub fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// The smallest rectangle around both.
    fn union(self, other: Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return if self.is_empty() { other } else { self };
        }
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    fn within(self, size: Size) -> Self {
        let whole = Self::whole(size);
        Self {
            left: self.left.clamp(0, whole.right),
            top: self.top.clamp(0, whole.bottom),
            right: self.right.clamp(0, whole.right),
            bottom: self.bottom.clamp(0, whole.bottom),
        }
    }
}

/// What the window does not show yet of the picture. `ANativeWindow_lock` is told this rectangle, and takes the rest
/// of a buffer from the frame before, however many buffers the window has.
#[derive(Debug, Default)]
pub struct Owed {
    size: Size,
    scale: f32,
    area: Area,
    refused: u32,
}

impl Owed {
    /// Before drawing: whether the picture begins afresh, as its size or its scale is another.
    pub fn begin(&mut self, size: Size, scale: f32) -> bool {
        if (self.size, self.scale) == (size, scale) {
            return false;
        }
        *self = Self { size, scale, area: Area::whole(size), refused: self.refused };
        true
    }

    /// The window is another one, or Android asks for all of it: the window is owed the whole picture.
    pub fn everything(&mut self) {
        self.area = Area::whole(self.size);
    }

    /// This much was drawn. What comes back is owed; where nothing is, no buffer is locked.
    pub fn drawn(&mut self, area: Area) -> Option<Area> {
        self.area = self.area.union(area.within(self.size));
        (!self.area.is_empty()).then_some(self.area)
    }

    /// The window took a buffer of this size.
    pub fn shown(&mut self, buffer: Size) {
        self.refused = 0;
        self.area = if buffer == self.size { Area::default() } else { Area::whole(self.size) };
    }

    /// The window took nothing and is owed what it was owed. When to try again: a window that is going away refuses
    /// until Android says that it is gone, and a page without a clock draws nothing more by itself.
    pub fn refused(&mut self) -> Duration {
        self.refused = (self.refused + 1).min(10);
        Duration::from_millis(8 << self.refused)
    }
}

/// The formats of a buffer's pixels that a window may have, by Android's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Rgbx,
    Rgba,
    Rgb,
    Rgb565,
    Bgra,
}

impl Format {
    /// None: one of high dynamic range, or none of colours.
    pub fn of(number: i32) -> Option<Self> {
        Some(match number {
            1 => Self::Rgba,
            2 => Self::Rgbx,
            3 => Self::Rgb,
            4 => Self::Rgb565,
            5 => Self::Bgra,
            _ => return None,
        })
    }

    pub fn bytes(self) -> usize {
        match self {
            Self::Rgb565 => 2,
            Self::Rgb => 3,
            Self::Rgbx | Self::Rgba | Self::Bgra => 4,
        }
    }

    fn write(self, from: &[u8], to: &mut [u8]) {
        let pixels = from.chunks_exact(4).zip(to.chunks_exact_mut(self.bytes()));
        match self {
            Self::Rgbx => to.copy_from_slice(from),
            // Opaque, whatever was drawn: the window below is never seen.
            Self::Rgba => pixels.for_each(|(from, to)| to.copy_from_slice(&[from[0], from[1], from[2], 255])),
            Self::Bgra => pixels.for_each(|(from, to)| to.copy_from_slice(&[from[2], from[1], from[0], 255])),
            Self::Rgb => pixels.for_each(|(from, to)| to.copy_from_slice(&from[..3])),
            Self::Rgb565 => pixels.for_each(|(from, to)| {
                let [red, green, blue] = [from[0], from[1], from[2]].map(u16::from);
                to.copy_from_slice(&((red >> 3) << 11 | (green >> 2) << 5 | blue >> 3).to_ne_bytes());
            }),
        }
    }

    fn black(self, to: &mut [u8]) {
        to.fill(0);
        if matches!(self, Self::Rgba | Self::Bgra) {
            to.chunks_exact_mut(4).for_each(|pixel| pixel[3] = 255);
        }
    }
}

/// A locked buffer: `stride` is the pixels from one line to the next.
pub struct Buffer<'a> {
    pub bytes: &'a mut [u8],
    pub size: Size,
    pub stride: usize,
    pub format: Format,
}

impl Buffer<'_> {
    /// Writes `area` of the picture, four bytes a pixel. Where the buffer is larger than the picture it becomes black,
    /// so that nobody sees what was in this memory before.
    pub fn write(&mut self, picture: &[u8], size: Size, area: Area) {
        let area = area.within(self.size);
        let (left, right) = (area.left as usize, area.right as usize);
        let wide = size.0 as usize;
        let bytes = self.format.bytes();
        for row in area.top as usize..area.bottom as usize {
            let line = &mut self.bytes[row * self.stride * bytes..][left * bytes..right * bytes];
            let inside = if row < size.1 as usize { right.min(wide).saturating_sub(left) } else { 0 };
            let (pixels, rest) = line.split_at_mut(inside * bytes);
            if inside > 0 {
                self.format.write(&picture[(row * wide + left) * 4..][..inside * 4], pixels);
            }
            self.format.black(rest);
        }
    }
}

/// The pixels that Slint's renderer draws of a length: it rounds down.
pub fn drawn(length: f32, scale: f32) -> u32 {
    (length * scale) as u32
}

/// The length of which Slint's renderer draws just these pixels. Divided alone, some lengths come out too small by a
/// rounding, and a line at the window's edge would stay black: 1079 of 1080 pixels.
pub fn length(pixels: u32, scale: f32) -> f32 {
    let length = pixels as f32 / scale;
    if drawn(length, scale) < pixels { length.next_up() } else { length }
}
