//! import, code, list, remove: what they print, and what they change.

use super::*;
use serde_json::json;
use std::process::Stdio;

#[test]
fn import_code_list_remove() {
    let home = Home::new();
    home.import(URI).stdout("SKTS12345678\n").success();
    // RFC 6238, Appendix B.
    home.run("code --at 1111111109").stdout("SKTS12345678  081804  1 s left, until 10:58:30\n").success();
    home.run("code --at 59").stdout("SKTS12345678  287082  1 s left, until 09:01:00\n").success();
    home.run("list").stdout("SKTS12345678  SHA1  Mihon\n").success();
    home.run("remove SKTS12345678").refused("--yes");
    home.run("remove skts-1234-5678 --yes").stdout("SKTS12345678 removed\n").success();
    home.run("list").stdout("").success();
    home.run("code").refused("no token yet");
}

#[test]
fn json_has_stable_fields() {
    let home = Home::new();
    let imported = home.run("--json import -").stdin(URI).json();
    assert_eq!(imported, [json!({"serial": "SKTS12345678", "issuer": "Mihon", "changed": true})]);
    let line = |code: &str, left: u64, until: u64| {
        json!({"serial": "SKTS12345678", "issuer": "Mihon", "code": code,
               "seconds_left": left, "valid_until": until})
    };
    let codes = home.run("code --json --next --at 1111111109").json();
    assert_eq!(codes, [line("081804", 1, 1_111_111_110), line("050471", 31, 1_111_111_140)]);
    let listed = home.run("list --json").json();
    assert_eq!(listed, [json!({"serial": "SKTS12345678", "issuer": "Mihon", "algorithm": "SHA1"})]);
    let check = &home.run("check --json").json()[0];
    let fields = ["self_test", "keystore", "vault", "tokens", "clock"].map(|name| &check[name]);
    assert_eq!(json!(fields), json!([true, "file", "open", 1, "believable"]));
}

#[test]
fn a_serial_that_is_here_is_replaced_only_when_told() {
    let home = Home::with(&[URI]);
    let before = home.snapshot();
    assert!(home.import(URI).success().contains("already here"));
    home.import(REISSUED).refused("--replace");
    assert_eq!(home.snapshot(), before);
    let old = home.run("code --at 59").success();
    home.run("import - --replace").stdin(REISSUED).success();
    assert_ne!(home.run("code --at 59").success(), old);
}

#[test]
fn several_tokens_must_be_named() {
    let home = Home::with(&[URI, OTHER]);
    home.run("code").usage();
    assert!(home.run("code SKTS87654321 --at 59").success().starts_with("SKTS87654321  "));
    home.run("code SKTS11112222").refused("not here");
    home.run("code 12").usage();
}

#[test]
fn a_picture_is_imported_and_another_is_not() {
    let home = Home::new();
    let (picture, blank) = (home.path("qr.png"), home.path("blank.png"));
    let png = skts_token::issuer::qr_png(URI).unwrap();
    std::fs::write(&picture, &*png).unwrap();
    home.run("import").arg(picture).stdout("SKTS12345678\n").success();
    assert!(home.run("import -").stdin(&*png).success().contains("already here"));
    image::GrayImage::from_pixel(64, 64, image::Luma([255])).save(&blank).unwrap();
    home.run("import").arg(blank).refused("QR code");
    home.run("import absent.png").refused("cannot be read");
}

/// The first command of the README must not leave the folders of a later vault open to others.
#[cfg(unix)]
#[test]
fn what_the_demo_makes_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.run("demo").ends(0);
    home.import(URI).success();
    let paths = home.snapshot().into_keys().filter(|path| !path.ends_with("window.png"));
    let open = paths.filter(|path| path.metadata().unwrap().permissions().mode() & 0o077 != 0);
    assert_eq!(open.collect::<Vec<_>>(), Vec::<std::path::PathBuf>::new());
}

/// Holds the vault's lock, as a window does.
fn hold(home: &Home) -> std::fs::File {
    let lock = std::fs::File::options().write(true).open(home.data().join("vault.lock")).unwrap();
    lock.lock().unwrap();
    lock
}

#[test]
fn a_second_process_reads_and_changes_nothing() {
    let home = Home::with(&[URI]);
    let lock = hold(&home);
    let before = home.snapshot();
    for test in [home.import(OTHER), home.run("remove SKTS12345678 --yes")] {
        test.refused("[in-use]");
    }
    home.run("code --at 59").stdout("SKTS12345678  287082  1 s left, until 09:01:00\n").success();
    home.run("list").stdout("SKTS12345678  SHA1  Mihon\n").success();
    assert_eq!(home.run("check --json").json()[0]["vault"], "open");
    assert_eq!(home.snapshot(), before);
    drop(lock);
    home.import(OTHER).success();
}

/// `code --watch` makes nobody else wait; once another command has removed the token, it shows no code any more.
#[test]
fn code_watch_keeps_nobody_out_and_sees_what_others_changed() {
    let home = Home::with(&[URI]);
    let mut watch = home.run("code --watch").command();
    let mut watch = watch.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::io::Read::read_exact(watch.stdout.as_mut().unwrap(), &mut [0; 12]).unwrap();
    home.run("remove SKTS12345678 --yes").success();
    let output = watch.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().contains("no token yet"));
}
