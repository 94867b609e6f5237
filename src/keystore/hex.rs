//! Hexadecimal digits without tables and without copies: the digits of a key pass through here.

/// Appends two lower-case digits for each byte.
pub fn write(bytes: &[u8], text: &mut Vec<u8>) {
    for byte in bytes {
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
}

/// Fills `bytes`; `false` where `text` is not exactly their digits. Other programs write capital ones.
pub fn read(text: &[u8], bytes: &mut [u8]) -> bool {
    text.len() == 2 * bytes.len()
        && bytes.iter_mut().zip(text.chunks_exact(2)).all(|(byte, pair)| {
            match (value(pair[0]), value(pair[1])) {
                (Some(high), Some(low)) => {
                    *byte = high << 4 | low;
                    true
                }
                _ => false,
            }
        })
}

fn digit(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}

fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
