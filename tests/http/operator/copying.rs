//! `portico copy`: the whole database into an empty one, and back, with the real program.

use super::backup::{leftovers, signed_in, text};
use super::commands::{Place, said, terminate};
use super::providers::{answer, asked, provider};
use crate::support::database::{Engine, TestDatabase};
use portico::clock::Clock;
use portico::store::{Db, Trouble};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use tokio::time::{Duration, sleep};
use uuid::Uuid;

const ADA: &str = "ada@provider.example";

/// What each database makes for itself.
const ITS_OWN: [&str; 7] = [
    "_sqlx_migrations",
    "member_numbers",
    "member_trigrams",
    "nodes",
    "organization_numbers",
    "organization_trigrams",
    "schema_parts",
];

/// The rows of all other tables.
async fn rows(db: &TestDatabase) -> BTreeMap<String, Vec<String>> {
    let mut tables = db.rows().await;
    tables.retain(|table, _| !ITS_OWN.contains(&table.as_str()));
    tables.values_mut().for_each(|rows| rows.sort());
    tables
}

/// The rows of what people search in, without the numbers that each database gives.
async fn found(db: &TestDatabase) -> Vec<String> {
    let mut found = db.texts("SELECT text FROM member_trigrams UNION ALL SELECT text FROM organization_trigrams").await;
    found.sort();
    found
}

/// An installation over a database of this engine.
async fn on(engine: Engine) -> Place {
    Place::with(TestDatabase::create_on(engine).await).await
}

/// Runs it with the key of another installation, whose database it copies.
async fn copied(place: &Place, to: &Place, flags: &[&str]) -> Output {
    let words = [&["copy", "--to", to.db.url()], flags].concat();
    place.run(&words).await
}

/// The error of a copy that is refused.
async fn refused(place: &Place, to: &Place, code: i32) -> String {
    let output = copied(place, to, &["--json"]).await;
    assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    answer(&output)["error"].as_str().expect("a reason").to_owned()
}

/// Rows in every table of an SQLite database, with texts and values of every kind that a column may hold.
async fn fill(place: &Place) {
    provider(place, r"Éxample \N Sérvices", ADA).await;
    let serving = place.serve().await;
    signed_in(place).await.get("/clients").await.expect(200);
    terminate(serving).await;
    let csv = place.db.folder().join("organizations.csv");
    let lines = "organization,plan,seats,email,name,role,status\n\
        \"Ça \\. \\N \"\"x\"\" 東京\",Free,2,o@client.example,O’Neil \\t,owner,confirmed\nB,Free,3,p@client.example,P,owner,confirmed\n\
        B,Free,3,q@client.example,,user,invited\nB,Free,3,r@client.example,,user,revoked\n";
    std::fs::write(&csv, lines).expect("a file");
    asked(place, 0, &["import", text(&csv)]).await;
    for sql in rows_of_others(place).into_iter().chain(rows_of_the_ended()) {
        place.db.execute(&sql).await;
    }
    assert_eq!(asked(place, 0, &["check"]).await["ok"], true);
}

/// What is kept of sessions that have ended, while it is still kept.
fn rows_of_the_ended() -> [String; 2] {
    let (bytes, now) = ("X'00ff5c0a09'", Clock::System.now());
    let account = "(SELECT id FROM accounts WHERE email = 'o@client.example')";
    [
        format!(
            "INSERT INTO ended_sessions (id_hash, account_id, ending, ended_at) VALUES ({bytes}, {account}, 'password', {now})"
        ),
        format!("INSERT INTO kept_forms (browser_hash, account_id, sealed, kept_at) VALUES ({bytes}, {account}, {bytes}, {now})"),
    ]
}

/// What no command and no page writes here.
fn rows_of_others(place: &Place) -> Vec<String> {
    let id = |number: u128| place.db.id(Uuid::from_u128(number));
    let bytes = "X'00ff5c0a09'";
    let account = "(SELECT id FROM accounts WHERE email = 'o@client.example')";
    let client = "(SELECT id FROM organizations WHERE name = 'B')";
    let largest = i64::MAX;
    vec![
        "UPDATE providers SET require_two_step = TRUE, session_minutes = 30".to_owned(),
        "UPDATE organizations SET provider_id = (SELECT id FROM providers), linked_at = 1 WHERE name = 'B'".to_owned(),
        format!(
            "INSERT INTO client_notes (id, organization_id, account_id, author, text, written_at) \
             VALUES ({}, {client}, {account}, '', 'a\tb\\c', -1)",
            id(10)
        ),
        format!("INSERT INTO client_openings (organization_id, account_id, opened_at) VALUES ({client}, {account}, 1)"),
        format!(
            "INSERT INTO two_steps (account_id, nonce, confirmed_at, last_step, created_at) VALUES ({account}, {}, NULL, {largest}, -1)",
            id(7)
        ),
        format!("INSERT INTO recovery_codes (account_id, hash, used_at) VALUES ({account}, {bytes}, NULL)"),
        format!("INSERT INTO known_places (account_id, hash, seen_at) VALUES ({account}, {bytes}, 1)"),
        format!("INSERT INTO follow_ups (id, details, due_at) VALUES ({}, '', {})", id(9), Clock::System.now() + 90_000),
        format!("INSERT INTO throttles (key, attempts, ends_at) VALUES ({bytes}, 3, 1)"),
        format!("INSERT INTO seat_days (organization_id, day, occupied, seats) VALUES ({client}, 1, 2, 3)"),
        format!(
            "INSERT INTO member_bars (organization_id, account_id, of_provider, barred_at) VALUES ({client}, {account}, TRUE, 1)"
        ),
        format!(
            "INSERT INTO unlinkings (id, organization_id, provider_id, name, unlinked_at, asks, asked_by, ended_at) \
             SELECT {}, {client}, id, 'B\t', 1, 2, {account}, 3 FROM providers",
            id(10)
        ),
        "INSERT INTO kept_settings (name, value) VALUES ('registration', 'open')".to_owned(),
        format!(
            "INSERT INTO opt_outs (link_id, hash, email_key, sender_id, account_id, is_fresh, pressed_at) \
             SELECT id, {bytes}, 'o@client.example', {client}, NULL, TRUE, 1 FROM mailed_links LIMIT 1"
        ),
        format!(
            "INSERT INTO suppressions (email_key, sender_id, counts, created_at) VALUES ('x@y.example', {account}, FALSE, 1)"
        ),
        format!("INSERT INTO nodes (id, version, seen_at) VALUES ({}, 'old', 1)", id(8)),
        "INSERT INTO session_visits (session_hash, member_id, seen_at) SELECT s.id_hash, m.id, 1 FROM sessions s \
         JOIN provider_members m ON m.account_id = s.account_id WHERE TRUE ON CONFLICT DO NOTHING"
            .to_owned(),
        "INSERT INTO member_visits (member_id, seen_at) SELECT id, 1 FROM provider_members WHERE TRUE ON CONFLICT DO NOTHING"
            .to_owned(),
    ]
}

/// Copies, and looks that the other database holds the very same.
async fn copy_and_compare(from: &Place, to: &Place) {
    let output = copied(from, to, &["--json"]).await;
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let told = answer(&output);
    let (before, after) = (rows(&from.db).await, rows(&to.db).await);
    for (table, rows) in &before {
        assert!(!rows.is_empty(), "{table} has no row to be copied: give it one in this test");
        assert_eq!(told["rows"][table], rows.len(), "{table}: {told}");
        assert_eq!(after[table].len(), rows.len(), "{table}");
    }
    if from.db.engine() == to.db.engine() {
        assert!(before == after, "the rows are not the same");
    }
    if to.db.engine() == Engine::Sqlite {
        assert!(!found(&to.db).await.is_empty());
    }
    assert_eq!(to.db.number("SELECT COUNT(*) FROM nodes").await, 0);
    assert_eq!(asked(to, 0, &["check"]).await["ok"], true);
}

#[tokio::test]
async fn everything_goes_from_sqlite_to_postgres_and_back() {
    if Engine::of_this_run() == Engine::Sqlite {
        return;
    }
    let (first, second) = (on(Engine::Sqlite).await, on(Engine::Postgres).await);
    fill(&first).await;
    copy_and_compare(&first, &second).await;
    // It is worked with: the very same password, the triggers, the search.
    std::fs::create_dir(second.db.folder().join("data")).expect("a folder");
    std::fs::copy(first.db.folder().join("data/secret.key"), second.db.folder().join("data/secret.key")).expect("its key");
    let serving = second.serve().await;
    signed_in(&second).await.get("/account/two-step").await.expect(200);
    assert!(second.db.try_execute("DELETE FROM events").await.unwrap_err().contains("append-only"));
    let told = refused(&second, &on(Engine::Sqlite).await, 1).await;
    assert!(told.contains("being served") && told.contains("seen"), "{told}");
    terminate(serving).await;
    // Signing in chose a new password, which ended the session that had been somewhere.
    let visited = "SELECT s.id_hash, m.id, 1 FROM sessions s JOIN provider_members m ON m.account_id = s.account_id";
    second.db.execute(&format!("INSERT INTO session_visits (session_hash, member_id, seen_at) {visited}")).await;
    let (third, fourth) = (on(Engine::Sqlite).await, on(Engine::Postgres).await);
    copy_and_compare(&second, &fourth).await;
    copy_and_compare(&second, &third).await;
    copy_and_compare(&fourth, &on(Engine::Sqlite).await).await;
}

#[tokio::test]
async fn a_round_trip_changes_no_value() {
    if Engine::of_this_run() == Engine::Sqlite {
        return;
    }
    let (first, second, third) = (on(Engine::Sqlite).await, on(Engine::Postgres).await, on(Engine::Sqlite).await);
    fill(&first).await;
    copy_and_compare(&first, &second).await;
    std::fs::create_dir(second.db.folder().join("data")).expect("a folder");
    copy_and_compare(&second, &third).await;
    assert!(rows(&first.db).await == rows(&third.db).await, "the rows are not the same");
    assert_eq!(found(&first.db).await, found(&third.db).await);
}

#[tokio::test]
async fn an_sqlite_file_is_copied_while_nothing_serves_it() {
    if Engine::of_this_run() == Engine::Postgres {
        return;
    }
    let (first, second) = (on(Engine::Sqlite).await, on(Engine::Sqlite).await);
    fill(&first).await;
    let serving = first.serve().await;
    assert!(refused(&first, &second, 1).await.contains("serves"));
    terminate(serving).await;
    // What others put beside Portico's tables stays where it is, and is named.
    first.db.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)").await;
    let output = copied(&first, &second, &[]).await;
    let told = said(&output);
    assert!(output.status.success() && told.contains("accounts 3") && told.contains("counted on both sides"), "{told}");
    assert!(told.contains("not copied: _litestream_seq") && told.contains("secret.key"), "{told}");
    assert!(refused(&first, &second, 1).await.contains("exists already"));
    first.db.execute("DROP TABLE _litestream_seq").await;
    copy_and_compare(&first, &on(Engine::Sqlite).await).await;
    assert_eq!(leftovers(second.db.folder()), [""; 0]);
}

/// No table of anybody, as it was before.
async fn is_empty(place: &Place) -> bool {
    match place.db.engine() {
        Engine::Sqlite => !place.db.folder().join("portico.db").exists(),
        Engine::Postgres => {
            place.db.number("SELECT COUNT(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')").await
                == 0
        }
    }
}

#[tokio::test]
async fn what_cannot_be_copied_leaves_both_as_they_were() {
    let engine = Engine::of_this_run();
    let (place, target) = (on(engine).await, on(engine).await);
    assert!(refused(&place, &target, 1).await.contains(if engine == Engine::Sqlite {
        "there is no database"
    } else {
        "it is empty"
    }));
    provider(&place, "Example Services", ADA).await;
    let taken = on(engine).await;
    taken.db.execute("CREATE TABLE songs (name TEXT)").await;
    let told = refused(&place, &taken, 1).await;
    assert!(told.contains("nothing is ever overwritten"), "{told}");
    place.db.execute("UPDATE providers SET clients = 7").await;
    assert!(refused(&place, &target, 1).await.contains("a provider counts its clients"));
    place.db.execute("UPDATE providers SET clients = 0").await;
    // A value that the other side cannot hold; on SQLite there is none, so a table is another one there.
    let (spoil, mend) = match engine {
        Engine::Sqlite => ("ALTER TABLE seat_days ADD COLUMN more TEXT", "ALTER TABLE seat_days DROP COLUMN more"),
        Engine::Postgres => ("ALTER TABLE seat_days ADD COLUMN more JSON", "ALTER TABLE seat_days DROP COLUMN more"),
    };
    place.db.execute(spoil).await;
    assert!(refused(&place, &target, 1).await.contains("seat_days is another table"));
    place.db.execute(mend).await;
    let version = place.db.number("SELECT MAX(version) FROM _sqlx_migrations").await;
    place.db.execute("DELETE FROM schema_parts").await;
    assert!(refused(&place, &target, 1).await.contains("portico migrate"));
    asked(&place, 0, &["migrate"]).await;
    let mark =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'x', TRUE, '', 1)";
    place.db.execute(mark).await;
    let told = refused(&place, &target, 3).await;
    assert!(told.contains("9999") && told.contains(&version.to_string()), "{told}");
    place.db.execute("DELETE FROM _sqlx_migrations WHERE version = 9999").await;
    assert!(is_empty(&target).await);
    assert_eq!(leftovers(target.db.folder()), [""; 0]);
    assert_eq!(taken.db.number("SELECT COUNT(*) FROM songs").await, 0);
    assert_eq!(copied(&place, &target, &[]).await.status.code(), Some(0));
}

#[tokio::test]
async fn the_address_is_as_secret_as_any_other() {
    let place = on(Engine::Sqlite).await;
    provider(&place, "Example Services", ADA).await;
    let target = place.db.folder().join("copied.db");
    let (url, file) = (format!("sqlite:{}", target.display()), place.db.folder().join("target"));
    let output = place.run(&["copy", "--to", "postgres://ann:hidden@127.0.0.1:1/portico"]).await;
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("everybody on this machine can see") && !said(&output).contains("hidden"),
        "{}",
        said(&output)
    );
    assert_eq!(asked(&place, 2, &["copy"]).await["error"], "the configuration is unusable");
    std::fs::write(&file, format!("{url}\n")).expect("a file");
    assert_eq!(asked(&place, 2, &["copy", "--to-file", text(&file)]).await["error"], "the configuration is unusable");
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("its mode");
    asked(&place, 0, &["copy", "--to-file", text(&file)]).await;
    std::fs::remove_file(&target).expect("it goes");
    let output = place.command(&["copy", "--json"]).env("PORTICO_COPY_TO", &url).output().await.expect("it starts");
    assert!(output.status.success() && target.exists(), "{}", said(&output));
    assert_eq!(answer(&output)["not_copied"], Value::Array(Vec::new()));
}

/// Kills a copy after so many milliseconds; whether it had come to its end by then.
async fn kill_after(place: &Place, to: &str, after: u64) -> bool {
    let mut child = place.command(&["copy", "--to", to]).spawn().expect("it starts");
    sleep(Duration::from_millis(after)).await;
    let _ = child.start_kill();
    child.wait().await.expect("it ends").success()
}

#[tokio::test]
async fn a_copy_that_is_killed_at_any_moment_is_there_whole_or_not_at_all() {
    let engine = Engine::of_this_run();
    let (place, mut target) = (on(engine).await, on(engine).await);
    provider(&place, "Example Services", ADA).await;
    let mut ends = 0;
    for round in 0..14 {
        let is_done = kill_after(&place, target.db.url(), 10 + round * 15).await;
        // A server whose client is gone may still be at the statement that it was given.
        sleep(Duration::from_millis(if engine == Engine::Postgres { 300 } else { 0 })).await;
        if is_empty(&target).await {
            assert!(!is_done, "round {round}");
            continue;
        }
        ends += 1;
        assert_eq!(asked(&target, 0, &["check"]).await["ok"], true, "round {round}");
        assert!(rows(&place.db).await == rows(&target.db).await, "round {round}");
        target = on(engine).await;
    }
    println!("{ends} copies came to their end");
    let target = on(engine).await;
    assert_eq!(copied(&place, &target, &[]).await.status.code(), Some(0));
    assert_eq!(leftovers(target.db.folder()), [""; 0]);
}

#[tokio::test]
async fn a_new_file_that_is_killed_before_it_has_its_name_is_swept() {
    let place = on(Engine::Sqlite).await;
    provider(&place, "Example Services", ADA).await;
    let (folder, target) = (place.db.folder(), place.db.folder().join("copied.db"));
    let url = format!("sqlite:{}", target.display());
    let strace = ["strace", "-f", "-o", "/dev/null", "-e", "trace=renameat2", "-e", "inject=renameat2:signal=KILL:when=1"];
    let killed = place.command_under(&strace, &["copy", "--to", &url]).output().await.expect("it starts");
    assert!(!killed.status.success() && !target.exists() && leftovers(folder).len() == 1, "{}", said(&killed));
    asked(&place, 0, &["copy", "--to", &url]).await;
    assert_eq!(leftovers(folder), [""; 0]);
    assert!(Path::new(&target).exists());
}

#[tokio::test]
async fn nobody_writes_to_what_is_copied() {
    let place = on(Engine::of_this_run()).await;
    provider(&place, "Example Services", ADA).await;
    let (copying, other) = (Db::connect(place.db.url()).await.unwrap(), Db::connect(place.db.url()).await.unwrap());
    let held = copying.hold_still().await.unwrap();
    let busy = other.try_to_write(Uuid::nil(), 1).await.unwrap_err();
    assert_eq!(busy, Trouble::Busy);
    drop(held);
    copying.close().await;
    other.try_to_write(Uuid::nil(), 1).await.unwrap();
    other.close().await;
}
