//! What a backup says of itself, that it is as it was written, and the secret key in it.

use super::backup::{dump, leftovers, plain_sqlite, text};
use super::commands::{Place, said};
use super::providers::{asked, provider};
use crate::support::database::Engine;
use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const ADA: &str = "ada@provider.example";

fn key_of(place: &Place) -> PathBuf {
    place.db.folder().join("data/secret.key")
}

/// Runs an ordinary tool; gives what it wrote.
fn tool(words: &[&str]) -> Vec<u8> {
    let done = std::process::Command::new(words[0]).args(&words[1..]).output().expect("it runs");
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// Where a backup is put back: over the database on SQLite, into another one on PostgreSQL.
async fn another_place(place: &Place) -> Option<Place> {
    if place.db.engine() == Engine::Sqlite { None } else { Some(Place::new().await) }
}

#[tokio::test]
async fn a_backup_says_what_it_is() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let (plain, with_key) = (place.db.folder().join("plain"), place.db.folder().join("with-key"));
    let made = place.run(&["backup", text(&plain)]).await;
    let last = said(&made).lines().last().expect("a line").to_owned();
    assert!(last.contains("secret key is not in it") && last.contains(text(&key_of(&place))), "{last}");
    let told = asked(&place, 0, &["backup", text(&with_key), "--with-key"]).await;
    assert_eq!(told["secret_key"]["in_backup"], true, "{told}");
    assert_eq!(std::fs::metadata(&with_key).expect("it is there").permissions().mode() & 0o777, 0o600);
    let engine = if place.db.engine() == Engine::Sqlite { "sqlite" } else { "postgresql" };
    let manifest: Value = serde_json::from_slice(&tool(&["tar", "xOf", text(&with_key), "portico-backup.json"])).expect("JSON");
    let says = (&manifest["what"], &manifest["portico"], &manifest["engine"], &manifest["schema"]);
    let version = place.db.number("SELECT MAX(version) FROM _sqlx_migrations").await;
    assert_eq!(says, (&"portico backup".into(), &env!("CARGO_PKG_VERSION").into(), &engine.into(), &version.into()));
    assert_eq!(manifest["rows"], told["rows"]);
    assert_eq!((&told["rows"]["providers"], &told["rows"]["sessions"]), (&1.into(), &0.into()), "{told}");
    assert!(manifest["made_at"].as_str().is_some_and(|at| at.starts_with("20") && at.ends_with('Z')), "{manifest}");
    assert_eq!(tool(&["tar", "xOf", text(&with_key), "secret.key"]), std::fs::read(key_of(&place)).expect("the key"));
    let listed = String::from_utf8(tool(&["tar", "tf", text(&plain)])).expect("names");
    assert!(!listed.contains("secret.key"), "{listed}");
    std::fs::remove_file(key_of(&place)).expect("it goes");
    let refused = asked(&place, 1, &["backup", text(&place.db.folder().join("third")), "--with-key"]).await;
    assert!(refused["error"].as_str().expect("a reason").contains("there is no secret key"), "{refused}");
    asked(&place, 0, &["backup", text(&place.db.folder().join("fourth"))]).await;
    assert_eq!(leftovers(place.db.folder()), [""; 0]);
}

#[tokio::test]
async fn one_flipped_bit_is_refused_and_nothing_is_changed() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let (good, bad) = (place.db.folder().join("good"), place.db.folder().join("bad"));
    asked(&place, 0, &["backup", text(&good), "--with-key"]).await;
    let whole = std::fs::read(&good).expect("it can be read");
    let key = std::fs::read(key_of(&place)).expect("the key");
    let at_key = whole.windows(32).position(|bytes| bytes == key).expect("the key is in it");
    let another = another_place(&place).await;
    let place = another.as_ref().unwrap_or(&place);
    let before = place.db.snapshot().await;
    // A name, a padding, the manifest, the database at its beginning and in its middle, the key, the sum, the very end.
    for at in [
        0,
        30,
        500,
        600,
        1400,
        2600,
        whole.len() / 2,
        at_key,
        at_key + 40,
        whole.len() - 2000,
        whole.len() - 1500,
        whole.len() - 1,
    ] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        std::fs::write(&bad, flipped).expect("it can be written");
        let refused = asked(place, 1, &["restore", text(&bad)]).await;
        assert!(refused["error"].as_str().expect("a reason").contains("is not used"), "byte {at}: {refused}");
        place.db.assert_unchanged_since(&before).await;
    }
    assert_eq!(leftovers(place.db.folder()), [""; 0]);
    let kept = std::fs::read_dir(place.db.folder()).expect("it is there").flatten();
    assert_eq!(kept.filter(|kept| kept.file_name().to_string_lossy().contains("before-restore")).count(), 0);
    let restored = asked(place, 0, &["restore", text(&good)]).await;
    assert_eq!(restored["verified"], true, "{restored}");
}

#[tokio::test]
async fn the_key_comes_back_and_never_over_another_one() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let backup = place.db.folder().join("backup");
    asked(&place, 0, &["backup", text(&backup), "--with-key"]).await;
    let key = std::fs::read(key_of(&place)).expect("the key");
    let fresh = Place::new().await;
    std::fs::create_dir(fresh.db.folder().join("data")).expect("a folder");
    std::fs::write(key_of(&fresh), [&[1], &key[1..]].concat()).expect("another key");
    std::fs::set_permissions(key_of(&fresh), PermissionsExt::from_mode(0o600)).expect("its mode");
    let before = fresh.db.everything().await;
    let refused = asked(&fresh, 1, &["restore", text(&backup)]).await;
    let told = refused["error"].as_str().expect("a reason");
    assert!(told.contains("is another one") && told.contains("mv "), "{told}");
    assert_ne!(std::fs::read(key_of(&fresh)).expect("it is there"), key);
    assert_eq!(fresh.db.everything().await, before);
    std::fs::remove_file(key_of(&fresh)).expect("it is moved away");
    let restored = fresh.run(&["restore", text(&backup)]).await;
    assert!(said(&restored).lines().last().expect("a line").starts_with("The secret key was put back"), "{}", said(&restored));
    assert_eq!(std::fs::read(key_of(&fresh)).expect("it is there"), key);
    assert_eq!(std::fs::metadata(key_of(&fresh)).expect("it is there").permissions().mode() & 0o777, 0o600);
    asked(&fresh, 0, &["provider", "list"]).await;
    assert_eq!(leftovers(&fresh.db.folder().join("data")), [""; 0]);
    if place.db.engine() == Engine::Sqlite {
        let restored = asked(&place, 0, &["restore", text(&backup)]).await;
        assert_eq!(restored["secret_key"]["is"], "there", "{restored}");
    }
}

#[tokio::test]
async fn a_missing_key_is_told_last_and_a_missing_checksum_too() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let (backup, plain) = (place.db.folder().join("backup"), place.db.folder().join("plain"));
    asked(&place, 0, &["backup", text(&backup)]).await;
    if place.db.engine() == Engine::Sqlite {
        drop(plain_sqlite(&place, &plain).await)
    } else {
        dump(&place, &plain).await
    }
    for (file, is_verified) in [(&backup, true), (&plain, false)] {
        let fresh = Place::new().await;
        let restored = fresh.run(&["restore", text(file)]).await;
        assert!(restored.status.success(), "{}", said(&restored));
        let told = said(&restored);
        assert_eq!(told.contains("carries no checksum"), !is_verified, "{told}");
        let last = told.lines().last().expect("a line");
        assert!(last.contains("put the one of then back") && last.contains(text(&key_of(&fresh))), "{last}");
        assert_eq!(fresh.db.number("SELECT COUNT(*) FROM providers").await, 1);
    }
}

#[tokio::test]
async fn a_backup_of_the_other_engine_or_of_a_newer_portico_is_refused() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let backup = place.db.folder().join("backup");
    asked(&place, 0, &["backup", text(&backup)]).await;
    let fresh = Place::new().await;
    let (own, other) = if place.db.engine() == Engine::Sqlite { ("sqlite", "postgresql") } else { ("postgresql", "sqlite") };
    let engine = |engine: &str| format!("\"engine\": \"{engine}\"");
    let version = place.db.number("SELECT MAX(version) FROM _sqlx_migrations").await;
    let schema = |schema: i64| format!("\"schema\": {schema},");
    for (from, to, code, reason) in [
        (engine(own), engine(other), 1, "portico copy"),
        (schema(version), schema(9999), 3, "version 9999"),
        ("\"format\": 1,".into(), "\"format\": 2,".into(), 1, "newer Portico"),
    ] {
        let changed = fresh.db.folder().join("changed");
        rewrite(&backup, &changed, &from, &to);
        let refused = asked(&fresh, code, &["restore", text(&changed)]).await;
        assert!(refused["error"].as_str().expect("a reason").contains(reason), "{refused}");
    }
}

/// The same backup with another word in its manifest, sealed anew.
fn rewrite(backup: &Path, to: &Path, from: &str, into: &str) {
    let mut source = tar::Archive::new(std::fs::File::open(backup).expect("it opens"));
    let mut target = tar::Builder::new(Vec::new());
    for entry in source.entries().expect("entries") {
        let (mut entry, mut content) = (entry.expect("an entry"), Vec::new());
        entry.read_to_end(&mut content).expect("its content");
        match &*entry.path_bytes() {
            b"portico-backup.json" => {
                let says = String::from_utf8(content).expect("a text");
                assert!(says.contains(from), "{from} in {says}");
                content = says.replace(from, into).into_bytes();
            }
            b"SHA256" => content = format!("{}\n", HEXLOWER.encode(&Sha256::digest(target.get_ref()))).into_bytes(),
            _ => {}
        }
        let mut header = entry.header().clone();
        header.set_size(content.len() as u64);
        header.set_cksum();
        target.append(&header, &content[..]).expect("it is appended");
    }
    std::fs::write(to, target.into_inner().expect("its end")).expect("it is written");
}
