use super::{Minted, TextTooLong, qr_png, qr_svg};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where a minted token was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFiles {
    pub uri: PathBuf,
    pub png: PathBuf,
    pub svg: PathBuf,
}

/// Why it was not. The path is the caller's own.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A token of this serial was written here before; it may be the only copy.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    #[error("{} cannot be written: {cause}", .path.display())]
    Write { path: PathBuf, cause: io::Error },
    #[error(transparent)]
    TooLong(#[from] TextTooLong),
}

/// Writes `SERIAL.uri`, `SERIAL.png` and `SERIAL.svg` for their owner alone: all of them or none.
pub fn write_files(minted: &Minted, folder: &Path) -> Result<OutputFiles, FilesError> {
    let uri = minted.key_uri();
    let (png, svg) = (qr_png(&uri)?, qr_svg(&uri)?);
    let path = |extension: &str| folder.join(format!("{}.{extension}", minted.serial()));
    let files = OutputFiles { uri: path("uri"), png: path("png"), svg: path("svg") };
    let contents: [(&PathBuf, &[&[u8]]); 3] = [
        (&files.uri, &[uri.as_bytes(), b"\n"]),
        (&files.png, &[&png]),
        (&files.svg, &[svg.as_bytes(), b"\n"]),
    ];
    fs::create_dir_all(folder).map_err(|cause| FilesError::Write { path: folder.to_owned(), cause })?;
    for (written, (path, content)) in contents.iter().enumerate() {
        if let Err(error) = write_new(path, content) {
            // The half of a token is of no use to anybody, and holds the seed.
            contents[..written].iter().for_each(|(path, _)| drop(fs::remove_file(path)));
            return Err(error);
        }
    }
    Ok(files)
}

fn write_new(path: &Path, content: &[&[u8]]) -> Result<(), FilesError> {
    let failed = |cause: io::Error| match cause.kind() {
        io::ErrorKind::AlreadyExists => FilesError::Exists(path.to_owned()),
        _ => FilesError::Write { path: path.to_owned(), cause },
    };
    let mut file = create_private(path).map_err(failed)?;
    let written = content.iter().try_for_each(|part| file.write_all(part)).and_then(|()| file.sync_all());
    written.map_err(|cause| {
        drop(fs::remove_file(path));
        FilesError::Write { path: path.to_owned(), cause }
    })
}

/// A new file that nobody else may read. Windows has no mode: the folder's rights count there.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::super::{Order, mint};
    use super::*;
    use crate::token::UnixTime;
    use ring::rand::SystemRandom;

    fn minted() -> Minted {
        mint(Order::default(), UnixTime::from_seconds(0), &SystemRandom::new()).unwrap()
    }

    fn names(folder: &Path) -> usize {
        fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn three_private_files() {
        let folder = tempfile::tempdir().unwrap();
        let minted = minted();
        let files = write_files(&minted, folder.path()).unwrap();
        assert_eq!(fs::read_to_string(&files.uri).unwrap().trim_end(), minted.key_uri().as_str());
        assert_eq!(names(folder.path()), 3);
        #[cfg(unix)]
        for path in [&files.uri, &files.png, &files.svg] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn what_is_there_stays_and_nothing_is_added() {
        for extension in ["uri", "png", "svg"] {
            let folder = tempfile::tempdir().unwrap();
            let minted = minted();
            let here = folder.path().join(format!("{}.{extension}", minted.serial()));
            fs::write(&here, "before").unwrap();
            let error = write_files(&minted, folder.path()).unwrap_err();
            assert!(matches!(error, FilesError::Exists(path) if path == here));
            assert_eq!(fs::read(&here).unwrap(), b"before");
            assert_eq!(names(folder.path()), 1, "{extension}");
        }
    }
}
