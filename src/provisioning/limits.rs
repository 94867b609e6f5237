//! Every bound on what comes from outside, in one place. What is larger is refused before it is read or unfolded,
//! and never cut to fit. The largest side of a gray plane is `qr::MAX_SIDE`, in a package of its own.

use std::time::Duration;

/// A Key URI, in bytes.
pub const MAX_KEY_URI_BYTES: usize = 2048;

/// The text of a 取引QR, in bytes. The longest that can be written has 124.
pub const MAX_TRANSACTION_TEXT: usize = 256;

/// A text that a phone's system hands over (a link, a shared or scanned text, the clipboard, a setting), in UTF-16
/// units. It is far more than a QR code holds (7,089 characters), so that the reader of Key URIs, and not the
/// phone's shim, refuses a text that is too long, in words of its own.
pub const MAX_TEXT_UNITS: usize = 64 * 1024;

/// How many seconds after today a token may have been issued (`iat`): the bank's clock may be ahead, and its day begins
/// earlier than a customer's abroad. A later time would make a right clock look wrong.
pub const MAX_SECONDS_AHEAD: u64 = 2 * 86_400;

/// The bytes of the phone's part that a two-step enrolment may ask for: 58 letters, which nobody wants to type.
pub const MAX_TWO_STEP_SALT: u32 = 32;

/// The rounds of PBKDF2 that a two-step enrolment may ask for: a slow phone computes them in half a second.
pub const MAX_TWO_STEP_ROUNDS: u32 = 100_000;

/// The bytes of a seed that a two-step enrolment may ask for: SHA-512's hash.
pub const MAX_TWO_STEP_OUTPUT: u32 = 64;

/// A key container (PSKC), in bytes.
pub const MAX_PSKC_BYTES: usize = 256 * 1024;

/// How deep the elements of a key container may stand in each other. RFC 6030's own have 10 levels.
pub const MAX_PSKC_DEPTH: usize = 16;

/// The elements of a key container. Ten keys have fewer than 400.
pub const MAX_PSKC_ELEMENTS: u32 = 1024;

/// The attributes of one element, namespaces among them.
pub const MAX_PSKC_ATTRIBUTES: usize = 32;

/// The keys of a key container: as many as the vault has tokens.
pub const MAX_PSKC_KEYS: usize = 10;

/// The rounds of PBKDF2 that a key container may ask for: some seconds on a phone.
pub const MAX_PSKC_ROUNDS: u64 = 5_000_000;

/// A passphrase, in bytes.
pub const MAX_PASSPHRASE_BYTES: usize = 1024;

/// A file's path, as an iPhone names it: `PATH_MAX` of Darwin.
pub const MAX_PATH_UNITS: usize = 1024;

/// A file, or standard input, on a desktop. What is longer is not a photograph of a letter.
pub const MAX_SOURCE_BYTES: usize = 64 * 1024 * 1024;

/// A file on a phone, which has less memory: larger than any picture that its camera makes. Java's `Bytes` knows the
/// same number (tests/frames/names.py).
pub const MAX_PHONE_SOURCE_BYTES: usize = 20 * 1024 * 1024;

/// A picture's longest side, in pixels.
pub const MAX_PICTURE_SIDE: usize = 8192;

/// A picture's pixels on a desktop: a photograph of a camera with 50 megapixels.
pub const MAX_PICTURE_PIXELS: u64 = 50 * 1024 * 1024;

/// A picture's pixels on a phone: a photograph of 24 megapixels (5,712 × 4,284), as iPhones take them.
pub const MAX_PHONE_PICTURE_PIXELS: u64 = 24 * 1024 * 1024;

/// What a decoder may hold in colour, or as coefficients, before a picture is gray. A 4K screenshot fits with four bytes
/// a pixel, twice. Formats that are decoded row by row hold nothing, and reach the bounds on pixels above.
pub const MAX_DECODED_BYTES: u64 = 64 * 1024 * 1024;

/// A gray picture is shrunk to at most so many pixels a side before it is looked at.
pub const MAX_SCALED_SIDE: usize = 4096;

/// How long a picture is looked at, over all passes. A code that is easy to read is found in the first of them.
pub const MAX_READING: Duration = Duration::from_secs(5);

/// The settings' file. A larger one is somebody else's.
pub const MAX_SETTINGS_BYTES: u64 = 64 * 1024;

const _: () = assert!(MAX_PHONE_SOURCE_BYTES <= MAX_SOURCE_BYTES, "what a phone hands over is read");
const _: () =
    assert!(MAX_KEY_URI_BYTES <= MAX_TEXT_UNITS && 7089 <= MAX_TEXT_UNITS, "a Key URI and a QR code fit");
