//! What every answer and every request goes through: headers, the right host, the log, and work
//! that is finished even when the visitor has gone away.

use super::cookies::{Cookies, SESSION};
use super::request::{RequestId, address_of};
use super::{audit, paths};
use crate::app::App;
use crate::domain::language::Language;
use crate::texts;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::atomic::Ordering;
use tower_http::csrf::ProtectionError;
use tracing::field::display;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
const PERMISSIONS_POLICY: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
const STRICT_TRANSPORT: &str = "max-age=31536000; includeSubDomains";

/// When to come back where nobody said so, in seconds.
const SOON: i64 = 5;

/// The routes of whoever watches.
const HEALTH: [&str; 2] = ["/healthz", "/readyz"];

/// Puts the security headers on every answer. The outermost layer: answers that other layers make
/// carry them too.
pub async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let about_a_link = paths::is_about_a_link(path);
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    put(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::X_FRAME_OPTIONS, "DENY");
    put(header::REFERRER_POLICY, if about_a_link { "no-referrer" } else { "same-origin" });
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY);
    if app.is_https() {
        put(header::STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let is_about_later = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
    if is_about_later && !headers.contains_key(header::RETRY_AFTER) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(SOON));
    }
    if app.stopping.load(Ordering::Relaxed) {
        // Whoever asks again does so on a new connection, and perhaps elsewhere.
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    mend_removal_cookie(headers, Cookies::of(&app));
    response
}

/// tower-sessions 0.15 removes its cookie without `Secure`, which browsers ignore for a `__Host-`
/// cookie: written anew here.
fn mend_removal_cookie(headers: &mut HeaderMap, cookies: Cookies) {
    let name = cookies.name(SESSION);
    let is_removal = |value: &HeaderValue| {
        let text = value.to_str().unwrap_or_default();
        text.starts_with(&name) && text.contains("Max-Age=0") && !text.contains("Secure")
    };
    if !headers.get_all(header::SET_COOKIE).iter().any(is_removal) {
        return;
    }
    let kept: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().filter(|value| !is_removal(value)).cloned().collect();
    headers.remove(header::SET_COOKIE);
    for value in kept.into_iter().chain(cookies.remove(SESSION)) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// Refuses a host that is not the configured one: links, cookies and origin checks count on it.
pub async fn right_host(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|value| value.to_str().ok());
    let authority = app.settings.public_url.split("://").nth(1).unwrap_or_default();
    let named = request.uri().authority().is_none_or(|named| named.as_str().eq_ignore_ascii_case(authority));
    if named && hosts.next().is_none() && host.is_some_and(|host| host.eq_ignore_ascii_case(authority)) {
        return next.run(request).await;
    }
    let came = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or("unreadable"));
    let came: String = came.collect::<Vec<_>>().join(", ").chars().take(200).collect();
    let id = request.extensions().get::<RequestId>().map(|id| display(id.0));
    tracing::info!(request = id, host = came, expected = authority, "refused: the host is not that of public-url");
    let wished = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let t = texts::of(Language::negotiate(wished));
    (StatusCode::MISDIRECTED_REQUEST, format!("{}\n{}\n", t.wrong_host_title(), t.wrong_host())).into_response()
}

/// Refuses what changes something unless the browser says that a page of this very origin sent it: by `Sec-Fetch-Site`,
/// or, where that is missing, by an `Origin` that is the configured one to the letter. Whoever sends neither is no
/// browser that anybody still uses.
pub async fn from_own_page(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || is_from_own_page(request.headers(), &app.settings.public_url) {
        return next.run(request).await;
    }
    let id = request.extensions().get::<RequestId>().map(|id| display(id.0));
    tracing::info!(request = id, "refused: the form does not come from a page of this portal");
    let address = address_of(&app, request.headers(), request.extensions());
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    audit::keep_foreign_form(&app, &address, format!("{} {route}", request.method()));
    StatusCode::FORBIDDEN.into_response()
}

fn is_from_own_page(headers: &HeaderMap, public_url: &str) -> bool {
    let origin = headers.get(header::ORIGIN).map(HeaderValue::as_bytes);
    match headers.get("sec-fetch-site").map(HeaderValue::as_bytes) {
        // A page that keeps its address to itself, as those of mailed links do, has the origin "null".
        Some(b"same-origin" | b"none") => origin.is_none_or(|origin| origin == b"null" || origin == public_url.as_bytes()),
        // What else it may say is refused by the layer that knows it.
        Some(_) => true,
        None => origin == Some(public_url.as_bytes()),
    }
}

/// Runs a request that may change something to its end, whatever the visitor's connection does.
pub async fn finish(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    // The panic itself is told where it happens.
    tokio::spawn(next.run(request)).await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Gives the request an id, and writes one line in the log, and one in the metrics, for it: the route, never the
/// address bar (it may hold a secret).
pub async fn log(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (id, method) = (RequestId(app.new_id()), request.method().clone());
    let address = address_of(&app, request.headers(), request.extensions());
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    request.extensions_mut().insert(id);
    let began = tokio::time::Instant::now();
    let mut response = next.run(request).await;
    let took = began.elapsed();
    let (status, ms) = (response.status().as_u16(), u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    app.metrics.answered(method.as_str(), route.as_deref(), status, took);
    let (request, route) = (id.0.to_string(), route.as_deref().unwrap_or("-"));
    if let Some(reason) = response.extensions().get::<ProtectionError>() {
        tracing::info!(request, %reason, "refused: the form comes from another site");
        audit::keep_foreign_form(&app, &address, format!("{method} {route}"));
    }
    // Somebody asks every few seconds whether all is well.
    if HEALTH.contains(&route) {
        tracing::debug!(request, address, %method, route, status, ms, "answered");
    } else {
        tracing::info!(request, address, %method, route, status, ms, "answered");
    }
    if let Ok(id) = HeaderValue::from_str(&request) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}
