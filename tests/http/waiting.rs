//! Rights that end while an act waits for a lock are no rights when it gets it.

use super::help::events;
use crate::support::app::TestApp;
use crate::support::crowd::{Post, Visitor};
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole::{Admin, Service};
use portico::domain::providers::State;
use portico::store::{Tx, members, organizations, provider_members, providers};
use std::time::Duration;
use uuid::Uuid;

async fn spawn() -> (TestApp, Story) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    (app, story)
}

/// Sends a form while this transaction is open, and commits it once the form waits; gives the answer.
async fn overtaken(post: Post, tx: Tx) -> Page {
    let sent = tokio::spawn(async move { post.answer().await });
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(!sent.is_finished(), "it does not wait");
    tx.commit().await.expect("it is kept");
    sent.await.expect("an answer")
}

/// What somebody of the provider does while an admin removes them from it.
async fn while_removed((app, story): (&TestApp, &Story), person: &Person, membership: Uuid, path: &str, fields: &[(&str, &str)]) {
    let visitor = Visitor::of(app.signed_in(person).await).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    providers::lock(&mut tx, story.provider.into()).await.expect("the lock");
    provider_members::delete(&mut tx, story.provider.into(), membership.into(), app.app.now()).await.expect("they are removed");
    let status = overtaken(visitor.post(path, fields), tx).await.status;
    assert!(matches!(status, 403 | 404), "{status} at {path}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_removed_from_the_provider_does_nothing_more_for_it() {
    let (app, story) = spawn().await;
    let other = app.person("cem@provider.example").await;
    let other = app.join(story.provider, &other, Service).await;
    let client = story.client;
    let acts = [
        (Admin, format!("/provider/members/{other}/role"), vec![("role", "admin")]),
        (Admin, format!("/provider/members/{other}/remove"), vec![]),
        (Admin, format!("/clients/{client}/suspend"), vec![]),
        (Admin, "/provider/settings/profile".into(), vec![("provider_name", "Taken over"), ("billing_email", "")]),
        (Service, format!("/organizations/{client}/seats"), vec![("seat_count", "99")]),
        (Service, format!("/organizations/{client}/name"), vec![("name", "Taken over")]),
        (Service, format!("/organizations/{client}/members"), vec![("emails", "eve@elsewhere.example"), ("role", "owner")]),
    ];
    for (number, (role, path, fields)) in acts.into_iter().enumerate() {
        let ben = app.person(&format!("ben{number}@provider.example")).await;
        let membership = app.join(story.provider, &ben, role).await;
        while_removed((&app, &story), &ben, membership, &path, &fields).await;
    }
    assert_eq!(events(&app, client).await, [""; 0]);
    assert_eq!(events(&app, story.provider).await, [""; 0]);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_access_was_ended_meanwhile_does_nothing_more_in_that_session() {
    let (app, story) = spawn().await;
    let client = story.client;
    let acts = [
        (Admin, format!("/clients/{client}/suspend"), vec![]),
        (Admin, "/provider/settings/profile".into(), vec![("provider_name", "Taken over"), ("billing_email", "")]),
        (Admin, "/provider/members".into(), vec![("emails", "eve@elsewhere.example"), ("role", "admin")]),
        (Service, format!("/organizations/{client}/seats"), vec![("seat_count", "99")]),
        (Service, format!("/organizations/{client}/members"), vec![("emails", "eve@elsewhere.example"), ("role", "owner")]),
        (Service, "/provider/members/leave".into(), vec![]),
    ];
    for (number, (role, path, fields)) in acts.into_iter().enumerate() {
        let ben = app.person(&format!("ben{number}@provider.example")).await;
        let membership = app.join(story.provider, &ben, role).await;
        let visitor = Visitor::of(app.signed_in(&ben).await).await;
        let mut tx = app.app.db.write().await.expect("a transaction");
        providers::lock(&mut tx, story.provider.into()).await.expect("the lock");
        provider_members::visits::end(&mut tx, story.provider.into(), membership.into()).await.expect("it is ended");
        let page = overtaken(visitor.post(&path, &fields), tx).await;
        assert_eq!(page.status, 404, "{path}: {page}");
    }
    assert_eq!(events(&app, client).await, [""; 0]);
    assert_eq!(events(&app, story.provider).await, [""; 0]);
}

const SUSPENDED: &str = "Your provider is suspended. You can look at everything";
const ROLE: &str = "Your role does not allow this.";

/// Everything that the story's admin alone may do with the provider, with what it needs to be done.
async fn acts_of_an_admin(app: &TestApp, story: &Story) -> Vec<(String, Vec<(&'static str, String)>)> {
    let joined = |email: &'static str| async move {
        let person = app.person(email).await;
        app.join(story.provider, &person, Service).await
    };
    let (client, own) = (story.client, story.organization.to_string());
    let new = app.signed_in(&story.admin).await.get("/clients/new").await.form("main form").value("id").expect("an id");
    let (cem, dan) = (joined("cem@provider.example").await, joined("dan@provider.example").await);
    let owner = app.person("olga@client.example").await;
    app.member(client, &owner, Role::Owner, Status::Confirmed).await;
    let member = |id: Uuid, act: &str| format!("/provider/members/{id}/{act}");
    let of_client = |act: &str| format!("/clients/{client}/{act}");
    let new_client =
        [("id", &*new), ("name", "Late"), ("plan", "Teams (Monthly)"), ("seats", "5"), ("owner_email", "o@l.example")];
    let bulk = |act: &'static str| vec![("act", act.into()), ("client", client.to_string())];
    vec![
        ("/clients/existing".into(), vec![("organization", own)]),
        ("/clients/new".into(), new_client.map(|(name, value)| (name, value.to_owned())).into()),
        (of_client("suspend"), vec![]),
        (of_client("reactivate"), vec![]),
        (of_client("unlink"), vec![]),
        ("/clients/bulk".into(), bulk("suspend")),
        ("/clients/bulk".into(), bulk("unlink")),
        ("/provider/members".into(), vec![("emails", "x@new.example".into()), ("role", "admin".into())]),
        (member(cem, "role"), vec![("role", "admin".into())]),
        (member(cem, "suspend"), vec![]),
        (member(dan, "remove"), vec![]),
        ("/provider/settings/profile".into(), vec![("provider_name", "Other".into()), ("billing_email", String::new())]),
        ("/provider/settings/sign-in".into(), vec![("session_length", "60".into())]),
    ]
}

/// Presses each of these while `meanwhile` happens, and reads why nothing came of it.
async fn each_is_refused(
    (app, story): (&TestApp, &Story),
    acts: Vec<(String, Vec<(&'static str, String)>)>,
    meanwhile: impl AsyncFn(&mut Tx, bool),
    why: &str,
) {
    let visitor = Visitor::of(app.signed_in(&story.admin).await).await;
    for (path, fields) in acts {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut tx = app.app.db.write().await.expect("a transaction");
        meanwhile(&mut tx, true).await;
        let page = overtaken(visitor.post(&path, &fields), tx).await.expect(403);
        assert!(page.says(why), "{path}: {page}");
        let mut tx = app.app.db.write().await.expect("a transaction");
        meanwhile(&mut tx, false).await;
        tx.commit().await.expect("it is as before");
    }
    for log in [story.client, story.organization, story.provider] {
        assert_eq!(events(app, log).await, [""; 0]);
    }
    assert_eq!(app.db.number("SELECT COUNT(*) FROM deliveries").await, 0);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_provider_was_suspended_meanwhile_reads_that_it_is() {
    let (app, story) = spawn().await;
    let acts = acts_of_an_admin(&app, &story).await;
    let suspended = async |tx: &mut Tx, now: bool| {
        let state = if now { State::Suspended } else { State::Active };
        assert!(providers::set_state(tx, story.provider.into(), state).await.expect("the state"));
    };
    each_is_refused((&app, &story), acts, suspended, SUSPENDED).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_made_a_service_user_meanwhile_reads_that_the_role_is_not_enough() {
    let (app, story) = spawn().await;
    let acts = acts_of_an_admin(&app, &story).await;
    let mut conn = app.app.db.read().await.expect("a connection");
    let ada = provider_members::confirmed_of(&mut conn, story.provider.into(), story.admin.id.into()).await.expect("a row");
    let ada = ada.expect("she is in it").id;
    drop(conn);
    let demoted = async |tx: &mut Tx, now: bool| {
        providers::lock(tx, story.provider.into()).await.expect("the lock");
        let role = if now { Service } else { Admin };
        provider_members::set_role(tx, story.provider.into(), ada, role).await.expect("the role");
    };
    each_is_refused((&app, &story), acts, demoted, ROLE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_provider_that_was_suspended_meanwhile_is_not_deleted() {
    let (app, story) = spawn().await;
    let lonely = app.provider("Lonely Services").await;
    let bea = app.person("bea@lonely.example").await;
    app.join(lonely, &bea, Admin).await;
    let client = app.signed_in(&bea).await;
    let ask = Visitor::of(client.clone()).await.post("/provider/settings/deletion", &[("current_password", PASSWORD)]);
    ask.answer().await.expect(303);
    let page = client.get(&app.mail_for(&bea.email).await.link()).await.follow().await.expect(200);
    let logged = events(&app, lonely).await;
    for post in [ask, Post::of(&client, &page.form("form#delete"))] {
        let mut tx = app.app.db.write().await.expect("a transaction");
        assert!(providers::set_state(&mut tx, lonely.into(), State::Suspended).await.expect("the state"));
        let page = overtaken(post, tx).await.expect(403);
        assert!(page.says(SUSPENDED), "{page}");
        crate::help::set_state(&app, "providers", lonely, "active").await;
    }
    assert_eq!(events(&app, lonely).await, logged);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM providers").await, 2, "{} is there too", story.provider);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organization_that_somebody_just_left_learns_no_new_address() {
    let (app, story) = spawn().await;
    let olga = app.person("olga@client.example").await;
    let member = app.member(story.organization, &olga, Role::User, Status::Confirmed).await;
    let client = app.signed_in(&olga).await;
    let form = client.get("/account/address").await.expect(200).form("#address-form");
    form.set("email", "olga@new.example").set("current_password", PASSWORD).submit().await.expect(200);
    let page = client.get(&app.mail_for("olga@new.example").await.link()).await.follow().await.expect(200);
    let confirm = Post::of(&client, &page.form("form[action='/address']"));

    let mut tx = app.app.db.write().await.expect("a transaction");
    organizations::lock(&mut tx, story.organization.into()).await.expect("the lock");
    members::delete(&mut tx, story.organization.into(), member.into(), app.app.now()).await.expect("she is removed");
    organizations::free_seat(&mut tx, story.organization.into(), app.app.now()).await.expect("her seat is free");
    overtaken(confirm, tx).await.expect(303);
    assert_eq!(events(&app, story.organization).await, [""; 0]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts WHERE email = 'olga@new.example'").await, 1);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organization_that_was_deleted_meanwhile_keeps_no_account() {
    let (app, story) = spawn().await;
    let olga = app.person("olga@client.example").await;
    app.member(story.organization, &olga, Role::User, Status::Confirmed).await;
    let visitor = Visitor::of(app.signed_in(&olga).await).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    organizations::lock(&mut tx, story.organization.into()).await.expect("the lock");
    organizations::delete(&mut tx, story.organization.into(), app.app.now()).await.expect("it is deleted");
    overtaken(visitor.post("/account/delete", &[("current_password", PASSWORD)]), tx).await.expect(303);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts WHERE email = 'olga@client.example'").await, 0);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_organization_that_became_a_client_meanwhile_is_not_deleted() {
    let (app, story) = spawn().await;
    let client = app.signed_in(&story.admin).await;
    let path = format!("{}/deletion", story.page());
    let ask = Visitor::of(client.clone()).await.post(&path, &[("current_password", PASSWORD)]);
    ask.answer().await.expect(303);
    let page = client.get(&app.mail_for(&story.admin.email).await.link()).await.follow().await.expect(200);
    for post in [ask, Post::of(&client, &page.form("form#delete"))] {
        let mut tx = app.app.db.write().await.expect("a transaction");
        let (id, provider) = (story.organization.into(), story.provider.into());
        assert!(organizations::link(&mut tx, id, provider, story.admin.id.into(), app.app.now()).await.expect("the link"));
        let page = overtaken(post, tx).await.expect(409);
        assert!(page.says("unlink it first"), "{page}");
        let mut tx = app.app.db.write().await.expect("a transaction");
        assert!(organizations::unlink(&mut tx, id, provider).await.expect("the link"));
        tx.commit().await.expect("it is as before");
    }
    app.assert_sound().await;
}
