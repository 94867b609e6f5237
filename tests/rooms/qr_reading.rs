//! Symbols drawn here, read back through both ways in; and the cases in which there must be no answer.

use image::ImageFormat;
use qrcode::{EcLevel, QrCode};
use skts_token::provisioning::limits::MAX_PICTURE_PIXELS;
use skts_token::provisioning::picture;
use skts_token::provisioning::qr::{FrameReader, Luma, QrError, QrText, read_grounds, read_picture};

const URI: &str = "otpauth://totp/%E3%81%95%E3%81%8F%E3%82%89:SKTS12345678?secret=\
    GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA&issuer=%E3%81%95%E3%81%8F%E3%82%89&algorithm=SHA256";
const OTHER: &str = "otpauth://totp/SKTS87654321?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// How a symbol lies in a picture: pixels a module, angle in degrees, and what was done to it.
#[derive(Clone, Copy)]
struct Look {
    scale: f32,
    degrees: f32,
    mirrored: bool,
    inverted: bool,
    /// Light left at the right edge, of 1 at the left.
    shade: f32,
    noise: i32,
}

const PLAIN: Look = Look { scale: 4.0, degrees: 0.0, mirrored: false, inverted: false, shade: 1.0, noise: 0 };

struct Canvas {
    side: usize,
    pixels: Vec<u8>,
}

impl Canvas {
    fn new(side: usize) -> Self {
        Canvas { side, pixels: vec![225; side * side] }
    }

    fn draw(mut self, text: &str, look: Look, centre: (f32, f32)) -> Self {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("the text fits");
        let (modules, dark) = (code.width() as f32, code.to_colors());
        let (sin, cos) = look.degrees.to_radians().sin_cos();
        let mut chance = 12345_u32;
        for index in 0..self.pixels.len() {
            let (dx, dy) =
                ((index % self.side) as f32 + 0.5 - centre.0, (index / self.side) as f32 + 0.5 - centre.1);
            let across = (dx * cos + dy * sin) / look.scale * if look.mirrored { -1.0 } else { 1.0 };
            let (x, y) = (across + modules / 2.0, (dy * cos - dx * sin) / look.scale + modules / 2.0);
            if x < -4.0 || y < -4.0 || x >= modules + 4.0 || y >= modules + 4.0 {
                continue;
            }
            let inside = x >= 0.0 && y >= 0.0 && x < modules && y < modules;
            let black = inside && dark[y as usize * modules as usize + x as usize] == qrcode::Color::Dark;
            let level = if black != look.inverted { 35.0 } else { 225.0 };
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = (chance >> 16) as i32 % (2 * look.noise + 1) - look.noise;
            let light = 1.0 - (1.0 - look.shade) * (index % self.side) as f32 / self.side as f32;
            self.pixels[index] = (level * light + grain as f32).clamp(0.0, 255.0) as u8;
        }
        self
    }

    fn luma(self) -> Luma {
        Luma::new(self.side, self.side, self.pixels).expect("the sides match")
    }
}

fn single(text: &str, look: Look) -> Luma {
    Canvas::new(480).draw(text, look, (240.0, 240.0)).luma()
}

#[track_caller]
fn text(read: Result<QrText, QrError>) -> String {
    read.expect("the symbol is readable").expose().to_owned()
}

#[track_caller]
fn both_read(look: Look) {
    let picture = single(URI, look);
    assert_eq!(text(read_picture(&picture)), URI);
    assert_eq!(text(FrameReader::new().read_luma(&picture)), URI);
}

#[test]
fn symbols_are_read_however_they_lie() {
    both_read(PLAIN);
    both_read(Look { scale: 1.7, degrees: 3.0, ..PLAIN });
    for degrees in [12.0, 45.0, 90.0, 137.0, 180.0, 251.0] {
        both_read(Look { degrees, ..PLAIN });
    }
    both_read(Look { mirrored: true, degrees: 20.0, ..PLAIN });
    both_read(Look { inverted: true, degrees: 5.0, ..PLAIN });
    both_read(Look { shade: 0.15, ..PLAIN });
    both_read(Look { noise: 55, degrees: 8.0, ..PLAIN });
}

#[test]
fn a_small_picture_is_enlarged() {
    let picture = Canvas::new(150).draw(URI, Look { scale: 2.0, ..PLAIN }, (75.0, 75.0)).luma();
    assert_eq!(text(read_picture(&picture)), URI);
}

#[test]
fn a_large_picture_is_shrunk() {
    let picture = Canvas::new(3000).draw(URI, Look { scale: 12.0, ..PLAIN }, (1100.0, 1700.0)).luma();
    assert_eq!(text(read_picture(&picture)), URI);
    assert_eq!(text(FrameReader::new().read_luma(&picture)), URI);
}

#[test]
fn rows_may_be_padded() {
    let picture = single(URI, PLAIN);
    let padded: Vec<u8> = picture.pixels().chunks(480).flat_map(|row| [row, &[0; 32]].concat()).collect();
    // A camera's last row may end without padding.
    let read = FrameReader::new().read(&padded[..padded.len() - 32], 480, 480, 512);
    assert_eq!(read.expect("the symbol is readable").expose(), URI);
}

fn pair(first: &str, second: &str) -> Luma {
    let look = Look { scale: 3.5, ..PLAIN };
    Canvas::new(800).draw(first, look, (220.0, 260.0)).draw(second, look, (560.0, 540.0)).luma()
}

#[test]
fn of_two_tokens_none_is_chosen() {
    let picture = pair(URI, OTHER);
    assert_eq!(read_picture(&picture).unwrap_err(), QrError::SeveralQrCodes);
    assert_eq!(FrameReader::new().read_luma(&picture).unwrap_err(), QrError::SeveralQrCodes);
}

#[test]
fn the_same_token_twice_is_one() {
    assert_eq!(text(read_picture(&pair(URI, URI))), URI);
}

#[test]
fn a_token_is_told_from_other_codes() {
    let picture = pair("https://example.jp/app", URI);
    assert_eq!(text(read_picture(&picture)), URI);
    assert_eq!(text(FrameReader::new().read_luma(&picture)), URI);
    let neither = read_picture(&pair("https://example.jp/a", "https://example.jp/b"));
    assert_eq!(neither.unwrap_err(), QrError::NoToken);
}

#[test]
fn a_token_is_known_whatever_stands_before_it() {
    for token in
        [format!("\u{FEFF}{URI}"), format!("\u{3000}\u{200B}{URI}"), URI.replacen("otpauth", "OTPAUTH", 1)]
    {
        assert_eq!(text(read_picture(&pair("https://example.jp/app", &token))), token);
        assert_eq!(read_picture(&pair(OTHER, &token)).unwrap_err(), QrError::SeveralQrCodes);
    }
}

/// The grain of a photograph is as large as a module of a small code.
#[test]
fn a_code_that_fills_a_photograph_is_read() {
    for scale in [24.0, 48.0] {
        let look = Look { scale, noise: 60, degrees: 2.0, ..PLAIN };
        let side = (scale * 52.0) as usize;
        let picture = Canvas::new(side).draw(URI, look, (side as f32 / 2.0, side as f32 / 2.0)).luma();
        assert_eq!(text(read_picture(&picture)), URI, "{scale}");
        assert_eq!(text(FrameReader::new().read_luma(&picture)), URI, "{scale}");
    }
}

#[test]
fn a_second_token_is_noticed_at_another_size() {
    let look = Look { scale: 30.0, noise: 60, ..PLAIN };
    let picture = Canvas::new(2400).draw(OTHER, look, (750.0, 750.0));
    let picture = picture.draw(URI, Look { scale: 5.0, ..PLAIN }, (2000.0, 2000.0)).luma();
    assert_eq!(read_picture(&picture).unwrap_err(), QrError::SeveralQrCodes);
}

/// Red, green, blue, alpha of a symbol with four pixels a module.
fn painted(text: &str, dark: [u8; 4], light: [u8; 4]) -> image::RgbaImage {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("the text fits");
    let (modules, colors) = (code.width() as u32, code.to_colors());
    image::RgbaImage::from_fn((modules + 8) * 4, (modules + 8) * 4, |x, y| {
        let (x, y) = ((x / 4).wrapping_sub(4), (y / 4).wrapping_sub(4));
        let black = x < modules && y < modules && colors[(y * modules + x) as usize] == qrcode::Color::Dark;
        image::Rgba(if black { dark } else { light })
    })
}

const NOTHING: [u8; 4] = [0, 0, 0, 0];

#[test]
fn transparent_pictures_are_read_on_the_ground_they_need() {
    let modules = [
        ([0, 0, 0, 255], NOTHING),               // dark ones on nothing
        (NOTHING, [255, 255, 255, 255]),         // dark ones cut out as holes
        ([255, 255, 255, 255], NOTHING),         // light ones on nothing, exchanged
        (NOTHING, [240, 240, 230, 200]),         // light ones on nothing
        ([20, 30, 60, 255], [255, 255, 255, 0]), // on nothing that has a colour
    ];
    for (dark, light) in modules {
        let pixels = painted(URI, dark, light);
        let from_clipboard = picture::from_rgba(
            pixels.width() as usize,
            pixels.height() as usize,
            &pixels,
            MAX_PICTURE_PIXELS,
        );
        assert_eq!(
            text(from_clipboard.expect("pixels add up").read(&|| false)),
            URI,
            "{dark:?} on {light:?}"
        );
        for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
            let mut file = std::io::Cursor::new(Vec::new());
            pixels.write_to(&mut file, format).expect("memory takes it");
            let picture =
                picture::from_bytes(file.get_ref(), MAX_PICTURE_PIXELS).expect("it was just written");
            // GIF knows nothing between opaque and transparent, and few colours.
            assert_eq!(text(picture.read(&|| false)), URI, "{dark:?} on {light:?} as {format:?}");
        }
    }
}

/// Where one token is seen on white and another on black, there is no answer.
#[test]
fn the_two_grounds_must_agree() {
    let (mut first, second) =
        (painted(URI, [0, 0, 0, 255], NOTHING), painted(OTHER, NOTHING, [255, 255, 255, 255]));
    let side = first.width() + second.width();
    let mut both = image::RgbaImage::from_pixel(side, side, image::Rgba(NOTHING));
    image::imageops::replace(&mut both, &first, 0, 0);
    image::imageops::replace(&mut both, &second, i64::from(first.width()), i64::from(first.height()));
    let picture =
        picture::from_rgba(side as usize, side as usize, &both, MAX_PICTURE_PIXELS).expect("pixels add up");
    assert_eq!(picture.read(&|| false).unwrap_err(), QrError::SeveralQrCodes);
    first = painted(URI, [0, 0, 0, 255], [0, 0, 0, 255]);
    let blank =
        picture::from_rgba(first.width() as usize, first.height() as usize, &first, MAX_PICTURE_PIXELS)
            .expect("pixels add up");
    assert_eq!(blank.read(&|| false).unwrap_err(), QrError::NoQrCode);
}

#[test]
fn any_single_text_is_handed_on() {
    assert_eq!(text(read_picture(&single("https://example.jp/", PLAIN))), "https://example.jp/");
    assert_eq!(text(read_picture(&single("さくら信用組合", PLAIN))), "さくら信用組合");
}

#[test]
fn debug_shows_no_text() {
    let read = read_picture(&single(URI, PLAIN)).expect("the symbol is readable");
    assert_eq!(format!("{read:?}"), format!("QrText({} bytes)", URI.len()));
}

/// What was read so far when the time is over is not believed: nobody has looked for a second code yet.
#[test]
fn a_picture_is_given_up_when_the_time_is_over() {
    use std::cell::Cell;
    let (one, two) = (single(URI, PLAIN), pair(URI, OTHER));
    assert_eq!(read_grounds([&one], &|| true).unwrap_err(), QrError::OutOfTime);
    let asked = Cell::new(0);
    let counted = || {
        asked.set(asked.get() + 1);
        false
    };
    assert_eq!(text(read_grounds([&one], &counted)), URI);
    let all = asked.get();
    assert!(all > 100, "a pass is left at each of its rows: {all}");
    for picture in [&one, &two] {
        for last in (0..all).step_by(37) {
            asked.set(0);
            let over = || {
                asked.set(asked.get() + 1);
                asked.get() > last
            };
            assert_eq!(
                read_grounds([picture], &over).unwrap_err(),
                QrError::OutOfTime,
                "after {last} of {all}"
            );
            assert!(asked.get() <= last + 20, "it went on: {} after {last}", asked.get());
        }
    }
}
