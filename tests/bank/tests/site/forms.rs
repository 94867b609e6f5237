//! Forms: their tokens, their sizes, and how often they are sent.

use crate::bench::Bench;
use axum::body::Body;
use axum::http::{Method, Request};

#[tokio::test]
async fn a_form_needs_the_token_of_its_own_session() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let code = customer.phone.next(&bench);
    let mut other = bench.browser();
    let foreign = other.get("/login").await.hidden("/login")["csrf"].clone();
    let own = customer.browser.get("/limit").await.hidden("/limit")["csrf"].clone();
    let half = own.split('.').next().unwrap().to_owned();
    let before = bench.state();
    for forged in [None, Some(""), Some("x"), Some("."), Some(foreign.as_str()), Some(half.as_str())] {
        let mut body = format!("limit=1000&code={code}");
        if let Some(forged) = forged {
            body += &format!("&csrf={forged}");
        }
        let answer = customer.browser.once(Method::POST, "/limit", Some(body)).await;
        assert_eq!((answer.status, answer.refusal().as_deref()), (403, Some("csrf")), "{forged:?}");
    }
    assert_eq!(bench.state(), before);
    // The code was not taken by any of them.
    let answer = customer.browser.send("/limit", &[("limit", "1000"), ("code", &code)]).await;
    assert_eq!(answer.refusal(), None);
}

#[tokio::test]
async fn a_form_that_was_granted_is_not_taken_again() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let page = customer.transfer("1234567", "1000", "typed").await;
    let code = customer.phone.sign(&bench, "1234567");
    let fields = [("code", code.as_str())];
    assert_eq!(customer.browser.post(&page, "/transfer/sign", &fields).await.status, 303);
    let before = bench.state();
    let again = customer.browser.post(&page, "/transfer/sign", &fields).await;
    assert_eq!((again.status, again.refusal().as_deref()), (409, Some("double-submit")));
    assert_eq!(bench.state(), before);
}

#[tokio::test]
async fn a_form_that_was_refused_can_be_filled_in_again_behind_the_back_button() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let page = customer.browser.get("/limit").await;
    let refused = customer.browser.post(&page, "/limit", &[("limit", "1000"), ("code", "12")]).await;
    assert_eq!(refused.refusal().as_deref(), Some("not-digits"));
    let code = customer.phone.next(&bench);
    let answer = customer.browser.post(&page, "/limit", &[("limit", "1000"), ("code", &code)]).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn a_body_has_a_size_and_a_kind() {
    let bench = Bench::new();
    let mut browser = bench.browser();
    let page = browser.get("/login").await;
    let long = "x".repeat(20_000);
    let answer = browser.post(&page, "/login", &[("contract", &long)]).await;
    assert_eq!((answer.status, answer.refusal().as_deref()), (413, Some("too-large")));
    let csrf = page.hidden("/login")["csrf"].clone();
    let body = format!("csrf={csrf}&contract=1&contract=2&password=x");
    let twice = browser.once(Method::POST, "/login", Some(body)).await;
    assert_eq!((twice.status, twice.refusal().as_deref()), (400, Some("bad-form")));
    let request = Request::post("/login").header("content-type", "application/json");
    let answer = bench.ask(request.body(Body::from("{}")).unwrap()).await;
    assert_eq!((answer.status, answer.refusal().as_deref()), (400, Some("bad-form")));
}

/// One try a minute, so that no slow computer gives the second one back in time.
#[tokio::test]
async fn tries_run_out_for_a_contract() {
    let bench = Bench::with_tries(1);
    let mut customer = bench.customer("見本 花子").await;
    let right = std::mem::replace(&mut customer.password, "wrong".to_owned());
    assert_eq!(customer.login().await.refusal().as_deref(), Some("wrong-password"));
    customer.password = right;
    let answer = customer.login().await;
    assert_eq!((answer.status, answer.refusal().as_deref()), (429, Some("too-many-tries")));
    // Another contract at the same address goes on.
    let mut other = bench.customer("練習 一郎").await;
    assert_eq!(other.login().await.refusal(), None);
}
