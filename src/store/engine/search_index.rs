//! The trigram indexes of searches, which the engines have in ways of their own: FTS5 with triggers that keep it
//! on SQLite, pg_trgm on PostgreSQL. They are made at the start where they are missing.

use anyhow::{Context, bail};
use sqlx::{Connection, PgConnection, SqliteConnection};

/// FTS5 names rows by a number that lasts; the tables of the portal have ids, and VACUUM numbers their rows anew.
/// Two spaces stand before each word of what is indexed, so that the first one or two letters of a word are a
/// trigram too. The texts are folded: FTS5 need not fold them again.
const SQLITE_TABLES: &str = "
    CREATE TABLE organization_numbers (number INTEGER NOT NULL PRIMARY KEY, organization_id UUID NOT NULL UNIQUE);
    CREATE TABLE member_numbers (number INTEGER NOT NULL PRIMARY KEY, member_id UUID NOT NULL UNIQUE);
    CREATE VIRTUAL TABLE organization_trigrams USING fts5 (text, columnsize = 0, tokenize = 'trigram case_sensitive 1');
    CREATE VIRTUAL TABLE member_trigrams USING fts5 (text, columnsize = 0, tokenize = 'trigram case_sensitive 1');
    INSERT INTO organization_numbers (organization_id) SELECT id FROM organizations ORDER BY id;
    INSERT INTO member_numbers (member_id) SELECT id FROM members ORDER BY id;
    INSERT INTO organization_trigrams (rowid, text) SELECT n.number, REPLACE(o.name_search, ' ', '  ')
    FROM organization_numbers n JOIN organizations o ON o.id = n.organization_id ORDER BY n.number;
    INSERT INTO member_trigrams (rowid, text) SELECT n.number, REPLACE(m.search, ' ', '  ')
    FROM member_numbers n JOIN members m ON m.id = n.member_id ORDER BY n.number;";
const SQLITE_TRIGGERS: &str = "
    CREATE TRIGGER IF NOT EXISTS organization_is_found AFTER INSERT ON organizations BEGIN
        INSERT INTO organization_numbers (organization_id) VALUES (NEW.id);
        INSERT INTO organization_trigrams (rowid, text) VALUES
        ((SELECT number FROM organization_numbers WHERE organization_id = NEW.id), REPLACE(NEW.name_search, ' ', '  '));
    END;
    CREATE TRIGGER IF NOT EXISTS organization_is_renamed AFTER UPDATE OF name_search ON organizations
    WHEN NEW.name_search <> OLD.name_search BEGIN
        UPDATE organization_trigrams SET text = REPLACE(NEW.name_search, ' ', '  ')
        WHERE rowid = (SELECT number FROM organization_numbers WHERE organization_id = NEW.id);
    END;
    CREATE TRIGGER IF NOT EXISTS organization_is_lost AFTER DELETE ON organizations BEGIN
        DELETE FROM organization_trigrams WHERE rowid = (SELECT number FROM organization_numbers WHERE organization_id = OLD.id);
        DELETE FROM organization_numbers WHERE organization_id = OLD.id;
    END;
    CREATE TRIGGER IF NOT EXISTS member_is_found AFTER INSERT ON members BEGIN
        INSERT INTO member_numbers (member_id) VALUES (NEW.id);
        INSERT INTO member_trigrams (rowid, text) VALUES
        ((SELECT number FROM member_numbers WHERE member_id = NEW.id), REPLACE(NEW.search, ' ', '  '));
    END;
    CREATE TRIGGER IF NOT EXISTS member_is_renamed AFTER UPDATE OF search ON members WHEN NEW.search <> OLD.search BEGIN
        UPDATE member_trigrams SET text = REPLACE(NEW.search, ' ', '  ')
        WHERE rowid = (SELECT number FROM member_numbers WHERE member_id = NEW.id);
    END;
    CREATE TRIGGER IF NOT EXISTS member_is_lost AFTER DELETE ON members BEGIN
        DELETE FROM member_trigrams WHERE rowid = (SELECT number FROM member_numbers WHERE member_id = OLD.id);
        DELETE FROM member_numbers WHERE member_id = OLD.id;
    END;";

/// New entries wait in a list that each search reads; it stays short.
const POSTGRES_INDEXES: &str = "
    CREATE INDEX IF NOT EXISTS organizations_by_trigram ON organizations USING gin (name_search gin_trgm_ops)
    WITH (gin_pending_list_limit = 256);
    CREATE INDEX IF NOT EXISTS members_by_trigram ON members USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 256);";

/// All of it, to tell whether it is what a database has.
pub(super) const TEXTS: [&str; 3] = [SQLITE_TABLES, SQLITE_TRIGGERS, POSTGRES_INDEXES];

/// Makes SQLite's indexes, with everything in them that is there, and what keeps them.
///
/// # Errors
/// The database cannot be written.
pub(super) async fn make_for_sqlite(connection: &mut SqliteConnection) -> anyhow::Result<()> {
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    let there = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'organization_trigrams'";
    if sqlx::query_scalar::<_, i64>(there).fetch_one(&mut *tx).await? == 0 {
        sqlx::raw_sql(SQLITE_TABLES).execute(&mut *tx).await.context("filling the index of searches")?;
    }
    sqlx::raw_sql(SQLITE_TRIGGERS).execute(&mut *tx).await.context("setting the triggers of searches")?;
    Ok(tx.commit().await?)
}

/// Makes PostgreSQL's indexes.
///
/// # Errors
/// The database cannot be written.
pub(super) async fn make_for_postgres(connection: &mut PgConnection) -> anyhow::Result<()> {
    sqlx::raw_sql(POSTGRES_INDEXES).execute(connection).await.context("making the index of searches").map(drop)
}

/// Sees to the extension that PostgreSQL's indexes are made with. Whoever may create something in the database
/// may create this one: PostgreSQL trusts it.
///
/// # Errors
/// It is not there and may not be made, or is not installed on the server.
pub(super) async fn need_extension(connection: &mut PgConnection) -> anyhow::Result<()> {
    let there = "SELECT COUNT(*) FROM pg_catalog.pg_extension WHERE extname = 'pg_trgm'";
    if sqlx::query_scalar::<_, i64>(there).fetch_one(&mut *connection).await? > 0 {
        return Ok(());
    }
    match sqlx::raw_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm").execute(connection).await {
        Ok(_) => Ok(()),
        Err(error) => bail!(
            "searches need PostgreSQL's extension pg_trgm (it comes with PostgreSQL; some systems have it in a package \
             postgresql-contrib), and it could not be made: {error}. A database administrator runs once, in this database: \
             CREATE EXTENSION pg_trgm"
        ),
    }
}
