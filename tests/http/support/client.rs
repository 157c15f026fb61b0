//! A visitor without a browser: keeps cookies, reads pages, fills in forms.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url, redirect};

use super::markup;
use super::page::Page;

/// One visitor. Clones share the cookies, as tabs of one browser do.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    /// The address that the visitor types, where a proxy with a certificate stands in front of the server.
    public: Option<Url>,
    /// Sent with every request, after the client's own; an empty value sends none.
    headers: Vec<(String, String)>,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Client {
    /// A visitor of `base`, such as `http://127.0.0.1:8080`, who reads English.
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
        Self {
            http,
            base: Url::parse(base).expect("a base URL"),
            public: None,
            headers: vec![("accept-language".into(), "en".into())],
            cookies: Arc::default(),
        }
    }

    /// The same visitor, who comes through a proxy at `public`, such as `https://portal.example`.
    #[must_use]
    pub fn behind_proxy(&self, public: &str) -> Self {
        let public = Url::parse(public).expect("a URL");
        let authority = public.authority().to_owned();
        Self { public: Some(public), ..self.with_header("host", &authority) }
    }

    /// The same visitor (and cookies) with this `Accept-Language`.
    #[must_use]
    pub fn with_language(&self, languages: &str) -> Self {
        self.with_header("accept-language", languages)
    }

    /// The same visitor (and cookies) with one more header on every request.
    #[must_use]
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut one = self.clone();
        one.headers.push((name.to_owned(), value.to_owned()));
        one
    }

    pub async fn get(&self, path: &str) -> Page {
        self.get_with(path, &[]).await
    }

    /// As htmx asks for a fragment.
    pub async fn get_htmx(&self, path: &str) -> Page {
        self.get_with(path, &[("hx-request", "true")]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Page {
        let navigation = [("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate")];
        self.request(Method::GET, path, None, &[&navigation[..], headers].concat()).await
    }

    /// Posts what no form offers, from the application's own origin.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.send("post", path, &owned(fields), &[]).await
    }

    /// Posts what a form on somebody else's site would.
    pub async fn post_cross_site(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let foreign = [("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")];
        self.send("post", path, &owned(fields), &foreign).await
    }

    /// A form body by any method, from the application's own origin unless `headers` say
    /// otherwise (an empty value leaves a header out).
    pub async fn send(&self, method: &str, path: &str, fields: &[(String, String)], headers: &[(&str, &str)]) -> Page {
        let origin = self.public.as_ref().unwrap_or(&self.base).origin().ascii_serialization();
        let own = [
            ("origin", origin.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "navigate"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let method = method.to_uppercase().parse().expect("a method");
        self.request(method, path, Some(encode(fields)), &[&own[..], headers].concat()).await
    }

    /// Any request. Later headers replace earlier ones of the same name.
    pub async fn request(&self, method: Method, path: &str, body: Option<String>, headers: &[(&str, &str)]) -> Page {
        let mut request = self.http.request(method, self.absolute(path));
        if let Some(body) = body {
            request = request.body(body);
        }
        let answer = request.headers(self.all_headers(headers)).send().await;
        let answer = answer.unwrap_or_else(|error| panic!("no answer from {path}: {error:?}"));
        self.keep_cookies(answer.headers());
        let page = Page {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            path: self.relative(answer.url()),
            html: text_of(answer).await,
            client: self.clone(),
        };
        markup::look(&page);
        page
    }

    /// The value of a cookie, when the visitor has it.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar().get(name).cloned()
    }

    /// Puts a cookie into the jar, as somebody would who found or forged it.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar().insert(name.to_owned(), value.to_owned());
    }

    /// Forgets everything, as a visitor who comes back in a new private window.
    pub fn forget_cookies(&self) {
        self.jar().clear();
    }

    pub(super) fn absolute(&self, path: &str) -> String {
        let url = self.base.join(path).expect("a path");
        assert!(url.origin() == self.base.origin(), "{url} is not on {}; this client stays at home", self.base);
        url.into()
    }

    /// `link` as it reads on the page at `page`: a path when it stays on this server.
    pub(super) fn resolve(&self, page: &str, link: &str) -> String {
        let page = self.base.join(page).expect("a path");
        self.relative(&page.join(link).expect("a link"))
    }

    fn relative(&self, url: &Url) -> String {
        if url.origin() != self.base.origin() {
            return url.to_string();
        }
        let query = url.query().map(|query| format!("?{query}"));
        format!("{}{}", url.path(), query.unwrap_or_default())
    }

    fn jar(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().expect("no panic while the jar is held")
    }

    fn all_headers(&self, headers: &[(&str, &str)]) -> HeaderMap {
        let mut all = HeaderMap::new();
        let jar = self.jar();
        let cookies: Vec<_> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let given = headers.iter().copied();
        for (name, value) in [("cookie", cookies.as_str())].into_iter().chain(own).chain(given) {
            let name: HeaderName = name.parse().expect("a header name");
            if value.is_empty() {
                all.remove(&name);
            } else {
                all.insert(name, HeaderValue::from_str(value).expect("a header value"));
            }
        }
        all
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        for cookie in headers.get_all("set-cookie") {
            let cookie = SetCookie::parse(cookie.to_str().expect("a readable cookie"));
            if !cookie.accepted(self.public.as_ref().unwrap_or(&self.base).scheme() == "https") {
                continue;
            }
            let mut jar = self.jar();
            if cookie.removes {
                jar.remove(&cookie.name);
            } else {
                jar.insert(cookie.name, cookie.value);
            }
        }
    }
}

/// The parts of `Set-Cookie` that a test can tell apart. Times in the future mean nothing to a
/// jar without a clock: the server decides when a session ends.
struct SetCookie {
    name: String,
    value: String,
    secure: bool,
    whole_host: bool,
    removes: bool,
}

impl SetCookie {
    fn parse(header: &str) -> Self {
        let mut parts = header.split(';').map(str::trim);
        let (name, value) = parts.next().unwrap_or_default().split_once('=').expect("name=value");
        let attributes: BTreeMap<String, &str> = parts
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .map(|(name, value)| (name.to_lowercase(), value))
            .collect();
        let age = attributes.get("max-age").and_then(|age| age.parse::<i64>().ok());
        let past = attributes.get("expires").is_some_and(|at| at.contains("1970"));
        Self {
            name: name.to_owned(),
            value: value.to_owned(),
            secure: attributes.contains_key("secure"),
            whole_host: attributes.get("path") == Some(&"/") && !attributes.contains_key("domain"),
            removes: age.map_or(past, |age| age <= 0),
        }
    }

    /// Whether every browser would take it: a name with a prefix is a promise, and a cookie that
    /// breaks it is dropped in silence, the one that should remove it too. Over http WebKit drops
    /// what is `Secure`, on this machine too.
    fn accepted(&self, https: bool) -> bool {
        let host = self.name.starts_with("__Host-");
        let prefixed = host || self.name.starts_with("__Secure-");
        (self.secure || !prefixed) && (self.whole_host || !host) && (https || !self.secure)
    }
}

/// `application/x-www-form-urlencoded`, which is how a URL writes its query too.
pub(super) fn encode(fields: &[(String, String)]) -> String {
    let mut url = Url::parse("http://form.example").expect("a URL");
    url.query_pairs_mut().extend_pairs(fields);
    url.query().unwrap_or_default().to_owned()
}

fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let fields = fields.iter();
    fields.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn text_of(answer: reqwest::Response) -> String {
    let bytes = answer.bytes().await.expect("the whole body");
    String::from_utf8_lossy(&bytes).into_owned()
}
