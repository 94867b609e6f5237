//! Pictures as the app can read them: iOS knows formats (HEIC) that the app's own reader does not.

use crate::platform::decisions::ios_rules;
use objc2::rc::autoreleasepool;
use objc2_foundation::NSData;
use objc2_ui_kit::UIImage;
use zeroize::Zeroizing;

/// 50 million: the largest camera of a phone. What has more is not unfolded in memory.
const MOST_PIXELS: f64 = 50_000_000.0;

/// The bytes of a picture, in a format that the app reads. `None`: too large, or none that iOS reads.
pub fn readable(data: &NSData) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = bounded(data)?;
    if ios_rules::is_readable(&bytes) {
        return Some(bytes);
    }
    // The picture is not unfolded before its size is known to be bearable.
    let image = UIImage::imageWithData(data)?;
    // SAFETY: questions; an image never changes.
    let (size, scale) = unsafe { (image.size(), image.scale()) };
    if size.width * scale * size.height * scale > MOST_PIXELS {
        return None;
    }
    bounded(&*image.jpeg_representation(0.9)?)
}

/// The same for bytes in hand. What iOS cannot read either stays as it is: the app says so.
pub fn of_any_kind(bytes: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if ios_rules::is_readable(&bytes) {
        return bytes;
    }
    // On a thread of our own nobody else has a pool.
    autoreleasepool(|_| readable(&NSData::with_bytes(&bytes))).unwrap_or(bytes)
}

fn bounded(data: &NSData) -> Option<Zeroizing<Vec<u8>>> {
    (data.length() <= ios_rules::MOST_PICTURE).then(|| Zeroizing::new(data.to_vec()))
}
