//! Folders and files that their owner alone may read, and whose names survive a power failure: for the vault, its key
//! and the settings. This file never changes a folder that is there, and never reads what a file holds. It writes into no
//! folder of which somebody else decides what is in it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Makes a folder and those above it that are missing, each for its owner alone (0700), and waits until
/// the device has its name: what is stored in a new folder would be lost with it. A folder that is there
/// stays as whoever made it wanted it.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    make(folder, &mut sync_folder)
}

fn make(folder: &Path, sync: &mut impl FnMut(&Path) -> io::Result<()>) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    make(parent, sync)?;
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        // Another process was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
        other => other?,
    }
    sync(parent).inspect_err(|_| {
        // The folder is new and empty. The next attempt makes it again, and waits for its name again.
        let _ = fs::remove_dir(folder);
    })
}

/// Whether nothing is at the path, and nothing on the way there is out of reach. A link whose end is away (a folder
/// that is not synced yet, a drive that is not mounted) is not absent: what it leads to may come back.
pub fn is_absent(path: &Path) -> io::Result<bool> {
    match path.symlink_metadata() {
        Ok(_) => return Ok(false),
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Err(_) => {}
    }
    let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) else { return Ok(true) };
    match parent.metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => is_absent(parent),
        other => other.map(|_| true),
    }
}

/// Whether a link is followed to the file at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Links {
    Follow,
    Refuse,
}

/// Opens a file that is there, as `options` say. A pipe, a device or a folder under its name is refused, and never
/// waited for.
pub fn open_regular(path: &Path, options: &mut OpenOptions, links: Links) -> io::Result<File> {
    #[cfg(unix)]
    {
        let no_link = if links == Links::Refuse { libc::O_NOFOLLOW } else { 0 };
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK | no_link);
    }
    #[cfg(not(unix))]
    if links == Links::Refuse && path.symlink_metadata().is_ok_and(|file| file.is_symlink()) {
        return Err(ErrorKind::InvalidInput.into());
    }
    let file = options.open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_dir() {
        Err(ErrorKind::IsADirectory.into())
    } else if kind.is_file() {
        Ok(file)
    } else {
        Err(ErrorKind::InvalidInput.into())
    }
}

/// Whether others can read or write a file, or write into a folder: ssh refuses such a key too. A key that others could
/// read is theirs as well, and where others can write, the key may be one that they have put there.
pub fn is_loose(file: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        let others = if file.is_dir() { 0o022 } else { 0o077 };
        std::os::unix::fs::MetadataExt::mode(file) & others != 0
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
}

/// Whether a file belongs to another user than this one or the system's own: no mode of the file helps then.
pub fn is_foreign(file: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        ![0, rustix::process::geteuid().as_raw()].contains(&std::os::unix::fs::MetadataExt::uid(file))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
}

/// A new file in the place of whatever has its name: what was left over may be a link to another file, or anyone's to
/// read.
pub fn scratch_file(path: &Path) -> io::Result<File> {
    refuse_foreign(path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    private_file().create_new(true).open(path)
}

/// In a folder of another user, or in one that everybody may write, somebody else could swap what this program writes for
/// files of his own.
#[cfg(unix)]
fn refuse_foreign(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let found = folder.metadata()?;
    let ours = found.uid() == rustix::process::geteuid().as_raw() && found.mode() & 0o002 == 0;
    if ours { Ok(()) } else { Err(ErrorKind::PermissionDenied.into()) }
}

#[cfg(not(unix))]
fn refuse_foreign(_: &Path) -> io::Result<()> {
    Ok(())
}

/// How a file is opened that is its owner's alone (0600) if this makes it.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Waits until the device has the names in a folder, so that they survive a power failure. Windows does so by itself
/// and cannot open folders.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_whose_end_is_away_is_not_absent() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        std::os::unix::fs::symlink("away", path("link")).unwrap();
        fs::write(path("file"), "").unwrap();
        for (name, absent) in
            [("no", true), ("no/deep/er", true), ("link", false), ("link/x/y", false), ("file", false)]
        {
            assert_eq!(is_absent(&path(name)).unwrap(), absent, "{name}");
        }
        assert_eq!(is_absent(&path("file/x")).unwrap_err().kind(), ErrorKind::NotADirectory);
        fs::create_dir(path("away")).unwrap();
        assert!(is_absent(&path("link/x")).unwrap());
    }

    #[cfg(unix)]
    #[test]
    fn only_files_are_opened_and_scratch_files_follow_nothing() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        fs::write(path("file"), "kept").unwrap();
        fs::create_dir(path("folder")).unwrap();
        std::os::unix::fs::symlink("file", path("link")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap().success());
        let open =
            |name: &str, links| open_regular(&path(name), OpenOptions::new().read(true), links).is_ok();
        for (name, followed, refused) in
            [("file", true, true), ("link", true, false), ("pipe", false, false), ("folder", false, false)]
        {
            assert_eq!((open(name, Links::Follow), open(name, Links::Refuse)), (followed, refused), "{name}");
        }
        scratch_file(&path("link")).unwrap();
        assert!(path("link").symlink_metadata().unwrap().is_file());
        assert_eq!(fs::read(path("file")).unwrap(), b"kept");
        assert!(scratch_file(&path("folder")).is_err());
    }
    #[cfg(unix)]
    #[test]
    fn nothing_is_written_where_everybody_may_write() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        for (mode, taken) in [(0o700, true), (0o755, true), (0o777, false), (0o1777, false)] {
            fs::set_permissions(home.path(), fs::Permissions::from_mode(mode)).unwrap();
            let made = scratch_file(&home.path().join("file")).map(drop).map_err(|error| error.kind());
            assert_eq!(made, if taken { Ok(()) } else { Err(ErrorKind::PermissionDenied) }, "{mode:o}");
        }
    }
    use std::path::PathBuf;

    #[test]
    fn the_parent_of_each_folder_that_is_made_is_synced() {
        let home = tempfile::tempdir().unwrap();
        let [one, two, three] = ["one", "one/two", "one/two/three"].map(|name| home.path().join(name));
        fs::create_dir(&one).unwrap();
        let mut synced: Vec<PathBuf> = Vec::new();
        make(&three, &mut |folder| {
            synced.push(folder.to_owned());
            sync_folder(folder)
        })
        .unwrap();
        assert_eq!(synced, [one, two]);
        assert!(three.is_dir());
        make(&three, &mut |_| panic!("nothing is made")).unwrap();
    }

    #[test]
    fn a_name_that_may_not_last_is_no_folder() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("data");
        let fails = &mut |_: &Path| Err(io::Error::from(ErrorKind::StorageFull));
        for _ in 0..2 {
            assert_eq!(make(&folder, fails).unwrap_err().kind(), ErrorKind::StorageFull);
            assert!(!folder.exists());
        }
        make_private_folder(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn what_is_made_is_its_owners_alone_and_what_is_there_stays_as_it_is() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let home = tempfile::tempdir().unwrap();
        let open = home.path().join("open");
        fs::create_dir(&open).unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).unwrap();
        make_private_folder(&open.join("made/deep")).unwrap();
        make_private_folder(&open).unwrap();
        assert_eq!(
            [&open, &open.join("made"), &open.join("made/deep")].map(|path| mode(path)),
            [0o755, 0o700, 0o700]
        );
        private_file().open(open.join("file")).unwrap();
        assert_eq!(mode(&open.join("file")), 0o600);
    }
}
