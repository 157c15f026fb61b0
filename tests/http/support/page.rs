//! An answer of the application, read the way its reader does: by what it says and where.

use reqwest::header::HeaderMap;
use scraper::{ElementRef, Html, Selector};

use super::client::Client;
use super::fields::FormFill;

/// The answer to one request.
#[derive(Clone)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    /// The address that was asked for, without the server.
    pub path: String,
    /// The body. A page, a fragment, or whatever else came.
    pub html: String,
    pub(super) client: Client,
}

/// One element of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub tag: String,
    /// Everything that a reader sees in it, with single spaces.
    pub text: String,
    pub html: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    pub fn attr(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Page {
    pub fn select(&self, css: &str) -> Vec<Element> {
        let dom = parse(&self.html);
        dom.select(&selector(css)).map(element).collect()
    }

    /// # Panics
    /// Unless there is exactly one.
    pub fn one(&self, css: &str) -> Element {
        let mut found = self.select(css);
        assert!(found.len() == 1, "{} elements are {css:?}, not one, in {self}", found.len());
        found.remove(0)
    }

    /// The text of the one element.
    pub fn text(&self, css: &str) -> String {
        self.one(css).text
    }

    pub fn texts(&self, css: &str) -> Vec<String> {
        self.select(css).into_iter().map(|found| found.text).collect()
    }

    pub fn has(&self, css: &str) -> bool {
        !self.select(css).is_empty()
    }

    /// Whether a reader finds `text` somewhere in what the page says.
    pub fn says(&self, text: &str) -> bool {
        spaced(parse(&self.html).root_element()).contains(text)
    }

    /// A response header, empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// # Panics
    /// With the page, when the status is another one.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert!(self.status == status, "expected {status} from {self}");
        self
    }

    /// The one form that is `css`, filled in as the page filled it in.
    pub fn form(&self, css: &str) -> FormFill {
        let dom = parse(&self.html);
        let forms: Vec<_> = dom.select(&selector(css)).collect();
        assert!(forms.len() == 1, "{} forms are {css:?}, not one, in {self}", forms.len());
        FormFill::read(self.client.clone(), &self.path, &dom, forms[0])
    }

    /// Follows the link that is `css`, or that says exactly `css`.
    pub async fn click(&self, css_or_text: &str) -> Self {
        let links = self.select("a[href]");
        let link = links.into_iter().find(|link| link.text == css_or_text).unwrap_or_else(|| self.one(css_or_text));
        let href = link.attr("href").expect("a link leads somewhere").to_owned();
        self.client.get(&self.client.resolve(&self.path, &href)).await
    }

    /// Where the answer sends its reader: `Location`, or htmx's headers for the same.
    pub fn location(&self) -> Option<String> {
        let names = ["location", "hx-redirect", "hx-location"];
        let target = names.map(|name| self.header(name));
        let target = target.into_iter().find(|target| !target.is_empty())?;
        Some(self.client.resolve(&self.path, target))
    }

    /// Goes where the answer sends its reader, as far as it leads.
    ///
    /// # Panics
    /// When it leads nowhere, in a circle, or asks to repeat a post.
    pub async fn follow(self) -> Self {
        assert!(self.location().is_some(), "no redirect in {self}");
        let mut page = self;
        for _ in 0..8 {
            let Some(location) = page.location() else {
                return page;
            };
            assert!(!matches!(page.status, 307 | 308), "{} would repeat the form", page.status);
            page = page.client.get(&location).await;
        }
        panic!("a circle of redirects at {page}");
    }
}

impl std::fmt::Display for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { status, path, html, .. } = self;
        write!(f, "{status} {path}")?;
        if let Some(location) = self.location() {
            write!(f, " → {location}")?;
        }
        write!(f, "\n{}", html.chars().take(6_000).collect::<String>())
    }
}

/// A fragment goes into a `<template>`, as htmx puts it: a bare `<tr>` would lose its tags
/// anywhere else.
pub(super) fn parse(html: &str) -> Html {
    let start: String = html.trim_start().chars().take(9).collect();
    let start = start.to_ascii_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") {
        Html::parse_document(html)
    } else {
        Html::parse_document(&format!("<body><template>{html}</template></body>"))
    }
}

pub(super) fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css:?} is not a selector: {error}"))
}

/// The text with single spaces, without what is never shown.
pub(super) fn spaced(element: ElementRef<'_>) -> String {
    let hidden = |name: &str| matches!(name, "script" | "style" | "head");
    let texts = element.descendants().filter_map(|node| {
        let shown = !node.ancestors().any(|ancestor| ancestor.value().as_element().is_some_and(|element| hidden(element.name())));
        node.value().as_text().filter(|_| shown).map(|text| &**text)
    });
    let text: String = texts.collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn element(found: ElementRef<'_>) -> Element {
    Element {
        tag: found.value().name().to_owned(),
        text: spaced(found),
        html: found.html(),
        attributes: found.value().attrs().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
    }
}
