//! Which touches the Android app drops, by what Android says of them. The code is the vendored Slint back end's own
//! (vendor/make).

#[path = "../../vendor/i-slint-backend-android-activity/obscured.rs"]
mod obscured;

use obscured::{Gesture, Touch, by_own_popups};

const OBSCURED: u32 = 1;
const PARTLY: u32 = 2;
/// Other flags of Android's, which say nothing of windows.
const OTHERS: u32 = 0x20 | 0x40 | 0x800;

fn first(api: i32, flags: u32) -> Touch {
    Gesture::default().judge(api, true, flags)
}

#[test]
fn a_touch_through_another_window_is_dropped_where_android_does_not_do_it() {
    for api in 26..=40 {
        assert_eq!(first(api, 0), Touch::Passes, "{api}");
        assert_eq!(first(api, OTHERS), Touch::Passes, "{api}");
        let dropped = Touch::Obscured { begun: false };
        assert_eq!(first(api, OBSCURED) == dropped, api <= 30, "{api}");
        assert_eq!(first(api, PARTLY) == dropped, (29..=30).contains(&api), "{api}");
    }
}

#[test]
fn the_rest_of_the_gesture_goes_with_it() {
    let mut gesture = Gesture::default();
    assert_eq!(gesture.judge(30, true, 0), Touch::Passes);
    assert_eq!(gesture.judge(30, false, 0), Touch::Passes);
    // The window comes while the finger is down: what Slint saw of the gesture is cancelled, once.
    assert_eq!(gesture.judge(30, false, OBSCURED), Touch::Obscured { begun: true });
    assert_eq!(gesture.judge(30, false, OBSCURED), Touch::Dropped);
    assert_eq!(gesture.judge(30, false, 0), Touch::Dropped, "a lifted finger would be a press");
    // The next gesture is judged by itself.
    assert_eq!(gesture.judge(30, true, 0), Touch::Passes);
    assert_eq!(gesture.judge(30, true, OBSCURED), Touch::Obscured { begun: false });
    assert_eq!(gesture.judge(30, false, 0), Touch::Dropped);
}

#[test]
fn the_apps_own_popups_obscure_nothing() {
    for api in 26..=40 {
        // Android 10 alone tells of windows elsewhere and does not look whose they are.
        assert_eq!(by_own_popups(api), api == 29, "{api}");
    }
}
