//! JPEG, of which only the brightness is decoded: a third of the room that the colours take.

use super::planes::Planes;
use super::{Picture, PictureError, check_size, whole};
use crate::provisioning::limits::MAX_DECODED_BYTES;
use image::ImageFormat;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The most scans of a progressive picture. Cameras and programs write about ten; each one more is a walk over all of
/// the picture that takes a few bytes of the file.
const MAX_SCANS: usize = 30;

pub fn decode(bytes: &[u8], max_pixels: u64) -> Result<Picture, PictureError> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| PictureError::Damaged)?;
    let (width, height) = decoder.dimensions().ok_or(PictureError::Damaged)?;
    check_size(width, height, max_pixels)?;
    if held_bytes(bytes).ok_or(PictureError::Damaged)? > MAX_DECODED_BYTES {
        return Err(PictureError::TooManyPixels);
    }
    match decoder.input_colorspace() {
        Some(ColorSpace::YCbCr | ColorSpace::Luma) => {}
        // The printer's colours and plain red, green and blue have no brightness of their own.
        _ => return whole::decode(bytes, ImageFormat::Jpeg, max_pixels),
    }
    let mut pixels = vec![0; width * height];
    decoder.decode_into(&mut pixels).map_err(|_| PictureError::Damaged)?;
    Planes::gray(width, height, pixels).picture()
}

/// What the decoder holds before it makes pixels. A picture that comes in several scans, each of which makes it finer or
/// brings one colour (ITU-T T.81, annex G and §A.2), is held whole, two bytes a coefficient; any other one is not.
/// `None`: the header is cut short.
fn held_bytes(bytes: &[u8]) -> Option<u64> {
    let mut frame = None;
    let mut rest = bytes.get(2..)?;
    loop {
        // T.81 §B.1.1.2: any number of FF bytes stands before a marker's second byte.
        let start = rest.iter().position(|byte| *byte == 0xFF)?;
        let found = start + rest[start..].iter().position(|byte| *byte != 0xFF)?;
        let (marker, behind) = (rest[found], &rest[found + 1..]);
        if matches!(marker, 0x00 | 0x01 | 0xD0..=0xD8) {
            rest = behind;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*behind.first()?, *behind.get(1)?]));
        let segment = behind.get(2..length)?;
        match marker {
            // Start of frame, but for the tables that have numbers between.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => frame = Some((marker, segment)),
            // Start of scan: the number of colours in it comes first.
            0xDA => {
                let (kind, frame) = frame?;
                let in_one_scan = matches!(kind, 0xC0 | 0xC1) && segment.first()? == frame.get(5)?;
                return if in_one_scan { Some(0) } else { coefficients(frame).map(|count| 2 * count) };
            }
            _ => {}
        }
        rest = &behind[length..];
    }
}

/// How many coefficients a frame has: its sides, and for each colour how many samples across and down it has in a unit of
/// 8 × 8 pixels times the most of any colour (T.81 §B.2.2, §A.1.1).
fn coefficients(frame: &[u8]) -> Option<u64> {
    let side = |at: usize| Some(u64::from(u16::from_be_bytes([*frame.get(at)?, *frame.get(at + 1)?])));
    let (height, width) = (side(1)?, side(3)?);
    let samples =
        frame.get(6..)?.chunks_exact(3).map(|colour| (u64::from(colour[1] >> 4), u64::from(colour[1] & 15)));
    let (across, down) = samples.clone().fold((1, 1), |(a, d), (h, v)| (a.max(h), d.max(v)));
    let units = width.div_ceil(8 * across) * height.div_ceil(8 * down);
    // The decoder lengthens its planes where a unit is higher than wide.
    Some(samples.map(|(h, v)| h * v).sum::<u64>() * units * 64 * down.div_ceil(across))
}
