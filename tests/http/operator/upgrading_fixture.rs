//! A database of the version before migration 0003, kept in `tests/fixtures` for each engine with
//! something in every table, becomes one of today, and every row means what it meant.

use crate::support::database::{Engine, TestDatabase};
use portico::service::operator::check;
use portico::store::Db;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Column, Connection, Row, SqliteConnection, TypeInfo, ValueRef};

const SQLITE: &str = include_str!("../../fixtures/before_0003.sqlite.sql");
const POSTGRES: &str = include_str!("../../fixtures/before_0003.postgres.sql");

/// Something that the database says: what it is, how the version before is asked, how today's is.
/// Both queries give the same rows, in any order.
struct Meaning {
    name: &'static str,
    before: &'static str,
    after: &'static str,
}

/// What is asked in the same words before and after.
const fn same(name: &'static str, query: &'static str) -> Meaning {
    Meaning { name, before: query, after: query }
}

const MEANINGS: &[Meaning] = &[
    same("the steps that were taken", "SELECT version, description, checksum FROM _sqlx_migrations WHERE version <= 2"),
    Meaning {
        name: "accounts",
        before: "SELECT id, email, email_key, name, password_hash, password_version, language, time_zone, disabled_at, event_sequence, \
                 created_at FROM accounts",
        after: "SELECT id, email, email_key, name, password_hash, session_epoch AS password_version, language, time_zone, disabled_at, event_sequence, \
                created_at FROM accounts",
    },
    same(
        "providers",
        "SELECT id, name, name_key, state, billing_email, require_two_step, session_minutes, event_sequence, created_at FROM providers",
    ),
    same(
        "members of providers",
        "SELECT id, provider_id, account_id, email, email_key, role, status, invited_by, created_at FROM provider_members",
    ),
    Meaning {
        name: "what a search looks in",
        // An import had left the name of the file where somebody had an account before.
        before: "SELECT id, ' ' || name_search AS text FROM organizations UNION ALL SELECT m.id, ' ' || m.email_key || ' ' \
                 || REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(COALESCE(a.name, m.name)), '''', ''), 'Å', 'a'), 'å', 'a'), \
                 'ö', 'o'), 'é', 'e') FROM members m LEFT JOIN accounts a ON a.id = m.account_id",
        after: "SELECT id, name_search AS text FROM organizations UNION ALL SELECT id, search FROM members",
    },
    Meaning {
        name: "organizations",
        before: "SELECT id, name, name_key, plan, plan_rank, seats, occupied, owners, CASE WHEN state = 'suspended' THEN \
                 CASE WHEN provider_id IS NULL THEN 'operator' ELSE 'provider' END END AS suspended_by, provider_id, linked_at, \
                 linked_by, import_key, note, version, event_sequence, created_at FROM organizations",
        after: "SELECT id, name, name_key, plan, plan_rank, seats, occupied, owners, suspended_by, provider_id, linked_at, \
                linked_by, import_key, COALESCE((SELECT n.text FROM client_notes n WHERE n.organization_id = organizations.id), '') \
                AS note, version, event_sequence, created_at FROM organizations",
    },
    Meaning {
        name: "when a note was last changed, and that nobody is said to have written it",
        before: "SELECT o.id, COALESCE((SELECT MAX(e.at) FROM events e WHERE e.log_id = o.provider_id AND e.organization_id = o.id \
                 AND e.kind = 'note_changed'), o.linked_at) AS at, '' AS author FROM organizations o WHERE o.note <> ''",
        after: "SELECT organization_id AS id, written_at AS at, author FROM client_notes WHERE account_id IS NULL",
    },
    same(
        "members",
        "SELECT id, organization_id, account_id, email, email_key, name, role, status, status_before, invited_by, \
         removal_asked_at, created_at FROM members",
    ),
    same("owners for providers", "SELECT provider_id, organization_id FROM provider_owners"),
    Meaning {
        name: "links",
        before: "SELECT id, hash, purpose, account_id, COALESCE(member_id, provider_member_id, provider_id) AS target_id, email, \
                 created_at, expires_at, used_at, replaced_at FROM tokens",
        after: "SELECT id, hash, purpose, account_id, target_id, email, created_at, expires_at, used_at, replaced_at \
                FROM mailed_links",
    },
    Meaning {
        name: "whom a link invites into an organization",
        before: "SELECT t.id, m.email, m.role, m.status, o.name FROM tokens t JOIN members m ON m.id = t.member_id \
                 JOIN organizations o ON o.id = m.organization_id WHERE t.purpose = 'invitation'",
        after: "SELECT l.id, m.email, m.role, m.status, o.name FROM mailed_links l JOIN members m ON m.id = l.target_id \
                JOIN organizations o ON o.id = m.organization_id WHERE l.purpose = 'invitation'",
    },
    Meaning {
        name: "whom a link invites into a provider",
        before: "SELECT t.id, m.email, m.role, m.status, p.name FROM tokens t JOIN provider_members m ON m.id = t.provider_member_id \
                 JOIN providers p ON p.id = m.provider_id WHERE t.purpose = 'provider_invitation'",
        after: "SELECT l.id, m.email, m.role, m.status, p.name FROM mailed_links l JOIN provider_members m ON m.id = l.target_id \
                JOIN providers p ON p.id = m.provider_id WHERE l.purpose = 'provider_invitation'",
    },
    Meaning {
        name: "which provider a link deletes, and who asked",
        before: "SELECT t.id, p.name, a.email FROM tokens t JOIN providers p ON p.id = t.provider_id \
                 JOIN accounts a ON a.id = t.account_id WHERE t.purpose = 'provider_deletion'",
        after: "SELECT l.id, p.name, a.email FROM mailed_links l JOIN providers p ON p.id = l.target_id \
                JOIN accounts a ON a.id = l.account_id WHERE l.purpose = 'provider_deletion'",
    },
    Meaning {
        name: "invitations that were withdrawn",
        before: "SELECT id, purpose FROM tokens WHERE purpose IN ('invitation', 'provider_invitation') \
                 AND member_id IS NULL AND provider_member_id IS NULL",
        after: "SELECT id, purpose FROM mailed_links WHERE withdrawn_at IS NOT NULL",
    },
    Meaning {
        name: "mails",
        before: "SELECT id, 'mail' AS channel, message, recipient, language, organization_id, token_id, state, attempts, next_at, \
                 lease_until, last_error, created_at, sent_at FROM outbox_mails",
        after: "SELECT id, channel, payload AS message, recipient, language, organization_id, link_id AS token_id, state, attempts, \
                next_at, lease_until, last_error, created_at, sent_at FROM deliveries",
    },
    Meaning {
        name: "the link that a mail carries",
        before: "SELECT o.id, o.recipient, o.state, t.purpose, t.hash FROM outbox_mails o JOIN tokens t ON t.id = o.token_id",
        after: "SELECT d.id, d.recipient, d.state, l.purpose, l.hash FROM deliveries d JOIN mailed_links l ON l.id = d.link_id",
    },
    // A search takes no apostrophes any more.
    Meaning {
        name: "events",
        before: "SELECT log_id, sequence, log_kind, at, actor_id, actor, address, kind, organization_id, feed_id, details, \
                 REPLACE(search, '''', '') AS search FROM events",
        after: "SELECT log_id, sequence, log_kind, at, actor_id, actor, address, kind, organization_id, feed_id, details, search \
                FROM events",
    },
    // Whoever has an address of a provider works there. The provider Elm was deleted: its name is not known any more.
    Meaning {
        name: "for which provider somebody acted in an organization",
        before: "SELECT log_id, sequence, CASE WHEN actor LIKE '%@oak.example>' THEN 'Oak Example Services' \
                 ELSE 'Birch Example Hosting' END AS for_provider FROM events WHERE log_kind = 'organization' \
                 AND feed_id IS NOT NULL AND kind <> 'removal_asked' \
                 AND (actor LIKE '%@oak.example>' OR actor LIKE '%@birch.example>')",
        after: "SELECT log_id, sequence, for_provider FROM events WHERE log_kind = 'organization' AND for_provider IS NOT NULL",
    },
    Meaning {
        name: "what somebody acted through",
        before: "SELECT log_id, sequence, CASE WHEN actor = 'operator' THEN 'command' ELSE 'session' END AS through FROM events",
        after: "SELECT log_id, sequence, through FROM events",
    },
    Meaning {
        name: "sessions",
        before: "SELECT id_hash, public_id, account_id, password_version, data, address, agent, created_at, seen_at FROM sessions",
        after: "SELECT id_hash, public_id, account_id, session_epoch AS password_version, data, address, agent, created_at, seen_at FROM sessions",
    },
    Meaning {
        name: "who is signed in",
        before: "SELECT s.public_id, a.email FROM sessions s JOIN accounts a ON a.id = s.account_id \
                 AND a.password_version = s.password_version WHERE a.disabled_at IS NULL",
        after: "SELECT s.public_id, a.email FROM sessions s JOIN accounts a ON a.id = s.account_id \
                AND a.session_epoch = s.session_epoch WHERE a.disabled_at IS NULL",
    },
    same("throttles", "SELECT key, attempts, ends_at FROM throttles"),
    same("second steps", "SELECT account_id, nonce, confirmed_at, last_step, created_at FROM two_steps"),
    same("recovery codes", "SELECT account_id, hash, used_at FROM recovery_codes"),
    same("openings of clients", "SELECT organization_id, account_id, opened_at FROM client_openings"),
    same("seats by day", "SELECT organization_id, day, occupied, seats FROM seat_days"),
];

/// The database of the version before, on the engine of this run.
pub(super) async fn version_before() -> TestDatabase {
    let db = TestDatabase::create().await;
    db.execute(if db.engine() == Engine::Sqlite { SQLITE } else { POSTGRES }).await;
    db
}

/// The rows of a query, each as one text in which NULL and '' differ, sorted.
async fn rows(db: &TestDatabase, query: &str) -> Vec<String> {
    let mut rows = match db.engine() {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::connect(db.url()).await.expect("SQLite opens");
            let rows = sqlx::query(AssertSqlSafe(query.to_owned())).fetch_all(&mut connection).await;
            rows.unwrap_or_else(|error| panic!("{query}: {error}")).iter().map(line).collect()
        }
        Engine::Postgres => db.texts(&format!("SELECT CAST(r AS TEXT) FROM ({query}) AS r")).await,
    };
    rows.sort_unstable();
    rows
}

/// SQLite has no text of a whole row.
fn line(row: &SqliteRow) -> String {
    let text = |place: usize| {
        let value = row.try_get_raw(place).expect("the column is there");
        match (value.is_null(), value.type_info().name()) {
            (true, _) => "NULL".to_owned(),
            (false, "TEXT") => format!("{:?}", row.get::<String, _>(place)),
            (false, "BLOB") => data_encoding::HEXLOWER.encode(&row.get::<Vec<u8>, _>(place)),
            (false, _) => row.get::<i64, _>(place).to_string(),
        }
    };
    row.columns().iter().map(|column| text(column.ordinal())).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn a_database_of_the_version_before_becomes_one_of_today() {
    let db = version_before().await;
    let mut known = Vec::new();
    for meaning in MEANINGS {
        let rows = rows(&db, meaning.before).await;
        assert!(!rows.is_empty(), "{}: the fixture says nothing about it", meaning.name);
        known.push(rows);
    }
    let opened = Db::connect(db.url()).await.expect("the database opens");
    opened.migrate().await.expect("it becomes one of today");
    opened.migrate().await.expect("and stays one");
    let findings = check::run(&opened).await.expect("it can be checked");
    assert!(findings.broken.is_empty(), "{:#?}", findings.broken);
    for (meaning, before) in MEANINGS.iter().zip(known) {
        let after = rows(&db, meaning.after).await;
        let missing = |from: &[String], of: &[String]| of.iter().filter(|row| !from.contains(row)).cloned().collect::<Vec<_>>();
        let (lost, come) = (missing(&after, &before), missing(&before, &after));
        assert!(before == after, "{}: lost {lost:#?}, come {come:#?}", meaning.name);
    }
    let chosen = db.number("SELECT COUNT(*) FROM sessions WHERE data LIKE '%\"provider\"%'").await;
    let kept = db.number("SELECT COUNT(*) FROM sessions s JOIN providers p ON p.id = s.provider_id").await;
    assert!(chosen > 0 && kept == chosen, "of {chosen} who chose a provider to work in, {kept} still work in theirs");
    for change in ["UPDATE events SET at = 2", "DELETE FROM events"] {
        db.try_execute(change).await.expect_err("the log is append-only");
    }
}

/// Whoever adds a table to the fixture is told to say what it means.
#[tokio::test]
async fn every_table_of_the_version_before_is_asked_for() {
    let db = version_before().await;
    let tables = match db.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        Engine::Postgres => "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'",
    };
    for table in db.texts(tables).await {
        let from = format!("FROM {table}");
        let is_asked = MEANINGS.iter().any(|meaning| meaning.before.contains(&from));
        assert!(is_asked, "nothing asks for the rows of {table}");
    }
}
