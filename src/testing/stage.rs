//! A window without a display: Slint's testing backend with the software renderer and a clock that stands still.

use crate::app::{Action, Language, Theme, View};
use crate::ui::Screen;
use i_slint_backend_testing::{
    AccessibleRole, ElementHandle, TestingBackend, TestingBackendOptions, mock_elapsed_time,
};
use i_slint_core::accessibility::AccessibleStringProperty;
use i_slint_core::items::{ComplexText, ItemRc, SimpleText};
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{LogicalSize, PhysicalSize, Rgba8Pixel, SharedPixelBuffer};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

pub struct Stage {
    pub screen: Screen,
    pub actions: Rc<RefCell<Vec<Action>>>,
}

#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub theme: Theme,
    pub language: Language,
    pub scale: f32,
    /// In the glass's own pixels, of which `density` make one of the others.
    pub size: (u32, u32),
    pub density: f32,
    /// What notches and bars cover: top, bottom, left, right.
    pub covered: [f32; 4],
}

pub const PHONE: (u32, u32) = (390, 844);

/// Sizes in logical pixels, and what the system's bars and the camera's notch cover of them.
pub const PHONES: [Look; 8] = [
    phone((360, 640), [24.0, 48.0, 0.0, 0.0]),
    phone((390, 844), [47.0, 34.0, 0.0, 0.0]),
    phone((412, 915), [38.0, 24.0, 0.0, 0.0]),
    phone((768, 1024), [24.0, 20.0, 0.0, 0.0]),
    phone((640, 360), [24.0, 0.0, 0.0, 48.0]),
    phone((844, 390), [0.0, 21.0, 47.0, 47.0]),
    phone((915, 412), [24.0, 24.0, 38.0, 0.0]),
    phone((1024, 768), [24.0, 20.0, 0.0, 0.0]),
];

const fn phone(size: (u32, u32), covered: [f32; 4]) -> Look {
    Look { theme: Theme::Light, language: Language::Japanese, scale: 1.0, size, density: 1.0, covered }
}

/// What a screen reader is offered of one element.
#[derive(Clone, Debug)]
pub struct Offered {
    pub role: AccessibleRole,
    pub name: String,
    pub description: String,
    /// What stands in a field.
    pub text: String,
    /// Whether it is read by itself when it changes.
    pub speaks: bool,
    /// Whether it is checked, where it can be.
    pub checked: Option<bool>,
    pub selected: bool,
    pub enabled: bool,
    /// In logical pixels: left, top, right, bottom.
    pub place: (f32, f32, f32, f32),
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: Theme::Light,
            language: Language::Japanese,
            scale: 1.0,
            size: PHONE,
            density: 1.0,
            covered: [0.0; 4],
        }
    }
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

impl Stage {
    /// One stage a test: the backend belongs to the test's thread.
    pub fn new() -> Self {
        let options = TestingBackendOptions {
            mock_time: true,
            threading: false,
            renderer_name: Some("software".into()),
        };
        // A second stage in the same thread finds the backend there.
        let _ = slint::platform::set_platform(Box::new(TestingBackend::new(options)));
        let actions = Rc::new(RefCell::new(Vec::new()));
        let sink = actions.clone();
        let screen = Screen::new(move |action| sink.borrow_mut().push(action))
            .expect("the testing backend makes windows");
        screen.window().show().expect("the testing backend shows windows");
        Self { screen, actions }
    }

    pub fn show(&self, view: &View, look: Look) {
        let (width, height) = look.size;
        let window = self.screen.window();
        let scale_factor = look.density;
        if window.scale_factor() != scale_factor {
            window.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor });
        }
        let [top, bottom, left, right] = look.covered;
        self.screen.set_safe_area(top, bottom, left, right);
        self.screen.set_text_scale(look.scale);
        self.screen.show(&View { theme: look.theme, language: look.language, ..view.clone() });
        window.set_size(PhysicalSize::new(width, height));
        let size = LogicalSize::new(width as f32 / scale_factor, height as f32 / scale_factor);
        window.dispatch_event(WindowEvent::Resized { size });
        // Change handlers, conditional elements, and what they change in turn.
        self.settle();
    }

    pub fn picture(&self) -> SharedPixelBuffer<Rgba8Pixel> {
        self.screen.window().take_snapshot().expect("the software renderer draws")
    }

    /// What the screen asked for since the last time.
    pub fn taken(&self) -> Vec<Action> {
        self.actions.borrow_mut().drain(..).collect()
    }

    pub fn settle(&self) {
        for _ in 0..3 {
            mock_elapsed_time(Duration::from_millis(20));
        }
    }

    /// The one element with this label that a screen reader is offered.
    #[track_caller]
    pub fn find(&self, label: &str) -> ElementHandle {
        let found: Vec<_> = self.find_all(label);
        assert_eq!(found.len(), 1, "{label}: found {} times", found.len());
        found.into_iter().next().expect("one was found")
    }

    pub fn find_all(&self, label: &str) -> Vec<ElementHandle> {
        ElementHandle::find_by_accessible_label(self.screen.component(), label)
            .filter(|element| element.absolute_position().x > -10_000.0)
            .filter(|element| element.accessible_role().is_some_and(|role| role != AccessibleRole::None))
            .collect()
    }

    /// Presses it with a finger, in its middle.
    #[track_caller]
    pub fn tap(&self, label: &str) {
        let element = self.find(label);
        element.mock_single_click(PointerEventButton::Left);
        self.settle();
    }
}

impl Stage {
    fn matching(&self, wanted: impl Fn(&ElementHandle) -> bool + 'static) -> Vec<ElementHandle> {
        i_slint_backend_testing::ElementQuery::from_root(self.screen.component())
            .match_predicate(wanted)
            .find_all()
    }

    /// The labels of all texts that a screen reader is offered.
    pub fn texts(&self) -> Vec<String> {
        let texts = self.matching(|element| element.accessible_role() == Some(AccessibleRole::Text));
        let labels =
            texts.iter().filter_map(|text| text.accessible_label()).filter(|label| !label.is_empty());
        labels.map(String::from).collect()
    }

    /// Everything that a screen reader is offered, names and descriptions.
    pub fn labels(&self) -> Vec<String> {
        let all = self
            .matching(|element| element.accessible_role().is_some_and(|role| role != AccessibleRole::None));
        let name = all.iter().filter_map(|element| element.accessible_label());
        let more = all.iter().filter_map(|element| element.accessible_description());
        name.chain(more).filter(|label| !label.is_empty()).map(String::from).collect()
    }

    /// Everything that a screen reader is offered, in its order.
    pub fn offered(&self) -> Vec<Offered> {
        use i_slint_backend_testing::AccessibleLiveness;
        let all = self
            .matching(|element| element.accessible_role().is_some_and(|role| role != AccessibleRole::None));
        all.iter()
            .filter(|element| element.absolute_position().x > -10_000.0)
            .map(|element| {
                let (place, size) = (element.absolute_position(), element.size());
                let checked = element.accessible_checkable().unwrap_or_default();
                Offered {
                    role: element.accessible_role().expect("it has one"),
                    name: element.accessible_label().unwrap_or_default().into(),
                    description: element.accessible_description().unwrap_or_default().into(),
                    text: element.accessible_value().unwrap_or_default().into(),
                    speaks: element
                        .accessible_live_region()
                        .is_some_and(|live| live != AccessibleLiveness::Off),
                    checked: checked.then(|| element.accessible_checked().unwrap_or_default()),
                    selected: element.accessible_item_selected().unwrap_or_default(),
                    enabled: element.accessible_enabled().unwrap_or(true),
                    place: (place.x, place.y, place.x + size.width, place.y + size.height),
                }
            })
            .collect()
    }

    /// What live regions say now.
    pub fn live(&self) -> Vec<String> {
        use i_slint_backend_testing::AccessibleLiveness;
        let live = self.matching(|element| {
            element.accessible_live_region().is_some_and(|live| live != AccessibleLiveness::Off)
        });
        live.iter().map(|element| element.accessible_label().unwrap_or_default().into()).collect()
    }

    /// The texts that are drawn, stand in nothing that a screen reader is offered, and are no example in a field, with their places: the
    /// name of a field is one.
    pub fn only_drawn(&self) -> Vec<(String, (f32, f32, f32, f32))> {
        fn collect(item: &ItemRc, drawn: &mut Vec<(String, ItemRc)>, examples: &mut Vec<String>) {
            let mut next = item.first_child();
            while let Some(child) = next {
                let said =
                    |property| child.accessible_string_property(property).filter(|said| !said.is_empty());
                examples.extend(said(AccessibleStringProperty::PlaceholderText).map(String::from));
                if said(AccessibleStringProperty::Label).is_none() {
                    let simple = child.downcast::<SimpleText>().map(|text| text.as_pin_ref().text());
                    let text = simple.or_else(|| Some(child.downcast::<ComplexText>()?.as_pin_ref().text()));
                    let text = text.filter(|text| !text.is_empty() && child.is_visible());
                    drawn.extend(text.map(|text| (text.into(), child.clone())));
                    collect(&child, drawn, examples);
                }
                next = child.next_sibling();
            }
        }
        let (mut drawn, mut examples) = (Vec::new(), Vec::new());
        let window = i_slint_core::window::WindowInner::from_pub(self.screen.window());
        collect(&ItemRc::new_root(window.component()), &mut drawn, &mut examples);
        drawn.retain(|(text, _)| !examples.contains(text));
        let place = |item: &ItemRc| {
            let (place, size) = (item.map_to_window(item.geometry().origin), item.geometry().size);
            (place.x, place.y, size.width, size.height)
        };
        drawn.into_iter().map(|(text, item)| (text, place(&item))).collect()
    }

    /// Every text item that is drawn: its label and its place.
    pub fn text_places(&self) -> Vec<(String, (f32, f32, f32, f32))> {
        // What inherits a Text has the name of its own component, and tells its role.
        let texts = self.matching(|element| {
            element.accessible_role() == Some(AccessibleRole::Text)
                || element.type_name().is_some_and(|name| name == "Text")
        });
        texts
            .iter()
            .filter(|text| text.absolute_position().x > -10_000.0)
            .filter(|text| text.size().width > 0.0 && text.size().height > 0.0)
            .map(|text| {
                let (place, size) = (text.absolute_position(), text.size());
                (
                    text.accessible_label().unwrap_or_default().into(),
                    (place.x, place.y, size.width, size.height),
                )
            })
            .collect()
    }

    /// Every control that a finger may press: its label and its place.
    pub fn button_places(&self) -> Vec<(String, (f32, f32, f32, f32))> {
        let buttons = self.matching(|element| {
            matches!(
                element.accessible_role(),
                Some(AccessibleRole::Button | AccessibleRole::RadioButton | AccessibleRole::ListItem)
            )
        });
        buttons
            .iter()
            .filter(|button| button.absolute_position().x > -10_000.0)
            .map(|button| {
                let (place, size) = (button.absolute_position(), button.size());
                (
                    button.accessible_label().unwrap_or_default().into(),
                    (place.x, place.y, size.width, size.height),
                )
            })
            .collect()
    }
}
