//! Picture files → grayscale pixels. Takes every file for hostile: sizes are bounded before anything
//! is allocated. Never panics, never says what the picture shows.

use super::limits::{MAX_DECODED_BYTES, MAX_SOURCE_BYTES};
use super::qr::{Luma, MAX_SIDE};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::{BufRead, Cursor, Seek};
use std::path::Path;

const MAX_FILE_BYTES: u64 = MAX_SOURCE_BYTES as u64;

/// Why a file or bytes are not a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The kind says why (absent, not permitted …); the path is the caller's to name.
    #[error("the file cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
    #[error("the file or the picture in it is too large")]
    TooLarge,
    #[error("not a PNG, JPEG, BMP, GIF or WebP picture")]
    UnknownFormat,
    /// Cut short, or not what its beginning says.
    #[error("the picture is damaged")]
    Damaged,
}

/// Reads a picture file.
pub fn open(path: &Path) -> Result<Luma, PictureError> {
    let unreadable = |error: std::io::Error| PictureError::Unreadable(error.kind());
    let file = std::fs::File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.len() > MAX_FILE_BYTES {
        return Err(PictureError::TooLarge);
    }
    decode(std::io::BufReader::new(file))
}

/// Reads the bytes of a picture file.
pub fn from_bytes(bytes: &[u8]) -> Result<Luma, PictureError> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(PictureError::TooLarge);
    }
    decode(Cursor::new(bytes))
}

/// Takes raw pixels as clipboards hand them over: rows of red, green, blue, alpha.
pub fn from_rgba(width: usize, height: usize, rgba: &[u8]) -> Result<Luma, PictureError> {
    if width.checked_mul(height).and_then(|pixels| pixels.checked_mul(4)) != Some(rgba.len()) {
        return Err(PictureError::Damaged);
    }
    finish(width, height, rgba.chunks_exact(4).map(|pixel| on_white(pixel[0], pixel[1], pixel[2], pixel[3])))
}

fn decode(source: impl BufRead + Seek) -> Result<Luma, PictureError> {
    let mut reader = ImageReader::new(source).with_guessed_format().map_err(|_| PictureError::Damaged)?;
    if !matches!(reader.format(), Some(format) if KNOWN.contains(&format)) {
        return Err(PictureError::UnknownFormat);
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MAX_SIDE as u32), Some(MAX_SIDE as u32));
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    if decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(PictureError::TooLarge);
    }
    // A photograph without a readable orientation is read as it lies.
    let orientation = decoder.orientation().ok();
    let gray = to_gray(DynamicImage::from_decoder(decoder).map_err(refusal)?)?;
    let mut upright = DynamicImage::ImageLuma8(gray);
    orientation.into_iter().for_each(|orientation| upright.apply_orientation(orientation));
    let (width, height) = (upright.width() as usize, upright.height() as usize);
    Luma::new(width, height, upright.into_luma8().into_raw()).map_err(|_| PictureError::Damaged)
}

const KNOWN: [ImageFormat; 5] =
    [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Bmp, ImageFormat::Gif, ImageFormat::WebP];

fn refusal(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooLarge,
        ImageError::Unsupported(_) => PictureError::UnknownFormat,
        _ => PictureError::Damaged,
    }
}

fn to_gray(picture: DynamicImage) -> Result<image::GrayImage, PictureError> {
    if !picture.color().has_alpha() {
        return Ok(picture.into_luma8());
    }
    let (width, height) = (picture.width(), picture.height());
    let rgba = picture.into_rgba8();
    let pixels = rgba.pixels().map(|pixel| on_white(pixel[0], pixel[1], pixel[2], pixel[3])).collect();
    image::GrayImage::from_raw(width, height, pixels).ok_or(PictureError::Damaged)
}

fn finish(width: usize, height: usize, pixels: impl Iterator<Item = u8>) -> Result<Luma, PictureError> {
    Luma::new(width, height, pixels.collect()).map_err(|error| match error {
        super::qr::PlaneError::TooLarge => PictureError::TooLarge,
        _ => PictureError::Damaged,
    })
}

/// ITU-R BT.709's luma, laid on white paper.
fn on_white(red: u8, green: u8, blue: u8, alpha: u8) -> u8 {
    let luma = (2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue)) / 10_000;
    let alpha = u32::from(alpha);
    ((luma * alpha + 255 * (255 - alpha)) / 255) as u8
}
