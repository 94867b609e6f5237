//! What other apps send: links, and pictures opened or shared into the app. Hostile, like all from outside.

use super::pictures;
use super::text::text;
use crate::app::{Event, Source};
use crate::platform::decisions::ios_copies::Copies;
use crate::platform::decisions::ios_rules;
use crate::platform::phone::Door;
use objc2_foundation::{NSSet, NSURL};
use objc2_ui_kit::UIOpenURLContext;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// No path of Darwin's is longer (PATH_MAX).
const MOST_PATH: usize = 1024;

static COPIES: Copies = Copies::new();

const UNREADABLE: Event = Event::Offered(Source::Unreadable);

pub fn receive(contexts: &NSSet<UIOpenURLContext>, door: &Door) {
    for context in contexts {
        let url = context.URL();
        if url.isFileURL() { open(&url, door) } else { follow(&url, door) }
    }
}

fn follow(url: &NSURL, door: &Door) {
    let link = url.absoluteString();
    match link.and_then(|link| text(&link, ios_rules::MOST_LINK)) {
        Some(link) => ios_rules::link(link).into_iter().for_each(|source| door.tell(Event::Offered(source))),
        None => door.tell(UNREADABLE),
    }
}

/// Reads on a thread of its own: the file may be large, and the main thread paints.
fn open(url: &NSURL, door: &Door) {
    let Some(path) = url.path().and_then(|path| text(&path, MOST_PATH)) else { return door.tell(UNREADABLE) };
    // Before the thread begins: what is announced is not swept away meanwhile.
    let copy = COPIES.announced(Path::new(path.as_str()), &home());
    let door = door.clone();
    std::thread::spawn(move || {
        let picture = read(copy.path());
        drop(copy);
        match picture {
            Ok(bytes) => door.tell(Event::Offered(Source::Bytes(pictures::of_any_kind(bytes)))),
            Err(_) => door.tell(UNREADABLE),
        }
    });
}

fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::new());
    let length = File::open(path)?.take(ios_rules::MOST_PICTURE as u64 + 1).read_to_end(&mut bytes)?;
    if length > ios_rules::MOST_PICTURE { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// Leaves no copy of a picture behind that an earlier run did not come to read: Documents is in backups.
pub fn sweep() {
    COPIES.sweep(&home());
}

/// The app's own place. Where the system does not name it nothing lies there, and nothing is deleted.
fn home() -> PathBuf {
    std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default()
}
