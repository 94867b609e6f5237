//! sign, and the issuer's transaction and verify: a code for a payee, and for what a 取引QR says.

use super::*;
use serde_json::json;
use std::path::PathBuf;

const SIGNS: &str = "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mihon\
                     &ocra=OCRA-1:HOTP-SHA1-6:QN08&tx=1";
const TIMED: &str = "otpauth://totp/SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Mihon\
                     &ocra=OCRA-1:HOTP-SHA256-6:QN08-T30S";

/// The first of tests/vectors/transactions.json: 50,000 yen to account 1234567, good until 1800000600.
fn vector() -> serde_json::Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/transactions.json");
    let file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["cases"][0].clone()
}

fn file(home: &Home, name: &str, text: &str) -> PathBuf {
    let path = home.path(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_payee_is_signed() {
    let home = Home::with(&[SIGNS]);
    // The value was computed by privacyIDEA's OCRA class, which tests/interop_privacyidea asks too.
    home.run("sign 1234567").stdout("SKTS12345678  123 4567  207001\n").success();
    home.run("sign 123-4567 skts-1234-5678").stdout("SKTS12345678  123 4567  207001\n").success();
    let signed = home.run("--json sign 12345").json();
    assert_eq!(signed[0]["payee"], "12345");
    assert_eq!(signed[0]["valid_until"], json!(null));
    home.run("sign 123456").usage();
    home.run("sign 1234567 SKTS00000000").refused("not here");
    home.run("sign").usage();
    home.run("sign 1234567 --yes").usage();
    home.run("sign 1234567 --qr x.png").usage();
}

#[test]
fn a_payees_code_ends_with_its_step() {
    let home = Home::with(&[TIMED]);
    let first = home.run("--json sign 1234567 --at 1111111109").json();
    let code = first[0]["code"].as_str().unwrap();
    assert_eq!(
        first,
        [json!({"serial": "SKTS12345678", "issuer": "Mihon", "payee": "1234567", "code": code,
                "seconds_left": 1, "valid_until": 1_111_111_110})]
    );
    let text = home.run("sign 1234567 --at 1111111109").success();
    assert_eq!(text, format!("SKTS12345678  123 4567  {code}  1 s left, until 10:58:30\n"));
    assert!(!home.run("sign 1234567 --at 1111111110").success().contains(code));
    assert!(!home.run("sign 1234568 --at 1111111109").success().contains(code));
    let uri = file(&home, "token.uri", TIMED);
    let verify = |payee: &str, at: u64| {
        Test::issue("verify --uri-file").arg(&uri).arg(code).words(&format!("--payee {payee} --at {at}"))
    };
    verify("1234567", 1_111_111_109).stdout("right\n").success();
    verify("1234567", 1_111_111_139).stdout("right; the token's clock is -30 s off\n").success();
    verify("1234568", 1_111_111_109).refused("wrong in all 3 steps");
    verify("1234567", 1_111_111_199).refused("wrong in all 3 steps");
}

#[test]
fn a_transaction_is_shown_and_signed() {
    let home = Home::with(&[SIGNS]);
    let vector = vector();
    let (text, code) = (vector["text"].as_str().unwrap(), vector["code"].as_str().unwrap());
    let path = file(&home, "transfer.txt", text);
    let sign = |more: &str| home.run("sign --at 1800000000").words(more).arg("--qr").arg(&path);
    // Nobody can be asked here: what would be signed is said, and nothing is.
    let said = sign("").usage();
    assert!(said.contains("50,000 yen to account 123 4567") && said.contains("--yes"), "{said}");
    let expected = format!("SKTS12345678  123 4567  50,000 yen  {code}  60 s left, until 17:01:00\n");
    sign("--yes").stdout(expected).success();
    let signed = sign("--yes --json").json();
    assert_eq!(
        signed,
        [json!({"serial": "SKTS12345678", "issuer": "Mihon", "payee": "1234567", "amount": 50_000,
                "code": code, "seconds_left": 60, "valid_until": 1_800_000_060})]
    );
    let piped = home.run("sign --yes --at 1800000000 --qr -").stdin(text).success();
    assert!(piped.contains(code));
    home.run("sign --yes --at 1800000600 --qr").arg(&path).refused("has expired");
    home.run("sign --yes --at 1800000000 --qr -")
        .stdin(&text[..text.len() - 1])
        .refused("nothing was signed");
    home.run("sign --yes --qr -").stdin(URI).refused("not a transaction");
    home.run("sign --yes --qr absent.png").refused("check the file's name");
}

#[test]
fn only_the_token_that_is_meant_signs_and_only_where_it_is_enrolled() {
    let home = Home::with(&[OTHER]);
    let path = file(&home, "transfer.txt", vector()["text"].as_str().unwrap());
    let sign = |home: &Home| home.run("sign --yes --at 1800000000 --qr").arg(&path);
    sign(&home).refused("for another token");
    home.run("sign 1234567").refused("was not enrolled to sign payees");
    let home = Home::with(&[TIMED]);
    sign(&home).refused("was not enrolled to sign transactions");
    home.import(vector()["text"].as_str().unwrap()).refused("a transaction to be signed");
}

#[test]
fn what_an_issuer_writes_is_signed_and_taken_once() {
    let home = Home::with(&[SIGNS]);
    let uri = file(&home, "token.uri", SIGNS);
    let picture = home.path("transfer.png");
    let order = "transaction 1234567 --amount 9876 --serial SKTS12345678 --bank 1001 --branch 042 --at 1800000000 --out";
    let text = Test::issue(order).arg(&picture).success();
    assert!(text.starts_with("SKTX1:") && text.contains("transfer.png"), "{text}");
    let sign = home.run("--json sign --yes --at 1800000001 --qr").arg(&picture).json();
    assert_eq!((&sign[0]["amount"], &sign[0]["payee"]), (&json!(9876), &json!("1234567")));
    let code = sign[0]["code"].as_str().unwrap().to_owned();
    let used = home.path("used");
    let verify = |code: &str, at: u64| {
        let test = Test::issue("verify --uri-file").arg(&uri).arg("--transaction").arg(&picture);
        test.arg("--used").arg(&used).arg(code).words(&format!("--at {at}"))
    };
    let wrong = format!("{:08}", (code.parse::<u64>().unwrap() + 1) % 100_000_000);
    verify(&wrong, 1_800_000_001).refused("wrong in all 3 steps");
    verify("123456", 1_800_000_001).refused("8 digits");
    verify(&code, 1_800_000_600).refused("has expired");
    verify(&code, 1_800_000_001).stdout("right\n").success();
    verify(&code, 1_800_000_001).refused("taken before");
    Test::issue(order).arg(&picture).refused("exists already");
}

#[test]
fn an_order_that_cannot_be_is_refused() {
    let order = |more: &str| Test::issue("transaction --serial SKTS12345678").words(more);
    order("1234567 --amount 1").refused("an account goes with --bank and --branch");
    order("12345 --amount 1 --bank 1001 --branch 042").refused("an institution with neither");
    order("12345 --amount 0").usage();
    order("12345 --amount 10000000001").usage();
    order("123456 --amount 1").usage();
    order("1234567 --amount 1 --bank 1001 --branch 042 --kind 3").usage();
    assert!(order("12345 --amount 1").success().starts_with("SKTX1:"));
    Test::issue("new --issuer A --out x --ocra OCRA-1:HOTP-SHA1-6:C-QN08").usage();
}
