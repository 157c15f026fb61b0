//! How PostgreSQL reads lists of 100,000 rows that it knows by their statistics: along an index, in every order,
//! with each filter and without. Asked of the server's own counters.

use portico::domain::clients::{Filter, SeatsLeft};
use portico::domain::organizations::plan::Family;
use portico::domain::providers::State;
use portico::store::Db;
use std::time::Duration;

use super::lists::{ask_clients, ask_events, ask_members, ask_provider_members, event_filters};
use super::searches::{FILL, ID};
use crate::support::database::{Engine, TestDatabase};

/// Beside the clients one organization with 100,000 members, and the logs of everybody with 100,000 lines.
const MORE: &str = "
INSERT INTO organizations (id, name, name_key, name_search, plan, plan_rank, seats, occupied, event_sequence, created_at)
  VALUES ('{id}', 'big', 'big', ' big', 'Teams (Monthly)', 210000, 200000, 99900, 100000, 1);
INSERT INTO members (id, organization_id, email, email_key, search, role, status, created_at)
  SELECT gen_random_uuid(), '{id}', n || '@big.example', n || '@big.example', ' ' || n || '@big.example ', 'user',
    CASE WHEN n % 1000 = 0 THEN 'revoked' ELSE 'invited' END, 1 FROM generate_series(1, 100000) AS n;
INSERT INTO events (log_id, sequence, log_kind, at, actor, through, kind, organization_id, feed_id, details, search)
  SELECT '{id}', n, 'organization', n, 'Ada', 'session', 'seats_changed', '{id}', '{id}', '{}', E'ada\nbig\n' || n
  FROM generate_series(1, 100000) AS n;
ANALYZE;";

/// The tables that are long, and how often all of their rows were read one by one.
async fn scans(db: &TestDatabase) -> Vec<String> {
    db.texts(
        "SELECT relname || ' ' || seq_scan FROM pg_stat_user_tables \
         WHERE relname IN ('organizations', 'members', 'events') ORDER BY relname",
    )
    .await
}

/// No filter, and each by itself: some let all clients pass, some none.
fn filters() -> Vec<Filter> {
    let none = Filter::default();
    let mut filters = vec![none];
    filters.extend([Family::Teams, Family::Enterprise].map(|family| Filter { family: Some(family), ..none }));
    filters.extend([State::Active, State::Suspended].map(|state| Filter { state: Some(state), ..none }));
    filters.extend([SeatsLeft::Full, SeatsLeft::Free].map(|seats| Filter { seats: Some(seats), ..none }));
    filters.extend([Filter { handover_open: true, ..none }, Filter { one_owner: true, ..none }]);
    filters
}

#[tokio::test]
async fn no_list_of_100_000_reads_all_its_rows_one_by_one() {
    let database = TestDatabase::create().await;
    if database.engine() == Engine::Sqlite {
        return;
    }
    database.leave_everything_broken("its rows are many, and made by hand under one id");
    let db = Db::connect(database.url()).await.expect("it is there");
    db.migrate().await.expect("it has tables");
    // A connection tells what it did when it ends, at the latest: what was read until now is counted before.
    db.close().await;
    database.execute(&FILL.replace("{id}", ID)).await;
    database.execute(&MORE.replace("{id}", ID)).await;
    for table in ["organizations", "members", "events"] {
        database.execute(&format!("VACUUM {table}")).await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = scans(&database).await;
    let db = Db::connect(database.url()).await.expect("it is there");
    let mut conn = db.read().await.expect("a connection");
    // Every third way to narrow a log down: each field is asked for in some and not in others.
    let event_filters: Vec<_> = event_filters().into_iter().step_by(3).collect();
    let asked = [
        ask_clients(&mut conn, &filters(), &["", "cedar 012345"]).await,
        ask_members(&mut conn).await,
        ask_provider_members(&mut conn).await,
        ask_events(&mut conn, &event_filters).await,
    ];
    drop(conn);
    db.close().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(scans(&database).await, before, "of {asked:?} questions");
}
