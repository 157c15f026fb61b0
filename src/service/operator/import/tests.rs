use crate::app::{Parts, Settings};
use crate::clock::Clock;
use crate::domain::ids::{LogId, OrganizationId};
use crate::domain::list::Place;
use crate::domain::members::Role;
use crate::domain::members::acts::Act;
use crate::domain::pasted::Pasted;
use crate::domain::time::{DAY, HOUR};
use crate::password::Passwords;
use crate::random::Random;
use crate::secrets::Secrets;
use crate::service;
use crate::service::actor::Actor;
use crate::service::members::{ActOn, MemberOf};
use crate::service::operator::import::*;
use crate::store::Db;
use crate::store::deliveries::{self, Channel};
use crate::store::members::Member;
use std::fmt::Write as _;
use std::sync::Arc;
use tempfile::TempDir;

const HEADER: &str = "organization,plan,seats,email,name,role,status";
const FILE: &str = "\
organization,plan,seats,email,name,role,status
Alpha,Enterprise (Annually) 2020,5,ada@alpha.example,Ada,owner,confirmed
Alpha,Enterprise (Annually) 2020,5,bob@alpha.example,Bob,admin,accepted
Alpha,Enterprise (Annually) 2020,5,cas@alpha.example,,user,invited
Alpha,Enterprise (Annually) 2020,5,dirk@alpha.example,Dirk,user,revoked
Alpha,Enterprise (Annually) 2020,5,eva@alpha.example,Eva,owner,confirmed
Beta,Teams (Monthly),2,Ada@Alpha.example,Someone else,owner,confirmed
";

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
        demo: false,
        follow_up_delay: 0,
    };
    let app = App::from(Parts {
        db,
        clock: Clock::manual(1_800_000_000_000),
        random: Random::new(),
        secrets: Secrets::from_bytes([7; 32]),
        passwords: Passwords::start(1, 8),
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

fn file(text: &str) -> ImportFile {
    ImportFile::parse(text.as_bytes()).unwrap()
}

async fn actor(app: &App, email: &str) -> Actor {
    let found = accounts::by_email(&mut app.db.read().await.unwrap(), email).await.unwrap();
    service::identity::visits::actor(app, found.unwrap().id, None).await.unwrap().unwrap()
}

async fn organization(app: &App, key: &str) -> organizations::Organization {
    organizations::by_import_key(&mut app.db.read().await.unwrap(), key).await.unwrap().unwrap()
}

async fn members_of(app: &App, organization: OrganizationId) -> Vec<Member> {
    let mut conn = app.db.read().await.unwrap();
    let which = members::Which::in_status(organization, None);
    members::rows(&mut conn, which, &Place::Start, 1000).await.unwrap().into_iter().map(|row| row.member).collect()
}

/// What an import of [`FILE`] could change, as text.
async fn everything(app: &App) -> String {
    let mut text = String::new();
    let mut conn = app.db.read().await.unwrap();
    let mut logs = Vec::new();
    for key in ["alpha", "beta"] {
        let organization = organizations::by_import_key(&mut conn, key).await.unwrap().unwrap();
        logs.push(LogId::from(organization.id));
        writeln!(text, "{organization:?}").unwrap();
        let which = members::Which::in_status(organization.id, None);
        writeln!(text, "{:?}", members::rows(&mut conn, which, &Place::Start, 1000).await.unwrap()).unwrap();
    }
    for person in ["ada", "bob", "cas", "dirk", "eva"] {
        let account = accounts::by_email(&mut conn, &format!("{person}@alpha.example")).await.unwrap();
        logs.extend(account.as_ref().map(|account| LogId::from(account.id)));
        writeln!(text, "{account:?}").unwrap();
    }
    for log in logs {
        writeln!(text, "{:?}", events::newest(&mut conn, log, 1000).await.unwrap()).unwrap();
    }
    writeln!(text, "{:?}", deliveries::newest(&mut conn, Channel::Mail, 1000).await.unwrap()).unwrap();
    text
}

#[tokio::test]
async fn organizations_members_accounts_and_seats_are_made() {
    let (app, _folder) = app().await;
    let summary = import(&app, &file(FILE)).await.unwrap();
    assert_eq!((summary.organizations_made, summary.members_made), (2, 6));
    assert_eq!((summary.accounts_made, summary.accounts_reused), (3, 0));
    let (alpha, beta) = (organization(&app, "alpha").await, organization(&app, "beta").await);
    assert_eq!((alpha.seats, alpha.occupied, beta.occupied), (5, 4, 1));
    assert_eq!(alpha.provider_id, None);
    let members = members_of(&app, alpha.id).await;
    let shown: Vec<_> = members.iter().map(|m| (m.label(), m.role, m.status, m.account_id.is_some())).collect();
    assert_eq!(
        shown,
        [
            ("Ada", Role::Owner, Status::Confirmed, true),
            ("Bob", Role::Admin, Status::Accepted, true),
            ("cas@alpha.example", Role::User, Status::Invited, false),
            ("Dirk", Role::User, Status::Revoked, false),
            ("Eva", Role::Owner, Status::Confirmed, true),
        ]
    );
    // One account for one address, whatever its case and however often it stands in the file.
    let ada = members_of(&app, beta.id).await.remove(0);
    assert_eq!(ada.account_id, members[0].account_id);
    assert_eq!(ada.name, "Ada");
}

#[tokio::test]
async fn each_new_organization_and_account_has_its_event_and_nobody_gets_a_mail() {
    let (app, _folder) = app().await;
    import(&app, &file(FILE)).await.unwrap();
    let alpha = organization(&app, "alpha").await.id;
    let ada = actor(&app, "ada@alpha.example").await.id;
    let mut conn = app.db.read().await.unwrap();
    let log = events::newest(&mut conn, alpha.into(), 10).await.unwrap();
    assert_eq!((log.len(), log[0].sequence), (1, 1));
    assert_eq!((log[0].kind.as_str(), log[0].actor.as_str()), ("organization_imported", "operator"));
    let log = events::newest(&mut conn, ada.into(), 10).await.unwrap();
    assert_eq!((log.len(), log[0].kind.as_str()), (1, "account_created"));
    assert!(deliveries::newest(&mut conn, Channel::Mail, 10).await.unwrap().is_empty());
    drop(conn);
    // The logs go on behind it.
    let ada = actor(&app, "ada@alpha.example").await;
    let addresses = Pasted::read("new@alpha.example", 1).unwrap().listed;
    let invite = service::members::Invite { organization: alpha, addresses, role: Role::User };
    service::members::invite(&app, &ada, &invite).await.unwrap();
    let log = events::newest(&mut app.db.read().await.unwrap(), alpha.into(), 10).await.unwrap();
    assert_eq!((log.len(), log[0].sequence), (2, 2));
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let (app, _folder) = app().await;
    import(&app, &file(FILE)).await.unwrap();
    let before = everything(&app).await;
    app.clock.advance(DAY);
    let summary = import(&app, &file(FILE)).await.unwrap();
    assert_eq!(everything(&app).await, before);
    assert_eq!((summary.organizations_there, summary.members_there), (2, 6));
    assert_eq!((summary.organizations_made, summary.members_made, summary.accounts_made), (0, 0, 0));
    assert!(summary.to_string().starts_with("Nothing was changed"));
}

#[tokio::test]
async fn who_was_removed_in_the_portal_does_not_come_back() {
    let (app, _folder) = app().await;
    import(&app, &file(FILE)).await.unwrap();
    let alpha = organization(&app, "alpha").await.id;
    let ada = actor(&app, "ada@alpha.example").await;
    for member in members_of(&app, alpha).await {
        if member.email_key != "ada@alpha.example" {
            service::members::act(&app, &ada, ActOn { act: Act::Remove, organization: alpha, member: member.id }).await.unwrap();
        }
    }
    let before = everything(&app).await;
    import(&app, &file(FILE)).await.unwrap();
    assert_eq!(everything(&app).await, before);
    assert_eq!(organization(&app, "alpha").await.occupied, 1);
}

#[tokio::test]
async fn a_file_with_old_and_new_organizations_makes_the_new_ones_only() {
    let (app, _folder) = app().await;
    import(&app, &file(FILE)).await.unwrap();
    // Alpha is spelled otherwise and has one member more; Gamma is new and shares an account.
    let more = format!(
        "{HEADER}\n\
         ÁLPHA,Teams (Monthly),9,ada@alpha.example,Ada,owner,confirmed\n\
         ÁLPHA,Teams (Monthly),9,zoe@alpha.example,Zoe,user,confirmed\n\
         Gamma,Free,2,BOB@alpha.example,Robert,owner,confirmed\n"
    );
    let summary = import(&app, &file(&more)).await.unwrap();
    assert_eq!((summary.organizations_made, summary.organizations_there), (1, 1));
    assert_eq!((summary.members_made, summary.members_there), (1, 2));
    assert_eq!((summary.accounts_made, summary.accounts_reused), (0, 1));
    let alpha = organization(&app, "alpha").await;
    assert_eq!((alpha.name.as_str(), alpha.seats), ("Alpha", 5));
    assert_eq!(members_of(&app, alpha.id).await.len(), 5);
    assert_eq!(actor(&app, "bob@alpha.example").await.name, "Bob", "accounts keep their name");
    let mut conn = app.db.read().await.unwrap();
    let zoe = accounts::by_email(&mut conn, "zoe@alpha.example").await;
    assert!(zoe.unwrap().is_none());
}

#[tokio::test]
async fn an_imported_invitation_can_be_sent_and_an_imported_person_confirmed() {
    let (app, _folder) = app().await;
    import(&app, &file(FILE)).await.unwrap();
    let alpha = organization(&app, "alpha").await.id;
    let ada = actor(&app, "ada@alpha.example").await;
    let all = members_of(&app, alpha).await;
    let cas = all.iter().find(|m| m.status == Status::Invited).unwrap();
    let sent = service::members::resend(&app, &ada, MemberOf { organization: alpha, member: cas.id }).await;
    assert_eq!(sent.unwrap(), "cas@alpha.example");
    let bob = all.iter().find(|m| m.status == Status::Accepted).unwrap();
    service::members::act(&app, &ada, ActOn { act: Act::Confirm, organization: alpha, member: bob.id }).await.unwrap();
}

#[tokio::test]
async fn many_organizations_span_many_statements() {
    let (app, _folder) = app().await;
    let summary = import(&app, &file(&many(600, 2))).await.unwrap();
    assert_eq!((summary.organizations_made, summary.members_made, summary.accounts_made), (600, 1200, 1200));
    let one = organization(&app, "company 599").await;
    assert_eq!((one.occupied, members_of(&app, one.id).await.len()), (2, 2));
}

/// A file of organizations, each with one owner and users beside.
fn many(organizations: usize, members: usize) -> String {
    let mut text = format!("{HEADER}\n");
    for one in 0..organizations {
        for member in 0..members {
            let role = if member == 0 { "owner" } else { "user" };
            writeln!(
                text,
                "Company {one},Teams (Annually) 2023,{members},p{member}@c{one}.example,Person {member},{role},confirmed"
            )
            .unwrap();
        }
    }
    text
}
