//! Two-step enrolment between the two programs, as an issuer and a customer would do it.

use super::{Home, Test};
use std::fs;
use std::path::PathBuf;

/// An issuer's folder with the letter of a two-step enrolment in it.
struct Letter(tempfile::TempDir);

impl Letter {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let words = "new --issuer 見本信用金庫 --serial SKTS12345678 --algorithm SHA256 --two-step --out";
        Test::issue(words).arg(folder.path()).success();
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn finish(&self, letters: &str, out: &str) -> Test {
        let test = Test::issue("finish --uri-file").arg(self.file("SKTS12345678.uri")).arg("--out");
        test.arg(self.file(out)).stdin(letters)
    }
}

#[test]
fn both_sides_have_one_seed() {
    let (home, letter) = (Home::new(), Letter::new());
    let import = home.run("import").arg(letter.file("SKTS12345678.png")).stdin("\n");
    let out = import.warning("tell them nobody on the telephone").success();
    let [letters, serial] = out.lines().collect::<Vec<_>>()[..] else { panic!("{out}") };
    assert_eq!(serial, "SKTS12345678");
    assert_eq!(letters.split(' ').map(str::len).collect::<Vec<_>>(), [4; 5]);

    // The customer typed the letters in small ones and without the gaps.
    letter.finish(&letters.replace(' ', "").to_lowercase(), "whole.uri").success();
    let whole = fs::read_to_string(letter.file("whole.uri")).unwrap();
    assert!(!whole.contains("2step"), "the whole token's URI is half a token's");
    let code = home.run("--json code --at 1700000000").json()[0]["code"].as_str().unwrap().to_owned();
    let verify = Test::issue("verify --at 1700000000 --window 0 --uri-file").arg(letter.file("whole.uri"));
    verify.arg(code).stdout("right\n").success();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(letter.file("whole.uri")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn each_try_has_other_letters_and_without_enter_nothing_is_stored() {
    let (home, letter) = (Home::new(), Letter::new());
    let mut tries = Vec::new();
    for _ in 0..2 {
        let ran = home.run("import").arg(letter.file("SKTS12345678.uri")).ends(1);
        assert!(ran.err.contains("nobody pressed Enter"), "{}", ran.err);
        tries.push(ran.out);
    }
    assert_ne!(tries[0], tries[1]);
    assert!(home.snapshot().is_empty(), "something was stored");
    let uri = fs::read_to_string(letter.file("SKTS12345678.uri")).unwrap();
    assert!(home.import(&uri).usage().contains("waits for Enter"));
    assert!(home.snapshot().is_empty(), "something was stored");
    let said = home.run("--json import").arg(letter.file("SKTS12345678.uri")).ends(1).out;
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (said["serial"].as_str(), said["phone_part"].as_str().map(str::len)),
        (Some("SKTS12345678"), Some(24))
    );
}

#[test]
fn a_mistyped_letter_finishes_nothing() {
    let letter = Letter::new();
    letter.finish("M5BD 5PYA AEBA GBAF AYDA", "whole.uri").refused("wrong letter");
    letter.finish("", "whole.uri").refused("is empty");
    assert!(!letter.file("whole.uri").exists());
    letter.finish("M5BD 5PYA AEBA GBAF AYDQ", "whole.uri").success();
    letter.finish("M5BD 5PYA AEBA GBAF AYDQ", "whole.uri").refused("exists already");
    let whole = letter.file("whole.uri");
    let again = Test::issue("finish --uri-file").arg(&whole).arg("--out").arg(letter.file("2.uri"));
    again.stdin("M5BD 5PYA AEBA GBAF AYDQ").refused("not of a two-step enrolment");
    // Half a token has no codes.
    let half = Test::issue("verify 123456 --uri-file").arg(letter.file("SKTS12345678.uri"));
    half.refused("half a token");
}
