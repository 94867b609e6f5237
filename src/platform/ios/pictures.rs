//! Pictures as the app can read them: iOS knows formats (HEIC) that the app's own reader does not.

use crate::platform::decisions::ios_rules;
use crate::provisioning::limits::{MAX_PHONE_PICTURE_PIXELS, MAX_PHONE_SOURCE_BYTES};
use objc2::rc::autoreleasepool;
use objc2_foundation::NSData;
use objc2_ui_kit::UIImage;
use zeroize::Zeroizing;

/// The bytes of a picture, in a format that the app reads. `None`: too large, or none that iOS reads.
pub fn readable(data: &NSData) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = bounded(data)?;
    if ios_rules::is_readable(&bytes) {
        return Some(bytes);
    }
    // UIImage reads the size first and decodes the pixels when somebody asks for them: a picture that is too large is
    // refused before it takes the memory.
    let image = UIImage::imageWithData(data)?;
    // SAFETY: questions; an image never changes.
    let (size, scale) = unsafe { (image.size(), image.scale()) };
    if size.width * scale * size.height * scale > MAX_PHONE_PICTURE_PIXELS as f64 {
        return None;
    }
    bounded(&*image.jpeg_representation(0.9)?)
}

/// [`readable`] for bytes that are in memory already. Bytes that iOS cannot read either stay as they are, and
/// the app's own reader refuses them with the right words.
pub fn of_any_kind(bytes: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if ios_rules::is_readable(&bytes) {
        return bytes;
    }
    // This runs on a thread of the app's own, which has no autorelease pool.
    autoreleasepool(|_| readable(&NSData::with_bytes(&bytes))).unwrap_or(bytes)
}

fn bounded(data: &NSData) -> Option<Zeroizing<Vec<u8>>> {
    (data.length() <= MAX_PHONE_SOURCE_BYTES).then(|| Zeroizing::new(data.to_vec()))
}
