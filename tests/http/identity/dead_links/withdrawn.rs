//! Whatever takes the target of a link away withdraws the link, and takes back the mail that carries it.

use crate::help::{post, reason, sql_id};
use crate::members::invitations::{invited, path_of};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, Person};
use portico::domain::providers::ProviderRole;
use portico::service::operator::check;
use uuid::Uuid;

const NINA: &str = "nina@provider.example";

/// The one member of this table with this address, as it stands in a path.
async fn member_of(app: &TestApp, table: &str, email: &str) -> Uuid {
    let hex = format!("SELECT lower(hex(id)) FROM {table} WHERE email = '{email}'");
    let text = format!("SELECT CAST(id AS TEXT) FROM {table} WHERE email = '{email}'");
    let by_engine = if app.db.id(Uuid::nil()).starts_with('X') { hex } else { text };
    Uuid::parse_str(&app.db.texts(&by_engine).await[0]).expect("an id")
}

/// Nobody can use the link, its page says why, and the database knows it.
async fn is_withdrawn(app: &TestApp, by: &Client, path: &str, why: &str) {
    let page = by.get(path).await.expect(303).follow().await.expect(410);
    assert!(reason(&page).starts_with(why), "{page}");
    let broken = check::run(&app.app.db).await.expect("the check runs").broken;
    assert!(broken.is_empty(), "{broken:?}");
}

/// A provider without clients and its admin, who has invited Nina into it.
async fn lonely(app: &TestApp) -> (Uuid, Person, Client) {
    let provider = app.provider("Lonely Services").await;
    let lea = app.person("lea@lonely.example").await;
    app.join(provider, &lea, ProviderRole::Admin).await;
    let client = app.signed_in(&lea).await;
    post(&client, "/provider/members", &[("emails", NINA), ("role", "service")]).await.expect(303);
    (provider, lea, client)
}

async fn deletion_link(app: &TestApp, admin: &Client, email: &str) -> String {
    post(admin, "/provider/settings/deletion", &[("current_password", PASSWORD)]).await.expect(303);
    path_of(app, &app.mail_for(email).await.link())
}

#[tokio::test]
async fn by_removing_or_revoking_a_member() {
    let app = TestApp::spawn().await;
    let (story, admin, path) = invited(&app, "olga@client.example", "owner").await;
    let olga = member_of(&app, "members", "olga@client.example").await;
    let act = |act: &str| format!("{}/members/{olga}/{act}", story.page());
    post(&admin, &act("revoke"), &[]).await.expect(303);
    is_withdrawn(&app, &app.client(), &path, "The link no longer works: the invitation was withdrawn.").await;
    post(&admin, &act("restore"), &[]).await.expect(303);
    let fresh = path_of(&app, &app.mail_for("olga@client.example").await.link());
    app.client().get(&fresh).await.follow().await.expect(200);
    post(&admin, &act("resend"), &[]).await.expect(303);
    post(&admin, &act("remove"), &[]).await.expect(303);
    assert_eq!(app.deliver().await, 0, "the mail that is owed is taken back");
    is_withdrawn(&app, &app.client(), &fresh, "The link no longer works: the invitation was withdrawn.").await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM mailed_links WHERE withdrawn_at IS NULL").await, 0);
}

#[tokio::test]
async fn by_removing_a_member_of_a_provider() {
    let app = TestApp::spawn().await;
    let (_, _, admin) = lonely(&app).await;
    let path = path_of(&app, &app.mail_for(NINA).await.link());
    let nina = member_of(&app, "provider_members", NINA).await;
    post(&admin, &format!("/provider/members/{nina}/remove"), &[]).await.expect(303);
    is_withdrawn(&app, &app.client(), &path, "The link no longer works: the invitation was withdrawn.").await;
}

#[tokio::test]
async fn by_deleting_a_provider_with_all_links_to_it_and_its_people() {
    let app = TestApp::spawn().await;
    let (provider, lea, admin) = lonely(&app).await;
    let invitation = path_of(&app, &app.mail_for(NINA).await.link());
    let bea = app.person("bea@lonely.example").await;
    app.join(provider, &bea, ProviderRole::Admin).await;
    let bees = app.signed_in(&bea).await;
    let hers = deletion_link(&app, &bees, &bea.email).await;
    let own = deletion_link(&app, &admin, &lea.email).await;
    post(&admin, "/provider/members", &[("emails", "noa@provider.example"), ("role", "service")]).await.expect(303);
    admin.get(&own).await.follow().await.form("form#delete").submit().await.expect(303);
    assert_eq!(app.deliver().await, 2, "the owed invitation is taken back");
    app.smtp.take_all();
    is_withdrawn(&app, &app.client(), &invitation, "The link no longer works: the invitation was withdrawn.").await;
    is_withdrawn(&app, &bees, &hers, "The link no longer works: your account has changed since it was sent, or the provider")
        .await;
    let page = admin.get(&own).await.follow().await.expect(410);
    assert_eq!(reason(&page), "The link has been used already. The provider is deleted.");
}

#[tokio::test]
async fn by_ending_the_account_or_the_password_that_it_was_made_for() {
    let app = TestApp::spawn().await;
    let ann = app.person("ann@client.example").await;
    let own = app.signed_in(&ann).await;
    let link = async |email: &str| {
        post(&own, "/account/address", &[("email", email), ("current_password", PASSWORD)]).await.expect(200);
        path_of(&app, &app.mail_for(email).await.link())
    };
    let changed = "The link no longer works: the account has changed since it was sent.";
    let path = link("ann@new.example").await;
    let new = "nine slow ferries crossing";
    post(&own, "/account/password", &[("current_password", PASSWORD), ("password", new)]).await.expect(303);
    app.mail_for(&ann.email).await;
    is_withdrawn(&app, &own, &path, changed).await;
    post(&own, "/account/address", &[("email", "ann@newer.example"), ("current_password", new)]).await.expect(200);
    post(&own, "/account/delete", &[("current_password", new)]).await.expect(303);
    app.mail_for(&ann.email).await;
    let open =
        format!("SELECT COUNT(*) FROM mailed_links WHERE account_id = {} AND withdrawn_at IS NULL", sql_id(&app.db, ann.id));
    assert_eq!(app.db.number(&open).await, 0);
    assert!(check::run(&app.app.db).await.expect("the check runs").broken.is_empty());
}
