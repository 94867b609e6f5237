// Copyright © SixtyFPS GmbH <info@slint.dev>
// SPDX-License-Identifier: GPL-3.0-only OR LicenseRef-Slint-Royalty-free-2.0 OR LicenseRef-Slint-Software-3.0

//! What lies between [`crate::accesskit::AccessKitAdapter`], on Slint's thread, and Android's accessibility
//! framework, which asks on the UI thread and must not wait for Slint's.
//!
//! `accesskit_android` has an adapter of its own that injects itself into a view. This one does not use it, because
//! it sends events to a framework that is switched off, which throws, because it calls `View.getAccessibilityDelegate`,
//! which Android's SDK has from API 29 on and which is hidden before, and because its tree has no place for what is
//! the view's own (`View.isAccessibilityDataSensitive`). The Java side of this one is in SlintAndroidJavaHelper.java.

use crate::CURRENT_WINDOW;
use crate::androidwindowadapter::AndroidWindowAdapter;
use crate::javahelper::{AndroidAccessibilityNodeInfo, AndroidBundle, AndroidView};
use accesskit::{ActionHandler, ActionRequest, ActivationHandler, Live, NodeId, Role, TreeUpdate};
use accesskit_android::jni as accesskit_jni;
use accesskit_android::{Adapter, PlatformAction, QueuedEvents};
use jni::Env;
use jni::objects::JClass;
use jni::sys::{jboolean, jfloat, jint, jobject};
use std::collections::HashMap;
use std::rc::Weak;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the UI thread has to say to Slint's.
pub enum AccessibilityEvent {
    InitialTreeRequested,
    ActionRequested(ActionRequest),
    AccessibilityDeactivated,
}

/// Whether anybody wants the tree.
#[derive(Clone, Copy, Default, PartialEq)]
enum Phase {
    #[default]
    Inactive,
    /// Android asked, and was shown an empty window. The next tree has to be a whole one.
    Requested,
    Active,
}

/// What both threads share. One per process, as Java's static methods are.
struct Shared {
    /// Whose it is.
    window: Arc<()>,
    adapter: Adapter,
    phase: Phase,
    /// Not sent yet.
    events: Vec<QueuedEvents>,
}

impl Shared {
    fn of(window: Arc<()>) -> Self {
        Self { window, adapter: Default::default(), phase: Default::default(), events: Vec::new() }
    }
}

static SHARED: Mutex<Option<Shared>> = Mutex::new(None);

fn shared() -> MutexGuard<'static, Option<Shared>> {
    SHARED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Slint's side.
pub struct AndroidAdapter {
    window_adapter_weak: Weak<AndroidWindowAdapter>,
    window: Arc<()>,
    /// The text of each live region, as it was last seen.
    live: HashMap<NodeId, String>,
}

impl AndroidAdapter {
    pub fn new(window_adapter_weak: Weak<AndroidWindowAdapter>) -> Self {
        let window = Arc::new(());
        *shared() = Some(Shared::of(window.clone()));
        Self { window_adapter_weak, window, live: Default::default() }
    }

    /// Does something with what is shared, unless a newer window has it by now.
    fn with_shared<R>(&self, what: impl FnOnce(&mut Shared) -> R) -> Option<R> {
        let mut shared = shared();
        shared.as_mut().filter(|shared| Arc::ptr_eq(&shared.window, &self.window)).map(what)
    }

    /// Builds the update without the lock: the UI thread is never kept waiting by Slint's bindings.
    pub fn update_if_active(&mut self, update_factory: impl FnOnce() -> TreeUpdate) {
        let phase = self.with_shared(|shared| shared.phase).unwrap_or_default();
        if phase == Phase::Inactive {
            return;
        }
        let mut update = update_factory();
        for (_, node) in &mut update.nodes {
            // A text that changes would be told as what was typed, every second where it counts down. It is a name.
            if node.role() == Role::Label
                && let Some(text) = node.value().map(str::to_owned)
            {
                node.clear_value();
                node.set_label(text);
            }
            // `accesskit_android` has no place for a description: it is read after the name.
            if let (Some(label), Some(description)) = (node.label(), node.description())
                && !description.is_empty()
            {
                let both = [label, description].join(", ");
                node.set_label(both);
            }
        }
        let is_whole = update.tree.is_some();
        let live: Vec<_> = live_texts(&update).collect();
        let taken = self.with_shared(|shared| {
            let is_first = match shared.phase {
                Phase::Inactive => return None,
                // Not a whole tree: that one is on its way.
                Phase::Requested if !is_whole => return None,
                Phase::Requested => true,
                Phase::Active => false,
            };
            shared.phase = Phase::Active;
            shared.events.push(shared.adapter.update_if_active(|| update)?);
            Some((is_first, shared.events.len() == 1))
        });
        let Some((is_first, is_to_be_called)) = taken.flatten() else { return };
        let before = std::mem::take(&mut self.live);
        let is_news =
            |id: &NodeId, text: &String| !text.is_empty() && before.get(id) != Some(text);
        let announcements: Vec<_> = live
            .iter()
            .filter(|(id, text)| !is_first && is_news(id, text))
            .map(|(_, text)| text.clone())
            .collect();
        // A whole tree forgets what has gone: where the same comes again it is said again.
        self.live = if is_whole { HashMap::new() } else { before };
        self.live.extend(live);
        let Some(window_adapter) = self.window_adapter_weak.upgrade() else { return };
        let java_helper = &window_adapter.java_helper;
        // Otherwise the UI thread was called already and has not come yet.
        let raised =
            if is_to_be_called { java_helper.raise_accessibility_events() } else { Ok(()) };
        // `accesskit_android` sends no event from a live region itself, so that nobody would hear of it.
        let said = announcements
            .iter()
            .try_for_each(|text| java_helper.announce_for_accessibility(text));
        if let Err(e) = raised.and(said) {
            i_slint_core::debug_log!("accessibility events were not sent: {e:#?}");
        }
    }
}

impl Drop for AndroidAdapter {
    /// The view outlives the window that was drawn in it. Nothing of that window is told any more.
    fn drop(&mut self) {
        let gone = shared().take_if(|shared| Arc::ptr_eq(&shared.window, &self.window));
        drop(gone);
    }
}

fn live_texts(update: &TreeUpdate) -> impl Iterator<Item = (NodeId, String)> + '_ {
    update.nodes.iter().filter(|(_, node)| node.live().is_some_and(|live| live != Live::Off)).map(
        |(id, node)| (*id, node.label().unwrap_or_default().to_owned()),
    )
}

/// Hands over what Android asks for. Never waits for Slint's thread.
struct Handler<'a> {
    phase: &'a mut Phase,
}

impl ActivationHandler for Handler<'_> {
    fn request_initial_tree(&mut self) -> Option<TreeUpdate> {
        *self.phase = Phase::Requested;
        post(AccessibilityEvent::InitialTreeRequested);
        None
    }
}

struct Actions;

impl ActionHandler for Actions {
    fn do_action(&mut self, request: ActionRequest) {
        post(AccessibilityEvent::ActionRequested(request));
    }
}

fn post(event: AccessibilityEvent) {
    // Fails when there is no event loop any more, and then no window either.
    let _ = i_slint_core::api::invoke_from_event_loop(move || {
        if let Some(adapter) = CURRENT_WINDOW.with_borrow(|window| window.upgrade()) {
            adapter.process_accessibility_event(event);
        }
    });
}

/// `accesskit_android` speaks an older version of the `jni` crate: the same environment and objects, in its types.
fn accesskit_env<'local>(env: &Env<'local>) -> accesskit_jni::JNIEnv<'local> {
    // Safety: the environment of this thread, which is in use for as long as `env` is.
    unsafe { accesskit_jni::JNIEnv::from_raw(env.get_raw().cast()) }
        .expect("the environment is not null")
}

fn accesskit_object<'local>(object: jobject) -> accesskit_jni::objects::JObject<'local> {
    // Safety: a local reference that its caller keeps meanwhile. Dropping this one does not delete it.
    unsafe { accesskit_jni::objects::JObject::from_raw(object.cast()) }
}

fn node_info<'local>(
    env: &mut Env<'local>,
    host: &AndroidView<'local>,
    ask: impl for<'a> FnOnce(
        &mut Adapter,
        &mut Handler<'_>,
        &mut accesskit_jni::JNIEnv<'a>,
        &accesskit_jni::objects::JObject<'_>,
    ) -> accesskit_jni::objects::JObject<'a>,
) -> AndroidAccessibilityNodeInfo<'local> {
    let raw = match shared().as_mut() {
        Some(Shared { adapter, phase, .. }) => ask(
            adapter,
            &mut Handler { phase },
            &mut accesskit_env(env),
            &accesskit_object(host.as_raw()),
        )
        .into_raw(),
        None => std::ptr::null_mut(),
    };
    // Safety: null, or a local reference to a node info, which was made in this environment.
    unsafe { AndroidAccessibilityNodeInfo::from_raw(env, raw.cast()) }
}

pub(crate) fn callback_node_info<'local>(
    env: &mut Env<'local>,
    _class: JClass<'local>,
    host: AndroidView<'local>,
    virtual_view_id: jint,
) -> Result<AndroidAccessibilityNodeInfo<'local>, jni::errors::Error> {
    Ok(node_info(env, &host, |adapter, handler, env, host| {
        adapter.create_accessibility_node_info(handler, env, host, virtual_view_id)
    }))
}

pub(crate) fn callback_find_focus<'local>(
    env: &mut Env<'local>,
    _class: JClass<'local>,
    host: AndroidView<'local>,
    focus_type: jint,
) -> Result<AndroidAccessibilityNodeInfo<'local>, jni::errors::Error> {
    Ok(node_info(env, &host, |adapter, handler, env, host| {
        adapter.find_focus(handler, env, host, focus_type)
    }))
}

/// Sends the events without the lock, for Android may ask for nodes meanwhile. What that makes in Java is freed each
/// time, for a UI thread that was busy has many events to send.
fn raise(
    env: &Env<'_>,
    host: &AndroidView<'_>,
    events: Option<QueuedEvents>,
) -> Result<jboolean, jni::errors::Error> {
    let Some(events) = events else { return Ok(false) };
    env.with_local_frame(64, |env| {
        events.raise(&mut accesskit_env(env), &accesskit_object(host.as_raw()));
        Ok(true)
    })
}

/// The actions that walk through a text.
const TEXT_ACTIONS: [jint; 3] = [1 << 8, 1 << 9, 1 << 17];

pub(crate) fn callback_perform_action<'local>(
    env: &mut Env<'local>,
    _class: JClass<'local>,
    host: AndroidView<'local>,
    virtual_view_id: jint,
    action: jint,
    arguments: AndroidBundle<'local>,
) -> Result<jboolean, jni::errors::Error> {
    let arguments = accesskit_object(arguments.as_raw());
    let mut old_env = accesskit_env(env);
    let walks_through_text = TEXT_ACTIONS.contains(&action);
    let events = PlatformAction::from_java(&mut old_env, action, &arguments).and_then(|action| {
        let mut shared = shared();
        let Shared { adapter, phase, .. } = shared.as_mut()?;
        // A screen reader acts on what it has seen, which may have gone since. `accesskit_android` does not look for
        // these actions' node before it takes the node.
        let host = accesskit_object(host.as_raw());
        let is_there = !walks_through_text
            || !adapter
                .create_accessibility_node_info(
                    &mut Handler { phase },
                    &mut old_env,
                    &host,
                    virtual_view_id,
                )
                .is_null();
        is_there.then(|| adapter.perform_action(&mut Actions, virtual_view_id, &action)).flatten()
    });
    raise(env, &host, events)
}

pub(crate) fn callback_hover<'local>(
    env: &mut Env<'local>,
    _class: JClass<'local>,
    host: AndroidView<'local>,
    action: jint,
    x: jfloat,
    y: jfloat,
) -> Result<jboolean, jni::errors::Error> {
    let events = shared().as_mut().and_then(|Shared { adapter, phase, .. }| {
        adapter.on_hover_event(&mut Handler { phase }, action, x, y)
    });
    raise(env, &host, events)
}

pub(crate) fn callback_events<'local>(
    env: &mut Env<'local>,
    _class: JClass<'local>,
    host: AndroidView<'local>,
) -> Result<(), jni::errors::Error> {
    let events =
        shared().as_mut().map(|shared| std::mem::take(&mut shared.events)).unwrap_or_default();
    for events in events {
        raise(env, &host, Some(events))?;
    }
    Ok(())
}

/// Nobody listens any more: Slint builds no nodes until somebody asks again.
pub(crate) fn callback_deactivated<'local>(
    _env: &mut Env<'local>,
    _class: JClass<'local>,
) -> Result<(), jni::errors::Error> {
    if let Some(shared) = shared().as_mut() {
        *shared = Shared::of(shared.window.clone());
    }
    post(AccessibilityEvent::AccessibilityDeactivated);
    Ok(())
}
