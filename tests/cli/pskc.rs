//! Key containers on the command line: what python-pskc wrote, with passphrases and keys from files.

use super::{Home, Test};
use serde_json::Value;
use std::fs;

fn case(name: &str) -> Value {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/pskc.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    cases.iter().find(|case| case["name"] == name).unwrap_or_else(|| panic!("{name}")).clone()
}

/// A home with the files of a case in it.
fn home(case: &Value) -> Home {
    let home = Home::new();
    for (name, key) in [("file.pskcxml", "xml"), ("passphrase", "passphrase"), ("key", "key")] {
        if let Some(text) = case[key].as_str() {
            fs::write(home.path(name), format!("{text}\n")).unwrap();
        }
    }
    home
}

fn import(home: &Home, words: &str) -> Test {
    let path = |name: &str| home.path(name).to_str().unwrap().to_owned();
    let words = words.replace("PASSPHRASE", &path("passphrase")).replace("KEY", &path("key"));
    home.run("import").arg(home.path("file.pskcxml")).words(&words)
}

#[test]
fn a_passphrase_and_a_key_come_from_files() {
    for (name, option) in [
        ("passphrase 2, aes256-cbc, hmac-sha256", "--passphrase-file PASSPHRASE"),
        ("shared key, aes256-cbc, hmac-sha256", "--key-file KEY"),
        ("plain, SHA-256", ""),
    ] {
        let case = case(name);
        let (home, token) = (home(&case), &case["tokens"][0]);
        let serial = token["serial"].as_str().unwrap();
        import(&home, option).stdout(format!("{serial}\n")).success();
        let code = home.run("--json code --at 1700000000").json()[0]["code"].as_str().unwrap().to_owned();
        let totp = format!("--totp={}", token["algorithm"].as_str().unwrap());
        let oathtool = Test::of("oathtool").args([totp.as_str(), "--now=@1700000000", "-"]);
        assert_eq!(oathtool.stdin(token["seed"].as_str().unwrap()).success().trim(), code, "{name}");
    }
}

#[test]
fn what_is_missing_is_said_and_nothing_is_stored() {
    let case = case("passphrase 1, aes128-cbc, hmac-sha1");
    let home = home(&case);
    let before = home.snapshot();
    assert!(import(&home, "").usage().contains("--passphrase-file FILE"));
    import(&home, "--key-file PASSPHRASE").refused("32 or 64 hexadecimal digits");
    import(&home, "--passphrase-file /nowhere").refused("cannot be read");
    let passphrase = case["passphrase"].as_str().unwrap();
    for (text, why) in [
        (passphrase.to_lowercase(), "check the passphrase"),
        (String::new(), "empty or longer"),
        ("a".repeat(1025), "empty or longer"),
        ("a\nb\n".to_owned(), "more than one line"),
    ] {
        fs::write(home.path("passphrase"), &text).unwrap();
        let said = import(&home, "--passphrase-file PASSPHRASE").refused(why);
        assert!(text.len() < 8 || !said.contains(&text), "the passphrase is repeated: {said}");
    }
    fs::write(home.path("passphrase"), [0xFF]).unwrap();
    import(&home, "--passphrase-file PASSPHRASE").refused("not text in UTF-8");
    // An editor of Windows ends the line in two bytes.
    fs::write(home.path("passphrase"), format!("{passphrase}\r\n")).unwrap();
    assert!(!home.data().exists());
    assert_eq!(before.len(), home.snapshot().len());
    import(&home, "--passphrase-file PASSPHRASE").success();
    fs::write(home.path("file.pskcxml"), super::URI).unwrap();
    assert!(import(&home, "--passphrase-file PASSPHRASE").usage().contains("nothing here is locked"));
}

#[test]
fn one_of_several_is_named() {
    let case = case("passphrase, three keys");
    let home = home(&case);
    let says = import(&home, "--passphrase-file PASSPHRASE").usage();
    assert!(says.contains("SKTS30000022, SKTS30000023, SKTS30000024") && says.contains("--serial"), "{says}");
    import(&home, "--passphrase-file PASSPHRASE --serial SKTS12345678").usage();
    assert!(!home.data().exists());
    for serial in ["SKTS30000023", "SKTS30000022"] {
        let test = import(&home, &format!("--passphrase-file PASSPHRASE --serial {serial}"));
        test.stdout(format!("{serial}\n")).success();
    }
    assert_eq!(home.run("list").success().lines().count(), 2);
}

#[test]
fn a_signature_is_said_to_be_unverified() {
    let case = case("plain, SHA-1");
    let home = home(&case);
    let signature = "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></pskc:KeyContainer>";
    let text = case["xml"].as_str().unwrap().replace("</pskc:KeyContainer>", signature);
    fs::write(home.path("file.pskcxml"), text).unwrap();
    import(&home, "").warning("nobody has verified its signature").success();
}

#[test]
fn the_issuers_file_is_the_same_token_as_its_uri() {
    let folder = tempfile::tempdir().unwrap();
    let words = "new --issuer 見本信用金庫 --serial SKTS12345678 --algorithm SHA512 --out";
    Test::issue(words).arg(folder.path()).success();
    let home = Home::new();
    home.run("import").arg(folder.path().join("SKTS12345678.pskcxml")).success();
    let again = home.run("import").arg(folder.path().join("SKTS12345678.uri")).success();
    assert!(again.contains("already here"), "{again}");
}
