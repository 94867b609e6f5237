//! What a hand does to the stage: a finger on the glass, keys, and an input method.

use super::Stage;
use i_slint_backend_testing::mock_elapsed_time;
use i_slint_core::input::{InternalKeyEvent, KeyEvent, KeyEventType, TouchPhase};
use i_slint_core::lengths::LogicalPoint;
use i_slint_core::platform::{InternalEvent, WindowEvent as CoreEvent, WindowEventDispatchResult};
use slint::SharedString;
use slint::platform::{Key, WindowEvent};
use std::time::Duration;

impl Stage {
    /// One finger on the glass, put down at `from` and lifted at `to`. Nothing hovers before or after.
    pub fn finger(&self, from: (f32, f32), to: (f32, f32)) {
        self.stroke(from, to, Duration::from_millis(16));
    }

    /// The same, at a quarter of the speed.
    pub fn slow_finger(&self, from: (f32, f32), to: (f32, f32)) {
        self.stroke(from, to, Duration::from_millis(64));
    }

    /// A finger that goes from one place to the other and stays there that long before it is lifted.
    pub fn resting_finger(&self, from: (f32, f32), to: (f32, f32), rests: Duration) {
        self.finger_down(from);
        self.touch(TouchPhase::Moved, to);
        let frame = Duration::from_millis(16);
        (0..rests.as_millis() / frame.as_millis()).for_each(|_| mock_elapsed_time(frame));
        self.touch(TouchPhase::Ended, to);
        self.settle();
    }

    /// A finger is put down there and rests.
    pub fn finger_down(&self, place: (f32, f32)) {
        self.touch(TouchPhase::Started, place);
        // A page that scrolls holds a finger back for a tenth of a second.
        mock_elapsed_time(Duration::from_millis(200));
    }

    /// That finger is lifted. Nothing waits for what comes of it.
    pub fn finger_up(&self, place: (f32, f32)) {
        self.touch(TouchPhase::Ended, place);
    }

    fn touch(&self, phase: TouchPhase, (x, y): (f32, f32)) {
        let position = LogicalPoint::new(x, y);
        let event = CoreEvent::internal(InternalEvent::Touch { id: 0, position, phase });
        self.screen.window().dispatch_event(event);
    }

    fn stroke(&self, from: (f32, f32), to: (f32, f32), pace: Duration) {
        let touch = |phase, part: f32| {
            let at = |from: f32, to: f32| from + (to - from) * part;
            self.touch(phase, (at(from.0, to.0), at(from.1, to.1)));
            mock_elapsed_time(pace);
        };
        touch(TouchPhase::Started, 0.0);
        if from != to {
            (1..=8).for_each(|part| touch(TouchPhase::Moved, part as f32 / 8.0));
            // A finger that rests before it lifts throws nothing.
            mock_elapsed_time(Duration::from_millis(300));
            touch(TouchPhase::Moved, 1.0);
        }
        touch(TouchPhase::Ended, 1.0);
        self.settle();
    }

    /// Android's Back. Whether the app took it; otherwise the system closes the app.
    pub fn back(&self) -> bool {
        let text = SharedString::from(Key::Back);
        let result = self.key_down(&text);
        self.screen.window().dispatch_event(WindowEvent::KeyReleased { text });
        self.settle();
        result == WindowEventDispatchResult::Accepted
    }

    /// As the desktop's window does, before which the window is asked whether any control has the keyboard.
    fn key_down(&self, text: &SharedString) -> WindowEventDispatchResult {
        self.screen.keep_keys();
        let event = WindowEvent::KeyPressed { text: text.clone() };
        self.screen.window().dispatch_event_with_result(event).expect("the window hears of keys")
    }

    pub fn key(&self, key: Key) {
        self.text(SharedString::from(key));
    }

    pub fn text(&self, text: impl Into<SharedString>) {
        let text = text.into();
        self.key_down(&text);
        self.screen.window().dispatch_event(WindowEvent::KeyReleased { text });
        self.settle();
    }

    /// An input method shows this in the field that has the keys, underlined, and may still change it.
    pub fn compose(&self, preedit: &str) {
        self.input_method(InternalKeyEvent {
            event_type: KeyEventType::UpdateComposition,
            preedit_selection: Some(0..preedit.len() as i32),
            preedit_text: preedit.into(),
            ..Default::default()
        });
    }

    /// The input method has decided.
    pub fn commit(&self, text: &str) {
        let mut key_event = KeyEvent::default();
        key_event.text = text.into();
        self.input_method(InternalKeyEvent {
            event_type: KeyEventType::CommitComposition,
            key_event,
            ..Default::default()
        });
    }

    fn input_method(&self, event: InternalKeyEvent) {
        self.screen.window().dispatch_event(CoreEvent::internal(event));
        self.settle();
    }

    pub fn chord(&self, modifier: Key, letter: &str) {
        self.key_down(&modifier.into());
        self.text(letter);
        self.screen.window().dispatch_event(WindowEvent::KeyReleased { text: modifier.into() });
    }
}
