//! The native method of `jp.skts.token.FrameReader`: a camera's frame → the text in its QR code.
//!
//! Whatever Java hands over, the answer is a text or null: never an exception, never a crash. In a build
//! that unwinds a panic ends here; the app is built with `panic = "abort"`, where nothing unwinds.

#![deny(unsafe_op_in_unsafe_fn, unused_must_use)]

use jni::errors::Result;
use jni::objects::{JByteBuffer, JClass, JString};
use jni::sys::jint;
use jni::{Env, EnvUnowned, Outcome};
use skts_qr::FrameReader;
use zeroize::Zeroizing;

/// `static native String read(ByteBuffer luma, int width, int height, int rowStride, int rotation, int turn)`
///
/// The text leaves as a Java `String`, which nobody can overwrite: the caller hands it to
/// `Native.scanEnded` at once and lets go of it.
// SAFETY: no other function of the program has this name, and its signature is that of Java's declaration.
#[unsafe(no_mangle)]
#[allow(clippy::too_many_arguments)] // Java's list
pub extern "system" fn Java_jp_skts_token_FrameReader_read<'caller>(
    mut env: EnvUnowned<'caller>,
    _class: JClass<'caller>,
    luma: JByteBuffer<'caller>,
    width: jint,
    height: jint,
    row_stride: jint,
    rotation: jint,
    turn: jint,
) -> JString<'caller> {
    let read = env.with_env(|env| {
        let text =
            read_buffer(env, &luma, |bytes| read_luma(bytes, width, height, row_stride, rotation, turn))?;
        text.map_or_else(|| Ok(JString::null()), |text| JString::new(env, &*text))
    });
    match read.into_outcome() {
        Outcome::Ok(text) => text,
        // No direct buffer, or no memory for the string.
        Outcome::Err(_) | Outcome::Panic(_) => JString::null(),
    }
}

/// Lends the memory of a direct buffer.
fn read_buffer<T>(env: &Env, buffer: &JByteBuffer, read: impl FnOnce(&[u8]) -> T) -> Result<T> {
    let length = env.get_direct_buffer_capacity(buffer)?;
    let address = env.get_direct_buffer_address(buffer)?;
    // SAFETY: address and capacity are the buffer's own, as the JVM tells them. The caller's reference
    // keeps the buffer until this native method returns, and the camera does not write into a frame
    // before the caller closes it, which is after that.
    Ok(read(unsafe { std::slice::from_raw_parts(address, length) }))
}

/// Reads the QR code in one frame of a camera.
///
/// `bytes` is the luma plane, `stride` bytes from row to row; the last row may end with its last pixel.
/// A symbol is found however the camera is held, so nothing is turned upright: a `rotation` that is no
/// quarter turn only tells of a caller that is not to be trusted with the rest. `turn` counts the
/// frames; each gets another extra look. `None`: no text, or sizes that do not fit together.
pub fn read_luma(
    bytes: &[u8],
    width: i32,
    height: i32,
    stride: i32,
    rotation: i32,
    turn: i32,
) -> Option<Zeroizing<String>> {
    let size = |side: i32| usize::try_from(side).ok();
    let (width, height, stride) = (size(width)?, size(height)?, size(stride)?);
    if !matches!(rotation, 0 | 90 | 180 | 270) {
        return None;
    }
    let mut reader = FrameReader::at_turn(turn.cast_unsigned() as usize);
    let text = reader.read(bytes, width, height, stride).ok()?;
    Some(Zeroizing::new(text.expose().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "otpauth://totp/SKTS12345678?secret=JBSWY3DPEHPK3PXP";
    /// `qrencode -t ASCII -m 0 -l M` of [`TEXT`]: two characters a module.
    const SYMBOL: &str = include_str!("symbol.txt");
    const SCALE: usize = 5;
    const MARGIN: usize = 30;

    /// The symbol in the middle of a square, rows `stride` apart with rubbish between them.
    fn plane(pad: usize) -> (Vec<u8>, i32, i32) {
        let rows: Vec<&str> = SYMBOL.lines().collect();
        let side = rows.len() * SCALE + 2 * MARGIN;
        let dark = |x: usize, y: usize| {
            let module = |at: usize| at.checked_sub(MARGIN).map(|at| at / SCALE);
            let row = module(y).and_then(|y| rows.get(y))?;
            row.as_bytes().get(2 * module(x)?).map(|&module| module == b'#')
        };
        let pixel = |x, y| if dark(x, y).unwrap_or(false) { 30 } else { 220 };
        let mut bytes = Vec::new();
        for y in 0..side {
            bytes.extend((0..side).map(|x| pixel(x, y)));
            if y + 1 < side {
                bytes.extend((0..pad).map(|x| (x * 37 + y * 101) as u8));
            }
        }
        (bytes, side as i32, (side + pad) as i32)
    }

    fn text(bytes: &[u8], width: i32, height: i32, stride: i32, rotation: i32) -> Option<String> {
        read_luma(bytes, width, height, stride, rotation, 0).map(|text| (*text).clone())
    }

    #[test]
    fn a_frame_is_read_at_any_stride_rotation_and_turn() {
        for pad in [0, 1, 64] {
            let (bytes, side, stride) = plane(pad);
            for rotation in [0, 90, 180, 270] {
                assert_eq!(text(&bytes, side, side, stride, rotation).as_deref(), Some(TEXT));
            }
            for turn in [0, 1, 2, 3, i32::MAX, i32::MIN, -1] {
                let read = read_luma(&bytes, side, side, stride, 0, turn);
                assert_eq!(read.as_deref().map(String::as_str), Some(TEXT), "turn {turn}");
            }
        }
    }

    #[test]
    fn sizes_that_do_not_fit_give_nothing() {
        let (bytes, side, stride) = plane(64);
        let none = |width, height, stride, rotation| {
            assert_eq!(
                text(&bytes, width, height, stride, rotation),
                None,
                "{width} {height} {stride} {rotation}"
            );
        };
        none(0, side, stride, 0);
        none(side, 0, stride, 0);
        none(side, side, 0, 0);
        none(-side, side, stride, 0);
        none(side, -side, stride, 0);
        none(side, side, -stride, 0);
        none(side, side, side - 1, 0);
        none(side, side + 1, stride, 0);
        none(side, side, stride + 1, 0);
        none(i32::MAX, i32::MAX, i32::MAX, 0);
        none(i32::MIN, i32::MIN, i32::MIN, 0);
        none(side, i32::MAX, stride, 0);
        none(16_385, 1, 16_385, 0);
        for rotation in [1, 45, 360, -90, i32::MIN] {
            none(side, side, stride, rotation);
        }
    }

    #[test]
    fn the_last_row_must_be_whole_and_its_padding_need_not_be_there() {
        let (bytes, side, stride) = plane(64);
        assert_eq!(bytes.len() as i32, stride * (side - 1) + side);
        assert_eq!(text(&bytes, side, side, stride, 0).as_deref(), Some(TEXT));
        assert_eq!(text(&bytes[..bytes.len() - 1], side, side, stride, 0), None);
        assert_eq!(text(&[], side, side, stride, 0), None);
    }

    #[test]
    fn a_frame_without_a_symbol_has_no_text() {
        assert_eq!(text(&vec![128; 640 * 480], 640, 480, 640, 0), None);
        let stripes: Vec<u8> = (0..640 * 480).map(|at| if at / 7 % 2 == 0 { 20 } else { 230 }).collect();
        assert_eq!(text(&stripes, 640, 480, 640, 0), None);
    }
}
