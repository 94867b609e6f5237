//! Hostile pictures: no panic, no text out of nothing, and an end in good time.

use skts_token::provisioning::limits::{MAX_PHONE_PICTURE_PIXELS, MAX_PICTURE_PIXELS, MAX_SCALED_SIDE};
use skts_token::provisioning::picture::{self, PictureError};
use skts_token::provisioning::qr::{FrameError, FrameReader, Luma, PlaneError, QrError, read_picture};

/// xorshift64*: the same pictures on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

fn sides(random: &mut Random) -> (usize, usize) {
    match random.below(6) {
        0 => (1 + random.below(12), 1 + random.below(12)),
        1 => (1 + random.below(400), 1 + random.below(6)),
        2 => (1 + random.below(6), 1 + random.below(400)),
        _ => (20 + random.below(160), 20 + random.below(160)),
    }
}

/// Noise, cells or plain paper, strewn with finder patterns whole and cut.
fn clutter(random: &mut Random) -> Luma {
    let (width, height) = sides(random);
    let (kind, cell, salt) = (random.below(4), 1 + random.below(8), random.next());
    let mut pixels: Vec<u8> = (0..width * height)
        .map(|index| match kind {
            0 => random.next() as u8,
            1 => {
                let (x, y) = (index % width / cell, index / width / cell);
                let mixed = (x as u64 * 31 + y as u64 * 17 + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                if mixed >> 40 & 1 == 0 { 20 } else { 230 }
            }
            2 => 255,
            _ => (index % width * 255 / width) as u8,
        })
        .collect();
    for _ in 0..random.below(12) {
        let (unit, left, top) = (1 + random.below(5), random.below(width), random.below(height));
        for (x, y) in (0..49 * unit * unit).map(|index| (index % (7 * unit), index / (7 * unit))) {
            if left + x < width && top + y < height {
                let ring = (x / unit).abs_diff(3).max((y / unit).abs_diff(3));
                pixels[(top + y) * width + left + x] = if ring == 2 { 240 } else { 10 };
            }
        }
    }
    Luma::new(width, height, pixels).expect("the sides match")
}

#[test]
fn clutter_is_survived_and_holds_no_text() {
    let mut random = Random(0x5EED_0001);
    let mut frames = FrameReader::new();
    for _ in 0..60 {
        let picture = clutter(&mut random);
        assert_eq!(read_picture(&picture).unwrap_err(), QrError::NoQrCode);
        for _ in 0..4 {
            assert_eq!(frames.read_luma(&picture).unwrap_err(), QrError::NoQrCode);
        }
    }
}

#[test]
fn every_tiny_size_is_survived() {
    for (width, height) in
        (1..45).flat_map(|width| [1, 2, 3, 7, 8, 9, 39, 40, 41].map(|height| (width, height)))
    {
        let picture = Luma::new(width, height, vec![7; width * height]).expect("the sides match");
        assert_eq!(FrameReader::new().read_luma(&picture).unwrap_err(), QrError::NoQrCode);
    }
}

#[track_caller]
fn plane(bytes: usize, width: usize, height: usize, stride: usize, fault: PlaneError) {
    let refusal = FrameReader::new().read(&vec![0; bytes], width, height, stride).unwrap_err();
    assert_eq!(refusal, FrameError::Plane(fault));
}

#[test]
fn planes_that_do_not_add_up_are_refused() {
    plane(0, 0, 10, 10, PlaneError::Empty);
    plane(100, 10, 0, 10, PlaneError::Empty);
    plane(99, 10, 10, 10, PlaneError::Length);
    plane(100, 10, 10, 9, PlaneError::Length);
    plane(100, 10, 10, usize::MAX, PlaneError::Length);
    plane(100, 16_385, 1, 16_385, PlaneError::TooLarge);
    plane(100, usize::MAX, usize::MAX, usize::MAX, PlaneError::TooLarge);
}

#[track_caller]
fn file(bytes: &[u8], fault: PictureError) {
    assert_eq!(picture::from_bytes(bytes, MAX_PICTURE_PIXELS).err(), Some(fault));
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let gray = image::GrayImage::from_fn(width, height, |x, y| image::Luma([(x * 7 + y * 13) as u8]));
    gray.write_to(&mut bytes, image::ImageFormat::Png).expect("memory takes it");
    bytes.into_inner()
}

#[test]
fn files_that_are_no_pictures_are_refused() {
    file(b"", PictureError::UnknownFormat);
    file(b"otpauth://totp/not-a-picture", PictureError::UnknownFormat);
    file(b"\x89PNG\r\n\x1a\n", PictureError::Damaged);
    file(b"%PDF-1.4 and so on and so on", PictureError::Pdf);
}

#[test]
fn a_picture_cut_short_anywhere_is_refused_or_read_without_a_panic() {
    let whole = png(40, 30);
    for length in 0..whole.len() - 12 {
        assert!(picture::from_bytes(&whole[..length], MAX_PICTURE_PIXELS).is_err(), "cut at {length}");
    }
    assert!(picture::from_bytes(&whole, MAX_PICTURE_PIXELS).is_ok());
}

#[test]
fn a_header_that_promises_too_much_is_refused_before_anything_is_allocated() {
    // The second side is allowed, but the picture's pixels would take a gigabyte.
    for side in [60_000_u32, 16_000] {
        let mut bomb = png(8, 8);
        // Spoils width and height in the PNG's header (IHDR), and makes the header's checksum right again, since the
        // decoder checks it first.
        bomb[16..20].copy_from_slice(&side.to_be_bytes());
        bomb[20..24].copy_from_slice(&side.to_be_bytes());
        bomb[25] = 6;
        let checksum = crc32(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&checksum.to_be_bytes());
        file(&bomb, PictureError::TooManyPixels);
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| crc >> 1 ^ (0xEDB8_8320 * (crc & 1)))
    })
}

#[test]
fn pixels_that_do_not_add_up_are_refused() {
    let paper =
        picture::from_rgba(2, 1, &[0, 0, 0, 0, 0, 0, 0, 255], MAX_PICTURE_PIXELS).expect("two pixels");
    assert_eq!(paper.on_white().pixels(), [255, 0]);
    assert_eq!(picture::from_rgba(2, 1, &[0; 7], MAX_PICTURE_PIXELS).err(), Some(PictureError::Damaged));
    assert_eq!(
        picture::from_rgba(usize::MAX, 2, &[0; 8], MAX_PICTURE_PIXELS).err(),
        Some(PictureError::Damaged)
    );
    let row = vec![0; 16_385 * 4];
    assert_eq!(
        picture::from_rgba(16_385, 1, &row, MAX_PICTURE_PIXELS).err(),
        Some(PictureError::TooManyPixels)
    );
}

/// The bounds of a phone and of a desktop, and that no plane is looked at in its full size.
#[test]
fn a_picture_has_as_many_pixels_as_its_device_has_room_for() {
    let photograph = png(5712, 4284);
    let picture = picture::from_bytes(&photograph, MAX_PHONE_PICTURE_PIXELS).expect("24 megapixels");
    assert_eq!(picture.on_white().width(), 5712 / 2);
    let larger = png(8192, 3073);
    let refused = picture::from_bytes(&larger, MAX_PHONE_PICTURE_PIXELS).err();
    assert_eq!(refused, Some(PictureError::TooManyPixels));
    let picture = picture::from_bytes(&larger, MAX_PICTURE_PIXELS).expect("a desktop has the room");
    assert_eq!((picture.on_white().width(), picture.on_white().height()), (MAX_SCALED_SIDE, 1536));
    file(&png(8193, 1), PictureError::TooManyPixels);
    file(&png(1, 8193), PictureError::TooManyPixels);
}

/// A PNG of one byte a pixel, which is the pixel's place; its rows come one after the other, or in Adam7's seven passes.
fn places(width: usize, height: usize, interlaced: bool) -> Vec<u8> {
    const PASSES: [(usize, usize, usize, usize); 7] =
        [(8, 0, 8, 0), (8, 4, 8, 0), (4, 0, 8, 4), (4, 2, 4, 0), (2, 0, 4, 2), (2, 1, 2, 0), (1, 0, 2, 1)];
    let passes = if interlaced { &PASSES[..] } else { &[(1, 0, 1, 0)] };
    let mut rows = Vec::new();
    for &(across, left, down, top) in passes {
        for y in (top..height).step_by(down).filter(|_| left < width) {
            rows.push(0);
            rows.extend((left..width).step_by(across).map(|x| (x * 31 + y * 17) as u8));
        }
    }
    // zlib's stream with a block that packs nothing (RFC 1950, RFC 1951 §3.2.4).
    let length = u16::try_from(rows.len()).expect("a small picture");
    let mut stream = vec![0x78, 0x01, 0x01];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(&rows);
    let (a, b) = rows.iter().fold((1, 0), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (a + b) % 65_521)
    });
    stream.extend((b << 16 | a).to_be_bytes());
    let sides = [width, height].map(|side| (side as u32).to_be_bytes()).concat();
    let header = [&sides[..], &[8, 0, 0, 0, u8::from(interlaced)]].concat();
    let chunk = |kind: &[u8], data: &[u8]| {
        let body = [kind, data].concat();
        [&(data.len() as u32).to_be_bytes()[..], &body, &crc32(&body).to_be_bytes()].concat()
    };
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), chunk(b"IDAT", &stream), chunk(b"IEND", b"")]
        .concat()
}

#[test]
fn the_order_of_a_pngs_rows_does_not_change_it() {
    for (width, height) in [(1, 1), (3, 5), (4, 1), (8, 8), (61, 43)] {
        let pixels = |interlaced| {
            let file = places(width, height, interlaced);
            picture::from_bytes(&file, MAX_PICTURE_PIXELS).expect("a whole file").on_white().pixels().to_vec()
        };
        let expected: Vec<u8> =
            (0..width * height).map(|at| ((at % width) * 31 + (at / width) * 17) as u8).collect();
        assert_eq!(pixels(false), expected, "{width} x {height}");
        assert_eq!(pixels(true), expected, "{width} x {height}");
    }
}

/// Only the brightness of a JPEG is decoded. It is the picture's, whatever its sides and whatever room its colours take.
#[test]
fn a_jpeg_in_gray_is_the_picture() {
    for (width, height) in [(1, 1), (7, 9), (16, 16), (33, 50), (640, 427)] {
        let colours = image::RgbImage::from_fn(width, height, |x, y| {
            image::Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 90])
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        colours.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("memory takes it");
        let bytes = bytes.into_inner();
        let whole = image::load_from_memory(&bytes).expect("it was just written").into_rgb8();
        let picture = picture::from_bytes(&bytes, MAX_PICTURE_PIXELS).expect("it was just written");
        for (gray, image::Rgb([red, green, blue])) in picture.on_white().pixels().iter().zip(whole.pixels()) {
            // Y of JFIF: ITU-R BT.601.
            let y = (299 * i32::from(*red) + 587 * i32::from(*green) + 114 * i32::from(*blue)) / 1000;
            assert!((y - i32::from(*gray)).abs() <= 6, "{width} x {height}: {gray} is not {y}");
        }
    }
}
