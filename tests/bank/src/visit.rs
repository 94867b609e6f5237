//! One request from its cookie to its answer. Everything here blocks (SQLite, Argon2, the verifier), so [`crate::site`] runs it on
//! a thread for such work.

use crate::bank::Bank;
use crate::faults::Fault;
use crate::fields::Fields;
use crate::secrets;
use crate::session::{COOKIE, Session};
use crate::store::AuditLine;
use crate::words;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue, LOCATION, SET_COOKIE};
use axum::http::{Response, StatusCode};
use minijinja::{Value, context};
use skts_token::token::UnixTime;
use std::net::{IpAddr, Ipv4Addr};

/// Bytes of an answer.
pub type Answer = Response<axum::body::Body>;

/// What a page shows.
pub type Show = fn(&mut Visit) -> Result<View, Stop>;
/// What the form of a page does.
pub type Send = fn(&mut Visit) -> Result<Reply, Fault>;

/// A page of the site: its address, its name in the audit trail, and what it does.
pub struct Page {
    pub path: &'static str,
    pub journey: &'static str,
    pub show: Show,
    /// What its form does. A page without one takes no form.
    pub send: Option<Send>,
}

/// A template and what it shows.
pub struct View {
    pub template: &'static str,
    pub context: Value,
}

/// Why a page is not shown.
pub enum Stop {
    /// It is elsewhere.
    Go(String),
    /// It is a file.
    File(Reply),
    /// It is refused.
    Fault(Fault),
}

/// What a page gives.
pub enum Reply {
    /// See there: after every form that was granted, so that loading the page again sends nothing again.
    Go(String),
    /// A file to keep.
    File { kind: &'static str, name: String, bytes: Vec<u8> },
}

/// What a browser asks.
pub struct Asked {
    pub cookie: Option<String>,
    pub query: String,
    /// The part of the address that a page leaves open.
    pub id: Option<String>,
    pub address: IpAddr,
    /// The form's bytes, or why there are none; `None`: no form.
    pub form: Option<Result<Vec<u8>, Fault>>,
}

/// A request while it is answered.
pub struct Visit {
    pub bank: Bank,
    pub session: Session,
    pub now: UnixTime,
    pub fields: Fields,
    pub id: Option<String>,
    pub address: IpAddr,
    /// The contract that the request turned out to be about, for the audit trail. Never what somebody typed: it may be a password.
    pub about: Option<String>,
    session_id: String,
    /// The browser does not have this session's cookie yet.
    is_new: bool,
    /// The browser's session had ended.
    had_ended: bool,
}

impl Visit {
    fn begin(bank: &Bank, asked: &Asked) -> Result<Self, Fault> {
        let now = bank.clock().now();
        let known = match &asked.cookie {
            Some(id) => bank.store().session(id)?.map(|(session, seen)| (id.clone(), session, seen)),
            None => None,
        };
        let had_ended = match &known {
            Some((_, _, seen)) => Session::has_ended(*seen, now),
            // The bank was started anew, or has forgotten the session.
            None => asked.cookie.is_some(),
        };
        let (session_id, mut session, is_new) = match known {
            Some((id, session, _)) if !had_ended => (id, session, false),
            Some((id, session, _)) => {
                bank.store().end_session(&id)?;
                (secrets::token(), Session::new(session.english), true)
            }
            None => (secrets::token(), Session::new(false), true),
        };
        let query = Fields::read(asked.query.as_bytes())?;
        match query.text("lang") {
            "ja" => session.english = false,
            "en" => session.english = true,
            _ => {}
        }
        Ok(Self {
            bank: bank.clone(),
            session,
            now,
            fields: Fields::default(),
            id: asked.id.clone(),
            address: asked.address,
            about: None,
            session_id,
            is_new,
            had_ended,
        })
    }

    /// No browser's: the bank itself opens contracts to begin with.
    pub fn of_the_bank(bank: &Bank) -> Self {
        Self {
            bank: bank.clone(),
            session: Session::new(false),
            now: bank.clock().now(),
            fields: Fields::default(),
            id: None,
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            about: None,
            session_id: String::new(),
            is_new: true,
            had_ended: false,
        }
    }

    /// The contract that is logged in.
    pub fn customer(&mut self) -> Result<String, Fault> {
        let fault = match (&self.session.customer, &self.session.half) {
            (Some(contract), _) => {
                self.about = Some(contract.clone());
                return Ok(contract.clone());
            }
            (None, Some(_)) => Fault::LoginCodeNeeded,
            (None, None) if self.had_ended => Fault::SessionExpired,
            (None, None) => Fault::LoginNeeded,
        };
        Err(fault)
    }

    /// A new session id, and with it an empty session: whoever put a cookie into the browser before the login does not know this one.
    pub fn renew(&mut self) -> Result<(), Fault> {
        self.bank.store().end_session(&self.session_id)?;
        self.session_id = secrets::token();
        self.session = Session::new(self.session.english);
        self.is_new = true;
        Ok(())
    }

    /// A line of the audit trail.
    pub fn line(&self, journey: &str, result: &str) -> AuditLine {
        AuditLine {
            at: self.now,
            contract: self.about.clone().unwrap_or_else(|| "-".to_owned()),
            journey: journey.to_owned(),
            result: result.to_owned(),
        }
    }

    /// Checks that the form is one that this session was shown, and takes it.
    fn take_form(&mut self, body: Vec<u8>) -> Result<(), Fault> {
        self.fields = Fields::read(&body)?;
        let (session, form) = self.fields.raw("csrf").split_once('.').ok_or(Fault::Csrf)?;
        if self.is_new || form.len() != self.session.csrf.len() || !secrets::same(session, &self.session.csrf)
        {
            return Err(Fault::Csrf);
        }
        let first = self.bank.store().take_form(self.fields.raw("csrf"), &self.session_id, self.now)?;
        if first { Ok(()) } else { Err(Fault::DoubleSubmit) }
    }

    fn keep(&mut self) -> Result<(), Fault> {
        let store = self.bank.store();
        match self.is_new {
            true => store.begin_session(&self.session_id, &self.session, self.now)?,
            false => store.keep_session(&self.session_id, &self.session, self.now)?,
        }
        Ok(())
    }

    fn draw(&self, view: &View, page: &Page, fault: Option<&Fault>) -> Result<String, minijinja::Error> {
        let english = self.session.english;
        let notice = fault.map(|fault| notice(fault, english));
        let common = context! {
            lang => if english { "en" } else { "ja" },
            csrf => format!("{}.{}", self.session.csrf, secrets::token()),
            customer => &self.session.customer,
            half => self.session.half.is_some(),
            path => page.path,
            notice,
            wrong => fault.and_then(Fault::field).unwrap_or(""),
            kept => self.fields.kept(),
        };
        self.bank.looks().draw(view.template, english, context! { ..view.context.clone(), ..common })
    }

    fn respond(
        &mut self,
        page: &Page,
        result: Result<Reply, Fault>,
        view: Result<View, Stop>,
    ) -> Result<Answer, Fault> {
        // What `show` and `send` have put into the session is kept before the answer leaves.
        self.keep()?;
        let answer = match (result, view) {
            (Ok(Reply::Go(address)), _) => go(&address),
            (Ok(Reply::File { kind, name, bytes }), _) => file(kind, &name, bytes),
            (Err(fault), Ok(view)) => html(fault.status(), self.drawn(&view, page, Some(&fault))?),
            (Err(fault), Err(_)) => html(fault.status(), self.drawn(&bare(), page, Some(&fault))?),
        };
        Ok(self.with_cookie(answer))
    }

    fn drawn(&self, view: &View, page: &Page, fault: Option<&Fault>) -> Result<String, Fault> {
        self.draw(view, page, fault).map_err(|error| {
            eprintln!("skts-bank: the page {} cannot be drawn: {error:#}", page.path);
            Fault::Broken
        })
    }

    fn with_cookie(&self, mut answer: Answer) -> Answer {
        if self.is_new {
            let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict", self.session_id);
            let cookie = HeaderValue::from_str(&cookie).expect("the id is base64");
            answer.headers_mut().insert(SET_COOKIE, cookie);
        }
        answer
    }
}

/// The answer to a request.
pub fn answer(bank: &Bank, page: &Page, mut asked: Asked) -> Answer {
    let form = asked.form.take();
    let answer = Visit::begin(bank, &asked).and_then(|mut visit| match form {
        Some(form) => sent(&mut visit, page, form),
        None => shown(&mut visit, page),
    });
    answer.unwrap_or_else(|fault| without_session(bank, &fault))
}

fn shown(visit: &mut Visit, page: &Page) -> Result<Answer, Fault> {
    match (page.show)(visit) {
        Ok(view) => {
            visit.keep()?;
            Ok(visit.with_cookie(html(200, visit.drawn(&view, page, None)?)))
        }
        Err(Stop::Go(address)) => visit.respond(page, Ok(Reply::Go(address)), Ok(bare())),
        Err(Stop::File(reply)) => visit.respond(page, Ok(reply), Ok(bare())),
        Err(Stop::Fault(Fault::LoginNeeded)) => {
            visit.respond(page, Ok(Reply::Go("/login".to_owned())), Ok(bare()))
        }
        Err(Stop::Fault(fault)) => visit.respond(page, Err(fault), Ok(bare())),
    }
}

fn sent(visit: &mut Visit, page: &Page, form: Result<Vec<u8>, Fault>) -> Result<Answer, Fault> {
    let send = page.send.ok_or(Fault::WrongMethod)?;
    // An ended session says so itself, instead of failing at the form's token.
    let alive = if visit.had_ended { Err(Fault::SessionExpired) } else { Ok(()) };
    let taken = alive.and(form).and_then(|body| visit.take_form(body));
    let result = match taken {
        Ok(()) => {
            let result = send(visit);
            if result.is_err() {
                visit.bank.store().give_form_back(visit.fields.raw("csrf"))?;
            }
            result
        }
        Err(fault) => Err(fault),
    };
    if let Err(fault) = &result {
        visit.bank.store().note(&visit.line(page.journey, fault.name()))?;
    }
    let view = if result.is_err() { (page.show)(visit) } else { Ok(bare()) };
    visit.respond(page, result, view)
}

/// The page that has nothing but the refusal.
fn bare() -> View {
    View { template: "notice", context: context! {} }
}

fn notice(fault: &Fault, english: bool) -> Value {
    let words = words::of(fault);
    let (heading, advice) = if english { words.en } else { words.ja };
    context! { name => fault.name(), heading, advice, field => fault.field().unwrap_or(""), status => fault.status() }
}

/// What is left to say where not even the session can be read.
fn without_session(bank: &Bank, fault: &Fault) -> Answer {
    let context = context! {
        lang => "ja", csrf => "", customer => (), half => false, path => "/", notice => notice(fault, false),
        wrong => "", kept => context! {},
    };
    let page = bank.looks().draw("notice", false, context);
    html(fault.status(), page.unwrap_or_else(|_| words::of(fault).ja.0))
}

fn html(status: u16, body: String) -> Answer {
    let mut answer = Response::new(body.into());
    *answer.status_mut() = StatusCode::from_u16(status).expect("faults have HTTP's numbers");
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}

fn go(address: &str) -> Answer {
    let mut answer = Response::new(axum::body::Body::empty());
    *answer.status_mut() = StatusCode::SEE_OTHER;
    let address = HeaderValue::from_str(address).expect("addresses of this site are ASCII");
    answer.headers_mut().insert(LOCATION, address);
    answer
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Answer {
    let mut answer = Response::new(bytes.into());
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    answer.headers_mut().insert(CONTENT_DISPOSITION, disposition.expect("a serial and an ending are ASCII"));
    answer
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
