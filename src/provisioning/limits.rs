//! Every bound on what comes from outside, in one place. What is larger is refused before it is read or unfolded,
//! and never cut to fit. The largest picture's side is `qr::MAX_SIDE`, in a package of its own.

/// A Key URI, in bytes.
pub const MAX_KEY_URI_BYTES: usize = 2048;

/// A text that a phone's system hands over (a link, a shared or scanned text, the clipboard, a setting), in UTF-16
/// units. It is far more than a QR code holds (7,089 characters), so that the reader of Key URIs, and not the
/// phone's shim, refuses a text that is too long, in words of its own.
pub const MAX_TEXT_UNITS: usize = 64 * 1024;

/// How many seconds after today a token may have been issued (`iat`): the bank's clock may be ahead, and its day begins
/// earlier than a customer's abroad. A later time would make a right clock look wrong.
pub const MAX_SECONDS_AHEAD: u64 = 2 * 86_400;

/// A file's path, as an iPhone names it: `PATH_MAX` of Darwin.
pub const MAX_PATH_UNITS: usize = 1024;

/// A file, or standard input, on a desktop. What is longer is not a photograph of a letter.
pub const MAX_SOURCE_BYTES: usize = 64 * 1024 * 1024;

/// A file on a phone, which has less memory: larger than any picture that its camera makes. Java's `Bytes` knows the
/// same number (tests/frames/names.py).
pub const MAX_PHONE_SOURCE_BYTES: usize = 20 * 1024 * 1024;

/// A picture's pixels once decoded: a colour photograph of 85 million pixels. A phone has the room; the picture that
/// asks for more is no letter's.
pub const MAX_DECODED_BYTES: u64 = 256 * 1024 * 1024;

/// The pixels of a picture that iOS turns into a format that the app reads: the largest camera of a phone.
pub const MAX_CONVERTED_PIXELS: f64 = 50_000_000.0;

/// The settings' file. A larger one is somebody else's.
pub const MAX_SETTINGS_BYTES: u64 = 64 * 1024;

const _: () = assert!(MAX_PHONE_SOURCE_BYTES <= MAX_SOURCE_BYTES, "what a phone hands over is read");
const _: () =
    assert!(MAX_KEY_URI_BYTES <= MAX_TEXT_UNITS && 7089 <= MAX_TEXT_UNITS, "a Key URI and a QR code fit");
