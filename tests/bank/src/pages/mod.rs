//! The pages: what each shows, and what its form does.

mod apply;
mod branch;
mod front;
mod limit;
mod login;
mod payment;
mod practice;
mod replace;
mod start;
mod stopping;
mod transfers;

use crate::faults::Fault;
use crate::visit::{Page, Stop, View, Visit};
use minijinja::{Value, context};

/// Every address that answers with a page, in the order of docs/bank.md.
pub static PAGES: &[Page] = &[
    Page { path: "/", journey: "front", show: front::index, send: None },
    Page { path: "/apply", journey: "apply", show: apply::show, send: Some(apply::send) },
    Page {
        path: "/apply/token",
        journey: "apply-token",
        show: apply::show_token,
        send: Some(apply::send_token),
    },
    Page { path: "/letter/{id}", journey: "letter", show: apply::letter, send: None },
    Page { path: "/letter/{id}/pskc", journey: "letter", show: apply::pskc, send: None },
    Page { path: "/start", journey: "start", show: start::show, send: Some(start::send) },
    Page {
        path: "/start/two-step",
        journey: "two-step",
        show: start::show_letters,
        send: Some(start::send_letters),
    },
    Page { path: "/login", journey: "login", show: login::show, send: Some(login::send) },
    Page { path: "/login/code", journey: "login-code", show: login::show_code, send: Some(login::send_code) },
    Page { path: "/logout", journey: "logout", show: login::gone, send: Some(login::leave) },
    Page { path: "/home", journey: "home", show: login::home, send: None },
    Page {
        path: "/transfer",
        journey: "transfer",
        show: payment::show_transfer,
        send: Some(payment::send_transfer),
    },
    Page {
        path: "/payeasy",
        journey: "payeasy",
        show: payment::show_payeasy,
        send: Some(payment::send_payeasy),
    },
    Page {
        path: "/transfer/sign",
        journey: "sign",
        show: payment::show_sign,
        send: Some(payment::send_sign),
    },
    Page { path: "/transfer/done", journey: "done", show: front::done, send: None },
    Page { path: "/done", journey: "done", show: front::done, send: None },
    Page { path: "/transfers", journey: "transfers", show: transfers::show, send: None },
    Page {
        path: "/transfers/{id}/cancel",
        journey: "cancel",
        show: transfers::show_cancel,
        send: Some(transfers::cancel),
    },
    Page { path: "/limit", journey: "limit", show: limit::show, send: Some(limit::send) },
    Page { path: "/replace", journey: "replace", show: replace::show, send: Some(replace::send) },
    Page {
        path: "/replace/new",
        journey: "replace-new",
        show: replace::show_new,
        send: Some(replace::send_new),
    },
    Page {
        path: "/suspend",
        journey: "suspend",
        show: stopping::show_suspend,
        send: Some(stopping::suspend),
    },
    Page {
        path: "/stop-banking",
        journey: "stop-banking",
        show: stopping::show_stop,
        send: Some(stopping::stop),
    },
    Page { path: "/branch", journey: "branch", show: branch::show, send: Some(branch::send) },
    Page { path: "/environment", journey: "environment", show: front::environment, send: None },
    Page { path: "/apps", journey: "apps", show: front::apps, send: None },
    Page { path: "/audit", journey: "audit", show: practice::audit, send: None },
    Page { path: "/practice", journey: "practice", show: practice::show, send: Some(practice::send) },
];

/// Every address that there is not.
pub static NOWHERE: Page = Page { path: "/", journey: "nowhere", show: front::nowhere, send: None };
/// A form that was sent to a page without one.
pub static NO_FORM: Page = Page { path: "/", journey: "nowhere", show: front::no_form, send: None };

/// A page that has nothing of its own to tell.
fn plain(template: &'static str) -> Result<View, Stop> {
    view(template, context! {})
}

fn view(template: &'static str, context: Value) -> Result<View, Stop> {
    Ok(View { template, context })
}

/// The serial of a form.
fn serial(visit: &Visit) -> Result<skts_token::token::Serial, Fault> {
    let text = visit.fields.text("serial");
    if text.is_empty() {
        return Err(Fault::Empty("serial"));
    }
    text.parse().map_err(|_| Fault::NotASerial("serial"))
}

/// The six digits of a form's code.
fn code(visit: &Visit) -> Result<String, Fault> {
    visit.fields.digits("code", 6)
}

fn confirmed(visit: &Visit) -> Result<(), Fault> {
    if visit.fields.text("confirm") == "yes" { Ok(()) } else { Err(Fault::NotConfirmed) }
}

/// Places of the 資金移動用パスワード as people count them, from 1.
fn places(visit: &mut Visit) -> (u8, u8) {
    let (first, second) = visit.session.places();
    (first + 1, second + 1)
}
