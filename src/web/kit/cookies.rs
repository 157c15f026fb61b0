//! Cookies of our own: what they are called, and how they are marked.
//!
//! They are `__Host-` cookies: this host, `Secure`, `/`. Over plain http on this machine alone they have plain names
//! and no `Secure`, because WebKit drops such cookies there. The public URL decides which of the two, never the
//! connection or a header: behind a proxy the connection is plain, and a header is anybody's. Each portal knows the
//! names of its own kind only, so that a plain cookie, which any host below the same domain can set, is nobody's
//! over https.

use crate::app::App;
use crate::domain::language::Language;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The signed-in browser (tower-sessions).
pub const SESSION: &str = "session";
/// A browser that is not signed in, so that its forms can be told from others'.
pub const VISITOR: &str = "visitor";
pub const LANGUAGE: &str = "language";
/// By which an account knows a browser again that it was signed in to with.
pub const DEVICE: &str = "device";
/// Who stands between password and code.
pub const SECOND_STEP: &str = "second-step";
/// The sessions that this browser had before, by the hashes of their identifiers: they open nothing.
pub const ENDED: &str = "ended";
/// The list that this browser came from to the page of one of its rows, sealed.
pub const LIST: &str = "list";
/// That a form is kept for this browser, and on which page it is shown.
pub const KEPT: &str = "kept";

/// The two kinds of cookies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cookies {
    /// `__Host-` and `Secure`.
    Secure,
    /// Over plain http on this machine. What else runs on its ports sees the same cookies, hence names of our own.
    Loopback,
}

/// The cookies of a request, and nothing else of it.
#[must_use]
pub fn only(headers: &HeaderMap) -> HeaderMap {
    headers.get_all(header::COOKIE).iter().map(|line| (header::COOKIE, line.clone())).collect()
}

impl Cookies {
    /// The kind of this portal.
    #[must_use]
    pub fn of(app: &App) -> Self {
        if app.is_plain_loopback() { Self::Loopback } else { Self::Secure }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Secure => "__Host-",
            Self::Loopback => "portico-",
        }
    }

    #[must_use]
    pub fn is_secure(self) -> bool {
        self == Self::Secure
    }

    /// The whole name of a cookie.
    #[must_use]
    pub fn name(self, name: &str) -> String {
        format!("{}{name}", self.prefix())
    }

    /// The value of the first cookie with this name, where it is plain text without control characters.
    #[must_use]
    pub fn get<'h>(self, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
        self.all(headers).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether the browser brought any cookie of ours.
    #[must_use]
    pub fn brought(self, headers: &HeaderMap) -> bool {
        self.all(headers).next().is_some()
    }

    /// Names, without what they begin with, and values.
    fn all(self, headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter_map(move |(key, value)| Some((key.strip_prefix(self.prefix())?, value)))
    }

    /// A `Set-Cookie` value; without `max_age` (seconds) the cookie ends with the browser.
    #[must_use]
    pub fn set(self, name: &str, value: &str, max_age: Option<i64>) -> Option<HeaderValue> {
        let secure = if self.is_secure() { "; Secure" } else { "" };
        let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        HeaderValue::from_str(&format!("{}{name}={value}; Path=/{secure}; HttpOnly; SameSite=Lax{age}", self.prefix())).ok()
    }

    /// A `Set-Cookie` value that ends the cookie.
    #[must_use]
    pub fn remove(self, name: &str) -> Option<HeaderValue> {
        self.set(name, "", Some(0))
    }

    /// Lets the browser keep the language for a year.
    pub fn remember_language(self, response: &mut Response, language: Language) {
        if let Some(cookie) = self.set(LANGUAGE, language.word(), Some(365 * 24 * 60 * 60)) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Cookies::{Loopback, Secure};
    use super::*;

    #[test]
    fn the_first_of_two_cookies_counts_and_junk_is_nobody() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; __Host-language=nl; __Host-language=en"));
        assert_eq!(Secure.get(&headers, LANGUAGE), Some("nl"));
        assert_eq!(Secure.get(&headers, VISITOR), None);
        let mut junk = HeaderMap::new();
        junk.append(header::COOKIE, HeaderValue::from_bytes(b"__Host-language=\xff\xfe").unwrap());
        assert_eq!(Secure.get(&junk, LANGUAGE), None);
    }

    #[test]
    fn neither_kind_knows_a_name_of_the_other() {
        for (kind, line, known) in [
            (Secure, "portico-session=1; session=2; portico-__Host-session=3", false),
            (Secure, "portico-session=1; __Host-session=2", true),
            (Loopback, "__Host-session=1; session=2; __Host-portico-session=3", false),
            (Loopback, "session=1; portico-session=2", true),
        ] {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(line))]);
            assert_eq!(kind.get(&headers, SESSION), known.then_some("2"), "{kind:?}: {line}");
            assert_eq!(kind.brought(&headers), known, "{kind:?}: {line}");
        }
        assert!(!Secure.brought(&HeaderMap::new()));
    }
}
