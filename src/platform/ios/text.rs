//! Strings from outside. A string of UIKit's may hold half of a surrogate pair, which is no text, and objc2's own
//! conversion trusts every string to be text.

use objc2_foundation::{NSString, NSUTF8StringEncoding};
use zeroize::Zeroizing;

/// `None`: no Unicode text, or longer than `most` UTF-16 units, of which nothing is copied.
pub fn text(string: &NSString, most: usize) -> Option<Zeroizing<String>> {
    if string.length() > most {
        return None;
    }
    let bytes = string.dataUsingEncoding(NSUTF8StringEncoding)?;
    String::from_utf8(bytes.to_vec()).ok().map(Zeroizing::new)
}
