//! How PostgreSQL reads searches among 100,000 organizations that it knows by their statistics: by the trigram
//! index, and never all of them. Asked of the server's own counters, through one connection and more often than
//! it takes for a statement to get a plan for no words in particular.

use portico::domain::clients::{Filter, Sort};
use portico::domain::list::{Direction, Place};
use portico::store::access::{ClientsOf, Reader};
use portico::store::{Conn, Db, clients};
use std::time::Duration;
use uuid::Uuid;

use crate::support::database::{Engine, TestDatabase};

pub(super) const ID: &str = "00000000-0000-0000-0000-000000000007";

/// One provider with a confirmed member and 100,000 clients whose names are made of common words and a number.
pub(super) const FILL: &str = "
INSERT INTO accounts (id, email, email_key, name, created_at) VALUES ('{id}', 'ada@big.example', 'ada@big.example', 'Ada', 1);
INSERT INTO providers (id, name, name_key, created_at) VALUES ('{id}', 'Big', 'big', 1);
INSERT INTO provider_members (id, provider_id, account_id, email, email_key, role, status, created_at)
  VALUES ('{id}', '{id}', '{id}', 'ada@big.example', 'ada@big.example', 'admin', 'confirmed', 1);
INSERT INTO organizations (id, name, name_key, name_search, plan, plan_rank, seats, provider_id, linked_at, created_at)
  SELECT gen_random_uuid(), name, convert_to(name, 'UTF8') || '\\x00' || convert_to(name, 'UTF8'), ' ' || name,
    'Teams (Monthly)', 210000, 5, '{id}', 1, 1
  FROM (SELECT (ARRAY['alder', 'birch', 'cedar', 'elm', 'harbour', 'meadow', 'noorder', 'zilver'])[1 + n % 8] || ' '
    || (ARRAY['advies', 'bakery', 'clinic', 'logistics', 'studio', 'techniek'])[1 + n % 6] || ' ' || lpad(n::TEXT, 6, '0') AS name
    FROM generate_series(0, 99999) AS n) AS names;
ANALYZE;";

/// How often all organizations were read one by one, and how often the trigram index was asked.
async fn counted(db: &TestDatabase) -> (i64, i64) {
    let scans = "SELECT CAST(seq_scan AS BIGINT) FROM pg_stat_user_tables WHERE relname = 'organizations'";
    let asked = "SELECT CAST(idx_scan AS BIGINT) FROM pg_stat_user_indexes WHERE indexrelname = 'organizations_by_trigram'";
    (db.number(scans).await, db.number(asked).await)
}

async fn found(conn: &mut Conn, search: &str, filter: &Filter) -> usize {
    let id = Uuid::parse_str(ID).expect("an id");
    let which = clients::Which { of: ClientsOf { provider: id.into(), reader: Reader::anew(id.into()) }, search, filter };
    let (orders, mut number) = ([Sort::Name, Sort::Users, Sort::Plan], 0);
    for order in orders {
        number = clients::rows(conn, which, (order, Direction::Ascending), &Place::Start, 26).await.expect("rows").len();
    }
    number
}

#[tokio::test]
async fn without_the_extension_the_start_says_which_command_makes_it() {
    let database = TestDatabase::create().await;
    if database.engine() == Engine::Sqlite {
        return;
    }
    // A role that may do everything but create something in the database itself.
    let role = format!("guest_{}", std::process::id());
    database.execute(&format!("CREATE ROLE {role}; GRANT CREATE, USAGE ON SCHEMA public TO {role}")).await;
    let as_guest = Db::connect(&format!("{}?options[role]={role}", database.url())).await.expect("it opens");
    let refused = as_guest.migrate().await.expect_err("there is no extension").to_string();
    assert!(
        refused.contains("pg_trgm") && refused.ends_with("runs once, in this database: CREATE EXTENSION pg_trgm"),
        "{refused}"
    );
    let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(database.number(tables).await, 0, "nothing was begun");
    database.execute("CREATE EXTENSION pg_trgm").await;
    as_guest.migrate().await.expect("an administrator has made it");
    assert!(database.number(tables).await > 10);
    as_guest.close().await;
    database.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).await;
}

#[tokio::test]
async fn few_among_100_000_are_found_by_the_trigram_index_however_often_it_is_asked() {
    let database = TestDatabase::create().await;
    if database.engine() == Engine::Sqlite {
        return;
    }
    let db = Db::connect(database.url()).await.expect("it is there");
    db.migrate().await.expect("it has tables");
    // A connection tells what it did when it ends, at the latest: what was read until now is counted before.
    db.close().await;
    database.execute(&FILL.replace("{id}", ID)).await;
    database.execute("VACUUM organizations").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = counted(&database).await;
    let db = Db::connect(database.url()).await.expect("it is there");
    let one_owner = Filter { one_owner: true, ..Filter::default() };
    let mut conn = db.read().await.expect("a connection");
    let mut asked = 0;
    for (search, number) in [
        ("zzzz", 0),
        ("zilvrr", 0),
        ("012345", 1),
        ("cedar 012345", 0),
        ("q", 0),
        ("qx", 0),
        ("alder noorder", 0),
        ("harbour studio 999999", 0),
        ("1234 birch log", 1),
        ("0000000", 0),
    ] {
        for _ in 0..3 {
            assert_eq!(found(&mut conn, search, &Filter::default()).await, number, "{search}");
            assert_eq!(found(&mut conn, search, &one_owner).await, 0, "{search}");
            asked += 6;
        }
    }
    drop(conn);
    db.close().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let after = counted(&database).await;
    assert_eq!(after.0, before.0, "organizations were read one by one");
    assert!(after.1 - before.1 >= asked, "{} of {asked} searches asked the index", after.1 - before.1);
}
