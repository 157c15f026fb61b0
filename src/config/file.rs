//! The configuration file: flat TOML with the keys of the table and nothing else.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::keys::KEYS;
use super::sources::{ConfigFile, Problem};

/// The values of the file by their name there. What is no known key, or no simple value, becomes
/// a problem; messages never quote the file, which may hold secrets.
pub(super) fn read(file: &ConfigFile, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    let origin = file.path.display().to_string();
    let mut problem = |key: &str, what: String, remedy: &str| {
        problems.push(Problem { key: key.to_owned(), origin: origin.clone(), what, remedy: remedy.to_owned() });
    };
    let table = match file.text.parse::<Table>() {
        Ok(table) => table,
        Err(error) => {
            let before = error.span().and_then(|span| file.text.get(..span.start));
            let line = before.map_or(1, |text| text.matches('\n').count() + 1);
            problem("config", format!("line {line} is not valid TOML"), "write key = \"value\"");
            return BTreeMap::new();
        }
    };
    let mut values = BTreeMap::new();
    for (name, value) in table {
        if !KEYS.iter().any(|key| key.in_file() == name) {
            problem(&format!("{name:?}"), "is not a known key".to_owned(), &suggestion(&name));
        } else if let Some(text) = plain(&value) {
            values.insert(name, text);
        } else {
            let what = "has a value of the wrong kind".to_owned();
            problem(&name, what, "give a text in quotes, a number or a list of texts");
        }
    }
    values
}

/// A list is the same as its entries with commas between them.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Array(entries) => {
            let texts: Option<Vec<&str>> = entries.iter().map(Value::as_str).collect();
            Some(texts?.join(","))
        }
        _ => None,
    }
}

fn suggestion(name: &str) -> String {
    let folded = name.to_lowercase().replace('-', "_");
    if KEYS.iter().any(|key| key.in_file() == folded) {
        return format!("write {folded}");
    }
    let known: Vec<String> = KEYS.iter().map(|key| key.in_file()).collect();
    format!("remove it or use one of {}", known.join(", "))
}
