//! Picture files → grayscale pixels. Takes every file for hostile: sizes are bounded before anything
//! is allocated. Never panics, never says what the picture shows.

use super::limits::{MAX_DECODED_BYTES, MAX_SOURCE_BYTES};
use super::qr::{Luma, MAX_SIDE, QrError, QrText, read_grounds};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbaImage};
use std::io::Cursor;

/// Why a file or bytes are not a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The kind says why (absent, not permitted …); the path is the caller's to name.
    #[error("the file cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
    #[error("the file is larger than {} MB", MAX_SOURCE_BYTES / (1024 * 1024))]
    TooLarge,
    /// More pixels, or a longer side, than a photograph of a letter has.
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

/// A decoded picture in grayscale.
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

    /// Reads the QR code in it. Different texts on the two grounds are several codes.
    pub fn read(&self) -> Result<QrText, QrError> {
        read_grounds(std::iter::once(&self.on_white).chain(&self.on_black))
    }
}

/// Reads the bytes of a picture file.
pub fn from_bytes(bytes: &[u8]) -> Result<Picture, PictureError> {
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(PictureError::TooLarge);
    }
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PictureError::Damaged)?;
    if !matches!(reader.format(), Some(format) if KNOWN.contains(&format)) {
        return Err(other_format(bytes));
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MAX_SIDE as u32), Some(MAX_SIDE as u32));
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    if decoder.total_bytes() > MAX_DECODED_BYTES {
        return Err(PictureError::TooManyPixels);
    }
    // A photograph without a readable orientation is read as it lies.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    orientation.into_iter().for_each(|orientation| picture.apply_orientation(orientation));
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    if picture.color().has_alpha() {
        return lay(width, height, &RgbaImage::into_raw(picture.into_rgba8()));
    }
    Ok(Picture { on_white: luma(width, height, picture.into_luma8().into_raw())?, on_black: None })
}

/// Takes raw pixels as clipboards hand them over: rows of red, green, blue, alpha.
pub fn from_rgba(width: usize, height: usize, rgba: &[u8]) -> Result<Picture, PictureError> {
    if width.checked_mul(height).and_then(|pixels| pixels.checked_mul(4)) != Some(rgba.len()) {
        return Err(PictureError::Damaged);
    }
    lay(width, height, rgba)
}

const KNOWN: [ImageFormat; 5] =
    [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Bmp, ImageFormat::Gif, ImageFormat::WebP];

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

fn refusal(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooManyPixels,
        ImageError::Unsupported(_) => PictureError::UnknownFormat,
        _ => PictureError::Damaged,
    }
}

/// Lays pixels on white, and on black too where any is transparent.
fn lay(width: usize, height: usize, rgba: &[u8]) -> Result<Picture, PictureError> {
    let on = |ground: u8| {
        let pixels = rgba.as_chunks::<4>().0.iter().map(|&pixel| blend(pixel, ground)).collect();
        luma(width, height, pixels)
    };
    let transparent = rgba.as_chunks::<4>().0.iter().any(|pixel| pixel[3] < u8::MAX);
    Ok(Picture { on_white: on(255)?, on_black: if transparent { Some(on(0)?) } else { None } })
}

fn luma(width: usize, height: usize, pixels: Vec<u8>) -> Result<Luma, PictureError> {
    Luma::new(width, height, pixels).map_err(|error| match error {
        super::qr::PlaneError::TooLarge => PictureError::TooManyPixels,
        _ => PictureError::Damaged,
    })
}

/// ITU-R BT.709's luma of a pixel that lies on a ground of the given brightness.
fn blend([red, green, blue, alpha]: [u8; 4], ground: u8) -> u8 {
    let luma = (2126 * u32::from(red) + 7152 * u32::from(green) + 722 * u32::from(blue)) / 10_000;
    let alpha = u32::from(alpha);
    ((luma * alpha + u32::from(ground) * (255 - alpha)) / 255) as u8
}
