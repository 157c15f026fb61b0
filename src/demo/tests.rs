use super::*;
use crate::app::{Parts, Settings};
use crate::domain::clients::may_be_added;
use crate::domain::ids::LogId;
use crate::domain::list::Place;
use crate::domain::pasted::Pasted;
use crate::password::Passwords;
use crate::random::Random;
use crate::secrets::Secrets;
use crate::service::actor::Actor;
use crate::service::clients::existing;
use crate::service::clients::list::{self, Query};
use crate::service::members as service_members;
use crate::service::organizations::page as pages;
use crate::store::deliveries::{self, Channel};
use crate::store::members::Member;
use crate::store::{Conn, Db, events as logs};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

async fn app() -> (App, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::connect(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
    db.migrate().await.unwrap();
    let settings = Settings {
        public_url: "http://portal.example".into(),
        session_idle: HOUR,
        session_absolute: DAY,
        invitation_lifetime: 5 * DAY,
        registration_open: true,
        trusted_proxies: Vec::new(),
        client_address_header: String::new(),
        mails_are_sent: false,
        demo: true,
        follow_up_delay: 0,
    };
    let app = App::from(Parts {
        db,
        clock: Clock::manual(1_800_000_000_000),
        random: Random::new(),
        secrets: Secrets::from_bytes([7; 32]),
        passwords: Passwords::start(2, 64),
        settings: Arc::new(settings),
        gate: Arc::default(),
        metrics: Arc::default(),
        readiness: Arc::new(crate::readiness::Readiness::of(uuid::Uuid::nil())),
        stopping: Arc::default(),
        deliveries: Arc::default(),
        follow_ups: Arc::default(),
    });
    (app, folder)
}

async fn members_of(conn: &mut Conn, organization: OrganizationId) -> Vec<Member> {
    let which = members::Which::in_status(organization, None);
    members::rows(conn, which, &Place::Start, 100).await.unwrap().into_iter().map(|row| row.member).collect()
}

async fn person(app: &App, email: &str) -> Actor {
    let found = accounts::by_email(&mut app.db.read().await.unwrap(), email).await.unwrap();
    actor(app, found.unwrap().id, None).await.unwrap().unwrap()
}

fn query() -> Query {
    use crate::domain::clients::{Filter, Sort};
    use crate::domain::list::Direction;
    let (search, filter) = (String::new(), Filter::default());
    Query { search, filter, sort: Sort::Name, direction: Direction::Ascending, place: Place::Start, new: None }
}

/// Name, occupied and seats of the clients that this person sees.
async fn clients_of(app: &App, email: &str) -> Vec<(String, i64, i64)> {
    let page = list::page(app, &person(app, email).await, &query()).await.unwrap();
    page.clients.rows.into_iter().map(|row| (row.name, row.occupied, row.seats)).collect()
}

#[tokio::test]
async fn everybody_who_is_announced_can_sign_in() {
    let (app, _folder) = app().await;
    let place = service::identity::places::Place {
        address: "192.0.2.1".into(),
        agent: String::new(),
        device: String::new(),
        signed_in: None,
    };
    let world = seed(&app).await.unwrap();
    assert_eq!(world.accounts.len(), ACCOUNTS.len());
    for one in &world.accounts {
        let entrance = service::identity::sign_in::sign_in(&app, &one.email, one.password.clone().into(), &place).await.unwrap();
        let service::identity::sign_in::Entrance::Open(who) = entrance else { panic!("{} needs no code", one.email) };
        assert!(actor(&app, who.account, None).await.unwrap().is_some(), "{}", one.email);
    }
    let mut passwords: Vec<_> = world.accounts.iter().map(|one| &one.password).collect();
    passwords.dedup();
    assert_eq!(passwords.len(), world.accounts.len());
}

#[tokio::test]
async fn each_provider_sees_its_own_clients_only() {
    let (app, _folder) = app().await;
    seed(&app).await.unwrap();
    let own = [("Second Client's Organization".into(), 8, 15), ("Third Client's Organization".into(), 6, 10)];
    assert_eq!(clients_of(&app, "sanne@managed-services.example").await, own);
    assert_eq!(clients_of(&app, "joris@managed-services.example").await, own);
    let other = clients_of(&app, "pieter@another-provider.example").await;
    assert_eq!(other, [("Neighbour's Organization".into(), 4, 50)]);
}

#[tokio::test]
async fn the_story_can_begin() {
    let (app, _folder) = app().await;
    let world = seed(&app).await.unwrap();
    let sanne = person(&app, "sanne@managed-services.example").await;
    let addable = existing::addable(&app, &sanne).await.unwrap();
    let verdicts: Vec<_> = addable.iter().map(|one| (one.organization.name.as_str(), one.verdict.is_ok())).collect();
    assert_eq!(
        verdicts,
        [("My Client's Organization", true), ("Example Test Organization", false), ("Former Client's Organization", false)]
    );
    for one in &addable {
        assert_eq!(one.verdict, may_be_added(one.organization.plan, one.organization.suspension(), false));
    }
    existing::add_existing(&app, &sanne, existing::AddExisting { organization: world.my_client }).await.unwrap();
    let addresses = Pasted::read("new@my-client.example", 1).unwrap().listed;
    let invite = service::members::Invite { organization: world.my_client, addresses, role: Role::Owner };
    service::members::invite(&app, &sanne, &invite).await.unwrap();
    let rows = clients_of(&app, &sanne.email).await;
    assert!(rows.contains(&("My Client's Organization".into(), 2, 25)), "{rows:?}");
    let joris = person(&app, "joris@managed-services.example").await;
    assert!(existing::addable(&app, &joris).await.is_err());
}

#[tokio::test]
async fn seats_are_counted_and_statuses_are_all_there() {
    let (app, _folder) = app().await;
    seed(&app).await.unwrap();
    let sanne = person(&app, "sanne@managed-services.example").await;
    let page = list::page(&app, &sanne, &query()).await.unwrap();
    for row in page.clients.rows {
        let mut conn = app.db.read().await.unwrap();
        let all = members_of(&mut conn, row.id).await;
        let occupied = all.iter().filter(|member| member.status.occupies_a_seat()).count();
        assert_eq!(i64::try_from(occupied).unwrap(), row.occupied, "{}", row.name);
        for status in Status::ALL {
            assert!(all.iter().any(|member| member.status == *status), "{} {status:?}", row.name);
        }
        for role in Role::ALL {
            assert!(all.iter().any(|member| member.role == *role), "{} {role:?}", row.name);
        }
        let all =
            service_members::Query { search: String::new(), filter: crate::domain::members::Filter::All, place: Place::Start };
        pages::page(&app, &sanne, row.id, &all).await.unwrap();
    }
}

#[tokio::test]
async fn the_logs_tell_a_past_in_order_and_open_invitations_have_their_mail() {
    let (app, _folder) = app().await;
    let world = seed(&app).await.unwrap();
    let mut conn = app.db.read().await.unwrap();
    for log in [LogId::from(world.provider), world.my_client.into()] {
        let mut log = logs::newest(&mut conn, log, 100).await.unwrap();
        log.reverse();
        assert!(!log.is_empty());
        assert!(log.windows(2).all(|two| two[0].at <= two[1].at && two[0].sequence + 1 == two[1].sequence));
        assert!(log.iter().all(|event| event.at < app.now()));
    }
    let mails = deliveries::newest(&mut conn, Channel::Mail, 100).await.unwrap();
    let invited = ORGANIZATIONS.iter().flat_map(|one| one.members).filter(|(_, _, status)| *status == Status::Invited);
    assert_eq!(mails.len(), invited.count() + 1, "and one into the provider");
}

#[tokio::test]
async fn a_world_is_made_once() {
    let (app, _folder) = app().await;
    seed(&app).await.unwrap();
    assert!(seed(&app).await.is_err());
}

#[test]
fn the_announcement_is_aligned() {
    let account = |email: &str, password: &str| DemoAccount { email: email.into(), password: password.into(), who: "who" };
    let accounts = vec![account("a@b.example", "long-password"), account("longer@b.example", "short")];
    let world = World { accounts, provider: Uuid::nil().into(), my_client: Uuid::nil().into() };
    let expected = "http://127.0.0.1:8080\n\n\
                    a@b.example       long-password  who\n\
                    longer@b.example  short          who";
    assert_eq!(world.announcement("http://127.0.0.1:8080"), expected);
}

#[tokio::test]
async fn clients_in_bulk_have_members_seats_and_logs() {
    let (app, _folder) = app().await;
    let world = seed(&app).await.unwrap();
    seed_clients(&app, world.provider, 40).await.unwrap();
    let sanne = person(&app, "sanne@managed-services.example").await;
    let page = list::page(&app, &sanne, &query()).await.unwrap();
    assert_eq!(page.found, Some(42));
    let mut conn = app.db.read().await.unwrap();
    for row in page.clients.rows.iter().filter(|row| !row.name.contains("Client's")) {
        let all = members_of(&mut conn, row.id).await;
        assert_eq!(i64::try_from(all.len()).unwrap(), row.occupied);
        assert_eq!(logs::newest(&mut conn, row.id.into(), 10).await.unwrap().len(), 1);
    }
}
