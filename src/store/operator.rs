//! What is never so, as queries over the whole database: each gives the rows that break a rule.

use super::Conn;
use super::deliveries::Channel;
use super::engine::{Engine, fetch_all};
use crate::domain::ids::LinkId;
use sqlx::{Error, SqliteConnection};
use uuid::Uuid;

/// A row that breaks a rule: its id, and what is wrong with it in words.
pub type Breach = (Uuid, String);

/// A rule, its name for programs, and the query for what breaks it.
pub struct Rule {
    pub name: &'static str,
    pub says: &'static str,
    sql: &'static str,
}

/// Every rule that one query can ask.
pub const RULES: &[Rule] = &[
    Rule {
        name: "occupied_is_counted",
        says: "the occupied seats of an organization are those of its members",
        sql: "SELECT id, name || ': ' || CAST(occupied AS TEXT) || ' counted, ' || CAST(members AS TEXT) || ' members' FROM (\
              SELECT o.id, o.name, o.occupied, (SELECT COUNT(*) FROM members m WHERE m.organization_id = o.id \
              AND m.status <> 'revoked') AS members FROM organizations o) AS counted WHERE occupied <> members ORDER BY id LIMIT 50",
    },
    Rule {
        name: "owners_are_counted",
        says: "the confirmed owners that an organization counts are those among its members",
        sql: "SELECT id, name || ': ' || CAST(owners AS TEXT) || ' counted, ' || CAST(members AS TEXT) || ' owners' FROM (\
              SELECT o.id, o.name, o.owners, (SELECT COUNT(*) FROM members m WHERE m.organization_id = o.id \
              AND m.role = 'owner' AND m.status = 'confirmed') AS members FROM organizations o) AS counted \
              WHERE owners <> members ORDER BY id LIMIT 50",
    },
    Rule {
        name: "statuses_are_counted",
        says: "who is invited, accepted and revoked in an organization is counted as its members are",
        sql: "SELECT id, name || ': ' || CAST(invited AS TEXT) || ' invited, ' || CAST(accepted AS TEXT) || ' accepted, ' \
              || CAST(revoked AS TEXT) || ' revoked are counted' FROM (SELECT o.id, o.name, o.invited, o.accepted, o.revoked, \
              COALESCE(SUM(CASE WHEN m.status = 'invited' THEN 1 ELSE 0 END), 0) AS now_invited, \
              COALESCE(SUM(CASE WHEN m.status = 'accepted' THEN 1 ELSE 0 END), 0) AS now_accepted, \
              COALESCE(SUM(CASE WHEN m.status = 'revoked' THEN 1 ELSE 0 END), 0) AS now_revoked \
              FROM organizations o LEFT JOIN members m ON m.organization_id = o.id AND m.status <> 'confirmed' \
              GROUP BY o.id, o.name, o.invited, o.accepted, o.revoked) AS counted WHERE invited <> now_invited \
              OR accepted <> now_accepted OR revoked <> now_revoked ORDER BY id LIMIT 50",
    },
    Rule {
        name: "clients_are_counted",
        says: "a provider counts its clients",
        sql: "SELECT id, name || ': ' || CAST(clients AS TEXT) || ' counted, ' || CAST(number AS TEXT) || ' there' FROM (\
              SELECT p.id, p.name, p.clients, (SELECT COUNT(*) FROM organizations o WHERE o.provider_id = p.id) AS number \
              FROM providers p) AS counted WHERE clients <> number ORDER BY id LIMIT 50",
    },
    Rule {
        name: "seats_suffice",
        says: "no more seats are occupied than there are",
        sql: "SELECT id, name || ': ' || CAST(occupied AS TEXT) || ' of ' || CAST(seats AS TEXT) FROM organizations \
              WHERE occupied > seats ORDER BY id LIMIT 50",
    },
    Rule {
        name: "owner_stays",
        says: "an organization that had a confirmed owner has one",
        // A new client whose first owner is invited never had one; the log tells them apart.
        sql: "SELECT o.id, o.name FROM organizations o WHERE NOT EXISTS (SELECT 1 FROM members m WHERE m.organization_id = o.id \
              AND m.role = 'owner' AND m.status = 'confirmed') AND EXISTS (SELECT 1 FROM events e WHERE e.log_id = o.id AND (\
              e.kind IN ('client_added', 'organization_imported') OR (e.kind = 'organization_created' AND e.feed_id IS NULL) \
              OR (e.kind IN ('member_confirmed', 'member_left') AND e.details LIKE '%\"role\":\"owner\"%'))) ORDER BY o.id LIMIT 50",
    },
    Rule {
        name: "owner_can_act",
        says: "of the confirmed owners of an organization, one has an account that is not disabled",
        sql: "SELECT o.id, o.name FROM organizations o WHERE EXISTS (SELECT 1 FROM members m WHERE m.organization_id = o.id \
              AND m.role = 'owner' AND m.status = 'confirmed') AND NOT EXISTS (SELECT 1 FROM members m \
              JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = o.id AND m.role = 'owner' \
              AND m.status = 'confirmed' AND a.disabled_at IS NULL) ORDER BY o.id LIMIT 50",
    },
    Rule {
        name: "provider_has_an_admin",
        says: "a provider has a confirmed provider admin with an account that is not disabled",
        sql: "SELECT p.id, p.name FROM providers p WHERE NOT EXISTS (SELECT 1 FROM provider_members m \
              JOIN accounts a ON a.id = m.account_id WHERE m.provider_id = p.id AND m.role = 'admin' AND m.status = 'confirmed' \
              AND a.disabled_at IS NULL) ORDER BY p.id LIMIT 50",
    },
    Rule {
        name: "logs_have_no_gap",
        says: "the events of a log are numbered from 1 without a gap",
        sql: "SELECT log_id, CAST(COUNT(*) AS TEXT) || ' events, the last one is number ' || CAST(MAX(sequence) AS TEXT) \
              FROM events GROUP BY log_id HAVING MAX(sequence) <> COUNT(*) OR MIN(sequence) <> 1 ORDER BY log_id LIMIT 50",
    },
    Rule {
        name: "logs_end_where_counted",
        says: "a log ends with the number that its owner counts",
        sql: "SELECT id, name || ': counts ' || CAST(event_sequence AS TEXT) || ', the log ends at ' || CAST(last AS TEXT) FROM (\
              SELECT logs.id, logs.name, logs.event_sequence, COALESCE((SELECT MAX(e.sequence) FROM events e \
              WHERE e.log_id = logs.id), 0) AS last FROM (SELECT id, name, event_sequence FROM organizations UNION ALL \
              SELECT id, name, event_sequence FROM providers UNION ALL SELECT id, email, event_sequence FROM accounts UNION ALL \
              SELECT id, 'the portal', event_sequence FROM portal_logs) AS logs\
              ) AS ends WHERE event_sequence <> last ORDER BY id LIMIT 50",
    },
    Rule {
        name: "both_logs_tell",
        says: "adding a client stands in the log of the organization and in that of a provider",
        sql: "SELECT e.log_id, e.details FROM events e WHERE e.kind IN ('client_added', 'client_relinked') AND e.log_kind = 'organization' \
              AND NOT EXISTS (SELECT 1 FROM events p WHERE p.kind = e.kind AND p.log_kind = 'provider' \
              AND p.organization_id = e.log_id AND p.details = e.details) ORDER BY e.log_id LIMIT 50",
    },
    Rule {
        name: "members_have_accounts",
        says: "who is accepted or confirmed has an account",
        sql: "SELECT id, email FROM (SELECT id, email, status, account_id FROM members UNION ALL \
              SELECT id, email, status, account_id FROM provider_members) AS people \
              WHERE status IN ('accepted', 'confirmed', 'suspended') AND account_id IS NULL ORDER BY id LIMIT 50",
    },
    Rule {
        name: "links_are_whole",
        says: "an organization has its provider together with the moment it was linked",
        sql: "SELECT id, name FROM organizations WHERE (provider_id IS NULL) <> (linked_at IS NULL) \
              OR (provider_id IS NULL AND linked_by IS NOT NULL) ORDER BY id LIMIT 50",
    },
    Rule {
        name: "unlinkings_end",
        says: "nobody asks to link an organization again that has a provider",
        sql: "SELECT o.id, o.name FROM unlinkings u JOIN organizations o ON o.id = u.organization_id \
              WHERE u.ended_at IS NULL AND o.provider_id IS NOT NULL ORDER BY o.id LIMIT 50",
    },
    Rule {
        name: "suspensions_can_end",
        says: "an organization that a provider has suspended has a provider",
        sql: "SELECT id, name FROM organizations WHERE suspended_by = 'provider' AND provider_id IS NULL ORDER BY id LIMIT 50",
    },
    Rule {
        name: "accepting_confirms_owners",
        says: "only an invited owner is confirmed by accepting, in an organization without a provider",
        sql: "SELECT m.id, m.email FROM members m JOIN organizations o ON o.id = m.organization_id WHERE m.accepting_confirms \
              AND (m.status <> 'invited' OR m.role <> 'owner' OR o.provider_id IS NOT NULL) ORDER BY m.id LIMIT 50",
    },
    Rule {
        name: "logs_say_what_is_gone",
        says: "the log of an organization that is gone ends with its deletion",
        sql: "SELECT e.log_id, 'it ends with ' || e.kind FROM events e WHERE e.log_kind = 'organization' AND NOT EXISTS (\
              SELECT 1 FROM organizations o WHERE o.id = e.log_id) AND e.sequence = (SELECT MAX(l.sequence) FROM events l \
              WHERE l.log_id = e.log_id) AND e.kind <> 'organization_deleted' ORDER BY e.log_id LIMIT 50",
    },
    Rule {
        name: "one_open_invitation",
        says: "somebody who is invited has one open invitation link at most",
        sql: "SELECT target_id, CAST(COUNT(*) AS TEXT) || ' open links' FROM mailed_links \
              WHERE purpose IN ('invitation', 'provider_invitation') AND target_id IS NOT NULL AND used_at IS NULL \
              AND replaced_at IS NULL AND withdrawn_at IS NULL GROUP BY target_id HAVING COUNT(*) > 1 ORDER BY target_id LIMIT 50",
    },
    Rule {
        name: "links_have_their_target",
        says: "a link points to what its purpose is about, and is withdrawn once that is gone",
        // Links that were withdrawn before version 3 of the schema have lost their target.
        sql: "SELECT l.id, l.purpose FROM mailed_links l WHERE \
              (l.purpose IN ('password', 'address', 'provider_deletion', 'organization_deletion', 'relink')) <> (l.account_id IS NOT NULL) \
              OR (l.purpose IN ('registration', 'address', 'address_undo')) <> (l.email IS NOT NULL) \
              OR (l.purpose NOT IN ('invitation', 'provider_invitation', 'provider_deletion', 'organization_deletion', 'address_undo', 'relink') \
              AND l.target_id IS NOT NULL) OR (l.purpose IN ('invitation', 'provider_invitation', 'provider_deletion', \
              'organization_deletion', 'address_undo', 'relink') AND l.target_id IS NULL AND l.withdrawn_at IS NULL) \
              OR (l.used_at IS NULL AND l.withdrawn_at IS NULL AND (\
              (l.purpose = 'invitation' AND NOT EXISTS (SELECT 1 FROM members m WHERE m.id = l.target_id)) \
              OR (l.purpose = 'provider_invitation' AND NOT EXISTS (SELECT 1 FROM provider_members m WHERE m.id = l.target_id)) \
              OR (l.purpose = 'address_undo' AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = l.target_id)) \
              OR (l.purpose = 'organization_deletion' AND NOT EXISTS (SELECT 1 FROM organizations o WHERE o.id = l.target_id)) \
              OR (l.purpose = 'relink' AND NOT EXISTS (SELECT 1 FROM unlinkings u WHERE u.id = l.target_id)) \
              OR (l.purpose = 'provider_deletion' AND NOT EXISTS (SELECT 1 FROM providers p WHERE p.id = l.target_id)))) \
              ORDER BY l.id LIMIT 50",
    },
    Rule {
        name: "the_disabled_are_out",
        says: "no disabled account is signed in",
        sql: "SELECT a.id, a.email FROM accounts a WHERE a.disabled_at IS NOT NULL AND EXISTS (SELECT 1 FROM sessions s \
              WHERE s.account_id = a.id AND s.session_epoch = a.session_epoch) ORDER BY a.id LIMIT 50",
    },
];

/// What breaks a rule, 50 rows at most.
pub async fn breaches(conn: &mut Conn, rule: &Rule) -> Result<Vec<Breach>, Error> {
    fetch_all!(conn, Breach, rule.sql)
}

/// An organization with what is derived from it.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct OrganizationKeys {
    pub id: Uuid,
    pub name: String,
    pub name_key: Vec<u8>,
    pub name_search: String,
    pub plan: String,
    pub plan_rank: i64,
}

/// The next `most` organizations behind this id.
pub async fn organization_keys(conn: &mut Conn, after: Uuid, most: i64) -> Result<Vec<OrganizationKeys>, Error> {
    fetch_all!(
        conn,
        OrganizationKeys,
        "SELECT id, name, name_key, name_search, plan, plan_rank FROM organizations WHERE id > $1 ORDER BY id LIMIT CAST($2 AS BIGINT)",
        after,
        most
    )
}

/// The id, the name and the key of every provider.
pub async fn provider_keys(conn: &mut Conn) -> Result<Vec<(Uuid, String, Vec<u8>)>, Error> {
    fetch_all!(conn, (Uuid, String, Vec<u8>), "SELECT id, name, name_key FROM providers ORDER BY id")
}

/// An address as it is shown, and its key.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct EmailKey {
    pub id: Uuid,
    pub email: String,
    pub email_key: String,
}

/// The next `most` addresses of accounts and members behind this id. A deleted account has none.
pub async fn email_keys(conn: &mut Conn, after: Uuid, most: i64) -> Result<Vec<EmailKey>, Error> {
    fetch_all!(
        conn,
        EmailKey,
        "SELECT id, email, email_key FROM (SELECT id, email, email_key FROM accounts WHERE email <> '' UNION ALL \
         SELECT id, email, email_key FROM members UNION ALL SELECT id, email, email_key FROM provider_members) AS people \
         WHERE id > $1 ORDER BY id LIMIT CAST($2 AS BIGINT)",
        after,
        most
    )
}

/// What was not sent yet.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Owed {
    pub id: Uuid,
    pub payload: String,
    pub recipient: String,
    pub language: String,
    pub link_id: Option<LinkId>,
}

/// The next `most` of a channel that are still to be sent, behind this id.
pub async fn owed(conn: &mut Conn, channel: Channel, after: Uuid, most: i64) -> Result<Vec<Owed>, Error> {
    fetch_all!(
        conn,
        Owed,
        "SELECT id, payload, recipient, language, link_id FROM deliveries WHERE channel = $1 AND state IN ('pending', 'sending') \
         AND id > $2 ORDER BY id LIMIT CAST($3 AS BIGINT)",
        channel.word(),
        after,
        most
    )
}

/// A column, a word that stands in it, and in how many rows.
pub type StoredWord = (String, String, i64);

/// The words in every column that holds one of a list of the program's. The tables do not list them, so that a
/// new word needs no table built anew.
pub async fn words(conn: &mut Conn) -> Result<Vec<StoredWord>, Error> {
    fetch_all!(
        conn,
        StoredWord,
        "SELECT 'accounts.language', language, COUNT(*) FROM accounts WHERE language IS NOT NULL GROUP BY language \
         UNION ALL SELECT 'providers.state', state, COUNT(*) FROM providers GROUP BY state \
         UNION ALL SELECT 'provider_members.role', role, COUNT(*) FROM provider_members GROUP BY role \
         UNION ALL SELECT 'provider_members.status', status, COUNT(*) FROM provider_members GROUP BY status \
         UNION ALL SELECT 'organizations.suspended_by', suspended_by, COUNT(*) FROM organizations WHERE suspended_by IS NOT NULL \
         GROUP BY suspended_by \
         UNION ALL SELECT 'members.role', role, COUNT(*) FROM members GROUP BY role \
         UNION ALL SELECT 'members.status', status, COUNT(*) FROM members GROUP BY status \
         UNION ALL SELECT 'members.status_before', status_before, COUNT(*) FROM members WHERE status_before IS NOT NULL \
         GROUP BY status_before \
         UNION ALL SELECT 'mailed_links.purpose', purpose, COUNT(*) FROM mailed_links GROUP BY purpose \
         UNION ALL SELECT 'deliveries.channel', channel, COUNT(*) FROM deliveries GROUP BY channel \
         UNION ALL SELECT 'deliveries.state', state, COUNT(*) FROM deliveries GROUP BY state \
         UNION ALL SELECT 'deliveries.language', language, COUNT(*) FROM deliveries GROUP BY language \
         UNION ALL SELECT 'events.log_kind', log_kind, COUNT(*) FROM events GROUP BY log_kind \
         UNION ALL SELECT 'events.through', through, COUNT(*) FROM events GROUP BY through"
    )
}

/// What the engine itself finds wrong with its file. PostgreSQL has no such question; its pages
/// carry checksums.
pub async fn engine_faults(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let faults = match conn.begin() {
        Engine::Sqlite(sqlite) => faults_of_file(sqlite).await,
        Engine::Postgres(..) => Ok(Vec::new()),
    };
    conn.ended(&faults);
    faults
}

async fn faults_of_file(sqlite: &mut SqliteConnection) -> Result<Vec<String>, Error> {
    // One moment, also where a transaction is open.
    sqlx::raw_sql("SAVEPOINT moment").execute(&mut *sqlite).await?;
    // FTS5 looks for what others have written when it is read, and not when it is checked.
    let there = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'organization_trigrams'";
    if sqlx::query_scalar::<_, i64>(there).fetch_one(&mut *sqlite).await? > 0 {
        sqlx::query("SELECT rowid FROM organization_trigrams WHERE rowid = 0").fetch_optional(&mut *sqlite).await?;
        sqlx::query("SELECT rowid FROM member_trigrams WHERE rowid = 0").fetch_optional(&mut *sqlite).await?;
    }
    let answers: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(&mut *sqlite).await?;
    let mut faults: Vec<String> = answers.into_iter().filter(|answer| answer != "ok").collect();
    let orphans: Vec<(String, Option<i64>, String, i64)> =
        sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&mut *sqlite).await?;
    sqlx::raw_sql("RELEASE moment").execute(sqlite).await?;
    let orphans = orphans.iter().take(20);
    faults.extend(orphans.map(|(table, _, parent, _)| format!("a row of {table} points to no row of {parent}")));
    Ok(faults)
}
