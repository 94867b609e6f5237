//! The command line, end to end: the real binary, a folder of its own, the file keystore.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const URI: &str = "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mihon";
const REISSUED: &str = "otpauth://totp/SKTS12345678?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&issuer=Mihon";
const OTHER: &str = "otpauth://totp/SKTS87654321?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&algorithm=SHA512";

struct Home(tempfile::TempDir);

struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_skts-token"));
        command.args(["--keystore", "file", "--data-dir"]).arg(self.data()).args(args);
        command.env_clear().env("HOME", self.0.path()).env("TZ", "Asia/Tokyo");
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, b"")
    }

    fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that refuses before it reads closes the pipe: that is its right.
        let _ = child.stdin.take().unwrap().write_all(input);
        Ran::from(child.wait_with_output().unwrap())
    }

    fn import(&self, uri: &str) -> Ran {
        self.run_with(&["import", "-"], uri.as_bytes())
    }

    /// Every file below the home folder, with its bytes.
    fn snapshot(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        collect(self.0.path(), &mut files);
        files
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.insert(path.clone(), Vec::new());
            collect(&path, files);
        } else {
            files.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    #[track_caller]
    fn done(self) -> String {
        assert_eq!((self.status, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// Exit status 1, nothing on standard output, one line on standard error.
    #[track_caller]
    fn refused(self) -> String {
        assert_eq!((self.status, self.out.as_str()), (1, ""), "{}", self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        self.err
    }
}

#[test]
fn import_code_list_remove() {
    let home = Home::new();
    assert_eq!(home.import(URI).done(), "SKTS12345678\n");
    // RFC 6238, Appendix B.
    let at = ["code", "--at", "1111111109"];
    assert_eq!(home.run(&at).done(), "SKTS12345678  081804  1 s left, until 10:58:30\n");
    assert_eq!(home.run(&["code", "--at", "59"]).done(), "SKTS12345678  287082  1 s left, until 09:01:00\n");
    assert_eq!(home.run(&["list"]).done(), "SKTS12345678  SHA1  Mihon\n");
    assert!(home.run(&["remove", "SKTS12345678"]).refused().contains("--yes"));
    assert_eq!(home.run(&["remove", "skts-1234-5678", "--yes"]).done(), "SKTS12345678 removed\n");
    assert_eq!(home.run(&["list"]).done(), "");
    assert!(home.run(&["code"]).refused().contains("no token yet"));
}

#[test]
fn json_has_stable_fields() {
    let home = Home::new();
    let imported: serde_json::Value =
        serde_json::from_str(&home.run_with(&["--json", "import", "-"], URI.as_bytes()).done()).unwrap();
    assert_eq!(imported, serde_json::json!({"serial": "SKTS12345678", "issuer": "Mihon", "changed": true}));
    let lines = home.run(&["code", "--json", "--next", "--at", "1111111109"]).done();
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line = |code: &str, left: u64, until: u64| {
        serde_json::json!({"serial": "SKTS12345678", "issuer": "Mihon", "code": code,
                           "seconds_left": left, "valid_until": until})
    };
    assert_eq!(lines, [line("081804", 1, 1_111_111_110), line("050471", 31, 1_111_111_140)]);
    let listed: serde_json::Value = serde_json::from_str(&home.run(&["list", "--json"]).done()).unwrap();
    assert_eq!(listed, serde_json::json!({"serial": "SKTS12345678", "issuer": "Mihon", "algorithm": "SHA1"}));
    let check: serde_json::Value = serde_json::from_str(&home.run(&["check", "--json"]).done()).unwrap();
    let fields = ["self_test", "keystore", "vault", "tokens", "clock"].map(|name| &check[name]);
    assert_eq!(serde_json::json!(fields), serde_json::json!([true, "file", "open", 1, "believable"]));
}

#[test]
fn a_serial_that_is_here_is_replaced_only_when_told() {
    let home = Home::new();
    home.import(URI).done();
    let before = home.snapshot();
    assert!(home.import(URI).done().contains("already here"));
    assert!(home.import(REISSUED).refused().contains("--replace"));
    assert_eq!(home.snapshot(), before);
    let old = home.run(&["code", "--at", "59"]).done();
    home.run_with(&["import", "-", "--replace"], REISSUED.as_bytes()).done();
    assert_ne!(home.run(&["code", "--at", "59"]).done(), old);
}

#[test]
fn several_tokens_must_be_named() {
    let home = Home::new();
    home.import(URI).done();
    home.import(OTHER).done();
    let ran = home.run(&["code"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(home.run(&["code", "SKTS87654321", "--at", "59"]).done().starts_with("SKTS87654321  "));
    assert!(home.run(&["code", "SKTS11112222"]).refused().contains("not here"));
    assert_eq!(home.run(&["code", "12"]).status, 2);
}

#[test]
fn what_comes_later_says_so() {
    let home = Home::new();
    let before = home.snapshot();
    for args in [
        &["sign", "1234567"][..],
        &["import", "-", "--passphrase-file", "x"],
        &["import", "-", "--phone-part", "0001"],
    ] {
        assert!(home.run_with(args, URI.as_bytes()).refused().contains("not supported yet"), "{args:?}");
    }
    assert_eq!(home.snapshot(), before);
}

#[test]
fn usage_errors_and_help() {
    let home = Home::new();
    for args in
        [&["frobnicate"][..], &["import"], &["code", "--at", "noon"], &["--keystore", "cloud", "list"]]
    {
        assert_eq!(home.run(args).status, 2, "{args:?}");
    }
    let help = home.run(&["--help"]).done();
    for command in ["import", "code", "sign", "list", "remove", "check", "screenshot", "demo"] {
        assert!(help.contains(command), "{command}");
    }
    assert!(home.run(&["import", "--help"]).done().contains("standard input, recommended"));
    assert!(home.snapshot().is_empty());
}

/// A forgotten `import`, or a URI in the place of a serial, must not carry the seed into a log.
#[test]
fn a_seed_in_the_arguments_is_not_repeated() {
    let home = Home::new();
    for args in [&[URI][..], &["code", URI], &["remove", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"], &["list", URI]]
    {
        let ran = home.run(args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("may hold a seed") && !ran.err.contains("GEZDGNBV"), "{}", ran.err);
    }
    let line = home.run(&["import", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"]).refused();
    assert!(!line.contains("GEZDGNBV"), "{line}");
    assert!(home.run(&["import", "absent.png"]).refused().starts_with("skts-token: absent.png: "));
    assert!(home.snapshot().is_empty());
}

/// Each refusal of the key URI vectors, through the real binary: status 1, one line, nothing changed,
/// neither in an empty folder nor in one with a vault.
#[test]
fn every_refused_uri_leaves_the_folder_byte_for_byte() {
    let vectors = include_str!("vectors/key_uri_refused.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
    let cases: Vec<&serde_json::Value> = vectors["cases"].as_array().unwrap().iter().collect();
    assert!(cases.len() >= 20, "only {} cases", cases.len());
    let empty = Home::new();
    let used = Home::new();
    used.import(URI).done();
    let before = used.snapshot();
    for case in cases {
        let (name, uri) = (case["name"].as_str().unwrap(), case["uri"].as_str().unwrap());
        for home in [&empty, &used] {
            let line = home.import(uri).refused();
            assert!(line.contains("nothing was changed"), "{name}: {line}");
            assert!(!line.contains("GEZDGNBV"), "{name}: the line shows the secret");
        }
        assert!(empty.snapshot().is_empty(), "{name}");
        assert_eq!(used.snapshot(), before, "{name}");
    }
}

#[test]
fn a_picture_is_imported_and_another_is_not() {
    let home = Home::new();
    let picture = home.0.path().join("qr.png");
    let png = skts_token::issuer::qr_png(URI).unwrap();
    std::fs::write(&picture, &*png).unwrap();
    assert_eq!(home.run(&["import", picture.to_str().unwrap()]).done(), "SKTS12345678\n");
    assert!(home.run_with(&["import", "-"], &png).done().contains("already here"));
    let blank = home.0.path().join("blank.png");
    image::GrayImage::from_pixel(64, 64, image::Luma([255])).save(&blank).unwrap();
    assert!(home.run(&["import", blank.to_str().unwrap()]).refused().contains("QR code"));
    assert!(home.run(&["import", "absent.png"]).refused().contains("cannot be read"));
}

/// Each state of the vault names its Trouble page and ends with status 1.
#[test]
fn trouble_names_its_page() {
    let home = Home::new();
    home.import(URI).done();
    let vault = home.data().join("vault.skts");
    let sealed = std::fs::read(&vault).unwrap();

    let mut flipped = sealed.clone();
    *flipped.last_mut().unwrap() ^= 1;
    std::fs::write(&vault, &flipped).unwrap();
    assert!(home.run(&["code"]).refused().contains("[data-damaged]"));
    assert_eq!(std::fs::read(&vault).unwrap(), flipped, "kept as it is");

    std::fs::write(&vault, &sealed).unwrap();
    let mut key = std::fs::read_dir(home.data()).unwrap().map(|entry| entry.unwrap().path());
    let key = key.find(|path| path.extension().is_some_and(|end| end == "key")).unwrap();
    let aside = home.0.path().join("aside");
    std::fs::rename(&key, &aside).unwrap();
    assert!(home.run(&["code"]).refused().contains("[key-missing]"));
    assert!(home.run(&["list"]).refused().contains("[key-missing]"));
    assert!(home.import(OTHER).refused().contains("[key-missing]"));
    assert_eq!(std::fs::read(&vault).unwrap(), sealed);
    std::fs::rename(&aside, &key).unwrap();
    assert!(home.run(&["code"]).done().starts_with("SKTS12345678"));
}

/// As FORMAT.md has it: the version is bytes 8 and 9, the last 32 are the SHA-256 of what is before.
fn of_the_next_version(mut vault: Vec<u8>) -> Vec<u8> {
    vault[9] += 1;
    let end = vault.len() - 32;
    let checksum = ring::digest::digest(&ring::digest::SHA256, &vault[..end]);
    vault[end..].copy_from_slice(checksum.as_ref());
    vault
}

#[test]
fn a_newer_vault_and_a_folder_out_of_reach_name_their_pages() {
    let home = Home::new();
    home.import(URI).done();
    let vault = home.data().join("vault.skts");
    let newer = of_the_next_version(std::fs::read(&vault).unwrap());
    std::fs::write(&vault, &newer).unwrap();
    for args in [&["code"][..], &["list"], &["remove", "SKTS12345678", "--yes"]] {
        assert!(home.run(args).refused().contains("[data-newer]"), "{args:?}");
    }
    let check = home.run(&["check", "--json"]);
    assert_eq!(check.status, 1, "{}", check.err);
    assert!(
        check.out.contains("\"vault\":\"data-newer\"") && check.err.contains("[data-newer]"),
        "{}",
        check.out
    );
    assert_eq!(std::fs::read(&vault).unwrap(), newer, "kept as it is");

    let out_of_reach = Home::new();
    std::fs::write(out_of_reach.data(), "a file where the folder should be").unwrap();
    for ran in [out_of_reach.run(&["code"]), out_of_reach.import(URI)] {
        assert!(ran.refused().contains("[data-unreachable]"));
    }
    assert_eq!(std::fs::read(out_of_reach.data()).unwrap(), b"a file where the folder should be");
}

/// A token that the issuer made tomorrow: this device's clock is behind.
#[test]
fn a_clock_that_cannot_be_right_is_told_and_hides_nothing() {
    let home = Home::new();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    home.import(&format!("{URI}&iat={}", now + 86_400)).done();
    let check = home.run(&["check"]);
    assert_eq!(check.status, 1);
    assert!(check.err.contains("[clock-wrong]"), "{}", check.err);
    assert!(home.run(&["code"]).done().starts_with("SKTS12345678"));
}

#[test]
fn a_picture_of_the_window_is_what_was_asked_for() {
    let home = Home::new();
    home.import(URI).done();
    let shot = |options: &[&str]| {
        let file = home.0.path().join("window.png");
        let args = [&["screenshot", file.to_str().unwrap(), "--at", "1111111109"], options].concat();
        // A debug build of Slint's line breaker talks on standard error.
        let ran = home.run(&args);
        assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
        image::open(&file).unwrap().into_rgb8()
    };
    let plain = shot(&[]);
    assert_eq!(plain.dimensions(), (780, 1688));
    assert!(plain == shot(&["--screen", "token", "--theme", "light", "--lang", "ja", "--scale", "2"]));
    assert_eq!(shot(&["--scale", "1", "--size", "320x568"]).dimensions(), (320, 568));
    let mut seen = vec![plain];
    for options in [
        &["--theme", "dark"][..],
        &["--lang", "en"],
        &["--text", "200"],
        &["--screen", "simple"],
        &["--screen", "menu"],
        &["--screen", "tokens"],
        &["--screen", "add"],
        &["--screen", "manual"],
        &["--screen", "about"],
    ] {
        let picture = shot(options);
        assert!(!seen.contains(&picture), "{options:?} changes nothing");
        seen.push(picture);
    }
    // What the window would show of a damaged vault is its Trouble page.
    std::fs::write(home.data().join("vault.skts"), "rubbish").unwrap();
    let trouble = shot(&[]);
    assert!(!seen.contains(&trouble));
    let no_token = home.run(&["screenshot", "x.png", "--screen", "token"]).refused();
    assert!(no_token.contains("no token"), "{no_token}");
    let nowhere = home.run(&["screenshot", "/nonexistent/x.png"]);
    assert!(nowhere.status == 1 && nowhere.err.contains("x.png cannot be written"), "{}", nowhere.err);
}

/// The first command of the README must not leave the folders of a later vault open to others.
#[cfg(unix)]
#[test]
fn what_the_demo_makes_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    assert_eq!(home.run(&["demo"]).status, 0);
    home.import(URI).done();
    let paths = home.snapshot().into_keys().filter(|path| !path.ends_with("window.png"));
    let open: Vec<_> =
        paths.filter(|path| path.metadata().unwrap().permissions().mode() & 0o077 != 0).collect();
    assert_eq!(open, Vec::<PathBuf>::new());
}

#[test]
fn a_second_process_says_so_and_changes_nothing() {
    let home = Home::new();
    home.import(URI).done();
    let mut watch = home.command(&["code", "--watch"]);
    let mut watch = watch.stdout(Stdio::piped()).spawn().unwrap();
    let mut first = [0_u8; 12];
    std::io::Read::read_exact(watch.stdout.as_mut().unwrap(), &mut first).unwrap();
    let before = home.snapshot();
    let line = home.import(OTHER).refused();
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert!(line.contains("[in-use]"), "{line}");
    assert_eq!(home.snapshot(), before);
    home.import(OTHER).done();
}

#[test]
fn no_system_keystore_is_said_where_one_is_asked_for() {
    let home = Home::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_skts-token"));
    command.args(["--keystore", "platform", "--data-dir"]).arg(home.data()).arg("list");
    command.env_clear().env("HOME", home.0.path()).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let ran = Ran::from(command.output().unwrap());
    assert!(ran.refused().contains("[keystore-unavailable]"));
}
