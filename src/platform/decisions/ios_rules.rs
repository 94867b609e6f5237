//! What the iPhone decides without asking the system.

use crate::app::{Scan, Source};
use std::path::Path;
use zeroize::Zeroizing;

/// What iOS says of the camera before anybody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    Given,
    NotAsked,
    Refused,
    /// A parent or the phone's administrator has switched it off.
    Forbidden,
}

/// How the camera's page ends before it opens; `None`: it may open, or iOS must ask first.
pub fn without_asking(permission: Permission) -> Option<Scan> {
    match permission {
        Permission::Given | Permission::NotAsked => None,
        // iOS asks once in an app's life: an old refusal changes in the settings alone.
        Permission::Refused => Some(Scan::DeniedForEver),
        Permission::Forbidden => Some(Scan::Unavailable),
    }
}

/// How the camera's page ends once iOS has asked the customer; `None`: the page may open. The first refusal is the
/// last: iOS does not ask twice.
pub fn after_asking(given: bool) -> Option<Scan> {
    (!given).then_some(Scan::DeniedForEver)
}

/// The size of body text, in points, that everything is drawn for.
const BODY: f64 = 17.0;

/// The scale of the app's texts, 1.0 to 2.0, from the size that the customer chose for body text.
pub fn text_scale(body: f64) -> f32 {
    (body / BODY).clamp(1.0, 2.0) as f32
}

/// A link's text, if it is a token's.
pub fn link(text: Zeroizing<String>) -> Option<Source> {
    let scheme = text.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("otpauth").then(|| Source::Text(text))
}

/// The code that the camera sees, if it sees one alone: which of two is meant is not guessed.
pub fn only_one(codes: impl IntoIterator<Item = Zeroizing<String>>) -> Option<Zeroizing<String>> {
    let mut codes = codes.into_iter();
    let first = codes.next()?;
    codes.all(|code| code == first).then_some(first)
}

/// The side of a letter's printed code, in millimetres (docs/distribution.md).
pub const CODE: f64 = 45.0;

/// The part of the picture's longer side that a portrait screen shows; the camera's field of view is that of the
/// whole side.
const SHOWN: f64 = 9.0 / 16.0;

/// How far to zoom in so that nobody has to go nearer than the camera can see sharply: a code that fills the
/// picture is then still in focus. `nearest`: millimetres, negative where it is not known; `view`: degrees;
/// `side`: the code's, millimetres; `most`: the camera's bound. (WWDC 2021, session 10047.)
pub fn zoom(nearest: f64, view: f64, side: f64, most: f64) -> f64 {
    let filling = side / SHOWN / (view / 2.0).to_radians().tan();
    let factor = nearest / filling;
    // A factor that is no number becomes 1.0: the camera throws an exception at a factor outside of its bounds.
    if factor > 1.0 { factor.min(most).max(1.0) } else { 1.0 }
}

/// The formats that the app reads itself; iOS turns the others into one of them.
pub fn is_readable(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"GIF8")
        || bytes.starts_with(b"BM")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
}

/// Whether iOS made this file for the app: a copy of a file that another app sent, in one of the app's own inboxes.
/// The copy shows a seed, so it is deleted as soon as it is read.
pub fn is_our_copy(file: &Path, home: &Path) -> bool {
    let Ok(inside) = file.strip_prefix(home) else { return false };
    let mut parts = inside.iter().filter_map(|part| part.to_str());
    let place = parts.next();
    let inbox = parts.next().unwrap_or_default();
    matches!(place, Some("Documents" | "tmp")) && inbox.ends_with("Inbox") && parts.next().is_some()
}

/// What stands on an iPhone only after its system was opened to other software: shops for it, and what loads it.
pub const SIGNS: [&str; 7] = [
    "/Applications/Cydia.app",
    "/Applications/Sileo.app",
    "/Applications/Zebra.app",
    "/Library/MobileSubstrate",
    "/private/var/lib/apt",
    "/usr/lib/libhooker.dylib",
    "/var/jb",
];

/// Whether the phone's system bears a plain sign of having been changed. A change that hides itself is not found, and a sign is
/// no attack: the app warns of it and refuses nothing.
pub fn has_signs(exists: impl Fn(&Path) -> bool) -> bool {
    SIGNS.into_iter().any(|sign| exists(Path::new(sign)))
}

/// The largest square in the middle of a room, no larger than `most`: left, top, side.
pub fn square(width: f64, height: f64, most: f64) -> (f64, f64, f64) {
    let side = width.min(height).min(most).max(0.0);
    ((width - side) / 2.0, (height - side) / 2.0, side)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_refusal_is_for_ever_and_no_answer_is_none() {
        assert_eq!(without_asking(Permission::Given), None);
        assert_eq!(without_asking(Permission::NotAsked), None);
        assert_eq!(without_asking(Permission::Refused), Some(Scan::DeniedForEver));
        assert_eq!(without_asking(Permission::Forbidden), Some(Scan::Unavailable));
    }

    #[test]
    fn the_first_refusal_is_for_ever_too() {
        assert_eq!(after_asking(true), None);
        assert_eq!(after_asking(false), Some(Scan::DeniedForEver));
    }

    #[test]
    fn text_grows_from_once_to_twice() {
        for (body, scale) in [(14.0, 1.0), (17.0, 1.0), (25.5, 1.5), (34.0, 2.0), (53.0, 2.0)] {
            assert_eq!(text_scale(body), scale, "{body} points");
        }
    }

    #[test]
    fn only_a_tokens_link_comes_in() {
        let link = |text: &str| link(Zeroizing::new(text.to_owned()));
        assert_eq!(link("otpauth://totp/x"), Some(Source::Text(Zeroizing::new("otpauth://totp/x".into()))));
        assert!(matches!(link("OTPAUTH://totp/x"), Some(Source::Text(_))));
        assert_eq!(link("https://example.jp/otpauth:"), None);
        assert_eq!(link("otpauthx:1"), None);
    }

    #[test]
    fn two_codes_are_not_chosen_between() {
        let codes = |texts: &[&str]| {
            only_one(texts.iter().map(|text| Zeroizing::new((*text).to_owned()))).map(|code| code.to_string())
        };
        assert_eq!(codes(&[]), None);
        assert_eq!(codes(&["a"]), Some("a".into()));
        assert_eq!(codes(&["a", "a"]), Some("a".into()));
        assert_eq!(codes(&["a", "b"]), None);
        assert_eq!(codes(&["a", "a", "b"]), None);
    }

    #[track_caller]
    fn zoom_case(nearest: f64, view: f64, side: f64, expected: f64) {
        let factor = zoom(nearest, view, side, 16.0);
        assert!((factor - expected).abs() < 0.01, "{nearest} mm, {view} degrees, {side} mm: {factor}");
    }

    #[test]
    fn what_is_too_near_to_be_sharp_is_seen_from_further_away() {
        // 80 mm of paper across the picture; at 90 degrees that is 80 mm away.
        zoom_case(160.0, 90.0, CODE, 2.0);
        zoom_case(200.0, 69.0, CODE, 1.72);
        zoom_case(240.0, 73.0, CODE, 2.22);
        zoom_case(200.0, 69.0, CODE / 2.0, 3.44);
        // A camera that sees nearer needs no zoom, and no zoom makes the picture smaller than it is.
        zoom_case(80.0, 69.0, CODE, 1.0);
    }

    #[test]
    fn no_zoom_is_out_of_the_cameras_bounds() {
        assert_eq!(zoom(200.0, 69.0, CODE, 1.5), 1.5);
        assert_eq!(zoom(200.0, 69.0, CODE, 0.5), 1.0);
        for (nearest, view) in
            [(-1.0, 69.0), (0.0, 69.0), (200.0, 0.0), (0.0, 0.0), (f64::NAN, 69.0), (200.0, f64::NAN)]
        {
            assert_eq!(zoom(nearest, view, CODE, 16.0), 1.0, "{nearest} mm, {view} degrees");
        }
        assert_eq!(zoom(f64::INFINITY, 69.0, CODE, 16.0), 16.0);
    }

    #[test]
    fn formats_are_told_by_their_first_bytes() {
        for bytes in [&b"\x89PNG\r\n"[..], b"\xff\xd8\xff\xe0", b"GIF89a", b"BM..", b"RIFF....WEBPVP8 "] {
            assert!(is_readable(bytes), "{bytes:?}");
        }
        for bytes in [&b""[..], b"\x00\x00\x00\x18ftypheic", b"RIFF....WAVE", b"RIFF", b"\xff\xd8"] {
            assert!(!is_readable(bytes), "{bytes:?}");
        }
    }

    #[test]
    fn only_the_systems_copies_are_ours_to_delete() {
        let copy = |file: &str| is_our_copy(Path::new(file), Path::new("/home/A"));
        assert!(copy("/home/A/Documents/Inbox/qr.png"));
        assert!(copy("/home/A/tmp/jp.skts.token-Inbox/qr.png"));
        assert!(!copy("/home/A/Documents/qr.png"));
        assert!(!copy("/home/A/Documents/Inbox"));
        assert!(!copy("/home/A/Library/Application Support/skts-token/vault.skts"));
        assert!(!copy("/home/A/Library/Inbox/qr.png"));
        assert!(!copy("/home/B/Documents/Inbox/qr.png"));
    }

    #[test]
    fn each_sign_of_a_changed_system_is_one() {
        for sign in SIGNS {
            assert!(has_signs(|path| path == Path::new(sign)), "{sign}");
        }
        assert!(!has_signs(|_| false));
        assert!(!has_signs(|path| path == Path::new("/Applications")));
    }

    #[test]
    fn the_frame_is_a_square_in_the_middle() {
        assert_eq!(square(350.0, 400.0, 420.0), (0.0, 25.0, 350.0));
        assert_eq!(square(1180.0, 500.0, 420.0), (380.0, 40.0, 420.0));
        assert_eq!(square(350.0, -10.0, 420.0), (175.0, -5.0, 0.0));
    }
}
