//! Sessions: their cookie, their end, and what they do not open.

use crate::bench::Bench;
use axum::http::header::SET_COOKIE;

#[tokio::test]
async fn the_cookie_is_for_this_site_alone_and_new_at_each_login() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let mut stranger = bench.browser();
    let page = stranger.get("/login").await;
    let cookie = page.headers.get(SET_COOKIE).unwrap().to_str().unwrap().to_owned();
    for word in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    // Whoever put the cookie into the browser before the login does not get in with it.
    let planted = stranger.cookie.clone();
    customer.browser = stranger;
    customer.login().await;
    assert_ne!(customer.browser.cookie, planted);
    assert!(customer.browser.get("/home").await.html().contains("見本 花子"));
    let mut thief = bench.browser();
    thief.cookie = planted;
    assert!(!thief.get("/home").await.html().contains("見本 花子"));
    // The database has no session that could be taken over.
    let rows = bench.rows(&["session"]).join("\n");
    assert!(!rows.contains(customer.browser.cookie.as_deref().unwrap()));
}

#[tokio::test]
async fn ten_idle_minutes_end_a_session() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    bench.later(599);
    let page = customer.browser.get("/limit").await;
    assert_eq!(page.status, 200);
    bench.later(600);
    let before = bench.state();
    let code = customer.phone.code(&bench);
    let answer = customer.browser.post(&page, "/limit", &[("limit", "1"), ("code", &code)]).await;
    assert_eq!((answer.status, answer.refusal().as_deref()), (401, Some("session-expired")));
    assert_eq!(bench.state(), before);
    assert!(customer.browser.get("/home").await.html().contains("action=\"/login\""));
}

#[tokio::test]
async fn a_page_says_that_its_session_has_ended() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    bench.later(600);
    let answer = customer.browser.get("/transfers").await;
    assert_eq!((answer.status, answer.refusal().as_deref()), (401, Some("session-expired")));
}

#[tokio::test]
async fn the_password_alone_opens_nothing_where_the_code_was_chosen() {
    let bench = Bench::new();
    let mut customer = bench.customer("見本 花子").await;
    let code = customer.phone.code(&bench);
    customer.start(&code, "yes").await;
    bench.next_day();
    customer.login().await;
    for path in ["/home", "/transfer", "/payeasy", "/transfers", "/limit", "/suspend", "/transfer/sign"] {
        let answer = customer.browser.get(path).await;
        assert_eq!((answer.status, answer.refusal().as_deref()), (403, Some("login-code-needed")), "{path}");
        assert!(!answer.html().contains("見本 花子"));
    }
}

#[tokio::test]
async fn logging_out_ends_both_tabs() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let mut tab = customer.browser.clone();
    let page = tab.get("/limit").await;
    customer.browser.send_form(&page, "/logout", &[]).await;
    let code = customer.phone.next(&bench);
    let answer = tab.post(&page, "/limit", &[("limit", "1"), ("code", &code)]).await;
    assert_eq!(answer.refusal().as_deref(), Some("session-expired"));
}
