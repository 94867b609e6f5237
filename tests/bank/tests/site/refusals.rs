//! What is refused: by a name of its own, with a sentence, and with every table as it was.

use crate::bench::{Answer, Bench, Customer};
use crate::phone::Phone;

fn refused(answer: &Answer, name: &str) {
    assert_eq!(answer.refusal().as_deref(), Some(name), "{}", answer.html());
    assert!((400..500).contains(&answer.status), "{name}: {}", answer.status);
    let sentence = answer.between("<div class=\"banner", "</div></div>");
    assert!(sentence.contains("。") && !sentence.contains(&format!(">{name}<")), "{sentence}");
}

#[tokio::test]
async fn wrong_passwords_and_unknown_contracts_are_told_alike() {
    let bench = Bench::new();
    let mut customer = bench.customer("見本 花子").await;
    let before = bench.state();
    let right = customer.password.clone();
    for wrong in ["x".to_owned(), right.to_uppercase(), format!("{right} "), "x".repeat(500)] {
        customer.password = wrong;
        refused(&customer.login().await, "wrong-password");
    }
    customer.password = right.clone();
    for wrong in ["00000000", "1", "abc", "１２３４５６７８"] {
        let answer = bench.browser().send("/login", &[("contract", wrong), ("password", &right)]).await;
        refused(&answer, "wrong-password");
    }
    refused(&bench.browser().send("/login", &[("contract", ""), ("password", "x")]).await, "empty");
    refused(&bench.browser().send("/login", &[("contract", "12345678")]).await, "empty");
    assert_eq!(bench.state(), before);
}

#[tokio::test]
async fn starting_is_refused_step_by_step() {
    let bench = Bench::new();
    let mut customer = bench.customer("見本 花子").await;
    let other = bench.customer("練習 一郎").await;
    let code = customer.phone.code(&bench);
    let before = bench.state();
    for (serial, name) in [
        ("SKTS00000000", "unknown-serial"),
        ("SKTS1", "not-a-serial"),
        ("", "empty"),
        (&other.phone.serial(), "serial-of-another"),
    ] {
        refused(&customer.start_with(serial, &code, "no").await, name);
    }
    refused(&customer.start(&other.phone.code(&bench), "no").await, "code-wrong");
    refused(&customer.start("12345", "no").await, "not-digits");
    refused(&customer.start(&code, "perhaps").await, "not-chosen");
    let digits = std::mem::take(&mut customer.transfer_password);
    customer.transfer_password =
        digits.bytes().map(|digit| char::from(b'0' + (digit - b'0' + 1) % 10)).collect();
    refused(&customer.start(&code, "no").await, "transfer-password-missing");
    assert_eq!(bench.state(), before);
    // None of them has used the code up.
    customer.transfer_password = digits;
    assert_eq!(customer.start(&code, "no").await.refusal(), None);
    let code = customer.phone.next(&bench);
    refused(&customer.start(&code, "no").await, "already-started");
}

#[tokio::test]
async fn the_places_of_the_transfer_password_stay_until_they_are_told_right() {
    let bench = Bench::new();
    let mut customer = bench.customer("見本 花子").await;
    let label = |page: &Answer| page.between("<label for=\"digit-a\">", "</label>");
    let first = label(&customer.browser.get("/start").await);
    for _ in 0..20 {
        assert_eq!(label(&customer.browser.get("/start").await), first);
    }
}

#[tokio::test]
async fn codes_are_refused_each_in_its_way() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let used = customer.phone.next(&bench);
    assert_eq!(
        customer.browser.send("/limit", &[("limit", "9000000"), ("code", &used)]).await.refusal(),
        None
    );
    let before = bench.state();
    let limit = |code: String| [("limit", "1".to_owned()), ("code", code)];
    bench.later(30);
    let signed = customer.phone.sign(&bench, "1234567");
    for (code, name) in [
        (used, "code-used"),
        (signed, "code-wrong"),
        ("000000".to_owned(), "code-wrong"),
        (String::new(), "empty"),
        ("1234567".to_owned(), "not-digits"),
    ] {
        let fields = limit(code);
        let fields = [(fields[0].0, fields[0].1.as_str()), (fields[1].0, fields[1].1.as_str())];
        refused(&customer.browser.send("/limit", &fields).await, name);
    }
    let old = customer.phone.code(&bench);
    bench.later(120);
    refused(&customer.browser.send("/limit", &[("limit", "1"), ("code", &old)]).await, "code-wrong");
    let code = customer.phone.code(&bench);
    refused(
        &customer.browser.send("/limit", &[("limit", "10000001"), ("code", &code)]).await,
        "limit-too-high",
    );
    assert_eq!(bench.state(), before);
}

#[tokio::test]
async fn a_code_for_another_order_says_what_differs() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let other = customer.transfer("7654321", "1000", "typed").await;
    let page = customer.transfer("1234567", "1000", "typed").await;
    let before = bench.state();
    let code = customer.phone.sign(&bench, "7654321");
    refused(
        &customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await,
        "code-for-another-payee",
    );
    let code = customer.phone.next(&bench);
    refused(
        &customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await,
        "code-of-another-kind",
    );
    assert_eq!(bench.state(), before);
    // Both orders go on waiting, each in its tab.
    bench.later(30);
    let code = customer.phone.sign(&bench, "7654321");
    let done = customer.browser.send_form(&other, "/transfer/sign", &[("code", &code)]).await;
    assert!(done.html().contains("765 4321"), "{}", done.html());
}

#[tokio::test]
async fn a_qr_of_another_amount_payee_or_order_says_so() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    for (payee, yen, name) in [
        ("7654321", "1000", "code-for-another-payee"),
        ("1234567", "2000", "code-for-another-amount"),
        ("1234567", "1000", "code-for-another-transaction"),
    ] {
        let other = customer.transfer(payee, yen, "qr").await;
        let page = customer.transfer("1234567", "1000", "qr").await;
        let before = bench.state();
        let (code, _, _) = customer.phone.sign_shown(&bench, &other);
        refused(&customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await, name);
        assert_eq!(bench.state(), before);
        customer.login().await;
    }
}

#[tokio::test]
async fn an_order_waits_ten_minutes() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let page = customer.transfer("1234567", "1000", "qr").await;
    let (code, _, _) = customer.phone.sign_shown(&bench, &page);
    bench.later(590);
    customer.browser.get("/home").await;
    bench.later(10);
    let before = bench.state();
    refused(&customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await, "order-gone");
    assert_eq!(bench.state(), before);
}

#[tokio::test]
async fn amounts_and_ways_are_checked_before_a_code_is_asked_for() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let before = bench.state();
    for (account, yen, by, name) in [
        ("123456", "1000", "qr", "not-digits"),
        ("1234567", "0", "qr", "no-amount"),
        ("1234567", "-1", "qr", "not-yen"),
        ("1234567", "10000001", "qr", "over-limit"),
        ("1234567", "1000", "code", "transaction-required"),
        ("1234567", "1000", "", "not-chosen"),
    ] {
        refused(&customer.transfer(account, yen, by).await, name);
    }
    refused(&customer.browser.get("/transfers/7/cancel").await, "unknown-transfer");
    refused(&customer.browser.get("/transfers/x/cancel").await, "unknown-transfer");
    refused(&customer.browser.get("/replace/new").await, "old-code-not-proven");
    assert_eq!(bench.state(), before);
    // A switch of practice lets the normal code do.
    customer.browser.send("/practice", &[("skip-wait", "on")]).await;
    let page = customer.transfer("1234567", "1000", "code").await;
    let code = customer.phone.next(&bench);
    assert_eq!(customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await.refusal(), None);
}

#[tokio::test]
async fn a_transfer_waits_for_the_next_day_unless_practice_skips_it() {
    let bench = Bench::new();
    let mut customer = bench.customer("見本 花子").await;
    let code = customer.phone.code(&bench);
    customer.start(&code, "no").await;
    customer.login().await;
    let answer = customer.transfer("1234567", "1000", "qr").await;
    refused(&answer, "too-early");
    assert!(answer.html().contains("1月16日"), "{}", answer.html());
    customer.browser.send("/practice", &[("skip-wait", "on"), ("transaction-obligatory", "on")]).await;
    assert_eq!(customer.transfer("1234567", "1000", "qr").await.refusal(), None);
}

#[tokio::test]
async fn wrong_codes_lock_and_the_branch_releases() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let mut last = String::new();
    for _ in 0..12 {
        let answer = customer.browser.send("/limit", &[("limit", "1"), ("code", "000000")]).await;
        last = answer.refusal().unwrap();
        if last == "locked" {
            break;
        }
    }
    assert_eq!(last, "locked");
    let before = bench.state();
    let code = customer.phone.next(&bench);
    refused(&customer.browser.send("/limit", &[("limit", "1"), ("code", &code)]).await, "locked");
    refused(&customer.login().await, "locked");
    assert_eq!(bench.state(), before);
    release(&mut customer).await;
    let code = customer.phone.next(&bench);
    assert_eq!(customer.browser.send("/limit", &[("limit", "1"), ("code", &code)]).await.refusal(), None);
}

async fn release(customer: &mut Customer<'_>) {
    let page = customer.browser.get("/branch").await;
    assert_eq!(customer.browser.send_form(&page, "/branch", &[("action", "release")]).await.refusal(), None);
}

#[tokio::test]
async fn a_lost_token_is_refused_for_good() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let page = customer.browser.get("/branch").await;
    customer.browser.send_form(&page, "/branch", &[("action", "loss")]).await;
    let before = bench.state();
    let code = customer.phone.next(&bench);
    refused(&customer.browser.send("/limit", &[("limit", "1"), ("code", &code)]).await, "token-lost");
    refused(&customer.start(&code, "no").await, "token-lost");
    assert_eq!(bench.state(), before);
    let page = customer.browser.get("/branch").await;
    let letter = customer.browser.send_form(&page, "/branch", &[("action", "reissue")]).await;
    let new = Phone::of(&bench, &letter);
    let code = new.code(&bench);
    assert_eq!(customer.start_with(&new.serial(), &code, "no").await.refusal(), None);
}

#[tokio::test]
async fn the_branch_knows_its_own_contracts_alone() {
    let bench = Bench::new();
    let mut browser = bench.browser();
    bench.customer("見本 花子").await;
    let page = browser.get("/branch").await;
    let csrf = page.hidden("/branch")["csrf"].clone();
    for (body, name) in [
        (format!("csrf={csrf}&contract=00000000&action=stop"), "unknown-contract"),
        (format!("csrf={csrf}&contract=1&action=stop"), "not-digits"),
        (format!("csrf={csrf}&contract=00000000&action=all"), "not-chosen"),
    ] {
        refused(&browser.once(axum::http::Method::POST, "/branch", Some(body)).await, name);
    }
}
