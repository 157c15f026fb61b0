//! What the operator does at the command line for organizations.

use std::time::Duration;

use portico::domain::email::Email;
use portico::domain::members::{Role, Status};
use portico::service::operator::release::{Owner, release};
use serde_json::Value;

use super::commands::{Place, said, terminate};
use super::providers::{asked, provider};
use crate::help::{events, member, set_seats, sql_id};
use crate::support::app::TestApp;
use crate::support::smtp::SmtpSink;
use crate::support::world::{PASSWORD, Story};

const FILE: &str = "organization,plan,seats,email,name,role,status
Alpha GmbH,Teams (Monthly),2,olga@alpha.example,Olga Owner,owner,confirmed
Alpha GmbH,Teams (Monthly),2,uma@alpha.example,Uma User,user,confirmed
Beta BV,Teams (Monthly),1,bo@beta.example,Bo,owner,confirmed
Éclair,Free,5,emil@eclair.example,Emil,owner,confirmed
";

/// Alpha and Beta are clients of Example Services; Éclair has no provider, and the one owner of Beta is locked out.
async fn place() -> Place {
    let place = Place::new().await;
    provider(&place, "Example Services", "ada@provider.example").await;
    let file = place.db.folder().join("organizations.csv");
    std::fs::write(&file, FILE).expect("a file");
    asked(&place, 0, &["import", file.to_str().expect("a path")]).await;
    asked(&place, 0, &["account", "disable", "bo@beta.example", "--force"]).await;
    place
        .db
        .execute("UPDATE organizations SET provider_id = (SELECT id FROM providers), linked_at = 1 WHERE name <> 'Éclair'")
        .await;
    place
}

fn names(answer: &Value) -> Vec<&str> {
    answer["organizations"].as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect()
}

#[tokio::test]
async fn organizations_are_listed_and_shown_with_their_ways_out() {
    let place = place().await;
    place.db.leave_broken("owner_can_act", "the one owner of Beta is locked out by force");
    let listed = asked(&place, 0, &["organization", "list"]).await;
    assert_eq!(names(&listed), ["Alpha GmbH", "Beta BV", "Éclair"]);
    let one = &listed["organizations"][0];
    assert_eq!((&one["state"], &one["suspended_by"], &one["owners"]), (&"active".into(), &Value::Null, &1.into()));
    assert_eq!((&one["provider"]["name"], &one["occupied"]), (&"Example Services".into(), &2.into()));
    assert_eq!(names(&asked(&place, 0, &["organization", "list", "--without-owner"]).await), ["Beta BV"]);
    assert_eq!(names(&asked(&place, 0, &["organization", "list", "--suspended"]).await), [""; 0]);
    let of_provider = asked(&place, 0, &["organization", "list", "--provider", "example services", "--most", "1"]).await;
    assert_eq!((names(&of_provider), &of_provider["more"]), (vec!["Alpha GmbH"], &true.into()));
    asked(&place, 1, &["organization", "list", "--provider", "Gamma"]).await;
    let searched = async |words: &[&str]| asked(&place, 0, &[&["organization", "list", "--search"], words].concat()).await;
    for (words, found) in
        [("bv BETA", &["Beta BV"][..]), ("ECLAIR", &["Éclair"]), ("b", &["Beta BV"]), ("b gamma", &[]), ("a", &["Alpha GmbH"])]
    {
        assert_eq!(names(&searched(&[words]).await), found, "{words}");
    }
    assert_eq!(names(&searched(&["bv", "--without-owner", "--provider", "Example Services"]).await), ["Beta BV"]);
    let table = said(&place.run(&["organization", "list"]).await);
    assert!(table.contains("PROVIDER") && table.contains("Éclair") && table.contains("active"), "{table}");

    let shown = said(&place.run(&["organization", "show", " beta bv "]).await);
    assert!(
        shown.contains("owners    bo@beta.example (confirmed, cannot sign in)")
            && shown.contains("--owner EMAIL")
            && shown.contains("The operator imported Beta BV"),
        "{shown}"
    );
    let shown = asked(&place, 0, &["organization", "show", "eclair", "--lines", "1"]).await;
    assert_eq!(shown["owners"][0]["email"], "emil@eclair.example", "{shown}");
    assert_eq!(shown["log"][0]["kind"], "organization_imported", "{shown}");
    for verb in ["show", "suspend", "reactivate", "release", "delete"] {
        let refused = asked(&place, 1, &["organization", verb, "Gamma"]).await;
        assert_eq!(refused["error"], "there is no organization Gamma; `portico organization list` shows all", "{verb}");
    }
    assert_eq!(place.run(&["organization", "release", "Alpha GmbH", "--owner", "nobody"]).await.status.code(), Some(2));
}

#[tokio::test]
async fn a_name_that_several_have_lists_their_ids() {
    let place = place().await;
    place.db.leave_broken("owner_can_act", "the one owner of Beta is locked out by force");
    place
        .db
        .execute(
            "UPDATE organizations SET (name, name_key, name_search) = \
        (SELECT o.name, o.name_key, o.name_search FROM organizations o WHERE o.name = 'Alpha GmbH') WHERE name = 'Éclair'",
        )
        .await;
    let before = place.db.snapshot().await;
    let listed = asked(&place, 0, &["organization", "list"]).await;
    let ids =
        [&listed["organizations"][0]["id"], &listed["organizations"][1]["id"]].map(|id| id.as_str().expect("an id").to_owned());
    for verb in ["show", "suspend", "reactivate", "release", "delete"] {
        let refused = asked(&place, 1, &["organization", verb, "alpha gmbh"]).await;
        let why = refused["error"].as_str().expect("a reason");
        assert!(ids.iter().all(|id| why.contains(id.as_str())), "{verb}: {why}");
        assert!(why.contains("client of Example Services") && why.contains("no provider"), "{why}");
    }
    place.db.assert_unchanged_since(&before).await;
    for id in &ids {
        assert_eq!(asked(&place, 0, &["organization", "suspend", id]).await["changed"], true);
    }
}

#[tokio::test]
async fn the_operator_suspends_and_reactivates_whoever_suspended_it() {
    let place = place().await;
    place.db.leave_broken("owner_can_act", "the one owner of Beta is locked out by force");
    let suspended = asked(&place, 0, &["organization", "suspend", "Alpha GmbH"]).await;
    assert_eq!((&suspended["changed"], &suspended["state"]), (&true.into(), &"suspended".into()));
    assert_eq!(
        asked(&place, 0, &["organization", "suspend", "Alpha GmbH"]).await["changed"],
        false,
        "asking twice is no failure"
    );
    assert_eq!(names(&asked(&place, 0, &["organization", "list", "--suspended"]).await), ["Alpha GmbH"]);
    assert!(said(&place.run(&["organization", "show", "Alpha GmbH"]).await).contains("suspended by you"));
    let active = asked(&place, 0, &["organization", "reactivate", "Alpha GmbH"]).await;
    assert_eq!((&active["changed"], &active["suspended_by_before"]), (&true.into(), &"operator".into()));
    assert_eq!(asked(&place, 0, &["organization", "reactivate", "Alpha GmbH"]).await["changed"], false);
    // By its provider.
    for (state, holds, shown) in
        [("active", true, "suspended by its provider"), ("suspended", false, "open while its provider is suspended")]
    {
        place.db.execute("UPDATE organizations SET suspended_by = 'provider' WHERE name = 'Alpha GmbH'").await;
        place.db.execute(&format!("UPDATE providers SET state = '{state}'")).await;
        let listed = names(&asked(&place, 0, &["organization", "list", "--suspended"]).await).len();
        assert_eq!(listed, usize::from(holds), "{state}");
        let words = said(&place.run(&["organization", "show", "Alpha GmbH"]).await);
        assert!(words.contains(shown) && words.contains("portico organization reactivate"), "{words}");
        let words = said(&place.run(&["organization", "reactivate", "Alpha GmbH"]).await);
        assert!(words.contains("is active again: the suspension by its provider is over."), "{words}");
    }
    place.db.execute("UPDATE organizations SET suspended_by = 'provider' WHERE name = 'Alpha GmbH'").await;
    let words = said(&place.run(&["organization", "suspend", "Alpha GmbH"]).await);
    assert!(words.contains("now it is suspended by you, and only you can reactivate it"), "{words}");
    let told = "SELECT DISTINCT recipient FROM deliveries WHERE payload LIKE '%_by_operator%' ORDER BY recipient";
    assert_eq!(place.db.texts(told).await, ["ada@provider.example", "olga@alpha.example"]);
    let logs = "SELECT DISTINCT log_kind || ' ' || kind || ' ' || actor FROM events WHERE kind LIKE 'organization_%activated' \
                OR kind = 'organization_suspended' ORDER BY 1";
    let lines =
        ["organization organization_reactivated", "organization organization_suspended", "provider organization_reactivated"];
    let lines = lines.into_iter().chain(["provider organization_suspended"]).map(|line| format!("{line} operator"));
    assert_eq!(place.db.texts(logs).await, lines.collect::<Vec<_>>());
    assert_eq!(
        place.db.number("SELECT COUNT(*) FROM events WHERE actor = 'operator' AND for_provider IS NOT NULL").await,
        0,
        "for nobody"
    );
}

#[tokio::test]
async fn what_is_released_is_its_owners_alone_and_whoever_is_wanted_owns_it_by_accepting() {
    let (place, smtp) = (place().await, SmtpSink::start().await);
    let released = asked(&place, 0, &["organization", "release", "Alpha GmbH"]).await;
    assert_eq!((&released["provider_before"], &released["changed"]), (&"Example Services".into(), &true.into()));
    assert_eq!(asked(&place, 0, &["organization", "release", "Alpha GmbH"]).await["changed"], false);
    let before = place.db.snapshot().await;
    let refused = asked(&place, 1, &["organization", "release", "Alpha GmbH", "--owner", "eve@evil.example"]).await;
    assert!(refused["error"].as_str().expect("a reason").contains("has an owner who can sign in"), "{refused}");
    let refused = asked(&place, 1, &["organization", "release", "Beta BV"]).await;
    assert!(refused["error"].as_str().expect("a reason").contains("--owner EMAIL"), "{refused}");
    place.db.assert_unchanged_since(&before).await;

    let words = said(&place.run(&["organization", "release", "Beta BV", "--owner", "Nina@beta.example"]).await);
    assert!(words.contains("It was full: 2 seats instead of 1.") && words.contains("No mails are sent here"), "{words}");
    let again = asked(&place, 0, &["organization", "release", "Beta BV", "--owner", "nina@beta.example"]).await;
    assert_eq!((&again["owner_is_invited"], &again["seats"]), (&true.into(), &Value::Null), "she has a seat: {again}");
    let url = smtp.url().replace("smtp://", "smtp+insecure://");
    let serving = place.serve_with(&["--smtp-url", &url, "--mail-from", "Portico <portico@portal.example>"]).await;
    let mail = smtp.wait_for("nina@beta.example", "Invitation to Beta BV", Duration::from_secs(20)).await;
    assert!(mail.text.contains("The operator of this portal invites you to Beta BV as owner."), "{mail}");
    assert_eq!(again["link"], mail.link(), "the newest link is the one in the mail");
    let (old, client) = (words.lines().last().expect("a link").to_owned(), place.client());
    let path = |link: &str| link.replace(&place.url(), "");
    client.get(&path(&old)).await.expect(303).follow().await.expect(410);
    let page = client.get(&path(&mail.link())).await.expect(303).follow().await.expect(200);
    assert!(page.says("When you accept, you are its owner at once.") && page.says("The operator of this portal"), "{page}");
    let done = page.form("form[action='/invitation/account']").set("name", "Nina").set("password", PASSWORD).submit().await;
    let list = done.expect(303).follow().await;
    assert!(list.says("You are the owner of Beta BV now."), "{list}");
    let page = list.click("#own tbody th a").await.expect(200);
    assert!(page.has("#invite") && page.says("No provider"), "{page}");
    let shown = asked(&place, 0, &["organization", "show", "Beta BV"]).await;
    let kinds: Vec<_> = shown["log"].as_array().expect("lines").iter().filter_map(|line| line["kind"].as_str()).collect();
    let order =
        ["member_confirmed", "invitation_accepted", "member_invited", "member_invited", "seats_changed", "client_unlinked"];
    assert_eq!(kinds[..6], order, "{shown}");
    assert_eq!(shown["log"][0]["sentence"], "The operator confirmed Nina@beta.example as owner of Beta BV");
    terminate(serving).await;
}

#[tokio::test]
async fn what_is_deleted_is_still_told_of() {
    let place = place().await;
    place.db.leave_broken("owner_can_act", "the one owner of Beta is locked out by force");
    let id = asked(&place, 0, &["organization", "show", "Alpha GmbH"]).await["id"].as_str().expect("an id").to_owned();
    let deleted = asked(&place, 0, &["organization", "delete", "Alpha GmbH"]).await;
    assert_eq!((deleted["id"].as_str(), &deleted["provider_before"]), (Some(id.as_str()), &"Example Services".into()));
    assert_eq!(names(&asked(&place, 0, &["organization", "list"]).await), ["Beta BV", "Éclair"]);
    for given in [id.as_str(), "ALPHA gmbh"] {
        let shown = asked(&place, 0, &["organization", "show", given]).await;
        assert_eq!((&shown["name"], &shown["log"][0]["kind"]), (&"Alpha GmbH".into(), &"organization_deleted".into()), "{shown}");
        assert_eq!(shown["log"][0]["sentence"], "The operator deleted Alpha GmbH");
    }
    let words = said(&place.run(&["organization", "list", "--deleted"]).await);
    assert!(words.contains(&id) && words.contains("Alpha GmbH"), "{words}");
    assert_eq!(asked(&place, 0, &["organization", "list", "--deleted"]).await["deleted"][0]["id"], id.as_str());
    asked(&place, 1, &["organization", "delete", &id]).await;
    assert_eq!(place.db.number("SELECT clients FROM providers").await, 1, "the provider counts one less");
    let told = "SELECT recipient FROM deliveries WHERE payload LIKE '%organization_deleted%' OR payload LIKE '%client_by_operator%' ORDER BY recipient";
    assert_eq!(place.db.texts(told).await, ["ada@provider.example", "olga@alpha.example", "uma@alpha.example"]);
    assert_eq!(asked(&place, 1, &["check"]).await["ok"], false, "Beta BV has nobody who can sign in, and that was so before");
}

/// A client that nobody who can sign in owns, in which somebody is this.
async fn of(app: &TestApp, story: &Story, role: Role, status: Status) -> Email {
    let person = app.person("nina@client.example").await;
    app.member(story.client, &person, role, status).await;
    Email::parse(&person.email).expect("an address")
}

#[tokio::test]
async fn whoever_is_there_in_some_way_comes_to_own_it() {
    for (role, status) in [
        (Role::User, Status::Invited),
        (Role::Admin, Status::Accepted),
        (Role::User, Status::Revoked),
        (Role::Owner, Status::Revoked),
        (Role::User, Status::Confirmed),
        (Role::Admin, Status::Confirmed),
    ] {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        let email = of(&app, &story, role, status).await;
        let (_, uma) = member(&app, story.client, "uma@client.example", Role::User, Status::Confirmed).await;
        let occupied = if status == Status::Revoked { 1 } else { 2 };
        set_seats(&app, story.client, occupied).await;
        let done = release(&app.app, &story.client.to_string(), Some(&email)).await.expect("the operator can");
        let client = app.client();
        let form = client.get("/sign-in").await.form("form[action='/sign-in']");
        form.set("email", email.as_str()).set("password", PASSWORD).submit().await.expect(303);
        let page = format!("/organizations/{}", story.client);
        match done.owner.expect("somebody is to own it") {
            Owner::Made => assert_eq!(status, Status::Confirmed),
            Owner::Invited { link, seats, .. } => {
                assert_eq!(seats, (status == Status::Revoked).then_some((1, 2)), "{role:?} {status:?}");
                assert_eq!(client.get(&page).await.status, 404, "only accepting gives a right");
                let asks = client.get(&link.replace(&app.url(""), "")).await.expect(303).follow().await.expect(200);
                asks.form("form[action='/invitation/acceptance']").submit().await.expect(303);
            }
        }
        assert!(client.get(&page).await.expect(200).has("#delete-organization"), "{role:?} {status:?}");
        uma.get(&page).await.expect(200);
        app.assert_sound().await;
    }
}

#[tokio::test]
async fn an_owner_who_comes_back_confirms_and_a_wrong_address_comes_in_no_more() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    member(&app, story.client, "olga@client.example", Role::Owner, Status::Confirmed).await;
    let disabled = async |at: &str| {
        let sql = format!("UPDATE accounts SET disabled_at = {at} WHERE email = 'olga@client.example'");
        app.db.execute(&sql).await;
    };
    disabled("1").await;
    let given = story.client.to_string();
    let link = async |email: &str| {
        let done = release(&app.app, &given, Some(&Email::parse(email).expect("an address"))).await.expect("the operator can");
        let Some(Owner::Invited { link, .. }) = done.owner else { panic!("nobody is invited") };
        link.replace(&app.url(""), "")
    };
    let wrong = link("nina@typo.example").await;
    let right = link("nina@client.example").await;
    let gone = app.client().get(&wrong).await.expect(303).follow().await.expect(410);
    assert!(gone.says("the invitation was withdrawn"), "{gone}");
    let seats = format!("SELECT occupied FROM organizations WHERE id = {}", sql_id(&app.db, story.client));
    assert_eq!(app.db.number(&seats).await, 2, "its seat is free again");
    // Olga is back before Nina accepts: now there is somebody who confirms.
    disabled("NULL").await;
    let nina = app.person("nina@client.example").await;
    let client = app.signed_in(&nina).await;
    let page = client.get(&right).await.expect(303).follow().await.expect(200);
    let told = page.form("form[action='/invitation/acceptance']").submit().await.expect(303).follow().await;
    assert!(told.text("#notice").contains("As soon as somebody there confirms you"), "{told}");
    client.get(&format!("/organizations/{}", story.client)).await.expect(404);
    let log = events(&app, story.client).await;
    assert!(log.last().is_some_and(|last| last.contains("invitation_accepted nina")), "{log:?}");
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn released_reactivated_and_deleted_at_once_it_is_whole_or_gone() {
    use portico::service::operator::organizations::{delete, set_suspended};
    for _ in 0..4 {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        member(&app, story.client, "olga@client.example", Role::Owner, Status::Confirmed).await;
        let given = story.client.to_string();
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..8 {
            let (app, given) = (app.app.clone(), given.clone());
            tasks.spawn(async move {
                match number {
                    0 | 4 => release(&app, &given, None).await.map(drop),
                    7 => delete(&app, &given).await.map(drop),
                    number => set_suspended(&app, &given, number % 2 == 0).await.map(drop),
                }
            });
        }
        tasks.join_all().await;
        assert_eq!(app.db.number("SELECT COUNT(*) FROM organizations WHERE provider_id IS NOT NULL").await, 0);
        app.assert_sound().await;
    }
}
