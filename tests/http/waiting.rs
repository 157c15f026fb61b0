//! Rights that end while an act waits for a lock are no rights when it gets it.

use super::help::events;
use crate::support::app::TestApp;
use crate::support::crowd::{Post, Visitor};
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole::{Admin, Service};
use portico::store::{Tx, members, organizations, provider_members, providers};
use std::time::Duration;
use uuid::Uuid;

async fn spawn() -> (TestApp, Story) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    (app, story)
}

/// Sends a form while this transaction is open, and commits it once the form waits; gives the status.
async fn overtaken(post: Post, tx: Tx) -> u16 {
    let sent = tokio::spawn(async move { post.send().await });
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
    let status = overtaken(visitor.post(path, fields), tx).await;
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
    assert_eq!(overtaken(confirm, tx).await, 303);
    assert_eq!(events(&app, story.organization).await, [""; 0]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts WHERE email = 'olga@new.example'").await, 1);
    app.assert_sound().await;
}
