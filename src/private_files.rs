//! Folders and files for their owner alone, and names that last: for the vault, its key and the settings.
//! It never changes a folder that is there, and never reads what a file holds.

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
        // It is new and empty; the next attempt makes it anew, and waits for its name again.
        let _ = fs::remove_dir(folder);
    })
}

/// How a file is opened that is its owner's alone (0600) if this makes it.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the names in a folder last; Windows does so by itself and cannot open folders.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
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
