//! Plain signs that the phone's system was changed.

use crate::platform::decisions::ios_rules;
use std::path::Path;

pub fn has_signs() -> bool {
    // iOS says of no file that it is there unless the app may see it; what it hides counts as absent.
    ios_rules::has_signs(Path::exists)
}
