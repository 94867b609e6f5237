//! Addresses, headers, and the thread on which a request is answered.

use crate::bank::Bank;
use crate::faults::Fault;
use crate::limits::MAX_BODY;
use crate::looks::{FAVICON, Looks};
use crate::pages::{NO_FORM, NOWHERE, PAGES};
use crate::session::COOKIE;
use crate::visit::{Answer, Asked, Page, answer};
use axum::Router;
use axum::extract::{ConnectInfo, RawPathParams, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE as COOKIES, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{Method, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{RequestExt, body};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Characters of the longest part of an address that a page leaves open.
const MAX_ID: usize = 64;
/// Bytes of the longest query.
const MAX_QUERY: usize = 512;

/// What every answer says to the browser: pages, files, refusals and addresses that there are not.
pub const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    // Another site's page gets no hand on this one's window and does not load its pictures.
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
];

/// Every address of the site.
pub fn router(bank: Bank) -> Router {
    let mut router = Router::new();
    for page in PAGES {
        let serve = move |State(bank): State<Bank>, request: Request| serve(bank, page, request);
        router =
            router.route(page.path, if page.send.is_some() { get(serve).post(serve) } else { get(serve) });
    }
    let nowhere = |State(bank): State<Bank>, request: Request| serve(bank, &NOWHERE, request);
    let no_form = |State(bank): State<Bank>, request: Request| serve(bank, &NO_FORM, request);
    router
        .route("/style.css", get(|| async { ([(CONTENT_TYPE, "text/css; charset=utf-8")], Looks::style()) }))
        .route("/favicon.svg", get(|| async { ([(CONTENT_TYPE, "image/svg+xml")], FAVICON) }))
        .fallback(nowhere)
        .method_not_allowed_fallback(no_form)
        .layer(map_response(with_headers))
        .with_state(bank)
}

async fn with_headers(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Reads what the browser asks, and lets another thread answer: SQLite, Argon2 and the verifier block.
async fn serve(bank: Bank, page: &'static Page, mut request: Request) -> Answer {
    let id = match request.extract_parts::<RawPathParams>().await {
        Ok(params) => params.iter().next().map(|(_, value)| value.to_owned()),
        Err(_) => None,
    };
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = address.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(address)| address.ip());
    let cookie = cookie(&request);
    let query = request.uri().query().unwrap_or("");
    let query = if query.len() <= MAX_QUERY { query.to_owned() } else { String::new() };
    let is_form = page.send.is_some() && request.method() == Method::POST;
    let form = if is_form { Some(form(request).await) } else { None };
    let id = id.filter(|id| id.len() <= MAX_ID);
    let asked = Asked { cookie, query, id, address, form };
    let answered = tokio::task::spawn_blocking(move || answer(&bank, page, asked)).await;
    answered.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// The bytes of a form. What no form of this site sends is refused unread.
async fn form(request: Request) -> Result<Vec<u8>, Fault> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        return Err(Fault::BadForm);
    }
    let bytes = body::to_bytes(request.into_body(), MAX_BODY).await;
    bytes.map(|bytes| bytes.to_vec()).map_err(|_| Fault::TooLarge)
}

/// The id in the site's own cookie.
fn cookie(request: &Request) -> Option<String> {
    let all = request.headers().get_all(COOKIES).iter().filter_map(|header| header.to_str().ok());
    let mut pairs = all.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}
