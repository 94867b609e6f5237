//! The vault's files, each step of a write by itself, so that tests can cut a write short at any of them.
//!
//! It knows names and bytes, and nothing of what they mean. It never overwrites what is set aside.

use super::names::{aside, set_aside_at, undated};
use crate::private_files::{
    Links, is_absent, make_private_folder, open_regular, private_file, scratch_file, sync_folder,
};
use crate::token::UnixTime;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a write can be cut short. Tests fail or kill the process at each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WritePoint {
    CreateFolder,
    CreateLock,
    Create(&'static str),
    /// The first half of the bytes is written.
    Half(&'static str),
    Sync(&'static str),
    ReadBack(&'static str),
    Rename(&'static str, &'static str),
    /// A file, or a copy of it, is about to get another name.
    SetAside(&'static str),
    SyncFolder,
    Remove(&'static str),
}

/// Called before the point is passed; an error takes its place.
pub type Hook = Arc<dyn Fn(WritePoint) -> io::Result<()> + Send + Sync>;

/// The vault's folder: named files in it, each step of a write by itself.
#[derive(Clone)]
pub struct Disk {
    folder: PathBuf,
    hook: Option<Hook>,
}

/// A file that was kept, or a copy of it, and its name.
pub struct SetAside {
    name: &'static str,
    aside: String,
    moved: bool,
}

impl Disk {
    /// A vault has at most 33 KiB; a file of this size is none of ours.
    const MAX_BYTES: u64 = 1 << 20;
    /// Nobody registers anew so often in the days for which a key is kept.
    const MAX_ASIDE: usize = 100;

    pub fn new(folder: &Path, hook: Option<Hook>) -> Self {
        Self { folder: folder.to_owned(), hook }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn pass(&self, point: WritePoint) -> io::Result<()> {
        self.hook.as_ref().map_or(Ok(()), |hook| hook(point))
    }

    /// Whether something has this name, or may have it (a link on the way there leads nowhere now). If the disk does
    /// not tell, that is an error and not `false`: files are renamed to names that are free.
    pub fn has(&self, name: &str) -> io::Result<bool> {
        Ok(!is_absent(&self.path(name))?)
    }

    pub fn is_link(&self, name: &str) -> io::Result<bool> {
        Ok(self.has(name)? && self.path(name).symlink_metadata()?.is_symlink())
    }

    /// `None` where there is no such file. A file that is too large for a vault is cut off, and then fails as
    /// damaged. A link is an error.
    pub fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.read_as(name, Links::Refuse)
    }

    /// As [`read`](Self::read), and follows a link.
    pub fn read_through(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.read_as(name, Links::Follow)
    }

    fn read_as(&self, name: &str, links: Links) -> io::Result<Option<Vec<u8>>> {
        let path = self.path(name);
        let file = match open_regular(&path, OpenOptions::new().read(true), links) {
            Err(error) if error.kind() == ErrorKind::NotFound && is_absent(&path)? => return Ok(None),
            other => other?,
        };
        let mut bytes = Vec::new();
        file.take(Self::MAX_BYTES).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Fails unless the file holds exactly `bytes`.
    pub fn read_back(&self, name: &'static str, bytes: &[u8]) -> io::Result<()> {
        self.pass(WritePoint::ReadBack(name))?;
        match self.read(name)? {
            Some(read) if read == bytes => Ok(()),
            _ => Err(io::Error::from(ErrorKind::InvalidData)),
        }
    }

    /// Makes the folder, for its owner alone, with a name that survives a power failure. A folder that is there stays
    /// as it is.
    pub fn create_folder(&self) -> io::Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        self.pass(WritePoint::CreateFolder)?;
        make_private_folder(&self.folder)
    }

    /// Writes the whole file and waits until the device has it.
    pub fn write(&self, name: &'static str, bytes: &[u8]) -> io::Result<()> {
        self.pass(WritePoint::Create(name))?;
        let mut file = scratch_file(&self.path(name))?;
        let (first, second) = bytes.split_at(bytes.len() / 2);
        file.write_all(first)?;
        self.pass(WritePoint::Half(name))?;
        file.write_all(second)?;
        self.pass(WritePoint::Sync(name))?;
        file.sync_all()
    }

    pub fn rename(&self, from: &'static str, to: &'static str) -> io::Result<()> {
        self.pass(WritePoint::Rename(from, to))?;
        fs::rename(self.path(from), self.path(to))
    }

    /// Removes the file; succeeds as well where there is none.
    pub fn remove(&self, name: &'static str) -> io::Result<()> {
        self.pass(WritePoint::Remove(name))?;
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Waits until the device has the names in the folder, so that renames survive a power failure.
    pub fn sync_folder(&self) -> io::Result<()> {
        self.pass(WritePoint::SyncFolder)?;
        sync_folder(&self.folder)
    }

    /// The file that processes lock; created empty, kept for ever.
    pub fn create_lock(&self, name: &str) -> io::Result<File> {
        self.pass(WritePoint::CreateLock)?;
        open_regular(&self.path(name), &mut private_file(), Links::Refuse)
    }

    /// The file that processes lock, where it is there. A network drive's server locks only a file that is opened for
    /// writing; a folder that can only be read has no writers to keep out.
    pub fn open_lock(&self, name: &str) -> io::Result<Option<File>> {
        let path = self.path(name);
        let open = |write| open_regular(&path, OpenOptions::new().read(true).write(write), Links::Refuse);
        let file = open(true).or_else(|error| match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => open(false),
            _ => Err(error),
        });
        match file {
            Err(error) if error.kind() == ErrorKind::NotFound && is_absent(&path)? => Ok(None),
            other => other.map(Some),
        }
    }

    /// Renames a file to the first free name `NAME.set-aside-N`, N from `now` on; nothing is ever overwritten. `None`
    /// where there is no such file.
    pub fn move_aside(&self, name: &'static str, now: UnixTime) -> io::Result<Option<SetAside>> {
        if !self.has(name)? {
            return Ok(None);
        }
        let aside = self.free_name(name, now)?;
        self.pass(WritePoint::SetAside(name))?;
        fs::rename(self.path(name), self.path(&aside))?;
        Ok(Some(SetAside { name, aside, moved: true }))
    }

    /// Keeps a file under a name like [`move_aside`](Self::move_aside)'s, but where the file can be a vault of the
    /// app's, keeps a copy that is read back: the file's own name is then never free, even after a power failure. (A
    /// hard link would do, but Android allows apps none.)
    pub fn keep_aside(&self, name: &'static str, now: UnixTime) -> io::Result<Option<SetAside>> {
        let is_ours = |file: &fs::Metadata| file.is_file() && file.len() < Self::MAX_BYTES;
        if !self.path(name).symlink_metadata().is_ok_and(|file| is_ours(&file)) {
            return self.move_aside(name, now);
        }
        let Some(bytes) = self.read(name)? else { return Ok(None) };
        let aside = self.free_name(name, now)?;
        self.pass(WritePoint::SetAside(name))?;
        let mut copy = private_file().create_new(true).open(self.path(&aside))?;
        let copied = copy.write_all(&bytes).and_then(|()| {
            self.pass(WritePoint::Sync("set-aside"))?;
            copy.sync_all()?;
            if self.read(&aside)? == Some(bytes) {
                Ok(())
            } else {
                Err(io::Error::from(ErrorKind::InvalidData))
            }
        });
        copied.inspect_err(|_| {
            let _ = fs::remove_file(self.path(&aside));
        })?;
        Ok(Some(SetAside { name, aside, moved: false }))
    }

    fn free_name(&self, name: &str, now: UnixTime) -> io::Result<String> {
        let mut number = now.seconds().max(1);
        while self.has(&aside(name, number))? {
            number += 1;
        }
        Ok(aside(name, number))
    }

    /// The names of the files that were set aside, and when that was, where a name tells. Whoever can write here can plant
    /// any number of them: no more than [`MAX_ASIDE`](Self::MAX_ASIDE) are looked at.
    pub fn set_aside_names(&self) -> io::Result<Vec<(Option<UnixTime>, String)>> {
        let names = fs::read_dir(&self.folder)?.filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            Some((set_aside_at(&name)?, name))
        });
        Ok(names.take(Self::MAX_ASIDE).collect())
    }

    /// The first bytes of a file; `None` where it cannot be read, or is shorter.
    pub fn head(&self, name: &str, length: usize) -> Option<Vec<u8>> {
        let mut head = vec![0; length];
        let mut file = open_regular(&self.path(name), OpenOptions::new().read(true), Links::Refuse).ok()?;
        file.read_exact(&mut head).ok()?;
        Some(head)
    }

    /// Gives each file that was set aside without a date, by an earlier version, a name that says `now`.
    pub fn date_set_aside(&self, now: UnixTime) -> io::Result<()> {
        let names: Vec<_> = fs::read_dir(&self.folder)?.collect::<io::Result<_>>()?;
        let names = names.iter().map(fs::DirEntry::file_name);
        let undated =
            names.filter_map(|name| Some((name.to_str()?.to_owned(), undated(name.to_str()?)?.to_owned())));
        for (name, first) in undated.take(Self::MAX_ASIDE) {
            fs::rename(self.path(&name), self.path(&self.free_name(&first, now)?))?;
        }
        Ok(())
    }

    /// Undoes [`move_aside`](Self::move_aside) or [`keep_aside`](Self::keep_aside), where nothing has taken
    /// the file's own name since.
    pub fn undo_aside(&self, file: &SetAside) -> io::Result<()> {
        if file.moved {
            return self.bring_back(file);
        }
        self.pass(WritePoint::Remove("set-aside"))?;
        fs::remove_file(self.path(&file.aside))
    }

    /// Puts the kept file back over what has taken its own name since.
    pub fn bring_back(&self, SetAside { name, aside, .. }: &SetAside) -> io::Result<()> {
        self.pass(WritePoint::Rename("set-aside", name))?;
        fs::rename(self.path(aside), self.path(name))
    }
}
