//! The app on the stand-in with the product's own Java: what Android brings reaches the page through MainActivity, Inbound
//! and KeyVault, and the page equals what the stage draws.
//!
//! `PHONE` is the command (tests/android_app/phone). Which classes are real is in tests/android_app/README.md.

use super::*;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;

/// Between two processes: more than the slowest of them takes, for the clock goes on while a process starts.
const HOUR: u64 = 3_600;

/// One phone: the folder of the app and of its keystore outlives each process of the app.
struct Phone {
    look: Look,
    dots: u16,
    folder: PathBuf,
}

/// How one process of the app went.
struct Went {
    said: String,
    killed: bool,
}

impl Phone {
    fn new(name: &str) -> Self {
        let (look, dots) = glass((1080, 2400), 420);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/android-app").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { look, dots, folder }
    }

    /// The steps, as the stand-in is told; the walk takes them too.
    fn steps(&self, walk: &mut Walk, steps: &[Step]) -> Vec<String> {
        let mut words = Vec::new();
        for step in steps {
            match step {
                Offers => words.extend(["java", "link", LETTER].map(str::to_owned)),
                _ => words.extend(step.told(walk, &self.folder)),
            }
            step.walk(walk);
        }
        words
    }

    fn process(&self, now: u64, given: &[(&str, &str)], words: &[String]) -> Went {
        let run = Command::new(std::env::var("PHONE").expect("tests/android_app/run starts this"))
            .arg(self.folder.join("files"))
            .args([self.look.size.0, self.look.size.1, self.dots.into()].map(|number| number.to_string()))
            .args(words)
            .envs(given.iter().copied())
            .env("FAKE_NOW", now.to_string())
            .env("TZ", "UTC")
            .output()
            .expect("the phone starts");
        let said = String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned();
        std::fs::write(self.folder.join(format!("log-{now}")), &said).unwrap();
        let killed = run.status.signal() == Some(9) || run.status.code() == Some(137);
        let ended = run.status.success() && said.contains("destroyed; finished by itself: 1");
        assert!(killed != ended, "{}\n{said}", run.status);
        Went { said, killed }
    }

    /// What the frame of that name differs in from the walk's page at the frame's second.
    fn differs(&self, went: &Went, name: &str, walk: &mut Walk) -> Option<String> {
        let path = self.folder.join(name);
        let line = format!("shot {} ", path.display());
        let second = went.said.lines().find_map(|said| said.strip_prefix(&line)?.parse().ok());
        walk.at(second.unwrap_or_else(|| panic!("no frame of {name}: {}", went.said)));
        let difference = difference(&read(&path), walk);
        save(&self.folder, name, walk);
        difference
    }

    #[track_caller]
    fn shows(&self, went: &Went, name: &str, walk: &mut Walk) {
        assert_eq!(self.differs(went, name, walk), None, "{}/{name}", self.folder.display());
    }
}

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn a_token_outlives_a_killed_process() {
    let phone = Phone::new("killed");
    let mut walk = Walk::phone(phone.look);
    let register = [Waits, Offers, Taps("はい、登録する"), Taps("トークンを表示する"), Waits, Shows("token")];
    let mut words = phone.steps(&mut walk, &register);
    words.push("kill".to_owned());
    let went = phone.process(NOON, &[], &words);
    assert!(went.killed);
    phone.shows(&went, "token", &mut walk);

    // A new process: the same token, the code of this minute.
    let mut walk = Walk::over(walk.bench.restart(), phone.look);
    let words = phone.steps(&mut walk, &[Waits, Waits, Shows("again")]);
    let went = phone.process(NOON + HOUR, &[], &words);
    phone.shows(&went, "again", &mut walk);

    // Planted fault: a keystore that has forgotten its keys. A vault that never asked the keystore would show the token.
    std::fs::remove_file(phone.folder.join("files/keystore")).unwrap();
    let words = phone.steps(&mut walk, &[Waits, Waits, Shows("forgotten")]);
    let went = phone.process(NOON + 2 * HOUR, &[], &words);
    assert!(phone.differs(&went, "forgotten", &mut walk).is_some(), "a key that is gone opens the vault");
}

#[test]
#[ignore = "tests/android_app/run builds the app and starts this"]
fn a_link_starts_the_app_once() {
    let phone = Phone::new("cold");
    let mut walk = Walk::phone(phone.look);
    Offers.walk(&mut walk);
    let words = phone.steps(&mut walk, &[Waits, Waits, Shows("confirm")]);
    let went = phone.process(NOON, &[("FAKE_LINK", LETTER)], &words);
    phone.shows(&went, "confirm", &mut walk);

    // From the list of recent apps Android brings the same link again: it is not taken again.
    let mut walk = Walk::phone(phone.look);
    let words = phone.steps(&mut walk, &[Waits, Waits, Shows("welcome")]);
    let went = phone.process(NOON + HOUR, &[("FAKE_LINK", LETTER), ("FAKE_RECENTS", "1")], &words);
    phone.shows(&went, "welcome", &mut walk);
}
