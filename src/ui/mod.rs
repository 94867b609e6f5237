//! The screen: binds a [`View`] to the window's properties and the window's callbacks to [`Action`]s.
//!
//! The only user of the screens (`skts-screens`, which Slint's compiler makes of `ui/`). It decides nothing, keeps no
//! seed and reads no clock. It sets only what changed: a second that passes repaints the ring and the seconds.

/// Callbacks without arguments, each of which always sends the same action.
macro_rules! send {
    ($global:expr, $sink:expr, $($on:ident => $action:expr),* $(,)?) => {
        $( $global.$on({ let sink = $sink.clone(); move || sink($action) }); )*
    };
}

mod cells;
mod frame;
mod licences;
mod pages;
mod phrases;
mod run;
mod visible;
mod words;

use crate::app::{Action, Language, View};
use i_slint_core::window::WindowInner;
use skts_screens::{MainWindow, Phrases, Theme};
use slint::{ComponentHandle, PlatformError};
use std::cell::RefCell;
use std::rc::Rc;

pub use run::{Runner, mailbox, on_screen, post};

/// Where the callbacks of the window send what was pressed.
type Sink = Rc<dyn Fn(Action)>;

/// The window and what it shows.
pub struct Screen {
    window: MainWindow,
    shown: RefCell<Option<View>>,
}

impl Screen {
    /// Makes the window, hidden and empty. Without a display this is an `Err`, never a panic.
    pub fn new(on_action: impl Fn(Action) + 'static) -> Result<Self, PlatformError> {
        let window = MainWindow::new()?;
        let phrases = window.global::<Phrases>();
        phrases.on_with_joiners(|text, enlarged| phrases::with_joiners(&text, enlarged).into());
        phrases.on_plain(|text| phrases::plain(&text).into());
        phrases.on_composed(|text, composing, at| phrases::composed(&text, &composing, at).into());
        let sink: Sink = Rc::new(on_action);
        frame::connect(&window, &sink);
        pages::connect(&window, &sink);
        let screen = Self { window, shown: RefCell::new(None) };
        screen.set_language(Language::default());
        Ok(screen)
    }

    /// Paints `view`, and touches nothing that is the same as in the view before.
    pub fn show(&self, view: &View) {
        let mut shown = self.shown.borrow_mut();
        let last = shown.as_ref();
        if last.is_none_or(|last| last.language != view.language) {
            self.set_language(view.language);
        }
        frame::show(&self.window, view, last);
        pages::show(&self.window, view, last);
        *shown = Some(view.clone());
    }

    /// Slint's window, for the platform's code: its size, its events, pictures of it.
    pub fn window(&self) -> &slint::Window {
        self.window.window()
    }

    /// The component, through which Slint's testing backend finds elements.
    pub fn component(&self) -> &(impl ComponentHandle + use<>) {
        &self.window
    }

    /// Shows the window and runs until it is closed.
    pub fn run(&self) -> Result<(), PlatformError> {
        self.window.run()
    }

    /// The text size that the customer chose in the system's settings. The screens are made for 1.0 to 2.0; a size
    /// beyond is taken as the nearest of these.
    pub fn set_text_scale(&self, scale: f32) {
        self.window.global::<Theme>().set_text_scale(scale.clamp(1.0, 2.0));
    }

    /// How much of the window notches and bars cover at each edge, in logical pixels.
    pub fn set_safe_area(&self, top: f32, bottom: f32, left: f32, right: f32) {
        let theme = self.window.global::<Theme>();
        theme.set_safe_top(top);
        theme.set_safe_bottom(bottom);
        theme.set_safe_left(left);
        theme.set_safe_right(right);
    }

    /// Whether the ring and the buttons move. They do not until a phone's code says so.
    pub fn set_motion(&self, motion: bool) {
        self.window.global::<Theme>().set_motion(motion);
    }

    /// Gives the keyboard to the window where the control that had it is gone or hidden: Slint would send keys to nobody, and neither
    /// Escape nor F10 would do anything. Called before a key is told to the window, and never while the window tells of one.
    pub fn keep_keys(&self) {
        let inner = WindowInner::from_pub(self.window.window());
        inner.ensure_tree_instantiated();
        let holder = inner.focus_item.borrow().upgrade();
        if holder.is_none_or(|holder| !holder.is_visible()) {
            self.window.invoke_take_keys();
        }
    }

    fn set_language(&self, language: Language) {
        let english = language == Language::English;
        // The texts in `ui/` are Japanese, and the name of their language is "".
        slint::select_bundled_translation(if english { "en" } else { "" })
            .expect("both languages are bundled");
        self.window.global::<Theme>().set_english(english);
    }
}
