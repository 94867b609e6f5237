//! Black and white → texts, by rxing.

use super::{Findings, Luma, finder, grid};
use rxing::common::{BitMatrix, DetectorRXingResult, cpp_essentials::DecoderResult};
use rxing::qrcode::common::Version;
use rxing::qrcode::cpp_port::{decoder, detector};

/// How much work one pass over a picture may do.
#[derive(Clone, Copy)]
pub struct Effort<'a> {
    /// Triples of finder patterns tried, the most plausible first.
    pub triples: usize,
    /// Triples whose outline is fitted to the gray picture when the plain way failed.
    pub fits: usize,
    /// Fits further outlines even when a key URI was found already.
    pub fits_on: bool,
    /// Whether the caller's time is over: the pass ends.
    pub out_of_time: &'a dyn Fn() -> bool,
}

/// What one pass saw besides the texts.
pub struct Seen {
    /// Rows like those of an inverted symbol's finder patterns.
    pub inverse_rows: usize,
    /// Finder patterns that belong to no symbol that was read.
    pub unread: usize,
}

/// Finds every symbol in `bits` and adds its text to `findings`. `gray` is the picture that `bits`
/// came from, pixel for pixel.
pub fn read(bits: &BitMatrix, gray: &Luma, effort: Effort, findings: &mut Findings) -> Seen {
    let finder::Patterns { mut found, inverse_rows } = finder::scan(bits, effort.out_of_time);
    let mut used = Vec::new();
    let mut fits = effort.fits;
    for triple in detector::GenerateFinderPatternSets(&mut found).into_iter().take(effort.triples) {
        let parts = [triple.bl, triple.tl, triple.tr];
        if (effort.out_of_time)() {
            break;
        }
        if parts.iter().any(|part| used.contains(part)) {
            continue;
        }
        let Ok(sampled) = detector::SampleQR(bits, &triple) else { continue };
        let mut text = accept(sampled.getBits(), findings);
        if !text && fits > 0 && (effort.fits_on || !findings.has_ours()) {
            fits -= 1;
            text = fitted(&sampled, gray, findings);
        }
        if text {
            used.extend(parts);
        }
    }
    Seen { inverse_rows, unread: found.len() - used.len() }
}

fn fitted(sampled: &impl DetectorRXingResult, gray: &Luma, findings: &mut Findings) -> bool {
    let modules = sampled.getBits().width() as usize;
    let Ok(version) = Version::Model2((modules as u32).saturating_sub(17) / 4) else { return false };
    let Some(mut grid) = grid::Grid::new(sampled.getPoints(), modules) else { return false };
    grid.fit(gray, &grid::marks(modules, version.getAlignmentPatternCenters()));
    let levels = grid.sample(gray);
    let tries = [(0.0, 5), (0.6, 5), (1.5, 5), (0.6, 2)];
    tries
        .iter()
        .any(|(sharpness, radius)| accept(&grid::decide(&levels, modules, *sharpness, *radius), findings))
}

/// Decodes the modules of one symbol. True when they were a valid symbol.
fn accept(modules: &BitMatrix, findings: &mut Findings) -> bool {
    match decoder::Decode(modules) {
        Ok(result) if result.isValid() => {
            keep(&result, findings);
            true
        }
        _ => false,
    }
}

fn keep(result: &DecoderResult<bool>, findings: &mut Findings) {
    // The text is spread over several symbols, and this is one of them. Its beginning may well look like
    // a whole URI with a shorter seed.
    if result.structuredAppend().count > 1 {
        findings.part();
        return;
    }
    let content = result.content();
    match std::str::from_utf8(content.bytes()) {
        // Bytes that are UTF-8 need no guess at their encoding: rxing's guess takes short Japanese texts
        // for something else.
        Ok(text) if !content.has_eci => findings.add(text.to_owned()),
        _ => findings.add(result.text()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{QrError, QrText};
    use rxing::qrcode::common::ErrorCorrectionLevel;

    fn decode(bytes: &[u8]) -> Result<QrText, QrError> {
        let version = Version::Model2(10).expect("version 10 exists");
        let mut findings = Findings::default();
        match decoder::DecodeBitStream(bytes, version, ErrorCorrectionLevel::M) {
            Ok(result) if result.isValid() => keep(&result, &mut findings),
            _ => {}
        }
        findings.settle()
    }

    /// Groups of bits, each a value and its width, as bytes.
    fn stream(groups: &[(u32, usize)]) -> Vec<u8> {
        let mut bits: Vec<u8> = Vec::new();
        for (value, width) in groups {
            bits.extend((0..*width).rev().map(|shift| (value >> shift & 1) as u8));
        }
        bits.chunks(8)
            .map(|chunk| chunk.iter().enumerate().fold(0, |byte, (i, bit)| byte | bit << (7 - i)))
            .collect()
    }

    const BYTES: (u32, usize) = (4, 4);
    const END: (u32, usize) = (0, 16);

    fn with_text(head: &[(u32, usize)], text: &[u8]) -> Vec<u8> {
        let mut groups = head.to_vec();
        groups.extend([BYTES, (text.len() as u32, 16)]);
        groups.extend(text.iter().map(|&byte| (u32::from(byte), 8)));
        groups.push(END);
        stream(&groups)
    }

    #[test]
    fn plain_bytes_are_text() {
        assert_eq!(decode(&with_text(&[], b"otpauth:x")).expect("text").expose(), "otpauth:x");
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        for bytes in [&b"\xFF\xFEo\0t\0p\0a\0u\0t\0h\0:\0"[..], b"\xFE\xFF\0o\0t\0p\0a\0u\0t\0h\0:"] {
            let text = decode(&with_text(&[], bytes)).expect("text");
            assert_eq!(text.expose().trim_start_matches('\u{FEFF}'), "otpauth:");
        }
    }

    #[test]
    fn a_part_of_several_symbols_is_never_a_text() {
        // Structured append: symbol 1 of 3, parity 0x5A. The beginning looks like a whole URI.
        let part = [(3, 4), (0, 4), (2, 4), (0x5A, 8)];
        let uri = b"otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert_eq!(decode(&with_text(&part, uri)).unwrap_err(), QrError::PartOfSeveral);
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert_eq!(decode(&with_text(&[], &[0, 1, 2, 3, 4, 0x80, 0xFF])).unwrap_err(), QrError::NotText);
    }

    #[test]
    fn no_content_panics() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..20_000 {
            let mut bytes = [0_u8; 40];
            for byte in &mut bytes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = (state >> 56) as u8;
            }
            // Every mode in turn: numeric, alphanumeric, bytes, kanji, ECI, FNC1, Hanzi, and nonsense.
            bytes[0] = bytes[0] & 0x0F | ((state >> 20) as u8) << 4;
            let length = 1 + (state >> 30) as usize % bytes.len();
            _ = decode(&bytes[..length]);
        }
    }
}
