//! Requests at the same moment: what may be granted once is granted once.

use crate::bench::{Answer, Bench, Browser};
use std::thread;
use tokio::runtime::Builder;

/// A form in a tab of its own.
struct Tab<'a> {
    browser: Browser<'a>,
    page: Answer,
    path: &'static str,
    fields: Vec<(&'static str, String)>,
}

/// Sends each form at the same moment, each on a thread of its own.
fn at_once(tabs: Vec<Tab<'_>>) -> Vec<Answer> {
    thread::scope(|scope| {
        let threads: Vec<_> = tabs
            .into_iter()
            .map(|Tab { mut browser, page, path, fields }| {
                scope.spawn(move || {
                    let fields: Vec<(&str, &str)> =
                        fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
                    runtime.block_on(browser.post(&page, path, &fields))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn count(answers: &[Answer], refusal: Option<&str>) -> usize {
    answers.iter().filter(|answer| answer.refusal().as_deref() == refusal).count()
}

#[tokio::test]
async fn one_code_in_sixteen_tabs_is_granted_once() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let code = customer.phone.next(&bench);
    let mut forms = Vec::new();
    for number in 0..16 {
        let page = customer.browser.get("/limit").await;
        let fields = vec![("limit", (1000 + number).to_string()), ("code", code.clone())];
        forms.push(Tab { browser: customer.browser.clone(), page, path: "/limit", fields });
    }
    let answers = at_once(forms);
    assert_eq!((count(&answers, None), count(&answers, Some("code-used"))), (1, 15));
}

#[tokio::test]
async fn one_form_sent_sixteen_times_is_granted_once() {
    let bench = Bench::new();
    let mut customer = bench.started("no").await;
    let page = customer.transfer("1234567", "1000", "typed").await;
    let code = customer.phone.sign(&bench, "1234567");
    let copy = |page: &Answer| Answer {
        status: page.status,
        headers: page.headers.clone(),
        bytes: page.bytes.clone(),
    };
    let forms = (0..16)
        .map(|_| Tab {
            browser: customer.browser.clone(),
            page: copy(&page),
            path: "/transfer/sign",
            fields: vec![("code", code.clone())],
        })
        .collect();
    let answers = at_once(forms);
    assert_eq!((count(&answers, None), count(&answers, Some("double-submit"))), (1, 15));
}

/// Two right codes for two orders, of which the day's limit holds one.
#[tokio::test]
async fn two_transfers_do_not_both_take_the_last_of_the_limit() {
    for round in 0..4 {
        let bench = Bench::new();
        let mut customer = bench.started("no").await;
        let mut forms = Vec::new();
        for account in ["1234567", "7654321"] {
            let page = customer.transfer(account, "6000000", "qr").await;
            let (code, _, _) = customer.phone.sign_shown(&bench, &page);
            let fields = vec![("code", code)];
            forms.push(Tab { browser: customer.browser.clone(), page, path: "/transfer/sign", fields });
        }
        let answers = at_once(forms);
        assert_eq!((count(&answers, None), count(&answers, Some("over-limit"))), (1, 1), "round {round}");
    }
}
