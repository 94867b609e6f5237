//! Shows a page of UIKit's above the app's own.

use objc2::MainThreadMarker;
use objc2::rc::Retained;
use objc2_ui_kit::{UIApplication, UIViewController, UIWindow, UIWindowLevelNormal, UIWindowScene};

/// `false`: there is no window to show it in, or UIKit refused, which it only logs: another page comes or goes.
pub fn present(page: &UIViewController, main: MainThreadMarker) -> bool {
    let Some(below) = topmost(main) else { return false };
    below.presentViewController_animated_completion(page, true, None);
    page.presentingViewController().is_some()
}

/// The page that is in front now; the privacy cover and the keyboard have windows on other levels.
fn topmost(main: MainThreadMarker) -> Option<Retained<UIViewController>> {
    let mut top = windows(main).into_iter().find_map(|window| {
        // SAFETY: a constant of UIKit.
        (window.windowLevel() == unsafe { UIWindowLevelNormal }).then(|| window.rootViewController())?
    })?;
    while let Some(above) = top.presentedViewController().filter(|page| !page.isBeingDismissed()) {
        top = above;
    }
    Some(top)
}

fn windows(main: MainThreadMarker) -> Vec<Retained<UIWindow>> {
    let scenes = UIApplication::sharedApplication(main).connectedScenes();
    scenes
        .iter()
        .filter_map(|scene| scene.downcast::<UIWindowScene>().ok())
        .flat_map(|scene| scene.windows().to_vec())
        .collect()
}
