//! What was stored before searches took the plain letters that people type is found by them afterwards, as it is
//! called and as it is typed.

use super::upgrading_fixture::version_before;
use crate::support::database::{Engine, TestDatabase};
use jiff::tz::TimeZone;
use portico::domain::clients::{Filter, Sort};
use portico::domain::events::read;
use portico::domain::list::{Direction, Place};
use portico::domain::text;
use portico::service::operator::check;
use portico::store::access::{ClientsOf, Reader};
use portico::store::{Conn, Db, clients, events, members};
use uuid::Uuid;

/// Of the fixture: two clients of one provider, two members of the first one, and the names that they get.
const CLIENTS: [(&str, &str); 2] =
    [("Acorn Example Works", "Łódź Straße Æble"), ("Chestnut Example Garage", "Ħamrun Işık O´Brien")];
const PEOPLE: [(&str, &str); 2] = [("anna@acorn.example", "Đorđe Guðrún O’Neil"), ("adam@acorn.example", "Ádám Þór Œuvre")];

/// The provider, its admin, and the client that is asked for its members. Each engine's fixture has ids of its own.
#[derive(Clone, Copy)]
struct Ids {
    provider: Uuid,
    admin: Uuid,
    client: Uuid,
}

impl Ids {
    async fn of(db: &TestDatabase) -> Self {
        let text = if db.engine() == Engine::Sqlite { "LOWER(HEX(id))" } else { "CAST(id AS TEXT)" };
        let one = async |from: &str| {
            let found = db.texts(&format!("SELECT {text} FROM {from}")).await;
            Uuid::parse_str(&found[0]).expect("an id")
        };
        Self {
            provider: one("providers WHERE name = 'Oak Example Services'").await,
            admin: one("accounts WHERE email_key = 'olivia@oak.example'").await,
            client: one(&format!("organizations WHERE name = '{}'", CLIENTS[0].0)).await,
        }
    }
}

/// Gives things of the fixture names with letters that were searched as they are.
async fn rename(db: &TestDatabase, provider: Uuid) {
    for (before, name) in CLIENTS {
        let key = data_encoding::HEXLOWER.encode(&text::sort_key(name));
        let key = if db.engine() == Engine::Sqlite { format!("X'{key}'") } else { format!("'\\x{key}'") };
        let search = text::sort_form(name);
        let set = format!("name = '{name}', name_key = {key}, name_search = '{search}'");
        db.execute(&format!("UPDATE organizations SET {set} WHERE name = '{before}'")).await;
    }
    // The version before wrote the one like this; its own upgrade from the first version left accents, as the other.
    for ((email, name), form) in PEOPLE.iter().zip([text::sort_form, str::to_lowercase]) {
        let search = form(name);
        db.execute(&format!(
            "UPDATE accounts SET name = '{name}' WHERE email_key = '{email}'; \
             UPDATE members SET search = '{email} {search}' WHERE email_key = '{email}'"
        ))
        .await;
    }
    let provider = db.id(provider);
    let search = text::sort_form(&format!("{}\n{}\n{}", "Søren O’Hara", CLIENTS[0].1, PEOPLE[0].1));
    db.execute(&format!(
        "INSERT INTO events (log_id, sequence, log_kind, at, actor, kind, details, search) \
         SELECT id, event_sequence + 1, 'provider', 1793950000000, 'Søren O’Hara', 'events_exported', '{{}}', '{search}' \
         FROM providers WHERE id = {provider}; \
         UPDATE providers SET event_sequence = event_sequence + 1 WHERE id = {provider}"
    ))
    .await;
}

async fn found_clients((conn, ids): (&mut Conn, Ids), search: &str) -> Vec<String> {
    let which = clients::Which {
        of: ClientsOf { provider: ids.provider.into(), reader: Reader::anew(ids.admin.into()) },
        search,
        filter: &Filter::default(),
    };
    let rows = clients::rows(conn, which, (Sort::Name, Direction::Ascending), &Place::Start, 26).await.expect("rows");
    assert_eq!(clients::count_up_to(conn, which, 26).await.expect("a count"), i64::try_from(rows.len()).unwrap());
    rows.into_iter().map(|row| row.name).collect()
}

async fn found_members((conn, ids): (&mut Conn, Ids), search: &str) -> Vec<String> {
    let which = members::Which { organization: ids.client.into(), search, status: None };
    let rows = members::rows(conn, which, &Place::Start, 26).await.expect("rows");
    rows.into_iter().map(|row| row.member.email_key).collect()
}

/// How many lines of the provider's log there are about this person, client and text.
async fn found_lines((conn, ids): (&mut Conn, Ids), person: &str, client: &str, text: &str) -> i64 {
    let range = read::Range::parse("2026-10-01T00:00", "2026-12-01T00:00", &TimeZone::UTC, 1_793_950_000_000).expect("a range");
    let [person, client, text] = [person, client, text].map(str::to_owned);
    let filter = read::Filter { range, person, client, text, kind: None };
    let which = events::Which {
        source: events::Source::Provider(ids.provider.into()),
        filter: &filter,
        reader: Reader::anew(ids.admin.into()),
    };
    events::count_up_to(conn, which, &Place::Start, 1000).await.expect("a count")
}

#[tokio::test]
async fn names_of_the_version_before_are_found_in_both_spellings() {
    let db = version_before().await;
    let ids = Ids::of(&db).await;
    rename(&db, ids.provider).await;
    let opened = Db::connect(db.url()).await.expect("the database opens");
    opened.migrate().await.expect("it becomes one of today");
    let after = db.snapshot().await;
    opened.migrate().await.expect("and stays one");
    db.assert_unchanged_since(&after).await;
    let findings = check::run(&opened).await.expect("it can be checked");
    assert!(findings.broken.is_empty(), "{:#?}", findings.broken);

    let mut conn = opened.read().await.expect("a connection");
    for (typed, name) in [
        ("Łódź Straße", CLIENTS[0].1),
        ("strasse LODZ aeble", CLIENTS[0].1),
        ("st æb", CLIENTS[0].1),
        ("ħamrun işık", CLIENTS[1].1),
        ("isik hamrun", CLIENTS[1].1),
        ("o´brien", CLIENTS[1].1),
        ("OBRIEN", CLIENTS[1].1),
    ] {
        assert_eq!(found_clients((&mut conn, ids), typed).await, [name], "{typed}");
    }
    assert_eq!(found_clients((&mut conn, ids), "acorn").await, [""; 0], "it is called otherwise now");
    for (typed, address) in [
        ("đorđe guðrún", PEOPLE[0].0),
        ("gudrun dorde", PEOPLE[0].0),
        ("o'neil anna@", PEOPLE[0].0),
        ("oneil d", PEOPLE[0].0),
        ("Ádám þór", PEOPLE[1].0),
        ("thor oeuvre adam", PEOPLE[1].0),
    ] {
        assert_eq!(found_members((&mut conn, ids), typed).await, [address], "{typed}");
    }
    for (person, client, text) in [
        ("søren", "łódź straße", "đorđe"),
        ("ohara soren", "aeble lodz", "oneil gudrun"),
        ("O’Hara", "", "strasse dorde"),
        ("", "STRASSE", "O'Neil"),
    ] {
        assert_eq!(found_lines((&mut conn, ids), person, client, text).await, 1, "{person:?} {client:?} {text:?}");
    }
    assert_eq!(found_lines((&mut conn, ids), "lodz", "", "").await, 0, "that is no person");
}
