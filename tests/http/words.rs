//! The terms of one thing are one word everywhere, and phrases that readers stumbled over do not come back.

use std::fs;
use std::path::Path;

/// What no text may say, with what it says instead.
const ENGLISH: &[(&str, &str)] = &[
    (r"\btold by e?mail\b", "notified by email"),
    (r"\b(a|an|the|this|by|your) mails?\b", "email"),
    (r"\bstands? (here|below|open)\b", "appears here, is listed below, is open"),
    (r"\bgets in\b|\bget in again\b", "has access, signs in"),
    (r"\bnetwork address", "IP address"),
    (r"\bbilling address", "billing email"),
    (r"\brights over\b", "rights in"),
    (r"\bwhoever owns\b", "its owners"),
    (r"\bdanger area\b", "danger zone"),
    (r"\bwaits? to be confirmed\b", "is waiting for confirmation"),
    (r"\bsomething here\b", "what it is: a name, an email address"),
];

const DUTCH: &[(&str, &str)] = &[
    (r"\b(op)?(ge)?schort(en|ing)?\b|\bopgeschort\b|\bopschort", "geblokkeerd, blokkeren, blokkade"),
    (r"\bweer (ge|te )?activ?eer|\bweer geactiveerd\b", "gedeblokkeerd, deblokkeren"),
    (r"\bin twee stappen (in|uit|aan)|\binloggen in twee stappen\b", "tweestapsverificatie"),
    (r"\bnetwerkadres", "IP-adres"),
    (r"\bfactuuradres", "e-mailadres voor facturen"),
    (r"\bhoogstens\b", "maximaal"),
    (r"\bbrowsers? (wordt |worden |is |zijn )?uit", "uitloggen op dit apparaat"),
    (r"\bgevarenzone\b", "provider verwijderen"),
    (r"\b(haar|hem) (weer|los|hier|nog|verwijder|toevoeg|blokkeer)", "de organisatie"),
    (r"\btrek(t)? (je|zich) terug\b", "verlaat de organisatie"),
    (r"\b(elk|elke) (abonnement|status|bezetting)$", "alle"),
];

fn texts(language: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    let read = |path: &Path| fs::read_to_string(path).expect("a text");
    let lines = |file: std::path::PathBuf| {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let numbered = |(number, line): (usize, &str)| (format!("{language}/{name}:{}", number + 1), line.to_owned());
        read(&file).lines().enumerate().map(numbered).collect::<Vec<_>>()
    };
    files.flat_map(lines).filter(|(_, line)| !line.starts_with('#')).collect()
}

/// The text of a line, without the key that it is known by.
fn said(line: &str) -> &str {
    line.split_once(" = ").map_or(line, |(_, text)| text)
}

fn assert_none(language: &str, phrases: &[(&str, &str)]) {
    let mut found = Vec::new();
    for (pattern, instead) in phrases {
        let pattern = regex::RegexBuilder::new(pattern).case_insensitive(true).build().expect("a pattern");
        let hits = texts(language).into_iter().filter(|(_, line)| pattern.is_match(said(line)));
        found.extend(hits.map(|(place, line)| format!("{place}: {line}\n  better: {instead}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn english_says_one_thing_in_one_word() {
    assert_none("en", ENGLISH);
}

#[test]
fn dutch_says_one_thing_in_one_word() {
    assert_none("nl", DUTCH);
}
