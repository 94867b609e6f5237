//! The window of a desktop: dropped files, and a rest while nobody sees it.

use super::{Context, Failure, fit, harden};
use crate::app::{self, Action, App, DeviceFacts, Event, Language, Start, Surroundings, Workers};
use crate::platform::{DeviceZone, SystemClock, boot_id, build_time};
use crate::provisioning::limits::MAX_PICTURE_PIXELS;
use crate::ui::{Runner, mailbox, post};
use crate::vault::Cost;
use slint::winit_030::winit::event::WindowEvent;
use slint::winit_030::{EventResult, WinitWindowAccessor};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

pub fn open(context: Context) -> Result<(), Failure> {
    prepare(&context).and_then(Window::run).map_err(|error| no_window(&error))
}

/// A window that shows the vault, and the end of the work that its app gave to other threads.
pub struct Window {
    runner: Rc<Runner>,
    /// Closed once the app is gone and its last worker has ended.
    idle: Receiver<()>,
}

impl Window {
    /// How long the program waits for its workers when the window was closed: one may still be writing a setting that
    /// was chosen just before. A worker that waits for the customer's answer to a keystore is not waited for any
    /// longer.
    const LAST_WRITES: Duration = Duration::from_secs(2);

    /// Shows the window until the customer closes it.
    pub fn run(self) -> Result<(), slint::PlatformError> {
        let result = self.runner.screen().run();
        drop(self.runner);
        let _ = self.idle.recv_timeout(Self::LAST_WRITES);
        result
    }
}

fn no_window(error: &slint::PlatformError) -> Failure {
    // winit names the line of its own source where a display failed, with the path on the machine of the build.
    let error = error.to_string();
    let causes: Vec<&str> = error.split(": ").filter(|cause| !cause.contains(['/', '\\'])).collect();
    let causes = causes.join(": ");
    Failure::refused(format!("no window can be opened ({causes}); `skts-token code` works without one"))
}

/// A window that shows the vault. Where no window can be made, this waits until every worker that was begun for the
/// window has ended: the vault is then free for a command.
pub fn prepare(context: &Context) -> Result<Window, slint::PlatformError> {
    let (busy, idle) = std::sync::mpsc::channel::<()>();
    match start(context, busy) {
        Ok(runner) => Ok(Window { runner, idle }),
        Err(error) => {
            let _ = idle.recv();
            Err(error)
        }
    }
}

/// The app starts first: its workers open the vault while the window is being made. Each holds a copy of
/// `busy` for as long as it works.
fn start(context: &Context, busy: Sender<()>) -> Result<Rc<Runner>, slint::PlatformError> {
    harden::begin_window();
    // Fontconfig needs milliseconds to read its lists of fonts, and the window's first text waits for them: without this
    // line both would be done one after the other.
    #[cfg(all(unix, not(target_vendor = "apple")))]
    fontique::look_ahead();
    let (sender, events) = mailbox();
    let workers = Workers {
        spawn: Arc::new(move |work| {
            let busy = busy.clone();
            std::thread::spawn(move || {
                work();
                drop(busy);
            });
        }),
        post: Arc::new(move |event| post(&sender, event)),
    };
    let mut app = App::over(Start {
        folder: context.folder.clone(),
        keystore: context.keystore,
        passcode_cost: Cost::default(),
        device: context.device.clone(),
        facts: device_facts(context),
        settings: app::load_settings(&context.folder),
        clock: Arc::new(SystemClock::new()),
        local: Box::new(DeviceZone),
        workers,
    });
    app.begin();
    slint::BackendSelector::new().backend_name("winit".into()).renderer_name("software".into()).select()?;
    let runner = Runner::new(app, events)?;
    listen(&runner);
    fit::fit(&runner);
    Ok(runner)
}

pub fn device_facts(context: &Context) -> DeviceFacts {
    DeviceFacts {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        boot: boot_id(),
        built: build_time(),
        max_pixels: MAX_PICTURE_PIXELS,
        system_language: system_language(),
        camera: false,
        can_speak: crate::app::Device::can_speak(&*context.device),
        can_copy_codes: true,
        can_tell_calls: false,
        keystore_is_shared: true,
        // No desktop says of calls and recordings, and the app claims nothing of them.
        surroundings: Surroundings { sets_clock: sets_clock(), ..Surroundings::default() },
    }
}

/// Whether systemd-timesyncd has set the clock by a server's since the system started: it makes this file when it has. Whatever
/// else may set the clock of a desktop says nothing here, and then the app claims nothing.
fn sets_clock() -> bool {
    Path::new("/run/systemd/timesync/synchronized").exists()
}

/// The language that the first of three variables names, of those that are set (POSIX, XBD §8.2).
fn system_language() -> Language {
    let set = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find(set);
    let locale = name.and_then(|name| std::env::var(name).ok()).unwrap_or_default();
    Language::of_tags([locale.as_str()])
}

/// How long the last answer of the window manager is good for. Each question costs a round trip, and a page
/// that shows a code is painted once a second.
const ASK_AGAIN: Duration = Duration::from_millis(500);

/// Files dropped on the window, and whether anybody can see it.
fn listen(runner: &Rc<Runner>) {
    let dropped: Rc<RefCell<Vec<PathBuf>>> = Rc::default();
    let hidden = Rc::new(Cell::new(false));
    let asked = Cell::new(Instant::now());
    let weak = Rc::downgrade(runner);
    runner.screen().window().on_winit_window_event(move |window, event| {
        let Some(runner) = weak.upgrade() else { return EventResult::Propagate };
        match event {
            WindowEvent::KeyboardInput { .. } => runner.screen().keep_keys(),
            WindowEvent::DroppedFile(path) => gather(&runner, &dropped, path.clone()),
            WindowEvent::Occluded(true) => set_hidden(&runner, &hidden, true),
            WindowEvent::Occluded(false) | WindowEvent::Focused(true) => set_hidden(&runner, &hidden, false),
            // X11 sends no event when the customer minimises the window. So each painting asks the window manager;
            // and a painting of a window that was hidden means that the window can be seen again.
            WindowEvent::RedrawRequested if hidden.get() || asked.get().elapsed() > ASK_AGAIN => {
                asked.set(Instant::now());
                let minimised = window.with_winit_window(|window| window.is_minimized()).flatten();
                set_hidden(&runner, &hidden, minimised.unwrap_or(false));
            }
            _ => {}
        }
        EventResult::Propagate
    });
}

fn set_hidden(runner: &Runner, hidden: &Cell<bool>, now: bool) {
    if hidden.replace(now) != now {
        runner.tell(if now { Event::Hidden } else { Event::Shown });
    }
}

/// winit sends an event for each file of one drop. They are gathered for a moment and handed on together.
fn gather(runner: &Rc<Runner>, dropped: &Rc<RefCell<Vec<PathBuf>>>, path: PathBuf) {
    dropped.borrow_mut().push(path);
    if dropped.borrow().len() > 1 {
        return;
    }
    let (weak, dropped) = (Rc::downgrade(runner), dropped.clone());
    slint::Timer::single_shot(Duration::from_millis(20), move || {
        if let Some(runner) = weak.upgrade() {
            runner.act(Action::FilesDropped(dropped.take()));
        }
    });
}
