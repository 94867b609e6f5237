//! A real gnome-keyring in each of its states: what the program says, and its exit status. The seconds are printed and not
//! asserted.
#![cfg(target_os = "linux")]

use super::*;
use std::fs;
use std::time::Instant;

/// Runs the program on a bus of its own, in a shell's script that first brings the keyring into its state. `$@` is the
/// program with its arguments.
fn on_a_bus(home: &Home, words: &str, script: &str) -> Test {
    let test = home.bare("--data-dir").arg(home.data()).words(words).env("XDG_RUNTIME_DIR", home.runtime());
    let script = format!("{KEYRING}\n{script}");
    let file = home.runtime().join("script");
    fs::write(&file, script).unwrap();
    // The bus and the keyring complain on standard error themselves; the program's own lines go to the test.
    let run = format!("exec 3>&2 2>/dev/null; exec dbus-run-session -- sh {} \"$@\"", file.display());
    test.through(&run)
}

/// `unlocked` starts a keyring that is open, `locked` locks its collection, `stopped` stops it, `run` runs the program.
const KEYRING: &str = r#"
secrets=/org/freedesktop/secrets
unlocked() {
    printf 'a password' | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 & service=$!
    gdbus wait --session --timeout 20 org.freedesktop.secrets
}
locked() {
    gdbus call --session --dest org.freedesktop.secrets --object-path $secrets \
        --method org.freedesktop.Secret.Service.Lock "['$secrets/collection/login']" >/dev/null
}
stopped() { kill -STOP $service; }
run() { "$@" 2>&3; status=$?; kill -KILL $service; exit $status; }
"#;

/// One row of the table.
struct Row {
    state: &'static str,
    words: &'static str,
    status: Option<i32>,
    seconds: f32,
    said: String,
}

impl Row {
    fn of(state: &'static str, words: &'static str, test: Test) -> (Self, Ran) {
        let begun = Instant::now();
        let ran = test.ran();
        let said =
            ran.err.split('[').nth(1).and_then(|rest| rest.split(']').next()).unwrap_or("-").to_owned();
        let row = Self { state, words, status: ran.status, seconds: begun.elapsed().as_secs_f32(), said };
        println!(
            "| {} | `{}` | {} | {:?} | {:.1} s |",
            row.state,
            row.words,
            row.said,
            row.status.unwrap(),
            row.seconds
        );
        (row, ran)
    }

    #[track_caller]
    fn ends(&self, status: i32, page: &str) {
        assert_eq!((self.status, self.said.as_str()), (Some(status), page), "{}", self.state);
    }
}

fn key_files(home: &Home) -> usize {
    let names = fs::read_dir(home.data()).into_iter().flatten().map(|entry| entry.unwrap().path());
    names.filter(|path| path.extension().is_some_and(|end| end == "key")).count()
}

/// The floor is kept, a key moves out of its file, and a keyring that is locked, whose question is closed, or that never
/// answers leads to its page and never to a file.
#[test]
fn each_state_of_gnome_keyring_has_its_page_and_its_status() {
    println!("| state | command | page | status | time |\n|---|---|---|---|---|");
    the_floor_is_kept();
    a_key_moves();
    a_locked_keyring();
    a_closed_question();
    a_mute_keyring();
}

fn the_floor_is_kept() {
    let home = Home::new();
    let words = "code --at 59";
    let import = r#"unlocked; data=$3
        printf %s "$URI" | "$1" --data-dir "$data" import - >/dev/null && cp "$data/vault.skts" "$data/../older"
        printf %s "$OTHER" | "$1" --data-dir "$data" import - >/dev/null && cp "$data/../older" "$data/vault.skts"
        run "$@""#;
    let test = on_a_bus(&home, words, import).env("URI", URI).env("OTHER", OTHER);
    Row::of("floor kept: an older file was put back", words, test).0.ends(1, "data-older");
}

fn a_key_moves() {
    let home = Home::with(&[URI]);
    assert_eq!(key_files(&home), 1);
    let test = on_a_bus(&home, "import -", r#"unlocked; run "$@""#).stdin(OTHER);
    let (row, ran) = Row::of("migration: the key was in a file", "import -", test);
    row.ends(0, "-");
    assert_eq!(ran.err, "skts-token: the vault's key has moved from a file to the system's keystore\n");
    assert_eq!(key_files(&home), 0);
    assert!(home.data().join("key-in-system-keystore").exists());
    // Without the keyring the file is never taken again.
    home.bare("--data-dir").arg(home.data()).words("import -").stdin(URI).refused("[keystore-unavailable]");
    assert_eq!(key_files(&home), 0);
}

fn a_locked_keyring() {
    let home = Home::new();
    // No display: nobody can be asked.
    let test = on_a_bus(&home, "import -", r#"unlocked; locked; run "$@""#).stdin(URI);
    Row::of("locked, no display", "import -", test).0.ends(1, "keystore-locked");
    assert_eq!(key_files(&home), 0);
}

/// The keyring asks on a display of its own, and the test closes the question with Escape.
fn a_closed_question() {
    let home = Home::new();
    let script = r#"
        Xvfb -displayfd 4 -screen 0 800x600x24 -nolisten tcp 4>"$HOME/display" & x=$!
        for i in $(seq 100); do [ -s "$HOME/display" ] && break; sleep 0.1; done
        export DISPLAY=":$(cat "$HOME/display")"
        dbus-update-activation-environment DISPLAY
        unlocked; locked
        ( for i in $(seq 300); do
              xdotool search --onlyvisible --class gcr-prompter >/dev/null && { sleep 0.5; xdotool key Escape; }
              sleep 0.2
          done ) & closer=$!
        "$@" 2>&3; status=$?
        kill $closer; kill -KILL $service; kill $x; exit $status"#;
    let test = on_a_bus(&home, "import -", script).stdin(URI);
    Row::of("prompt closed", "import -", test).0.ends(1, "keystore-closed");
    assert_eq!(key_files(&home), 0);
}

fn a_mute_keyring() {
    for words in ["import -", "code", "check"] {
        let home = Home::new();
        let test = on_a_bus(&home, words, r#"unlocked; stopped; run "$@""#).stdin(URI);
        Row::of("mute service", words, test).0.ends(1, "keystore-unavailable");
        assert!(!home.data().exists());
    }
}

/// Where nobody can answer, only `--keystore file` agrees to a file; on a terminal the customer is asked.
#[test]
fn a_first_key_goes_into_a_file_only_with_a_yes() {
    let home = Home::new();
    let bare = || home.bare("--data-dir").arg(home.data());
    let said = bare().words("import -").stdin(URI).usage();
    assert!(said.contains("--keystore file") && said.contains("[keystore-file]"), "{said}");
    assert!(!home.data().exists());

    let uri = home.path("uri.txt");
    fs::write(&uri, URI).unwrap();
    let typed = |answer: &str| {
        // `script` gives the program a terminal, on which the answer is typed once the question stands there.
        let program = format!(
            "{} --data-dir {} import {}",
            env!("CARGO_BIN_EXE_skts-token"),
            home.data().display(),
            uri.display()
        );
        let shell = format!(
            r#"mkfifo "$HOME/in"; (for i in $(seq 100); do grep -q 'y/N' "$HOME/out" 2>/dev/null && break; sleep 0.1; done
            echo {answer}; sleep 1) >"$HOME/in" &
            script -qefc '{program}' "$HOME/out" <"$HOME/in" >/dev/null; status=$?; rm "$HOME/in"; cat "$HOME/out"; rm "$HOME/out"; exit $status"#
        );
        let test = Test::of("sh").args(["-c", &shell]).no_environment().env("HOME", home.path(""));
        test.env("PATH", std::env::var_os("PATH").unwrap()).ran()
    };
    for answer in ["n", "", "maybe"] {
        let ran = typed(answer);
        assert_eq!(ran.status, Some(1), "{}", ran.out);
        assert!(ran.out.contains("[keystore-file]"), "{}", ran.out);
        assert!(!home.data().exists());
    }
    let ran = typed("y");
    assert_eq!(ran.status, Some(0), "{}", ran.out);
    assert_eq!(key_files(&home), 1);
    // The first yes holds for the second token.
    bare().words("import -").stdin(OTHER).warning("lies in a file").success();
}
