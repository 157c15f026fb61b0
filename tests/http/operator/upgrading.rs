//! A database of the first version, with something in every table, becomes one of today.

use crate::support::database::{Engine, TestDatabase};
use portico::service::operator::check;
use portico::store::Db;
use sqlx::migrate::Migrator;

/// Rows as the first version wrote them. `{a}` to `{g}` are ids, `{hash}` is bytes.
const ROWS: &str = "
INSERT INTO accounts (id, email, email_key, name, created_at) VALUES ({a}, 'Ada@old.example', 'ada@old.example', 'Ada Old', 1);
INSERT INTO providers (id, name, name_key, state, created_at) VALUES ({b}, 'Old Services', {hash}, 'active', 1);
INSERT INTO provider_members (id, provider_id, account_id, email, email_key, role, status, created_at)
  VALUES ({c}, {b}, {a}, 'Ada@old.example', 'ada@old.example', 'admin', 'confirmed', 1);
INSERT INTO organizations (id, name, name_key, name_search, plan, plan_rank, seats, occupied, state, provider_id, linked_at, created_at)
  VALUES ({d}, 'Old Client', {hash}, 'old client', 'Teams (Monthly)', 200000, 5, 1, 'active', {b}, 1, 1);
INSERT INTO members (id, organization_id, email, email_key, name, role, status, invited_by, created_at)
  VALUES ({e}, {d}, 'Olga@old.example', 'olga@old.example', '', 'owner', 'invited', {a}, 1);
INSERT INTO tokens (id, hash, purpose, member_id, created_at, expires_at) VALUES ({f}, {hash}, 'invitation', {e}, 1, 2);
INSERT INTO outbox_mails (id, message, recipient, language, organization_id, token_id, state, next_at, created_at)
  VALUES ({g}, 'a letter', 'Olga@old.example', 'en', {d}, {f}, 'pending', 1, 1);
INSERT INTO events (log_id, sequence, log_kind, at, actor, kind, organization_id, details)
  VALUES ({d}, 1, 'organization', 1, 'Ada Old', 'client_added', {d}, 'OLD Client');
INSERT INTO events (log_id, sequence, log_kind, at, actor, kind, details) VALUES ({b}, 1, 'provider', 1, 'operator', 'provider_created', 'x');
INSERT INTO sessions (id_hash, account_id, password_version, data, created_at, seen_at) VALUES ({hash}, {a}, 0, 'x', 1, 1);";

/// The first migration alone, with the guard that the first version put beside it.
pub(super) async fn first_version(db: &TestDatabase) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = "0001_portico.sql";
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(file);
    std::fs::copy(from, folder.path().join(file)).expect("the first migration is there");
    let migrator = Migrator::new(folder.path()).await.expect("it is one");
    match db.engine() {
        Engine::Sqlite => migrator.run(&sqlx::SqlitePool::connect(db.url()).await.expect("it opens")).await,
        Engine::Postgres => migrator.run(&sqlx::PgPool::connect(db.url()).await.expect("it opens")).await,
    }
    .expect("it runs");
    db.keep_to_owner();
    db.execute(match db.engine() {
        Engine::Sqlite => "CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'append-only'); END;",
        Engine::Postgres => {
            "CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only'; END $$;
             CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION events_are_append_only();"
        }
    })
    .await;
}

fn rows(engine: Engine) -> String {
    let mut rows = ROWS.to_owned();
    for letter in 'a'..='g' {
        let hex = format!("{:032x}", u32::from(letter));
        let id = match engine {
            Engine::Sqlite => format!("x'{hex}'"),
            Engine::Postgres => format!("'{}'", uuid::Uuid::parse_str(&hex).expect("an id")),
        };
        rows = rows.replace(&format!("{{{letter}}}"), &id);
    }
    rows.replace("{hash}", if engine == Engine::Sqlite { "x'00'" } else { "'\\x00'" })
}

#[tokio::test]
async fn nothing_of_the_first_version_is_lost() {
    let db = TestDatabase::create().await;
    db.leave_everything_broken("its rows are made up to be told apart, not to be worked with");
    first_version(&db).await;
    db.execute(&rows(db.engine())).await;
    let opened = Db::connect(db.url()).await.expect("the database opens");
    opened.migrate().await.expect("it becomes one of today");
    opened.migrate().await.expect("and stays one");
    for (table, number) in [
        ("accounts", 1),
        ("providers", 1),
        ("provider_members", 1),
        ("organizations", 1),
        ("members", 1),
        ("mailed_links", 1),
        ("deliveries", 1),
        ("events", 2),
        ("sessions", 0),
    ] {
        assert_eq!(db.number(&format!("SELECT COUNT(*) FROM {table}")).await, number, "{table}");
    }
    let joined = "SELECT COUNT(*) FROM deliveries d JOIN mailed_links l ON l.id = d.link_id JOIN members m ON m.id = l.target_id";
    assert_eq!(db.number(joined).await, 1, "what pointed to each other does so still");
    let fed =
        "SELECT COUNT(*) FROM events e JOIN organizations o ON o.provider_id = e.feed_id WHERE e.search LIKE '%old client%'";
    assert_eq!(db.number(fed).await, 1);
    assert_eq!(db.number("SELECT COUNT(*) FROM members WHERE search LIKE '%olga@old.example%'").await, 1);
    for change in ["UPDATE events SET at = 2", "DELETE FROM events"] {
        db.try_execute(change).await.expect_err("the log is append-only");
    }
    db.execute("UPDATE mailed_links SET purpose = 'password', target_id = NULL").await;
    let broken = check::run(&opened).await.expect("it can be checked").broken;
    assert!(broken.iter().any(|one| one.rule == "links_have_their_target"), "a password link needs an account: {broken:?}");
}
