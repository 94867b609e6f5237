//! Every answer has the strict headers, and every page is marked as practice.

use crate::bench::{Answer, Bench};
use axum::http::Method;
use skts_bank::site::HEADERS;

const ADDRESSES: [&str; 33] = [
    "/",
    "/apply",
    "/apply/token",
    "/letter/nobody",
    "/letter/nobody/pskc",
    "/start",
    "/start/two-step",
    "/login",
    "/login/code",
    "/logout",
    "/home",
    "/transfer",
    "/payeasy",
    "/transfer/sign",
    "/transfer/done",
    "/done",
    "/transfers",
    "/transfers/1/cancel",
    "/limit",
    "/replace",
    "/replace/new",
    "/suspend",
    "/stop-banking",
    "/branch",
    "/environment",
    "/apps",
    "/audit",
    "/practice",
    "/style.css",
    "/favicon.svg",
    "/nowhere",
    "/..%2f..%2fetc/passwd",
    "/?lang=en",
];

fn check(answer: &Answer, what: &str) {
    for (name, value) in HEADERS {
        assert_eq!(answer.headers.get(&name), Some(&value), "{what}: {name}");
    }
    assert!(answer.status < 500, "{what}: {}", answer.status);
    let is_page =
        answer.headers.get("content-type").is_some_and(|kind| kind.to_str().unwrap().contains("html"));
    if is_page && !answer.bytes.is_empty() {
        let html = answer.html();
        assert!(html.contains("練習用"), "{what}: the page is not marked");
        for word in ["<script", " style=", " onclick=", "\u{88dc}\u{6b63}"] {
            assert!(!html.contains(word), "{what}: {word}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{what}");
        assert_eq!(
            html.matches("role=\"alert\"").count() == 1,
            answer.status >= 400,
            "{what}: {}",
            answer.status
        );
        assert!(html.matches("button primary").count() <= 1, "{what}: one primary button a page");
    }
}

#[tokio::test]
async fn every_address_answers_every_method() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    customer.transfer("1234567", "1000", "qr").await;
    for logged_in in [false, true] {
        for address in ADDRESSES {
            for language in ["ja", "en"] {
                let mut browser = if logged_in { customer.browser.clone() } else { bench.browser() };
                let query = if address.contains('?') { "&" } else { "?" };
                let what = format!("{address} {language} {logged_in}");
                check(
                    &browser.once(Method::GET, &format!("{address}{query}lang={language}"), None).await,
                    &what,
                );
            }
            for method in [Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
                let mut browser = if logged_in { customer.browser.clone() } else { bench.browser() };
                let body = (method == Method::POST).then(String::new);
                check(&browser.once(method.clone(), address, body).await, &format!("{method} {address}"));
            }
        }
    }
}

#[tokio::test]
async fn pages_are_in_the_language_that_was_asked_for() {
    let bench = Bench::new();
    let mut browser = bench.browser();
    assert!(browser.get("/").await.html().contains("<html lang=\"ja\">"));
    assert!(browser.get("/login?lang=en").await.html().contains("<html lang=\"en\">"));
    let page = browser.get("/start").await;
    assert!(page.html().contains("<html lang=\"en\">") && page.html().contains("Serial number"));
    let refused = browser.send("/apply", &[("name", ""), ("kind", "plain")]).await;
    assert!(refused.html().contains("A name has 1 to 40 characters."));
    assert!(browser.get("/login?lang=ja").await.html().contains("<html lang=\"ja\">"));
}
