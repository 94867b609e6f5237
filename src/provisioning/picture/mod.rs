//! Picture files → grayscale pixels. Takes every file for hostile: sizes are bounded before anything
//! is allocated, and no file costs much more memory than its pixels in gray. Never panics, never says what the picture shows.

mod jpeg;
mod planes;
mod png;
mod whole;

use super::limits::{MAX_PICTURE_SIDE, MAX_SOURCE_BYTES};
use super::qr::{Luma, QrError, QrText, read_grounds};
use image::ImageFormat;
use planes::Planes;

const _: () = assert!(MAX_PICTURE_SIDE <= super::qr::MAX_SIDE, "what is decoded becomes a plane");

/// Why a file or bytes are not a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The kind says why (absent, not permitted …); the path is the caller's to name.
    #[error("the file cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
    #[error("the file is larger than {} MB", MAX_SOURCE_BYTES / (1024 * 1024))]
    TooLarge,
    /// More pixels, or a longer side, than a photograph of a letter has; or as many in a format that takes several
    /// times their room.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// A document, which may well hold a picture of a QR code.
    #[error("it is a PDF document, which is not read; a PNG picture of its page is")]
    Pdf,
    /// What iPhones take photographs in (HEIC), and its relative AVIF.
    #[error("it is a HEIC or AVIF picture, which is not read; a JPEG or PNG picture is")]
    Heif,
    #[error("not a PNG, JPEG, BMP, GIF or WebP picture")]
    UnknownFormat,
    /// Cut short, or not what its beginning says.
    #[error("the picture is damaged")]
    Damaged,
}

/// A decoded picture in grayscale, no side longer than [`MAX_SCALED_SIDE`](super::limits::MAX_SCALED_SIDE).
///
/// A picture with transparent parts shows a code only on the right ground: dark modules on nothing need
/// a white one, light modules on nothing (a dark theme's picture), or modules cut out as holes, a black one. Nothing
/// in the file says which, so the picture lies on both.
pub struct Picture {
    on_white: Luma,
    /// `None` where nothing is transparent.
    on_black: Option<Luma>,
}

impl Picture {
    /// As it looks on white paper.
    pub fn on_white(&self) -> &Luma {
        &self.on_white
    }

    /// Reads the QR code in it. Different texts on the two grounds are several codes. Gives up as soon as
    /// `out_of_time` says so.
    pub fn read(&self, out_of_time: &dyn Fn() -> bool) -> Result<QrText, QrError> {
        read_grounds(std::iter::once(&self.on_white).chain(&self.on_black), out_of_time)
    }
}

/// Reads the bytes of a picture file of at most `max_pixels`, one of the bounds in `limits`. A photograph is read as it
/// lies: the reader of QR codes turns it.
pub fn from_bytes(bytes: &[u8], max_pixels: u64) -> Result<Picture, PictureError> {
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(PictureError::TooLarge);
    }
    match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => png::decode(bytes, max_pixels),
        Ok(ImageFormat::Jpeg) => jpeg::decode(bytes, max_pixels),
        Ok(format @ (ImageFormat::Bmp | ImageFormat::Gif | ImageFormat::WebP)) => {
            whole::decode(bytes, format, max_pixels)
        }
        _ => Err(other_format(bytes)),
    }
}

/// Takes raw pixels as clipboards hand them over: rows of red, green, blue, alpha.
pub fn from_rgba(width: usize, height: usize, rgba: &[u8], max_pixels: u64) -> Result<Picture, PictureError> {
    if width.checked_mul(height).and_then(|pixels| pixels.checked_mul(4)) != Some(rgba.len()) {
        return Err(PictureError::Damaged);
    }
    check_size(width, height, max_pixels)?;
    let mut planes = Planes::new(width, height);
    for (y, row) in rgba.chunks_exact(width.max(1) * 4).enumerate() {
        planes.put_row(y, row.as_chunks::<4>().0.iter().copied());
    }
    planes.picture()
}

/// Refuses a size before the pixels are allocated.
fn check_size(width: usize, height: usize, max_pixels: u64) -> Result<(), PictureError> {
    let fits = width.max(height) <= MAX_PICTURE_SIDE && width as u64 * height as u64 <= max_pixels;
    if fits { Ok(()) } else { Err(PictureError::TooManyPixels) }
}

/// What a customer may well hand in and cannot tell from a picture that is read.
fn other_format(bytes: &[u8]) -> PictureError {
    // Adobe's own programs take a header anywhere in the first kilobyte (ISO 32000-1, annex H.3).
    let start = &bytes[..bytes.len().min(1024)];
    if start.windows(5).any(|window| window == b"%PDF-") {
        return PictureError::Pdf;
    }
    // ISO/IEC 14496-12 §4.3: a box's length, `ftyp`, and the brand.
    match bytes.get(4..12) {
        Some([b'f', b't', b'y', b'p', brand @ ..]) if HEIF_BRANDS.iter().any(|known| *known == brand) => {
            PictureError::Heif
        }
        _ => PictureError::UnknownFormat,
    }
}

/// ISO/IEC 23008-12 §10 and annex B; AV1 Image File Format §6.
const HEIF_BRANDS: [&[u8; 4]; 10] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"];
