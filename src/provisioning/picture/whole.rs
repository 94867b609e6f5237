//! The formats that are decoded whole, in colour. The bound is on their bytes: it is met by fewer pixels.

use super::planes::Planes;
use super::{Picture, PictureError, check_size, from_rgba};
use crate::provisioning::limits::{MAX_DECODED_BYTES, MAX_PICTURE_SIDE};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

pub fn decode(bytes: &[u8], format: ImageFormat, max_pixels: u64) -> Result<Picture, PictureError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    let side = MAX_PICTURE_SIDE as u32;
    (limits.max_image_width, limits.max_image_height) = (Some(side), Some(side));
    limits.max_alloc = Some(2 * MAX_DECODED_BYTES);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    let (width, height) = (width as usize, height as usize);
    check_size(width, height, max_pixels)?;
    if decoder.total_bytes() * planes_of(format) > MAX_DECODED_BYTES {
        return Err(PictureError::TooManyPixels);
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    if picture.color().has_alpha() {
        return from_rgba(width, height, &picture.into_rgba8(), max_pixels);
    }
    Planes::gray(width, height, picture.into_luma8().into_raw()).picture()
}

/// How often a decoder holds the pixels: a frame beside the picture that it is laid on.
fn planes_of(format: ImageFormat) -> u64 {
    match format {
        ImageFormat::Gif | ImageFormat::WebP => 2,
        _ => 1,
    }
}

fn refusal(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooManyPixels,
        ImageError::Unsupported(_) => PictureError::UnknownFormat,
        _ => PictureError::Damaged,
    }
}
