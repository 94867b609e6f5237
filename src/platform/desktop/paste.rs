//! What a customer pastes: a text, a picture, or a file that was copied in the file manager.

use crate::app::{Clip, ClipboardError};
use crate::private_files::{Links, open_regular};
use crate::provisioning::{self, MAX_SOURCE_BYTES};
use arboard::Clipboard;
use std::fs::OpenOptions;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;
use zeroize::Zeroizing;

/// Under Wayland the program that copied writes into a pipe when somebody pastes, and may have stopped.
const PATIENCE: Duration = Duration::from_secs(10);

pub fn paste() -> Result<Clip, ClipboardError> {
    let (sender, answer) = channel();
    let reader = std::thread::Builder::new().spawn(move || {
        // Nobody may be waiting any more.
        let _ = sender.send(read());
    });
    reader.map_err(|_| ClipboardError)?;
    answer.recv_timeout(PATIENCE).unwrap_or(Err(ClipboardError))
}

fn read() -> Result<Clip, ClipboardError> {
    #[cfg(all(unix, not(target_vendor = "apple")))]
    if let Some(bytes) = super::x11_pictures::picture(super::x11_pictures::Wanted::Alone) {
        return Ok(Clip::Bytes(bytes));
    }
    let mut clipboard = Clipboard::new().map_err(|_| ClipboardError)?;
    let text = clipboard.get_text().map(Zeroizing::new);
    // Office programs offer a picture of the text beside it, and file managers the path of a file.
    if !text.as_ref().is_ok_and(|text| provisioning::looks_like_key_uri(text)) {
        if let Ok(image) = clipboard.get_image() {
            let rgba = Zeroizing::new(image.bytes.into_owned());
            return Ok(Clip::Picture { width: image.width, height: image.height, rgba });
        }
        match clipboard.get().file_list().as_deref() {
            Ok([file]) => return Ok(Clip::Bytes(bytes_of(file)?)),
            // Of several nobody can say which was meant.
            Ok([_, ..]) => return Err(ClipboardError),
            _ => {}
        }
        #[cfg(all(unix, not(target_vendor = "apple")))]
        if let Some(bytes) = super::x11_pictures::picture(super::x11_pictures::Wanted::BesideOthers) {
            return Ok(Clip::Bytes(bytes));
        }
    }
    text.map(Clip::Text).map_err(|_| ClipboardError)
}

/// One byte more than is ever read says that the file is too large.
fn bytes_of(file: &Path) -> Result<Zeroizing<Vec<u8>>, ClipboardError> {
    let file = open_regular(&on_this_device(file), OpenOptions::new().read(true), Links::Follow);
    let mut bytes = Zeroizing::new(Vec::new());
    let read = file.and_then(|file| file.take(MAX_SOURCE_BYTES as u64 + 1).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|_| ClipboardError)
}

/// Some file managers write `file://localhost/…`, which arboard takes for a path that begins with the host.
fn on_this_device(file: &Path) -> PathBuf {
    file.strip_prefix("localhost").map_or_else(|_| file.to_owned(), |path| Path::new("/").join(path))
}

#[cfg(all(test, unix, not(target_vendor = "apple")))]
mod tests {
    use super::*;
    use crate::platform::{SystemClock, build_time};
    use crate::provisioning::{Surroundings, limits::MAX_PICTURE_PIXELS};
    use std::process::{Child, Command, Stdio};

    const URI: &str = "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const NAME: &str = "platform::desktop::paste::tests::what_file_managers_copy_is_pasted";
    const SCENARIO: &str = "SKTS_PASTE_SCENARIO";

    struct Server(Child);

    impl Drop for Server {
        fn drop(&mut self) {
            self.0.kill().unwrap();
            self.0.wait().unwrap();
        }
    }

    /// An X server of its own, and its name.
    fn display() -> (Server, String) {
        let mut server = Command::new("Xvfb");
        server
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Server(server.spawn().expect("Xvfb is installed"));
        let mut number = [0; 16];
        let read = server.0.stdout.as_mut().unwrap().read(&mut number).unwrap();
        (server, format!(":{}", String::from_utf8_lossy(&number[..read]).trim()))
    }

    /// This program again, on `display`, with `clip` copied as `target`. Whether it pasted the token's text.
    #[track_caller]
    fn case(display: &str, target: &str, clip: impl AsRef<[u8]>, expected: bool) {
        let mut xclip = Command::new("xclip");
        xclip
            .args(["-selection", "clipboard", "-t", target, "-i"])
            .env("DISPLAY", display)
            .stdin(Stdio::piped());
        let mut xclip =
            xclip.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("xclip is installed");
        std::io::Write::write_all(&mut xclip.stdin.take().unwrap(), clip.as_ref()).unwrap();
        assert!(xclip.wait().unwrap().success());
        let mut again = Command::new(std::env::current_exe().unwrap());
        again.args(["--exact", NAME, "--nocapture"]).env("DISPLAY", display).env(SCENARIO, "paste");
        let printed = again.env_remove("WAYLAND_DISPLAY").output().unwrap().stdout;
        let printed = String::from_utf8_lossy(&printed);
        assert!(printed.contains("1 passed"), "{printed}");
        assert_eq!(printed.contains("the token's text"), expected, "{target}: {printed}");
    }

    #[test]
    fn what_file_managers_copy_is_pasted() {
        if std::env::var_os(SCENARIO).is_some() {
            let clock = SystemClock::new();
            let around = Surroundings::new(build_time(), MAX_PICTURE_PIXELS, &clock);
            match paste() {
                Ok(Clip::Bytes(bytes)) if *bytes == URI.as_bytes() => println!("the token's text"),
                Ok(Clip::Bytes(bytes)) if provisioning::found_in_bytes(&bytes, &around).is_ok() => {
                    println!("the token's text")
                }
                Ok(Clip::Text(text)) if *text == URI => println!("the token's text"),
                _ => println!("something else"),
            }
            return;
        }
        let (_server, display) = display();
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("見本 token.uri");
        std::fs::write(&file, URI).unwrap();
        let path = file.to_str().unwrap().replace(' ', "%20");
        case(&display, "text/uri-list", format!("file://{path}\r\n"), true);
        case(&display, "text/uri-list", format!("file://localhost{path}\r\n"), true);
        case(&display, "text/uri-list", format!("file://{path}\r\nfile://{path}\r\n"), false);
        case(&display, "text/uri-list", format!("file://{}\r\n", home.path().display()), false);
        case(&display, "UTF8_STRING", URI, true);
        case(&display, "UTF8_STRING", "hello", false);
        // As BMP it is larger than xclip hands over in one piece.
        let png = crate::issuer::qr_png(URI).unwrap();
        let code = image::load_from_memory(&png).unwrap().to_rgb8();
        let picture = image::imageops::resize(&code, 700, 700, image::imageops::FilterType::Nearest);
        for (target, format) in
            [("image/jpeg", image::ImageFormat::Jpeg), ("image/bmp", image::ImageFormat::Bmp)]
        {
            let mut bytes = std::io::Cursor::new(Vec::new());
            picture.write_to(&mut bytes, format).unwrap();
            case(&display, target, bytes.into_inner(), true);
        }
    }
}
