//! What every page that a test gets has to be, whatever the test is about; and the pages themselves, for who wants to
//! have them checked (`bin/test html`).

use super::page::Page;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// # Panics
/// When a page of ours has a fault that no page may have.
pub fn look(page: &Page) {
    if !page.header("content-type").starts_with("text/html") {
        return;
    }
    let faults = faults(&page.html);
    assert!(faults.is_empty(), "{}: {faults:#?}", page.path);
    if let Some(folder) = std::env::var_os("PORTICO_TEST_PAGES")
        && page.html.trim_start().starts_with("<!doctype html>")
    {
        let file = Path::new(&folder).join(format!("{:016x}.html", shape(&page.html)));
        std::fs::write(&file, &page.html).expect("a page is written");
    }
}

/// What a checker of HTML would refuse, of what has been refused once.
pub fn faults(html: &str) -> Vec<String> {
    html.split('<').skip(1).filter_map(fault).collect()
}

/// Whether a tag, given with what follows it, is one of those.
fn fault(tag: &str) -> Option<String> {
    let tag = tag.split('>').next().unwrap_or_default();
    let is_box = tag.starts_with("input") && ["checkbox", "radio"].iter().any(|kind| tag.contains(&format!(" type=\"{kind}\"")));
    let empty =
        [" name=\"\"", " action=\"\"", " href=\"\"", " id=\"\"", " for=\"\""].into_iter().find(|empty| tag.contains(empty));
    let wrong = empty.or_else(|| Some(" autocomplete=").filter(|name| is_box && tag.contains(name)));
    wrong.map(|wrong| format!("{wrong} in <{tag}>"))
}

/// The same for pages that differ in words, numbers and ids only.
fn shape(html: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for tag in html.split('<').skip(1) {
        // What stands between the quotes of a value or of an id is not the page's shape; its names are.
        let tag = tag.split('>').next().unwrap_or_default();
        let names: String = tag.split('"').step_by(2).collect();
        names.hash(&mut hasher);
    }
    hasher.finish()
}

/// What stands on a page outside of everything by which people who do not see it find their way.
pub fn outside_landmarks(page: &Page) -> Vec<String> {
    let all = page.select("body > :not(header, main, footer, nav, dialog, a.skip)");
    let holds_something =
        |html: &str| !html.split('>').skip(1).all(|part| part.trim().is_empty() || part.trim().starts_with("</"));
    all.into_iter().map(|element| element.html).filter(|html| holds_something(html)).collect()
}
