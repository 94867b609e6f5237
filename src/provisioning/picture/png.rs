//! PNG, row by row. Decoded whole, a picture of 50 million pixels takes 200 MB, and with 16 bits a channel 400.

use super::planes::{Colour, Planes};
use super::{Picture, PictureError, check_size};
use png::{ColorType, Decoder, DecodingError, InterlaceInfo, Limits, Transformations};
use std::io::Cursor;

/// What the decoder may allocate besides its rows.
const SCRATCH: Limits = Limits { bytes: 16 * 1024 * 1024 };

pub fn decode(bytes: &[u8], max_pixels: u64) -> Result<Picture, PictureError> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), SCRATCH);
    decoder.set_transformations(Transformations::normalize_to_color8());
    // Both may unfold to any size, and say nothing of the pixels.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(refusal)?;
    let (width, height) = (header.width as usize, header.height as usize);
    check_size(width, height, max_pixels)?;
    let mut reader = decoder.read_info().map_err(refusal)?;
    let (colours, _) = reader.output_color_type();
    let mut planes = Planes::new(width, height);
    let mut next = 0;
    while let Some(row) = reader.next_interlaced_row().map_err(refusal)? {
        let pixels = row.data().chunks_exact(colours.samples()).map(|samples| colour(colours, samples));
        match row.interlace() {
            InterlaceInfo::Null(_) => planes.put_row(next, pixels),
            InterlaceInfo::Adam7(pass) => {
                planes.put(pixels, |plane, row| png::expand_interlaced_row(plane, width, row, pass, 8));
            }
        }
        next += 1;
    }
    // Only a file that is whole to its end is a picture.
    reader.finish().map_err(refusal)?;
    planes.picture()
}

fn colour(kind: ColorType, samples: &[u8]) -> Colour {
    match (kind, samples) {
        (ColorType::Rgb, &[red, green, blue]) => [red, green, blue, u8::MAX],
        (ColorType::Rgba, &[red, green, blue, alpha]) => [red, green, blue, alpha],
        (ColorType::GrayscaleAlpha, &[gray, alpha]) => [gray, gray, gray, alpha],
        // Palettes were unfolded.
        (_, samples) => [samples[0], samples[0], samples[0], u8::MAX],
    }
}

fn refusal(error: DecodingError) -> PictureError {
    match error {
        DecodingError::LimitsExceeded => PictureError::TooManyPixels,
        _ => PictureError::Damaged,
    }
}
