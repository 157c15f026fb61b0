//! The style sheet holds nothing that no page uses.

use super::templates::read;
use std::collections::BTreeSet;

/// Set by htmx on what waits for an answer.
const OF_HTMX: [&str; 1] = ["htmx-request"];

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').filter(|word| !word.is_empty()).map(str::to_owned)
}

/// The class selectors of a style sheet.
fn selected(sheet: &str) -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    let sheet: String = sheet
        .split("/*")
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split("*/").nth(1).unwrap_or("") })
        .collect();
    // What stands before a brace selects; what stands before a semicolon or a closing brace declares.
    for selector in sheet.split('{').map(|part| part.rsplit([';', '}']).next().unwrap_or_default()) {
        let names = selector.split('.').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        classes.extend(names.filter_map(|rest| words(rest).next()));
    }
    classes
}

/// The words in the `class` attributes of a text.
fn in_attributes(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for mut rest in text.split("class=\"").skip(1) {
        // A quote within an expression ends nothing.
        while let Some(end) = rest.find(['"', '{']) {
            found.extend(words(&rest[..end]));
            let close = match rest.get(end..end + 2) {
                Some("{{") => "}}",
                Some("{%") => "%}",
                Some(other) if other.starts_with('{') => "}",
                _ => break,
            };
            let length = rest[end..].find(close).map_or(rest.len() - end, |at| at + close.len());
            found.extend(words(&rest[end..end + length]));
            rest = &rest[end + length..];
        }
    }
    found
}

/// The words of the string literals that name nothing but classes.
fn in_literals(text: &str) -> BTreeSet<String> {
    let names = |literal: &&str| literal.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.'));
    text.split('"').skip(1).step_by(2).filter(names).flat_map(words).collect()
}

#[test]
fn every_class_of_the_style_sheet_is_used() {
    let mut used: BTreeSet<String> = OF_HTMX.map(str::to_owned).into();
    for (_, text) in read("templates") {
        used.extend(in_attributes(&text));
    }
    for (_, text) in read("src/web") {
        used.extend(in_attributes(&text));
        used.extend(text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(in_literals));
    }
    let static_files = read("static");
    let file = |name: &str| &static_files.iter().find(|(file, _)| file == name).expect("the file is there").1;
    for script in ["portico.js", "menus.js", "session.js"] {
        used.extend(file(script).lines().flat_map(in_literals));
    }
    let selected = selected(file("app.css"));
    assert!(selected.len() > 100 && selected.contains("button"), "{selected:?}");
    let numbered = |class: &str| {
        class.rsplit_once('-').is_some_and(|(name, number)| number.parse::<u8>().is_ok() && used.contains(&format!("{name}-")))
    };
    let unused: Vec<_> = selected.iter().filter(|class| !used.contains(*class) && !numbered(class)).collect();
    assert!(unused.is_empty(), "no page has {unused:?}");
}

#[test]
fn the_search_finds_what_it_is_for() {
    let sheet = "/* .no */ .a:is(.b, .c-1) > .d { margin: 0.5rem; &.e { top: 1.5em } } @media (x) { .f { left: .5rem; } }";
    assert_eq!(selected(sheet).into_iter().collect::<Vec<_>>(), ["a", "b", "c-1", "d", "e", "f"]);
    let template = r#"<p class="a{% if x == "y" %} b{% endif %} {{ self.c("d") }}" title="no">no</p><b class="e">"#;
    let found = in_attributes(template);
    for class in ["a", "b", "d", "e"] {
        assert!(found.contains(class), "{class} in {found:?}");
    }
    assert!(!found.contains("no"), "{found:?}");
    assert!(in_literals(r#"form.classList.toggle("has-some", x) + "<p>no</p>""#).contains("has-some"));
}
