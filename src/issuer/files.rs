//! Where the issuer's tool writes: a minted token's three files, and a QR code's picture.
//!
//! It never overwrites a file unasked, and leaves no half of a token behind.

use super::{Minted, TextTooLong, qr_png, qr_svg};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Where a minted token was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFiles {
    pub uri: PathBuf,
    pub png: PathBuf,
    pub svg: PathBuf,
}

/// Why no file was written. The path is the one that the caller named.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// A token of this serial was written here before; it may be the only copy.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
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
        if let Err(error) = write_new(path, content, Readers::OwnerAlone) {
            // One of the three files alone is of no use to anybody, and holds the seed.
            contents[..written].iter().for_each(|(path, _)| drop(fs::remove_file(path)));
            return Err(error);
        }
    }
    Ok(files)
}

/// A QR code's file. What its name ends with, `.png` or `.svg`, says how it is drawn.
#[derive(Clone, Debug)]
pub struct QrFile {
    path: PathBuf,
    draw: Draw,
}

type Draw = fn(&str) -> Result<Zeroizing<Vec<u8>>, TextTooLong>;

/// The file's name ends neither with `.png` nor with `.svg`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a QR code's file ends with .png or .svg")]
pub struct NoPicture;

impl QrFile {
    pub fn new(path: PathBuf) -> Result<Self, NoPicture> {
        let ends_with = |this: &str| path.extension().is_some_and(|it| it.eq_ignore_ascii_case(this));
        let draw: Draw = if ends_with("png") {
            qr_png
        } else if ends_with("svg") {
            svg_line
        } else {
            return Err(NoPicture);
        };
        Ok(Self { path, draw })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

fn svg_line(text: &str) -> Result<Zeroizing<Vec<u8>>, TextTooLong> {
    let svg = qr_svg(text)?;
    Ok(Zeroizing::new([svg.as_bytes(), b"\n"].concat()))
}

/// Who may read a file. Windows has no mode: the folder's rights count there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// The file may hold a seed.
    OwnerAlone,
    /// Everyone whom the process's umask lets read it.
    Everyone,
}

/// Writes a text as a QR code. A file that is there stays, unless `replace` is asked for; then the new file takes its
/// place whole, and nobody who has the old one open sees the new.
pub fn write_qr(text: &str, file: &QrFile, readers: Readers, replace: bool) -> Result<(), FilesError> {
    let picture = (file.draw)(text)?;
    let path = &file.path;
    if !replace {
        return write_new(path, &[&picture], readers);
    }
    let name = path.file_name().expect("a path with an extension has a name").to_string_lossy();
    let draft = path.with_file_name(format!(".{name}.{}", std::process::id()));
    write_new(&draft, &[&picture], readers)?;
    fs::rename(&draft, path).map_err(|cause| {
        drop(fs::remove_file(&draft));
        FilesError::Write { path: path.clone(), cause }
    })
}

/// Writes a secret text and a line's end, for its owner alone. A file that is there stays.
pub fn write_text(text: &str, path: &Path) -> Result<(), FilesError> {
    write_new(path, &[text.as_bytes(), b"\n"], Readers::OwnerAlone)
}

fn write_new(path: &Path, content: &[&[u8]], readers: Readers) -> Result<(), FilesError> {
    let failed = |cause: io::Error| match cause.kind() {
        io::ErrorKind::AlreadyExists => FilesError::Exists(path.to_owned()),
        io::ErrorKind::NotFound => FilesError::NoFolder(folder(path).to_owned()),
        _ => FilesError::Write { path: path.to_owned(), cause },
    };
    let mut file = create_new(path, readers).map_err(failed)?;
    let written = content.iter().try_for_each(|part| file.write_all(part)).and_then(|()| file.sync_all());
    written.map_err(|cause| {
        drop(fs::remove_file(path));
        FilesError::Write { path: path.to_owned(), cause }
    })
}

fn create_new(path: &Path, readers: Readers) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::OwnerAlone {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = readers;
    options.open(path)
}

/// The folder that a file is in.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
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
