//! What the operator does at the command line for providers, accounts and mails.

use std::process::Output;

use serde_json::Value;

use portico::domain::email::Email;
use portico::domain::members::{Role, Status};
use portico::service::operator::accounts::{self, Alone, Disabled};

use super::commands::{Place, said, terminate};
use crate::help::{post, reason, refused};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, Story};

/// What a command with `--json` answered: one object on standard output and nothing else.
pub(crate) fn answer(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {}", said(output)))
}

/// Runs a command that has to end with this code; gives its JSON.
pub(crate) async fn asked(place: &Place, code: i32, words: &[&str]) -> Value {
    let output = place.run(&[words, &["--json"]].concat()).await;
    assert_eq!(output.status.code(), Some(code), "{words:?}: {}", said(&output));
    answer(&output)
}

const ADA: &str = "ada@provider.example";

/// A provider whose first admin has not chosen a password yet.
pub(crate) async fn provider(place: &Place, name: &str, admin: &str) -> Value {
    asked(place, 0, &["provider", "create", "--name", name, "--admin-email", admin]).await
}

/// Chooses the password behind a printed link; `false` when the link does nothing any more.
async fn choose_password(place: &Place, link: &Value) -> bool {
    let path = link.as_str().and_then(|link| link.strip_prefix(&place.url())).expect("a link of the portal").to_owned();
    let page = place.client().get(&path).await;
    let page = if page.status == 303 { page.follow().await } else { page };
    if page.status != 200 {
        assert_eq!(page.status, 410);
        return false;
    }
    page.form("form[action='/password']").set("password", PASSWORD).submit().await.expect(303);
    true
}

async fn sign_in(place: &Place, email: &str) -> (Client, u16) {
    let client = place.client();
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    let status = form.set("email", email).set("password", PASSWORD).submit().await.status;
    (client, status)
}

#[tokio::test]
async fn providers_are_listed_suspended_and_let_work_again() {
    let place = Place::new().await;
    let made = provider(&place, "Éxample Services", ADA).await;
    provider(&place, "Beta Hosting", ADA).await;
    let listed = asked(&place, 0, &["provider", "list"]).await;
    let names: Vec<_> = listed["providers"].as_array().expect("a list").iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["Beta Hosting", "Éxample Services"]);
    let one = &listed["providers"][1];
    assert_eq!((&one["id"], one["state"].as_str(), one["admins"].as_i64()), (&made["id"], Some("active"), Some(1)));
    assert_eq!((one["clients"].as_i64(), one["members"].as_i64()), (Some(0), Some(1)));

    let suspended = asked(&place, 0, &["provider", "suspend", " éxample SERVICES "]).await;
    assert_eq!((&suspended["id"], &suspended["changed"], &suspended["state"]), (&made["id"], &true.into(), &"suspended".into()));
    let before = place.db.snapshot().await;
    let again = asked(&place, 0, &["provider", "suspend", "Éxample Services"]).await;
    assert_eq!(again["changed"], false, "asking twice is no failure, and says that nothing changed");
    for unknown in ["Gamma", "0190b0c0-0000-7000-8000-000000000000", ""] {
        let refused = asked(&place, 1, &["provider", "suspend", unknown]).await;
        assert!(refused["error"].as_str().expect("a reason").contains("there is no provider"), "{refused}");
    }
    place.db.assert_unchanged_since(&before).await;

    let table = said(&place.run(&["provider", "list"]).await);
    assert!(table.contains("NAME") && table.contains("suspended"), "{table}");
    let active = asked(&place, 0, &["provider", "reactivate", made["id"].as_str().expect("an id")]).await;
    assert_eq!((&active["changed"], &active["state"]), (&true.into(), &"active".into()));
    let log = "SELECT CAST(sequence AS TEXT) || ' ' || kind || ' ' || actor FROM events WHERE log_kind = 'provider' \
               AND details LIKE '%xample Services%' ORDER BY sequence";
    let told = ["1 provider_created operator", "2 provider_suspended operator", "3 provider_reactivated operator"];
    assert_eq!(place.db.texts(log).await, told);
}

#[tokio::test]
async fn a_printed_link_lets_somebody_in_without_any_mail() {
    let place = Place::new().await;
    let first = provider(&place, "Example Services", ADA).await["link"].clone();
    let mails = place.db.number("SELECT COUNT(*) FROM deliveries").await;
    let serving = place.serve().await;
    let second = asked(&place, 0, &["account", "reset-link", "ADA@provider.example"]).await;
    assert!(!choose_password(&place, &first).await, "an older link is over");
    assert!(choose_password(&place, &second["link"]).await);
    assert_eq!(sign_in(&place, ADA).await.1, 303);
    // Now the account has a password, and its owner forgot it.
    let third = place.run(&["account", "reset-link", ADA]).await;
    let words = said(&third);
    assert!(words.contains("one hour"), "{words}");
    let link = Value::from(words.trim().lines().last().expect("a link"));
    assert!(choose_password(&place, &link).await && !choose_password(&place, &link).await, "a link works once");

    let unknown = asked(&place, 1, &["account", "reset-link", "eve@provider.example"]).await;
    assert!(unknown["error"].as_str().expect("a reason").contains("no account"), "{unknown}");
    assert_eq!(place.run(&["account", "reset-link", "nobody"]).await.status.code(), Some(2));
    // Two mails say that the password was set; none carries a link.
    assert_eq!(place.db.number("SELECT COUNT(*) FROM deliveries").await, mails + 2);
    let asked_by = "SELECT actor FROM events WHERE log_kind = 'account' AND kind = 'password_link_asked'";
    assert_eq!(place.db.texts(asked_by).await, ["operator", "operator"]);
    let (output, _) = terminate(serving).await;
    for link in [&second["link"], &link] {
        let secret = link.as_str().and_then(|link| link.rsplit('/').next()).expect("a secret");
        assert!(!said(&output).contains(secret) && !place.db.everything().await.contains(secret), "a secret is kept");
    }
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_and_comes_back_with_its_rights() {
    let place = Place::new().await;
    let link = provider(&place, "Example Services", ADA).await["link"].clone();
    let serving = place.serve().await;
    assert!(choose_password(&place, &link).await);
    let (client, _) = sign_in(&place, ADA).await;
    client.get("/clients").await.expect(200);

    let before = place.db.snapshot().await;
    let refused = asked(&place, 1, &["account", "disable", ADA]).await;
    assert_eq!(refused["nobody_left_in"][0]["name"], "Example Services", "the last admin stays");
    assert_eq!(refused["nobody_left_in"][0]["kind"], "provider");
    let words = said(&place.run(&["account", "disable", ADA]).await);
    assert!(words.contains("second owner (or provider admin)") && words.contains("--force"), "{words}");
    place.db.assert_unchanged_since(&before).await;

    let open = asked(&place, 0, &["account", "reset-link", ADA]).await;
    let done = asked(&place, 0, &["account", "disable", ADA, "--force"]).await;
    assert_eq!((&done["changed"], &done["sessions_ended"]), (&true.into(), &2.into()));
    assert_eq!(client.get("/clients").await.status, 303, "signed out");
    assert_eq!(sign_in(&place, ADA).await.1, 422);
    assert!(!choose_password(&place, &open["link"]).await, "its links ended too");
    let again = asked(&place, 0, &["account", "disable", ADA]).await;
    assert_eq!(again["changed"], false);
    let link = asked(&place, 1, &["account", "reset-link", ADA]).await;
    assert!(link["error"].as_str().expect("a reason").contains("enable it first"), "{link}");
    let check = asked(&place, 1, &["check"]).await;
    assert_eq!(check["broken"][0]["rule"], "provider_has_an_admin", "{check}");

    assert_eq!(asked(&place, 0, &["account", "enable", ADA]).await["changed"], true);
    assert_eq!(asked(&place, 0, &["account", "enable", ADA]).await["changed"], false);
    assert_eq!(asked(&place, 0, &["account", "reset-two-step", ADA]).await["changed"], false, "it was never on");
    assert_eq!(client.get("/clients").await.status, 303, "the old session stays over");
    let (client, status) = sign_in(&place, ADA).await;
    assert_eq!(status, 303);
    client.get("/clients").await.expect(200);
    let log = "SELECT kind FROM events WHERE actor = 'operator' AND log_kind = 'account' ORDER BY sequence";
    assert_eq!(place.db.texts(log).await, ["password_link_asked", "account_disabled", "account_enabled"]);
    assert_eq!(asked(&place, 0, &["check"]).await["ok"], true);
    terminate(serving).await;
}

#[tokio::test]
async fn a_disabled_owner_is_no_backup() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let (ada, olga) = (app.signed_in(&story.admin).await, app.person("olga@client.example").await);
    app.member(story.organization, &olga, Role::Owner, Status::Confirmed).await;
    let address = Email::parse(&olga.email).expect("an address");
    let disabled = accounts::disable(&app.app, &address, false).await.expect("it is asked");
    assert_eq!(disabled, Disabled::Done { sessions: 0, alone_in: vec![] }, "another owner can act");

    let leave = format!("{}/step-down", story.page());
    let page = refused(&app, &ada, &leave, &[], 409).await;
    assert!(reason(&page).contains("never without an owner"), "{page}");
    let admin = Email::parse(&story.admin.email).expect("an address");
    let refused = accounts::disable(&app.app, &admin, false).await.expect("it is asked");
    let organization = Alone { kind: "organization", id: story.organization, name: "My Client's Organization".into() };
    let provider = Alone { kind: "provider", id: story.provider, name: "Example Services".into() };
    assert_eq!(refused, Disabled::Refused(vec![organization, provider]));

    assert!(accounts::enable(&app.app, &address).await.expect("it is asked"));
    post(&ada, &leave, &[]).await.expect(303);
    app.assert_sound().await;
}

#[tokio::test]
async fn owners_who_are_disabled_at_once_leave_one() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let organization = app.organization("Example Corporation", "Teams (Monthly) 2020", 20).await;
    let mut owners = Vec::new();
    for number in 0..6 {
        let owner = app.person(&format!("owner{number}@client.example")).await;
        app.member(organization, &owner, Role::Owner, Status::Confirmed).await;
        owners.push(Email::parse(&owner.email).expect("an address"));
    }
    let mut tasks = tokio::task::JoinSet::new();
    for email in owners {
        let app = app.app.clone();
        tasks.spawn(async move { accounts::disable(&app, &email, false).await.expect("it is asked") });
    }
    let outcomes = tasks.join_all().await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts WHERE disabled_at IS NULL").await, 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|one| matches!(one, Disabled::Refused(_))).count(), 1);
    app.assert_sound().await;
}

#[tokio::test]
async fn mails_are_listed_sent_again_and_taken_back_without_their_secrets() {
    let place = Place::new().await;
    let link = provider(&place, "Example Services", ADA).await["link"].clone();
    let secret = link.as_str().and_then(|link| link.rsplit('/').next()).expect("a secret").to_owned();
    let listed = place.run(&["outbox", "list", "--json"]).await;
    assert!(!said(&listed).contains(&secret), "a link stands in the list");
    let mail = answer(&listed)["mails"][0].clone();
    assert_eq!((&mail["kind"], &mail["state"], &mail["recipient"]), (&"password_link".into(), &"pending".into(), &ADA.into()));
    let id = mail["id"].as_str().expect("an id").to_owned();
    let table = said(&place.run(&["outbox", "list", "--state", "pending"]).await);
    assert!(table.contains(&id) && table.contains(ADA) && !table.contains(&secret), "{table}");

    let set = async |state: &str| place.db.execute(&format!("UPDATE deliveries SET state = '{state}', attempts = 9")).await;
    set("dead").await;
    let number = "SELECT COUNT(*) FROM deliveries WHERE state = 'pending' AND attempts = 0 AND last_error IS NULL";
    assert_eq!(asked(&place, 0, &["outbox", "retry", &id]).await["retried"][0], id.as_str());
    assert_eq!(place.db.number(number).await, 1, "all attempts are before it again");
    set("dead").await;
    assert_eq!(asked(&place, 0, &["outbox", "retry", "--dead"]).await["retried"][0], id.as_str());
    assert_eq!(asked(&place, 0, &["outbox", "cancel", &id]).await["changed"], true);
    assert_eq!(asked(&place, 0, &["outbox", "cancel", &id]).await["changed"], false);

    for (state, what) in [("sent", "sent already"), ("sending", "being sent")] {
        set(state).await;
        for verb in ["retry", "cancel"] {
            let before = place.db.snapshot().await;
            let refused = asked(&place, 1, &["outbox", verb, &id]).await;
            assert!(refused["error"].as_str().expect("a reason").contains(what), "{state} {verb}: {refused}");
            place.db.assert_unchanged_since(&before).await;
        }
    }
    // A newer link replaces the one in the mail: sending it would help nobody.
    set("dead").await;
    asked(&place, 0, &["account", "reset-link", ADA]).await;
    let refused = asked(&place, 1, &["outbox", "retry", &id]).await;
    assert!(refused["error"].as_str().expect("a reason").contains("replaced by a newer one"), "{refused}");
    let all = asked(&place, 0, &["outbox", "retry", "--dead"]).await;
    assert!(
        all["refused"][0]["reason"].as_str().expect("a reason").contains("replaced") && all["retried"] == Value::Array(vec![])
    );
    for (words, code) in [
        (["outbox", "retry", "0190b0c0-0000-7000-8000-000000000000"], 1),
        (["outbox", "cancel", "0190b0c0-0000-7000-8000-000000000000"], 1),
        (["outbox", "cancel", "one"], 2),
    ] {
        asked(&place, code, &words).await;
    }
    assert_eq!(place.run(&["outbox", "retry"]).await.status.code(), Some(2), "one or all dead ones");
    assert_eq!(place.run(&["outbox", "list", "--state", "lost"]).await.status.code(), Some(2));
}
