//! What no template may hold, so that the policy in the headers never has to be weakened.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

pub(super) fn read(folder: &str) -> Vec<(String, String)> {
    let (root, mut found) = (Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), Vec::new());
    files(&root, &mut found);
    let name = |path: &Path| path.strip_prefix(&root).expect("below it").display().to_string();
    found.iter().map(|path| (name(path), std::fs::read_to_string(path).expect("a text"))).collect()
}

/// Where a reader of a template is.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Text,
    Tag,
    Value(char),
}

/// The attributes of a template and the expressions in tags that stand outside of quotes.
#[derive(Debug, Default)]
struct Markup {
    attributes: BTreeSet<String>,
    unquoted: Vec<String>,
}

fn markup(template: &str) -> Markup {
    let (mut rest, mut place, mut markup, mut word) = (template, Place::Text, Markup::default(), String::new());
    while let Some(c) = rest.chars().next() {
        let closing = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")].into_iter().find(|(open, _)| rest.starts_with(open));
        if let Some((open, close)) = closing {
            let end = rest.find(close).map_or(rest.len(), |at| at + close.len());
            if place == Place::Tag && open == "{{" {
                markup.unquoted.push(rest[..end].to_owned());
            }
            (rest, word) = (&rest[end..], String::new());
            continue;
        }
        let next = rest[c.len_utf8()..].chars().next().unwrap_or(' ');
        place = match (place, c) {
            (Place::Text, '<') if next.is_ascii_alphabetic() => Place::Tag,
            (Place::Tag, '>') => Place::Text,
            (Place::Tag, '"' | '\'') => Place::Value(c),
            (Place::Value(quote), _) if c == quote => Place::Tag,
            _ => place,
        };
        match (place, c) {
            (Place::Tag, '=') => drop(markup.attributes.insert(std::mem::take(&mut word).to_lowercase())),
            (Place::Tag, c) if c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_') => word.push(c),
            _ => word.clear(),
        }
        rest = &rest[c.len_utf8()..];
    }
    markup
}

/// What is wrong with a page's template.
fn faults(name: &str, template: &str) -> Vec<String> {
    let found = markup(template);
    let mut faults: Vec<String> = found.unquoted.iter().map(|one| format!("{name}: {one} outside of quotes")).collect();
    let is_mail = name.starts_with("mail/");
    for attribute in &found.attributes {
        if attribute.starts_with("on") || attribute.starts_with("hx-on") || (attribute == "style" && !is_mail) {
            faults.push(format!("{name}: the attribute {attribute}"));
        }
    }
    let lower = template.to_lowercase();
    for bad in ["|safe", "| safe", "js:", "javascript:", "<style", "srcdoc", "hx-vars", "hx-ext", "{% autoescape"] {
        if lower.contains(bad) {
            faults.push(format!("{name}: {bad}"));
        }
    }
    for script in lower.split("<script").skip(1) {
        let (tag, content) = script.split_once('>').unwrap_or((script, ""));
        if !tag.contains(" src=\"{{ crate::assets::") || !content.starts_with("</script>") {
            faults.push(format!("{name}: a script of its own"));
        }
    }
    faults
}

#[test]
fn no_template_holds_script_styles_or_bare_expressions() {
    let templates = read("templates");
    assert!(templates.len() > 20, "{}", templates.len());
    let faults: Vec<_> = templates.iter().flat_map(|(name, text)| faults(name, text)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_search_finds_what_it_is_for() {
    for bad in [
        "<p class={{ x }}>",
        "<p {{ x }}>",
        "<p style=\"a\">",
        "<a title=\"{{ t }}\" ONCLICK='x'>",
        "<div hx-on:click=\"x\">",
        "<div hx-on::after=\"x\">",
        "{{ x|safe }}",
        "<p hx-vals='js:{a:1}'>",
        "<script>x</script>",
        "<script src=\"https://elsewhere.example/x.js\"></script>",
        "<a href=\"javascript:x\">",
        "<STYLE>",
    ] {
        assert!(!faults("page.html", bad).is_empty(), "{bad}");
    }
    for good in
        ["<p class=\"{{ x }}\" title='{{ v.of(\"a\", 1 > 2) }}'>{{ x }} style=a</p>", "<p{% if x %} class=\"on\"{% endif %}>"]
    {
        assert_eq!(faults("page.html", good), [""; 0], "{good}");
    }
    assert_eq!(faults("mail/letter.html", "<p style=\"margin:0\">"), [""; 0]);
}

/// The keys of a language with the names of what is put into each text.
fn keys(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = read(&format!("locales/{language}")).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n");
    let (mut keys, mut current) = (BTreeMap::<String, BTreeSet<String>>::new(), String::new());
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(" =") {
            current = line.split(' ').next().expect("a key").to_owned();
            assert!(keys.insert(current.clone(), BTreeSet::new()).is_none(), "{current} twice in {language}");
        }
        let names = line.split('$').skip(1).filter(|_| !line.starts_with('#'));
        for name in names.map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().expect("a name")) {
            keys.get_mut(&current).expect("a text has a key").insert(name.to_owned());
        }
    }
    keys
}

#[test]
fn both_languages_say_everything_with_the_same_names_in_it() {
    let (english, dutch) = (keys("en"), keys("nl"));
    assert!(english.len() > 200);
    let only = |one: &BTreeMap<String, _>, other: &BTreeMap<String, _>| {
        one.keys().filter(|key| !other.contains_key(*key)).cloned().collect::<Vec<_>>()
    };
    assert_eq!(only(&english, &dutch), [""; 0], "not in Dutch");
    assert_eq!(only(&dutch, &english), [""; 0], "not in English");
    for (key, names) in &english {
        assert_eq!(&dutch[key], names, "{key}");
    }
}

#[test]
fn password_managers_and_paste_work_in_every_field_for_a_password() {
    let templates = read("templates");
    let fields = templates.iter().flat_map(|(name, text)| text.split("{% call ").skip(1).map(move |call| (name, call)));
    let mut seen = 0;
    for (name, call) in
        fields.filter(|(_, call)| call.split("%}").next().is_some_and(|call| call.contains("kind = \"password\"")))
    {
        let call = call.split("%}").next().unwrap_or_default();
        let told = ["autocomplete = \"current-password\"", "autocomplete = \"new-password\""];
        assert!(told.iter().any(|one| call.contains(one)), "{name}: {call}");
        assert!(!call.contains("most = ") || call.contains("most = 512"), "{name}: no password is cut off: {call}");
        seen += 1;
    }
    assert!(seen >= 8, "{seen} fields");
    for (name, text) in &templates {
        for field in text.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
            let fine = !field.contains("type=\"password\"") || field.contains("autocomplete=\"current-password\"");
            assert!(fine, "{name}: <input{field}>");
        }
    }
    for (name, text) in templates.iter().chain(&read("static")) {
        assert!(!text.contains("onpaste") && !text.contains("\"paste\""), "{name} listens to pasting");
    }
}
