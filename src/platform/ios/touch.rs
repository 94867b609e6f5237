//! What a hand feels.

use super::main_thread::on_main;
use crate::app::Touch;
use objc2::{MainThreadMarker, MainThreadOnly};
use objc2_ui_kit::{
    UIImpactFeedbackGenerator, UIImpactFeedbackStyle, UINotificationFeedbackGenerator,
    UINotificationFeedbackType,
};

pub fn feel(touch: Touch) {
    on_main(move |main| match touch {
        Touch::Done => notify(UINotificationFeedbackType::Success, main),
        Touch::Refused => notify(UINotificationFeedbackType::Error, main),
        Touch::Copied => tap(main),
    });
}

fn notify(kind: UINotificationFeedbackType, main: MainThreadMarker) {
    UINotificationFeedbackGenerator::new(main).notificationOccurred(kind);
}

// The replacement, an initialiser with a view, came with iOS 17.5.
#[allow(deprecated)]
fn tap(main: MainThreadMarker) {
    let light = UIImpactFeedbackStyle::Light;
    UIImpactFeedbackGenerator::initWithStyle(UIImpactFeedbackGenerator::alloc(main), light).impactOccurred();
}
