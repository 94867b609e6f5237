//! What other apps send: links, and pictures opened or shared into the app. Hostile, like all from outside.
//!
//! tests/ios/guards.py reads this file: which calls are made, and in which order.

use super::pictures;
use super::text::text;
use crate::app::{Event, Source};
use crate::platform::decisions::ios_copies::{Announced, Copies};
use crate::platform::decisions::ios_rules;
use crate::platform::decisions::one_reader::OneReader;
use crate::platform::phone::Door;
use crate::provisioning::limits::{MAX_PATH_UNITS, MAX_PHONE_SOURCE_BYTES, MAX_TEXT_UNITS};
use objc2_foundation::{NSSet, NSURL};
use objc2_ui_kit::UIOpenURLContext;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroizing;

static COPIES: Copies = Copies::new();
static READER: Mutex<OneReader<Announced<'static>>> = Mutex::new(OneReader::new());

const UNREADABLE: Event = Event::Offered(Source::Unreadable);

pub fn receive(contexts: &NSSet<UIOpenURLContext>, door: &Door) {
    for context in contexts {
        let url = context.URL();
        if url.isFileURL() { open(&url, door) } else { follow(&url, door) }
    }
}

fn follow(url: &NSURL, door: &Door) {
    let link = url.absoluteString();
    match link.and_then(|link| text(&link, MAX_TEXT_UNITS)) {
        Some(link) => ios_rules::link(link).into_iter().for_each(|source| door.tell(Event::Offered(source))),
        None => door.tell(UNREADABLE),
    }
}

/// Reads on a thread of its own: the file may be large, and the main thread paints. There is one such thread at a time.
fn open(url: &NSURL, door: &Door) {
    let Some(path) = url.path().and_then(|path| text(&path, MAX_PATH_UNITS)) else {
        return door.tell(UNREADABLE);
    };
    // The file is announced before the thread begins: `sweep` could otherwise delete it before it is read.
    let copy = COPIES.announced(Path::new(path.as_str()), &home());
    let Some(first) = reader().bring(copy) else { return };
    let door = door.clone();
    std::thread::spawn(move || {
        let mut next = Some(first);
        while let Some(copy) = next {
            let picture = read(copy.path());
            drop(copy);
            match picture {
                Ok(bytes) => door.tell(Event::Offered(Source::Bytes(pictures::of_any_kind(bytes)))),
                Err(_) => door.tell(UNREADABLE),
            }
            next = reader().next();
        }
    });
}

fn reader() -> MutexGuard<'static, OneReader<Announced<'static>>> {
    READER.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    let length = File::open(path)?.take(MAX_PHONE_SOURCE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if length > MAX_PHONE_SOURCE_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Leaves no copy of a picture behind that an earlier run did not come to read: Documents is in backups.
pub fn sweep() {
    COPIES.sweep(&home());
}

/// The app's own folder. Where iOS does not name it, the path is empty, and nothing is deleted.
fn home() -> PathBuf {
    std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default()
}
