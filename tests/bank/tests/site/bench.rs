//! A bank in this process, browsers that ask it, and the hash of what it knows.

use crate::phone::Phone;
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http_body_util::BodyExt;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use skts_bank::bank::Bank;
use skts_bank::clock::Clock;
use skts_bank::site::router;
use skts_bank::store::Store;
use skts_bank_verifier::Embedded;
use skts_token::token::UnixTime;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::PathBuf;
use tempfile::TempDir;
use tower::ServiceExt;

/// Ten in the morning in Japan.
const MORNING: u64 = 1_799_974_800;

/// A bank with a clock of its own.
pub struct Bench {
    pub router: Router,
    folder: TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Self::with_tries(100_000)
    }

    pub fn with_tries(tries: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        std::fs::write(file("clock"), MORNING.to_string()).unwrap();
        let store = Store::open(&file("bank")).unwrap();
        let verifier = Box::new(Embedded::open(&file("bank.verifier")).unwrap());
        let tries = NonZeroU32::new(tries).unwrap();
        let bank = Bank::open(store, verifier, Clock::file(file("clock")), tries).unwrap();
        Self { router: router(bank), folder }
    }

    pub fn now(&self) -> UnixTime {
        let text = std::fs::read_to_string(self.folder.path().join("clock")).unwrap();
        UnixTime::from_seconds(text.parse().unwrap())
    }

    pub fn later(&self, seconds: u64) {
        let now = self.now().seconds() + seconds;
        std::fs::write(self.folder.path().join("clock"), now.to_string()).unwrap();
    }

    pub fn next_day(&self) {
        self.later(86_400);
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("bank")
    }

    /// Every row of the bank that a refusal leaves alone: all tables but sessions and the audit trail.
    pub fn state(&self) -> Vec<String> {
        self.rows(&["contract", "token", "setting"])
    }

    /// Every row of these tables, as text.
    pub fn rows(&self, tables: &[&str]) -> Vec<String> {
        let connection = Connection::open(self.database()).unwrap();
        let mut all = Vec::new();
        for table in tables {
            let mut query = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let columns = query.column_count();
            let mut rows = query.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let cells: Vec<String> = (0..columns).map(|n| cell(row.get_ref(n).unwrap())).collect();
                all.push(format!("{table}: {}", cells.join(", ")));
            }
        }
        all.sort();
        all
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { bench: self, cookie: None }
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    /// A customer with a letter and a phone that read it.
    pub async fn customer(&self, name: &str) -> Customer<'_> {
        let mut browser = self.browser();
        let letter = browser.send("/apply", &[("name", name), ("kind", "plain")]).await;
        assert_eq!(letter.refusal(), None);
        let phone = Phone::of(self, &letter);
        let text = |id| letter.text(id);
        Customer {
            contract: text("contract"),
            password: text("password"),
            transfer_password: text("transfer-password"),
            phone,
            browser,
        }
    }

    /// One who has started the day before and is logged in.
    pub async fn started(&self, login_code: &str) -> Customer<'_> {
        let mut customer = self.customer("見本 花子").await;
        let code = customer.phone.code(self);
        let done = customer.start(&code, login_code).await;
        assert_eq!((done.status, done.refusal()), (200, None));
        self.next_day();
        let answer = customer.login().await;
        if login_code == "yes" {
            let code = customer.phone.code(self);
            assert_eq!(customer.browser.send("/login/code", &[("code", &code)]).await.refusal(), None);
        }
        assert_eq!(answer.refusal(), None);
        customer
    }
}

/// A customer at a browser.
pub struct Customer<'a> {
    pub contract: String,
    pub password: String,
    pub transfer_password: String,
    pub phone: Phone,
    pub browser: Browser<'a>,
}

impl Customer<'_> {
    pub async fn login(&mut self) -> Answer {
        let (contract, password) = (self.contract.clone(), self.password.clone());
        self.browser.send("/login", &[("contract", &contract), ("password", &password)]).await
    }

    /// The two digits that a page asks for.
    pub fn digits(&self, page: &Answer) -> (String, String) {
        let digit = |name: &str| {
            let label = page.between(&format!("<label for=\"{name}\">"), "</label>");
            let place: usize =
                label.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
            self.transfer_password[place - 1..place].to_owned()
        };
        (digit("digit-a"), digit("digit-b"))
    }

    pub async fn start(&mut self, code: &str, login_code: &str) -> Answer {
        let serial = self.phone.serial();
        self.start_with(&serial, code, login_code).await
    }

    pub async fn start_with(&mut self, serial: &str, code: &str, login_code: &str) -> Answer {
        let page = self.browser.get("/start").await;
        let (first, second) = self.digits(&page);
        let fields = [
            ("contract", self.contract.clone()),
            ("password", self.password.clone()),
            ("serial", serial.to_owned()),
            ("code", code.to_owned()),
            ("digit-a", first),
            ("digit-b", second),
            ("login-code", login_code.to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.browser.send_form(&page, "/start", &fields).await
    }

    /// 振込, up to the page that asks for its code.
    pub async fn transfer(&mut self, account: &str, yen: &str, by: &str) -> Answer {
        let fields = [("bank", "1234"), ("branch", "001"), ("account", account), ("amount", yen), ("by", by)];
        self.browser.send("/transfer", &fields).await
    }

    /// Contract and password, and some fields more.
    pub fn with<'b>(&'b self, more: &[(&'b str, &'b str)]) -> Vec<(&'b str, &'b str)> {
        let mut fields = vec![("contract", self.contract.as_str()), ("password", self.password.as_str())];
        fields.extend(more);
        fields
    }
}

/// A browser without scripts: one cookie, and forms as the pages have them.
#[derive(Clone)]
pub struct Browser<'a> {
    bench: &'a Bench,
    pub cookie: Option<String>,
}

impl Browser<'_> {
    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self.once(Method::GET, path, None).await;
        self.follow(answer).await
    }

    /// Opens a page, fills in its form and sends it.
    pub async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await;
        self.send_form(&page, path, fields).await
    }

    /// Sends the form of a page that is open already.
    pub async fn send_form(&mut self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let answer = self.post(page, path, fields).await;
        self.follow(answer).await
    }

    /// The same without going where the answer leads.
    pub async fn post(&mut self, page: &Answer, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = page.hidden(path);
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish();
        self.once(Method::POST, path, Some(body)).await
    }

    async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..3 {
            let Some(address) = answer.headers.get(LOCATION) else { return answer };
            let address = address.to_str().unwrap().to_owned();
            answer = self.once(Method::GET, &address, None).await;
        }
        answer
    }

    pub async fn once(&mut self, method: Method, path: &str, body: Option<String>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, format!("skts-bank={cookie}"));
        }
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let answer = self.bench.ask(request.body(Body::from(body.unwrap_or_default())).unwrap()).await;
        if let Some(cookie) = answer.headers.get(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            self.cookie = Some(cookie.strip_prefix("skts-bank=").unwrap().to_owned());
        }
        answer
    }
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(text) => std::str::from_utf8(text).unwrap().to_owned(),
        other => format!("{other:?}"),
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn html(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    pub fn between(&self, start: &str, end: &str) -> String {
        let html = self.html();
        let from = html.find(start).unwrap_or_else(|| panic!("no {start} in {html}")) + start.len();
        html[from..from + html[from..].find(end).unwrap()].to_owned()
    }

    /// The name of the refusal, if it is one.
    pub fn refusal(&self) -> Option<String> {
        let html = std::str::from_utf8(&self.bytes).ok()?;
        html.contains("data-refusal=").then(|| self.between("data-refusal=\"", "\""))
    }

    /// The text of the element of that id.
    pub fn text(&self, id: &str) -> String {
        let rest = self.between(&format!("id=\"{id}\""), "<");
        rest.split_once('>').unwrap().1.to_owned()
    }

    /// The bytes of the picture of that id.
    pub fn picture(&self, id: &str) -> Vec<u8> {
        let tag = self.between(&format!("<img id=\"{id}\""), ">");
        let data = tag.split_once("src=\"data:image/png;base64,").unwrap().1.split('"').next().unwrap();
        BASE64_STANDARD.decode(data).unwrap()
    }

    /// The hidden fields of the form that goes to an address.
    pub fn hidden(&self, path: &str) -> BTreeMap<String, String> {
        let form = self.between(&format!("action=\"{path}\""), "</form>");
        let fields = form.split("<input type=\"hidden\" name=\"").skip(1).map(|field| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            (name.to_owned(), rest.split('"').next().unwrap().to_owned())
        });
        fields.collect()
    }
}
