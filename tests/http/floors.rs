//! The floors of the house: imports point downwards, and what is below knows nothing of HTTP.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Every source file below `src/` by its path there.
fn sources() -> Vec<(String, String)> {
    let (root, mut found) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), Vec::new());
    files(&root, &mut found);
    let name = |path: &Path| path.strip_prefix(&root).expect("below it").display().to_string();
    found.iter().map(|path| (name(path), std::fs::read_to_string(path).expect("a text"))).collect()
}

/// The names of the rooms that come after `prefix` anywhere in the text.
fn named(text: &str, prefix: &str) -> BTreeSet<String> {
    let word = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    text.split(prefix).skip(1).map(word).collect()
}

/// What a file names that does not belong to its floor.
fn faults(file: &str, text: &str) -> Vec<String> {
    let floor = file.split(['/', '.']).next().unwrap_or_default();
    let above: &[&str] = match floor {
        "main" | "lib" | "cli" | "config" | "demo" | "routes" | "server" => return Vec::new(),
        "web" => &["routes", "server", "cli"],
        _ => &["routes", "server", "cli", "web"],
    };
    let rooms = named(text, "crate::");
    let mut faults: Vec<_> = rooms.iter().filter(|room| above.contains(&room.as_str())).cloned().collect();
    match floor {
        "domain" => faults.extend(rooms.into_iter().filter(|room| room != "domain")),
        "store" => faults.extend(rooms.into_iter().filter(|room| room != "domain" && room != "store")),
        _ => {}
    }
    if floor != "web" {
        faults
            .extend(["axum", "tower_sessions"].into_iter().filter(|name| text.contains(&format!("{name}::"))).map(str::to_owned));
    }
    faults.iter().map(|fault| format!("{file} names {fault}")).collect()
}

#[test]
fn imports_point_downwards_and_only_the_door_knows_http() {
    let sources = sources();
    assert!(sources.len() > 100, "{}", sources.len());
    let faults: Vec<_> = sources.iter().flat_map(|(file, text)| faults(file, text)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Where a service begins a transaction: in the unit of work, and on a database that was just restored and
/// that nobody works with yet.
const BEGINNINGS: [&str; 2] = ["service/change.rs", "service/operator/restore.rs"];

#[test]
fn no_service_begins_a_transaction_or_wakes_anything_by_hand() {
    let by_hand = |text: &str| [".write()", "wake_deliveries", "commit()"].iter().any(|act| text.contains(act));
    let services = sources().into_iter().filter(|(file, _)| file.starts_with("service/") && !file.ends_with("tests.rs"));
    let found: BTreeSet<_> = services.filter(|(_, text)| by_hand(text)).map(|(file, _)| file).collect();
    assert_eq!(found, BEGINNINGS.map(str::to_owned).into());
}

#[test]
fn the_search_finds_what_it_is_for() {
    for (file, bad) in [
        ("error.rs", "use axum::http::StatusCode;"),
        ("service/clients/list.rs", "use crate::web::kit::paths;"),
        ("domain/text.rs", "use crate::store::Tx;"),
        ("store/clients.rs", "use crate::service::actor::Actor;"),
        ("web/kit/edge.rs", "crate::routes::table()"),
    ] {
        assert_eq!(faults(file, bad).len(), 1, "{file}: {bad}");
    }
    assert_eq!(faults("web/kit/edge.rs", "use axum::http; use crate::service::actor; use crate::error::Error;"), [""; 0]);
}

#[test]
fn no_two_files_of_the_kit_import_each_other() {
    let kit = |(file, text): (String, String)| {
        let name = file.strip_prefix("web/kit/")?.strip_suffix(".rs")?.to_owned();
        let (here, there) = (named(&text, "super::"), named(&text, "crate::web::kit::"));
        Some((name, here.union(&there).cloned().collect::<BTreeSet<_>>()))
    };
    let kit: Vec<_> = sources().into_iter().filter_map(kit).collect();
    assert!(kit.len() > 10, "{kit:?}");
    let imports = |one: &str, other: &str| kit.iter().any(|(name, imported)| name == one && imported.contains(other));
    let circles = kit.iter().flat_map(|(name, imported)| imported.iter().map(move |other| (name, other)));
    let circles: Vec<_> = circles.filter(|(name, other)| name != other && imports(other, name)).collect();
    assert!(circles.is_empty(), "{circles:?}");
}

#[test]
fn no_code_of_this_repository_is_unsafe() {
    for file in ["src/lib.rs", "src/main.rs"] {
        let text = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a text");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{file}");
    }
}
