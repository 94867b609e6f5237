//! The window on displays that lack something: one sentence, and the command line goes on.
#![cfg(target_os = "linux")]

use super::*;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// An X server of its own.
pub struct Display(Child, String);

impl Display {
    pub fn new(options: &str) -> Self {
        let mut server = Command::new("Xvfb");
        // Without -noreset an X server begins anew when its last client leaves, and refuses whoever connects at that
        // moment: skts-token, when the test's own question for the window has just ended.
        server.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"]).args(options.split_whitespace());
        let mut server =
            server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("Xvfb is installed");
        let mut number = [0; 16];
        let read = server.stdout.as_mut().unwrap().read(&mut number).unwrap();
        let number = String::from_utf8_lossy(&number[..read]).trim().to_owned();
        Self(server, format!(":{number}"))
    }

    pub fn name(&self) -> &str {
        &self.1
    }

    /// skts-token's window on this display.
    fn window(&self, home: &Home) -> Test {
        home.run("").env("DISPLAY", &self.1)
    }

    /// How wide and high the window is once it can be seen and is no larger than `most`, or its size after a while if
    /// it stays larger.
    #[track_caller]
    fn size_of_window(&self, most: (u32, u32), program: &mut Child) -> (u32, u32) {
        let begun = Instant::now();
        let mut size = None;
        while begun.elapsed() < Duration::from_secs(20) {
            let window = Test::of("xwininfo").words("-name ソフトウェアトークン -display").arg(&self.1);
            let told = window.env("LC_ALL", "C.UTF-8").ran().out;
            let number = |name: &str| told.split_once(name)?.1.split_whitespace().next()?.parse().ok();
            if let (true, Some(width), Some(height)) =
                (told.contains("IsViewable"), number("Width:"), number("Height:"))
            {
                size = Some((width, height));
                if width <= most.0 && height <= most.1 {
                    break;
                }
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        size.unwrap_or_else(|| panic!("no window; the program: {:?}", program.try_wait()))
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn a_display_that_lacks_something_is_told_in_a_sentence() {
    let home = Home::with(&[URI]);
    let plain = Display::new("");
    let without_randr = Display::new("-extension RANDR");
    for test in [
        without_randr.window(&home),
        plain.window(&home).env("WINIT_X11_SCALE_FACTOR", "0"),
        plain.window(&home).env("WINIT_X11_SCALE_FACTOR", "nonsense"),
    ] {
        // A debug build of Slint writes other lines to standard error before its error.
        let says = test.through("exec timeout 60 \"$@\"").stdout("").ends(1).err;
        let last = says.lines().last().unwrap();
        assert!(last.ends_with("`skts-token code` works without one"), "{says}");
        assert!(!last.contains('/') && !says.contains("panicked"), "{says}");
    }
    home.run("code").env("DISPLAY", &without_randr.1).success();
}

/// はい、登録する must not lie below the edge of a small screen.
#[test]
fn the_window_begins_no_larger_than_its_screen() {
    let home = Home::with(&[URI]);
    for (screen, scale, most) in [
        ("1366x768x24", "1", (390, 768)),
        ("1920x1080x24", "1.5", (585, 1080)),
        ("1080x1920x24", "3", (1080, 1920)),
        ("1920x1200x24", "1", (390, 844)),
    ] {
        let display = Display::new(&format!("-screen 0 {screen}"));
        let mut window = display.window(&home).env("WINIT_X11_SCALE_FACTOR", scale).command();
        let mut window = window.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let (width, height) = display.size_of_window(most, &mut window);
        window.kill().unwrap();
        window.wait().unwrap();
        assert!(width <= most.0 && height <= most.1, "{width}x{height} on {screen} at {scale}");
        assert!(width >= most.0 - 200 && height >= most.1 * 3 / 4, "{width}x{height} on {screen} at {scale}");
    }
}
