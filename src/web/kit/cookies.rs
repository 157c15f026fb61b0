//! Cookies of our own. All of them are `__Host-` cookies: this host, https (or loopback), `/`.

use crate::domain::language::Language;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The signed-in browser (tower-sessions).
pub const SESSION: &str = "__Host-session";
/// A browser that is not signed in, so that its forms can be told from others'.
pub const VISITOR: &str = "__Host-visitor";
pub const LANGUAGE: &str = "__Host-language";
/// By which an account knows a browser again that it was signed in to with.
pub const DEVICE: &str = "__Host-device";
/// Who stands between password and code.
pub const SECOND_STEP: &str = "__Host-second-step";
/// The sessions that this browser had before, by the hashes of their identifiers: they open nothing.
pub const ENDED: &str = "__Host-ended";
/// The list that this browser came from to the page of one of its rows, sealed.
pub const LIST: &str = "__Host-list";
/// That a form is kept for this browser, and on which page it is shown.
pub const KEPT: &str = "__Host-kept";

/// The value of the first cookie with this name, where it is plain text without control characters.
#[must_use]
pub fn get<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The cookies of a request, and nothing else of it.
#[must_use]
pub fn only(headers: &HeaderMap) -> HeaderMap {
    headers.get_all(header::COOKIE).iter().map(|line| (header::COOKIE, line.clone())).collect()
}

/// A `Set-Cookie` value; without `max_age` (seconds) the cookie ends with the browser.
#[must_use]
pub fn set(name: &str, value: &str, max_age: Option<i64>) -> Option<HeaderValue> {
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{age}")).ok()
}

/// Lets the browser keep the language for a year.
pub fn remember_language(response: &mut Response, language: Language) {
    if let Some(cookie) = set(LANGUAGE, language.word(), Some(365 * 24 * 60 * 60)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// A `Set-Cookie` value that ends the cookie.
#[must_use]
pub fn remove(name: &str) -> Option<HeaderValue> {
    set(name, "", Some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_cookies_counts_and_junk_is_nobody() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; __Host-language=nl; __Host-language=en"));
        assert_eq!(get(&headers, LANGUAGE), Some("nl"));
        assert_eq!(get(&headers, VISITOR), None);
        let mut junk = HeaderMap::new();
        junk.append(header::COOKIE, HeaderValue::from_bytes(b"__Host-language=\xff\xfe").unwrap());
        assert_eq!(get(&junk, LANGUAGE), None);
    }
}
