//! A text as a QR code: for a screen (PNG), for print (SVG), for a terminal. The picture is as secret as the text.

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use qrcode::render::{svg, unicode::Dense1x2};
use qrcode::{Color, EcLevel, QrCode};
use zeroize::Zeroizing;

/// Light modules around the code (ISO/IEC 18004 §6.3.8).
pub const QUIET_ZONE: usize = 4;

/// Pixels of a module's side: whole on every screen, and 300 dots an inch up to modules of 0.68 mm.
const MODULE: usize = 8;

/// No QR code of level M holds so long a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is too long for a QR code")]
pub struct TextTooLong;

/// A grey PNG, each module 8 × 8 pixels.
pub fn qr_png(text: &str) -> Result<Zeroizing<Vec<u8>>, TextTooLong> {
    let code = encode(text)?;
    let side = (code.width() + 2 * QUIET_ZONE) * MODULE;
    let pixels = Zeroizing::new(luma(&code, side));
    let mut png = Zeroizing::new(Vec::with_capacity(pixels.len()));
    let side = u32::try_from(side).expect("177 modules at the most");
    PngEncoder::new(&mut *png)
        .write_image(&pixels, side, side, ExtendedColorType::L8)
        .expect("the buffer has the size that is said, and memory can be written");
    Ok(png)
}

/// The QR code as an SVG document.
pub fn qr_svg(text: &str) -> Result<Zeroizing<String>, TextTooLong> {
    let side = MODULE as u32;
    Ok(Zeroizing::new(encode(text)?.render::<svg::Color>().module_dimensions(side, side).build()))
}

/// The QR code for a terminal, two rows of modules a line: ink (`█▀▄`) is dark, so it wants black ink
/// on a white ground.
pub fn qr_blocks(text: &str) -> Result<Zeroizing<String>, TextTooLong> {
    Ok(Zeroizing::new(encode(text)?.render::<Dense1x2>().build()))
}

/// The smallest square that holds the text at level M, with the highest level that fits the same square.
fn encode(text: &str) -> Result<QrCode, TextTooLong> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| TextTooLong)?;
    let same_square = |level| QrCode::with_version(text, code.version(), level).ok();
    Ok([EcLevel::H, EcLevel::Q].into_iter().find_map(same_square).unwrap_or(code))
}

fn luma(code: &QrCode, side: usize) -> Vec<u8> {
    let mut pixels = vec![255; side * side];
    for (row, line) in pixels.chunks_exact_mut(side).enumerate() {
        for (column, pixel) in line.iter_mut().enumerate() {
            if is_dark(code, row / MODULE, column / MODULE) {
                *pixel = 0;
            }
        }
    }
    pixels
}

/// Rows and columns count modules from the corner of the quiet zone.
fn is_dark(code: &QrCode, row: usize, column: usize) -> bool {
    let inside = QUIET_ZONE..QUIET_ZONE + code.width();
    inside.contains(&row)
        && inside.contains(&column)
        && code[(column - QUIET_ZONE, row - QUIET_ZONE)] == Color::Dark
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quiet_zone_is_light_and_the_modules_are_whole() {
        let png = qr_png("https://example.invalid/").unwrap();
        let picture = image::load_from_memory(&png).unwrap().to_luma8();
        let modules = picture.width() as usize / MODULE - 2 * QUIET_ZONE;
        assert_eq!(modules, encode("https://example.invalid/").unwrap().width());
        for (x, y, pixel) in picture.enumerate_pixels() {
            let edge = (QUIET_ZONE * MODULE) as u32;
            let far = picture.width() - edge;
            let quiet = x < edge || y < edge || x >= far || y >= far;
            assert!(!quiet || pixel.0 == [255], "at {x}, {y}");
            let corner = picture.get_pixel(x / 8 * 8, y / 8 * 8);
            assert_eq!(pixel, corner, "at {x}, {y}");
        }
        // The finder pattern's corner: dark, a light ring inside, a dark heart.
        let module = |x: u32, y: u32| picture.get_pixel((4 + x) * 8, (4 + y) * 8).0[0];
        assert_eq!([module(0, 0), module(1, 1), module(3, 3)], [0, 255, 0]);
    }

    #[test]
    fn what_the_square_has_left_goes_into_correction() {
        // Version 1 holds 14 bytes at M, 11 at Q, 7 at H (ISO/IEC 18004 table 7).
        for (bytes, level) in [(14, EcLevel::M), (11, EcLevel::Q), (7, EcLevel::H)] {
            let code = encode(&"a".repeat(bytes)).unwrap();
            assert_eq!((code.width(), code.error_correction_level()), (21, level), "{bytes}");
        }
    }

    #[test]
    fn a_uri_of_the_greatest_length_fits() {
        assert!(qr_png(&"a".repeat(crate::provisioning::MAX_KEY_URI_BYTES)).is_ok());
        assert_eq!(qr_png(&"a".repeat(3000)).unwrap_err(), TextTooLong);
    }
}
