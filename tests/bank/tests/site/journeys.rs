//! Each journey from its first page to what it grants, as a customer walks it.

use crate::bench::Bench;
use crate::phone::Phone;

#[tokio::test]
async fn a_customer_goes_from_the_application_to_a_transfer() {
    let bench = Bench::new();
    let mut customer = bench.customer("見本 花子").await;
    let code = customer.phone.code(&bench);
    let done = customer.start(&code, "yes").await;
    assert!(
        done.html().contains("data-done=\"started\"") && done.html().contains("1月16日"),
        "{}",
        done.html()
    );

    let answer = customer.login().await;
    assert!(answer.html().contains("id=\"code\""));
    let code = customer.phone.next(&bench);
    let home = customer.browser.send("/login/code", &[("code", &code)]).await;
    assert!(home.html().contains("id=\"first-transfer\""), "{}", home.html());
    assert_eq!(customer.transfer("1234567", "50,000", "typed").await.refusal().as_deref(), Some("too-early"));

    bench.next_day();
    customer.login().await;
    let code = customer.phone.code(&bench);
    customer.browser.send("/login/code", &[("code", &code)]).await;
    let page = customer.transfer("1234567", "50,000", "typed").await;
    assert!(page.html().contains("123 4567") && page.html().contains("50,000"));
    let code = customer.phone.sign(&bench, "1234567");
    let done = customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await;
    assert!(done.html().contains("data-done=\"paid\""), "{}", done.html());
}

#[tokio::test]
async fn a_transaction_qr_says_payee_and_amount() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let page = customer.transfer("7654321", "48200", "qr").await;
    let (code, payee, yen) = customer.phone.sign_shown(&bench, &page);
    assert_eq!((payee.as_str(), yen), ("7654321", 48_200));
    let done = customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await;
    assert!(done.html().contains("data-done=\"paid\""));

    let fields = [("payee", "00042"), ("amount", "999"), ("by", "qr")];
    let page = customer.browser.send("/payeasy", &fields).await;
    let (code, payee, yen) = customer.phone.sign_shown(&bench, &page);
    assert_eq!((payee.as_str(), yen), ("00042", 999));
    let done = customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await;
    assert!(done.html().contains("data-done=\"paid\""));
}

#[tokio::test]
async fn transfers_are_cancelled_and_limits_changed_with_the_normal_code() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let page = customer.transfer("7654321", "48200", "typed").await;
    let code = customer.phone.sign(&bench, "7654321");
    customer.browser.send_form(&page, "/transfer/sign", &[("code", &code)]).await;
    let code = customer.phone.next(&bench);
    let done = customer.browser.send("/transfers/1/cancel", &[("code", &code)]).await;
    assert!(done.html().contains("data-done=\"cancelled\""));
    let again = customer.browser.get("/transfers/1/cancel").await;
    assert!(customer.browser.get("/transfers").await.html().contains("取消済み"));
    let code = customer.phone.next(&bench);
    let refused = customer.browser.send_form(&again, "/transfers/1/cancel", &[("code", &code)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("already-cancelled"));
    let code = customer.phone.next(&bench);
    let done = customer.browser.send("/limit", &[("limit", "300,000"), ("code", &code)]).await;
    assert!(done.html().contains("data-done=\"limit\"") && done.html().contains("300,000"));
}

#[tokio::test]
async fn a_two_step_token_needs_its_letters_first() {
    let bench = Bench::new();
    let mut customer = bench.customer("見本 太郎").await;
    let fields =
        customer.with(&[("kind", "two-step")]).into_iter().map(|(a, b)| (a.to_owned(), b.to_owned()));
    let fields: Vec<_> = fields.collect();
    let fields: Vec<_> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let letter = customer.browser.send("/apply/token", &fields).await;
    let (letters, phone) = Phone::in_two_steps(&bench, &letter);
    customer.phone = phone;
    let serial = customer.phone.serial();
    let code = customer.phone.code(&bench);
    assert_eq!(customer.start(&code, "no").await.refusal().as_deref(), Some("token-unfinished"));
    let typed = |letters: &str| {
        let fields = [("serial", serial.as_str()), ("letters", letters)];
        customer.with(&fields).iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>()
    };
    let mut wrong = letters.clone();
    wrong.replace_range(0..1, if letters.starts_with('A') { "B" } else { "A" });
    for (text, expected) in
        [(&wrong, Some("wrong-letters")), (&letters, None), (&letters, Some("not-two-step"))]
    {
        let fields = typed(text);
        let fields: Vec<_> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let mut browser = customer.browser.clone();
        assert_eq!(browser.send("/start/two-step", &fields).await.refusal().as_deref(), expected);
    }
    let code = customer.phone.next(&bench);
    assert_eq!(customer.start(&code, "no").await.refusal(), None);
}

#[tokio::test]
async fn an_old_phone_hands_over_to_a_new_one() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let old = customer.phone.next(&bench);
    let with_code = |code: &str| vec![("code".to_owned(), code.to_owned())];
    let begin = |customer: &crate::bench::Customer<'_>, code: &str| {
        let mut fields = with_code(code);
        fields.push(("contract".to_owned(), customer.contract.clone()));
        fields.push(("password".to_owned(), customer.password.clone()));
        fields
    };
    let fields = begin(&customer, &old);
    let fields: Vec<_> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(customer.browser.send("/replace", &fields).await.refusal().as_deref(), Some("nothing-issued"));

    let (contract, password) = (customer.contract.clone(), customer.password.clone());
    let apply = [("contract", contract.as_str()), ("password", password.as_str()), ("kind", "plain")];
    let letter = customer.browser.send("/apply/token", &apply).await;
    assert!(letter.html().contains("href=\"/replace\""), "the letter leads to 交換");
    let new = Phone::of(&bench, &letter);
    let page = customer.browser.send("/replace", &fields).await;
    assert_eq!(page.refusal(), None);
    let (serial, code) = (new.serial(), new.code(&bench));
    let done =
        customer.browser.send_form(&page, "/replace/new", &[("serial", &serial), ("code", &code)]).await;
    assert!(done.html().contains("data-done=\"replaced\""), "{}", done.html());

    bench.later(30);
    let old = customer.phone.code(&bench);
    let refused = customer.browser.send("/limit", &[("limit", "1"), ("code", &old)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("code-wrong"));
    let code = new.code(&bench);
    assert_eq!(customer.browser.send("/limit", &[("limit", "1"), ("code", &code)]).await.refusal(), None);
}

#[tokio::test]
async fn what_was_suspended_starts_again_and_what_was_stopped_needs_the_branch() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let page = customer.browser.get("/suspend").await;
    let (first, second) = customer.digits(&page);
    let fields = [("digit-a", first.as_str()), ("digit-b", second.as_str())];
    let refused = customer.browser.send_form(&page, "/suspend", &fields).await;
    assert_eq!(refused.refusal().as_deref(), Some("not-confirmed"));
    let sure = [fields[0], fields[1], ("confirm", "yes")];
    let done = customer.browser.send_form(&refused, "/suspend", &sure).await;
    assert!(done.html().contains("data-done=\"suspended\""));
    let code = customer.phone.next(&bench);
    assert_eq!(customer.start(&code, "no").await.refusal(), None);

    let (contract, password) = (customer.contract.clone(), customer.password.clone());
    let stop = [("contract", contract.as_str()), ("password", password.as_str()), ("confirm", "yes")];
    let done = customer.browser.send("/stop-banking", &stop).await;
    assert!(done.html().contains("data-done=\"banking-stopped\""));
    assert_eq!(customer.login().await.refusal().as_deref(), Some("banking-stopped"));
    let act = |action: &'static str| vec![("contract", contract.clone()), ("action", action.to_owned())];
    for (action, expected) in [
        ("resume", None),
        ("resume", Some("nothing-to-resume")),
        ("release", Some("not-locked")),
        ("stop", None),
        ("loss", None),
        ("loss", Some("nothing-to-stop")),
    ] {
        let fields = act(action);
        let page = customer.browser.get("/branch").await;
        let fields: Vec<_> = fields.iter().skip(1).map(|(a, b)| (*a, b.as_str())).collect();
        let answer = customer.browser.send_form(&page, "/branch", &fields).await;
        assert_eq!(answer.refusal().as_deref(), expected, "{action}");
    }
    let page = customer.browser.get("/branch").await;
    let letter = customer.browser.send_form(&page, "/branch", &[("action", "reissue")]).await;
    customer.phone = Phone::of(&bench, &letter);
    let code = customer.phone.code(&bench);
    assert_eq!(customer.start(&code, "no").await.refusal(), None);
}

/// Codes, passwords and seeds are in no table that does not need them; the audit trail has every attempt.
#[tokio::test]
async fn the_audit_trail_has_the_day_and_no_secret() {
    let bench = Bench::new();
    let mut customer = bench.customer("見本 花子").await;
    let code = customer.phone.code(&bench);
    customer.start("000000", "no").await;
    customer.start(&code, "no").await;
    let page = customer.browser.get("/audit").await;
    for word in ["apply", "start", "code-wrong", "granted", &customer.contract] {
        assert!(page.html().contains(word), "{word}");
    }
    let rows = bench.rows(&["audit", "session", "session_form"]).join("\n");
    for secret in [&code, &customer.password, &customer.transfer_password] {
        assert!(!rows.contains(secret.as_str()), "{secret} is in {rows}");
    }
    let everything = bench.rows(&["contract", "token"]).join("\n");
    assert!(!everything.contains(&customer.password) && everything.contains("$argon2id$"));
    bench.next_day();
    assert!(!customer.browser.get("/audit").await.html().contains("code-wrong"), "only this day's lines");
}
