//! Hostile values: shown as text, compared as text, and never part of a question to the database.

use crate::bench::Bench;

const HOSTILE: [&str; 9] = [
    "'; DROP TABLE contract; --",
    "' OR '1'='1",
    "\" OR 1=1 --",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% include 'base' %}",
    "%00\u{202e}\u{feff}",
    "../../etc/passwd",
    "99999999999999999999999999",
];

/// Each form with the fields that a customer would send; `{}` stands for what belongs to the customer.
const FORMS: [(&str, &[(&str, &str)]); 11] = [
    ("/apply", &[("name", ""), ("kind", "plain")]),
    ("/apply/token", &[("contract", "{contract}"), ("password", "{password}"), ("kind", "plain")]),
    (
        "/start",
        &[
            ("contract", "{contract}"),
            ("password", "{password}"),
            ("serial", "{serial}"),
            ("code", "000000"),
            ("digit-a", "0"),
            ("digit-b", "0"),
            ("login-code", "no"),
        ],
    ),
    (
        "/start/two-step",
        &[("contract", "{contract}"), ("password", "{password}"), ("serial", "{serial}"), ("letters", "A")],
    ),
    ("/login", &[("contract", "{contract}"), ("password", "wrong")]),
    (
        "/transfer",
        &[("bank", "1234"), ("branch", "001"), ("account", "1234567"), ("amount", "0"), ("by", "qr")],
    ),
    ("/payeasy", &[("payee", "12345"), ("amount", "0"), ("by", "qr")]),
    ("/limit", &[("limit", "1"), ("code", "000000")]),
    ("/replace", &[("contract", "{contract}"), ("password", "{password}"), ("code", "000000")]),
    ("/suspend", &[("digit-a", "x"), ("digit-b", "x"), ("confirm", "yes")]),
    ("/stop-banking", &[("contract", "{contract}"), ("password", "wrong"), ("confirm", "yes")]),
];

#[tokio::test]
async fn a_hostile_value_in_any_field_changes_nothing() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let serial = customer.phone.serial();
    let (contract, password) = (customer.contract.clone(), customer.password.clone());
    let before = bench.state();
    let mut sent = 0;
    for (path, fields) in FORMS {
        for hostile in HOSTILE {
            for field in fields.iter().map(|(name, _)| *name) {
                // Any text may be a name; the letters and the contract that it would make are another test's.
                if (path, field) == ("/apply", "name") {
                    continue;
                }
                let value = |value: &'static str| match value {
                    "{contract}" => contract.clone(),
                    "{password}" => password.clone(),
                    "{serial}" => serial.clone(),
                    other => other.to_owned(),
                };
                let all: Vec<(&str, String)> = fields
                    .iter()
                    .map(|(name, usual)| {
                        (*name, if *name == field { hostile.to_owned() } else { value(usual) })
                    })
                    .collect();
                let all: Vec<(&str, &str)> =
                    all.iter().map(|(name, value)| (*name, value.as_str())).collect();
                // Whoever is logged in is not asked to log in.
                let mut browser = if path == "/login" { bench.browser() } else { customer.browser.clone() };
                let answer = browser.send(path, &all).await;
                let what = format!("{path} {field}={hostile}: {} {:?}", answer.status, answer.refusal());
                assert!((400..500).contains(&answer.status) && answer.refusal().is_some(), "{what}");
                let html = answer.html();
                assert!(!html.contains("<script") && !html.contains("<img src=x"), "{what}");
                sent += 1;
            }
        }
    }
    assert!(sent > 250, "{sent}");
    assert_eq!(bench.state(), before);
    // The codes that were wrong have locked nothing that the customer needs: too few of them reached the verifier.
    assert!(customer.browser.get("/home").await.html().contains("見本 花子"));
}

#[tokio::test]
async fn a_hostile_name_is_shown_as_text() {
    let bench = Bench::new();
    for name in ["<b>太郎</b>", "\"><script>alert(1)</script>", "O'Neil & 子", "{{ csrf }}"] {
        let mut customer = bench.customer(name).await;
        let code = customer.phone.code(&bench);
        customer.start(&code, "no").await;
        customer.login().await;
        for path in ["/home", "/branch"] {
            let page = customer.browser.get(path).await;
            assert!(!page.html().contains("<b>太郎") && !page.html().contains("<script"), "{name}");
            let shown = page.html().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let shown = shown.replace("&#x27;", "'").replace("&quot;", "\"").replace("&#x2f;", "/");
            assert!(shown.contains(name), "{name} is not in {path}");
        }
        bench.later(30);
    }
}

#[tokio::test]
async fn a_name_has_a_length_and_no_control_characters() {
    let bench = Bench::new();
    let before = bench.state();
    for name in ["", "   ", &"あ".repeat(41), "a\u{7}b", "a\nb"] {
        let answer = bench.browser().send("/apply", &[("name", name), ("kind", "plain")]).await;
        assert_eq!(answer.refusal().as_deref(), Some("not-a-name"), "{name:?}");
    }
    assert_eq!(bench.state(), before);
}
