//! What is refused: with one line, without a seed in it, and with nothing changed.

use super::*;

/// Other programs of the user can read the arguments of this one.
#[test]
fn no_option_takes_a_secret() {
    let home = Home::new();
    for command in ["import", "code", "sign", "list", "remove", "check", "screenshot", "demo"] {
        // A file's name is no secret.
        let help = home
            .run(command)
            .arg("--help")
            .success()
            .replace("--passcode-file", "")
            .replace("--passphrase-file", "");
        for secret in ["--seed", "--secret", "--phone-part", "--passphrase", "--passcode", "--key "] {
            assert!(!help.contains(secret), "{command} takes {secret}");
        }
    }
    assert!(home.run("import --help").success().contains("other programs can see arguments"));
}

#[test]
fn usage_errors_and_help() {
    let home = Home::new();
    for words in ["frobnicate", "import", "code --at noon"] {
        home.run(words).usage();
    }
    home.bare("--keystore cloud list").usage();
    let help = home.run("--help").success();
    for command in ["import", "code", "sign", "list", "remove", "check", "screenshot", "demo"] {
        assert!(help.contains(command), "{command}");
    }
    assert!(home.run("import --help").success().contains("standard input, recommended"));
    assert!(home.snapshot().is_empty());
}

/// A forgotten `import`, or a URI in the place of a serial, must not carry the seed into a log.
#[test]
fn a_seed_in_the_arguments_is_not_repeated() {
    let home = Home::new();
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    for words in [URI, &format!("code {URI}"), &format!("remove {secret}"), &format!("list {URI}")] {
        let says = home.run(words).usage();
        assert!(says.contains("may hold a seed") && !says.contains(SEED), "{says}");
    }
    for seed in [
        "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ",
        "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ",
        "3132333435363738393031323334353637383930",
        "31:32:33:34:35:36:37:38:39:30:31:32:33:34:35:36",
        "ＧＥＺＤＧＮＢＶＧＹ３ＴＱＯＪＱＧＥＺＤＧＮＢＶＧＹ３ＴＱＯＪＱ",
        "--GEZD-GNBV-GY3T-QOJQ",
    ] {
        // As one word in the place of a serial, as groups that the shell parted, and behind `import` beside too much.
        let parted: Vec<&str> = seed.split(' ').collect();
        let tests = [
            home.run("code").arg(seed),
            home.run("").args(&parted),
            home.run("import absent.png").args(&parted),
            home.run("import --frobnicate").arg(seed),
        ];
        for says in tests.map(|test| test.usage()) {
            let repeats = parted.iter().any(|group| says.contains(group));
            assert!(says.contains("may hold a seed") && !repeats, "{seed}: {says}");
        }
    }
    // Behind `import` no word is repeated, whatever it looks like.
    let says = home.run("import abc defg").usage();
    assert!(!says.contains("abc") && !says.contains("defg"), "{says}");
    let says = home.run("import").arg(secret).refused("");
    assert!(!says.contains(SEED), "{says}");
    assert!(home.run("import absent.png").refused("").starts_with("skts-token: absent.png: "));
    assert!(home.snapshot().is_empty());
}

/// Each refusal of the key URI vectors, through the real binary: status 1, one line, nothing changed,
/// neither in an empty folder nor in one with a vault.
#[test]
fn every_refused_uri_leaves_the_folder_byte_for_byte() {
    let vectors = include_str!("../vectors/key_uri_refused.json");
    let vectors: serde_json::Value = serde_json::from_str(vectors).unwrap();
    let cases = vectors["cases"].as_array().unwrap().iter();
    // Half a token is wrong only where nobody can add the other half; two_step.rs has it.
    let cases: Vec<_> = cases.filter(|case| case["error"] != "HalfToken").collect();
    assert!(cases.len() >= 20, "only {} cases", cases.len());
    let (empty, used) = (Home::new(), Home::with(&[URI]));
    let before = used.snapshot();
    for case in cases {
        let (name, uri) = (case["name"].as_str().unwrap(), case["uri"].as_str().unwrap());
        for home in [&empty, &used] {
            let says = home.import(uri).refused("nothing was changed");
            assert!(!says.contains(SEED), "{name}: the line shows the secret");
        }
        assert!(empty.snapshot().is_empty(), "{name}");
        assert_eq!(used.snapshot(), before, "{name}");
    }
}
