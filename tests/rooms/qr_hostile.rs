//! Hostile pictures: no panic, no text out of nothing, and an end in good time.

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
    assert_eq!(picture::from_bytes(bytes).err(), Some(fault));
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
        assert!(picture::from_bytes(&whole[..length]).is_err(), "cut at {length}");
    }
    assert!(picture::from_bytes(&whole).is_ok());
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
    let paper = picture::from_rgba(2, 1, &[0, 0, 0, 0, 0, 0, 0, 255]).expect("two pixels");
    assert_eq!(paper.on_white().pixels(), [255, 0]);
    assert_eq!(picture::from_rgba(2, 1, &[0; 7]).err(), Some(PictureError::Damaged));
    assert_eq!(picture::from_rgba(usize::MAX, 2, &[0; 8]).err(), Some(PictureError::Damaged));
    let row = vec![0; 16_385 * 4];
    assert_eq!(picture::from_rgba(16_385, 1, &row).err(), Some(PictureError::TooManyPixels));
}
