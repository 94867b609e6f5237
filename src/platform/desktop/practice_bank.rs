//! `demo --bank`: the practice bank of `tests/bank`, and the window beside it with an empty data folder. Whoever sits there
//! is the customer of the whole story; the bank is a program of its own, which this one neither links nor speaks to.

use super::{Context, Failure, KeystoreChoice};
use crate::platform::{complain, say};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

const NAME: &str = "skts-bank";
/// The last line of what the bank says of itself begins with this.
const LAST_LINE: &str = "Ctrl-C";
/// The bank stretches three passwords before it says its address.
const LONGEST: Duration = Duration::from_secs(60);

/// Starts the bank, tells the story, and shows the window until it is closed; then the bank ends too. All that both kept
/// is gone afterwards.
pub fn walk(context: Context, named: Option<PathBuf>) -> Result<(), Failure> {
    let program = named.map_or_else(beside_this_program, Ok)?;
    // A folder of the story's own. Its tokens are of a bank that has forgotten them, so what an earlier story left goes.
    let folder = Gone(context.folder.join("demo-bank"));
    folder.clear();
    // Practice leaves nothing in the system's keystore.
    let context = Context { folder: folder.0.join("phone"), keystore: KeystoreChoice::File, ..context };
    let window = prepare(&context)?;
    let (_bank, said) = Bank::start(&program)?;
    for line in said.iter().filter(|line| !line.starts_with(LAST_LINE)) {
        say(line)?;
    }
    say(story(&folder.0.join("new-phone")))?;
    window.run().map_err(|error| Failure::refused(error.to_string()))
}

#[cfg(feature = "ui")]
fn prepare(context: &Context) -> Result<super::window::Window, Failure> {
    super::window::prepare(context).map_err(|_| {
        Failure::refused(
            "there is no display, and the story needs the window; tests/bank/run walks it without one",
        )
    })
}

#[cfg(not(feature = "ui"))]
fn prepare(_: &Context) -> Result<NoWindow, Failure> {
    Err(Failure::no_screens())
}

/// A window of a build without screens: there is none.
#[cfg(not(feature = "ui"))]
enum NoWindow {}

#[cfg(not(feature = "ui"))]
impl NoWindow {
    fn run(self) -> Result<(), String> {
        match self {}
    }
}

/// Where `cargo build --manifest-path tests/bank/Cargo.toml` puts the bank: beside this program or in the neighbouring
/// profile where both have one target folder, and else in the bank's own, in the checkout that this program was built in.
/// A folder that somebody else may have filled is never looked into: what lies there would be run.
fn beside_this_program() -> Result<PathBuf, Failure> {
    let own = std::env::current_exe().ok();
    let profile = own.as_deref().and_then(Path::parent);
    let neighbours = profile
        .into_iter()
        .flat_map(|own| [own.to_owned(), own.with_file_name("release"), own.with_file_name("debug")]);
    let checkout =
        profile.and_then(Path::parent).filter(|target| target.ends_with("target")).and_then(Path::parent);
    let banks = checkout
        .into_iter()
        .flat_map(|checkout| ["release", "debug"].map(|name| checkout.join("tests/bank/target").join(name)));
    let program = |folder: PathBuf| folder.join(NAME).with_extension(std::env::consts::EXE_EXTENSION);
    neighbours.chain(banks).map(program).find(|place| place.is_file()).ok_or_else(|| {
        Failure::refused(
            "the practice bank is not built; in a checkout, `cargo build --manifest-path tests/bank/Cargo.toml` \
             builds it, or name the program: --bank=PROGRAM",
        )
    })
}

/// What a customer does, in the order of `tests/bank/browser/test_story.py`.
fn story(new_phone: &Path) -> String {
    let program = std::env::args_os().next().unwrap_or_default();
    format!(
        "\nThe story. The window is the customer's phone, and the pages are in a browser at the address above.\n\
         \n\
         \x20 1. 申込          Open the letter of the first customer. Copy the picture of its QR code, and paste it into the window (Ctrl+V).\n\
         \x20 2. 利用開始      Register serial and code, with 認証する.\n\
         \x20 3. ログイン      With a code. 振込 is refused until tomorrow: 練習の設定 skips the wait.\n\
         \x20 4. 振込          Once with a typed account number and once by the 取引QR, both in the mode 取引認証 of the window's menu.\n\
         \x20 5. 機種変更      新しいトークンの申込, then 交換. The new phone is a second window:\n\
         \x20                  {} --data-dir '{}' --keystore file\n\
         \x20                  Afterwards the first window's codes are refused, and the second one's are taken.\n\
         \x20 6. 利用中止      No code is taken any more, until 利用開始 again.\n\
         \x20 7. 紛失          IB取引中止, as at night without a code. Then 利用停止 in 店舗の画面: the code is refused.\n\
         \n\
         The bank ends when the window is closed, and all of this is forgotten.",
        program.display(),
        new_phone.display()
    )
}

/// The bank while it runs.
struct Bank(Child);

impl Bank {
    /// The bank, on any free port, and what it says of itself: its address, customers, and how to end it.
    fn start(program: &Path) -> Result<(Self, Vec<String>), Failure> {
        let failed =
            |what: &str| Failure::refused(format!("the practice bank {}: {what}", program.display()));
        let mut command = Command::new(program);
        command.args(["--listen", "127.0.0.1:0"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|error| failed(&error.to_string()))?;
        let out = child.stdout.take().expect("it was asked for");
        let bank = Self(child);
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        let mut said = Vec::new();
        while !said.last().is_some_and(|line: &String| line.starts_with(LAST_LINE)) {
            said.push(told.recv_timeout(LONGEST).map_err(|error| match error {
                RecvTimeoutError::Timeout => failed("does not say its address"),
                RecvTimeoutError::Disconnected => failed("ended before it said its address"),
            })?);
        }
        Ok((bank, said))
    }
}

impl Drop for Bank {
    /// A friendly end where there is one: the bank then takes its database along.
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(id) = i32::try_from(self.0.id()).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        }
        #[cfg(not(unix))]
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The story's folder, which is gone before the story and after it.
struct Gone(PathBuf);

impl Gone {
    fn clear(&self) {
        match std::fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                complain("demo", &format!("{} cannot be deleted: {}", self.0.display(), error.kind()));
            }
            _ => {}
        }
    }
}

impl Drop for Gone {
    fn drop(&mut self) {
        self.clear();
    }
}
