//! Pictures that arboard does not take from an X11 clipboard: it asks for PNG alone, and some programs copy a
//! photograph as JPEG, or a drawing as BMP. Whoever copied may be hostile or may have stopped: the size and
//! the wait are bounded.

use crate::provisioning::MAX_SOURCE_BYTES;
use std::time::{Duration, Instant};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt, CreateWindowAux, EventMask, Property, Window, WindowClass,
};
use x11rb::rust_connection::RustConnection;
use zeroize::Zeroizing;

const FORMATS: [&str; 6] = ["image/jpeg", "image/jpg", "image/bmp", "image/x-bmp", "image/webp", "image/gif"];
const PATIENCE: Duration = Duration::from_secs(3);

/// What arboard takes; some programs answer a request for a text with the bytes of a picture.
const OTHERS: [&str; 5] = ["image/png", "UTF8_STRING", "STRING", "text/plain", "text/plain;charset=utf-8"];

/// Whether a picture is wanted that is offered beside a text too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Alone,
    BesideOthers,
}

/// The bytes of the first of these pictures that is offered; `None` without an X server, a picture or an answer.
pub fn picture(wanted: Wanted) -> Option<Zeroizing<Vec<u8>>> {
    let reader = Reader::new()?;
    let offered = reader.read("TARGETS")?;
    let offered: Vec<Atom> = offered
        .chunks_exact(4)
        .map(|atom| Atom::from_ne_bytes([atom[0], atom[1], atom[2], atom[3]]))
        .collect();
    let is_offered = |name: &&&str| reader.atom(name).is_some_and(|atom| offered.contains(&atom));
    if wanted == Wanted::Alone && OTHERS.iter().any(|name| is_offered(&name)) {
        return None;
    }
    reader.read(FORMATS.iter().find(is_offered)?)
}

struct Reader {
    connection: RustConnection,
    window: Window,
    clipboard: Atom,
    property: Atom,
    incremental: Atom,
    end: Instant,
}

impl Reader {
    fn new() -> Option<Self> {
        let (connection, screen) = x11rb::connect(None).ok()?;
        let window = connection.generate_id().ok()?;
        let root = connection.setup().roots.get(screen)?;
        let events = CreateWindowAux::new().event_mask(EventMask::PROPERTY_CHANGE);
        let input_only = WindowClass::INPUT_ONLY;
        connection
            .create_window(0, window, root.root, 0, 0, 1, 1, 0, input_only, root.root_visual, &events)
            .ok()?;
        let atom = |name: &str| Some(connection.intern_atom(false, name.as_bytes()).ok()?.reply().ok()?.atom);
        let (clipboard, property, incremental) = (atom("CLIPBOARD")?, atom("SKTS_PASTED")?, atom("INCR")?);
        Some(Self { connection, window, clipboard, property, incremental, end: Instant::now() + PATIENCE })
    }

    fn atom(&self, name: &str) -> Option<Atom> {
        Some(self.connection.intern_atom(false, name.as_bytes()).ok()?.reply().ok()?.atom)
    }

    /// The clipboard converted to `target` (ICCCM §2.4); large ones come in pieces (§2.7.2).
    fn read(&self, target: &str) -> Option<Zeroizing<Vec<u8>>> {
        let target = self.atom(target)?;
        self.connection
            .convert_selection(self.window, self.clipboard, target, self.property, x11rb::CURRENT_TIME)
            .ok()?;
        self.wait(|event| match event {
            Event::SelectionNotify(answer) if answer.target == target => Some(answer.property != x11rb::NONE),
            _ => None,
        })
        .filter(|&offered| offered)?;
        let (kind, mut bytes) = self.take()?;
        if kind != self.incremental {
            return Some(bytes);
        }
        bytes.clear();
        loop {
            self.wait(|event| match event {
                Event::PropertyNotify(change) if change.atom == self.property => {
                    (change.state == Property::NEW_VALUE).then_some(())
                }
                _ => None,
            })?;
            let (_, piece) = self.take()?;
            if piece.is_empty() {
                return Some(bytes);
            }
            bytes.extend_from_slice(&piece);
            if bytes.len() > MAX_SOURCE_BYTES {
                return None;
            }
        }
    }

    /// What lies on the window, and its kind. Taking it asks for the next piece.
    fn take(&self) -> Option<(Atom, Zeroizing<Vec<u8>>)> {
        let words = (MAX_SOURCE_BYTES / 4) as u32;
        let any = AtomEnum::ANY;
        let asked = self.connection.get_property(true, self.window, self.property, any, 0, words).ok()?;
        let property = asked.reply().ok()?;
        Some((property.type_, Zeroizing::new(property.value)))
    }

    fn wait<T>(&self, wanted: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.connection.flush().ok()?;
        while Instant::now() < self.end {
            match self.connection.poll_for_event().ok()? {
                Some(event) => {
                    if let Some(found) = wanted(&event) {
                        return Some(found);
                    }
                }
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        None
    }
}
