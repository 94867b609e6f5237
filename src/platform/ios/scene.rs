//! Our end of UIKit's scene: what opens the app, and when it is seen.
//!
//! Slint attaches its window to the scene by itself when the scene connects, whichever class is named in
//! Info.plist; this class is named there for the links, which reach nobody else.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::{calls, cover, incoming, look, recording, unlocked};
use crate::app::Event;
use crate::platform::phone::Door;
use objc2::{ClassType, MainThreadMarker, define_class};
use objc2_foundation::{NSObject, NSObjectProtocol, NSSet};
use objc2_ui_kit::{
    UIOpenURLContext, UIScene, UISceneConnectionOptions, UISceneDelegate, UISceneSession,
    UIWindowSceneDelegate,
};
use std::sync::OnceLock;

static DOOR: OnceLock<Door> = OnceLock::new();

/// Makes the class known to UIKit. Before the event loop runs: UIKit looks it up by the name that
/// Info.plist gives.
pub fn register(door: Door) {
    // There is one app in a process.
    let _ = DOOR.set(door);
    let _ = SceneDelegate::class();
}

/// Tells the app something, once there is an app.
pub fn door(tell: impl FnOnce(&Door)) {
    if let Some(door) = DOOR.get() {
        tell(door);
    }
}

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and there is nothing to drop.
    #[unsafe(super = NSObject)]
    #[thread_kind = objc2::MainThreadOnly]
    #[name = "SKTSSceneDelegate"]
    struct SceneDelegate;

    // SAFETY: NSObject conforms already.
    unsafe impl NSObjectProtocol for SceneDelegate {}

    // SAFETY: the methods have the types that UISceneDelegate declares.
    unsafe impl UISceneDelegate for SceneDelegate {
        /// The app was started, perhaps by a link.
        #[unsafe(method(scene:willConnectToSession:options:))]
        fn connected(&self, scene: &UIScene, _: &UISceneSession, options: &UISceneConnectionOptions) {
            look::tell(main());
            calls::watch(main());
            recording::tell(scene);
            if recording::is_recorded(scene) {
                // The first picture may be drawn before the app has heard of the recording. The cover goes when the scene
                // becomes active.
                cover::put(scene, main());
            }
            door(|door| incoming::receive(&options.URLContexts(), door));
        }

        /// A link was opened while the app runs.
        #[unsafe(method(scene:openURLContexts:))]
        fn opened(&self, _: &UIScene, contexts: &NSSet<UIOpenURLContext>) {
            door(|door| incoming::receive(contexts, door));
        }

        /// The app switcher, a call or a question of iOS comes to the front: the code behind it must not show.
        #[unsafe(method(sceneWillResignActive:))]
        fn resigns(&self, scene: &UIScene) {
            cover::put(scene, main());
        }

        #[unsafe(method(sceneDidBecomeActive:))]
        fn active(&self, scene: &UIScene) {
            recording::tell(scene);
            cover::take(main());
        }

        #[unsafe(method(sceneDidEnterBackground:))]
        fn hidden(&self, _: &UIScene) {
            unlocked::ask_for_time(main());
            door(|door| door.tell(Event::Hidden));
            incoming::sweep();
        }

        #[unsafe(method(sceneWillEnterForeground:))]
        fn shown(&self, scene: &UIScene) {
            unlocked::give_back_time(main());
            // Before the code is seen again.
            recording::tell(scene);
            door(|door| door.tell(Event::Shown));
        }
    }

    // SAFETY: all its methods are optional.
    unsafe impl UIWindowSceneDelegate for SceneDelegate {}
);

fn main() -> MainThreadMarker {
    MainThreadMarker::new().expect("UIKit calls scene delegates on the main thread")
}
