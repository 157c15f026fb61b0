//! What an open session alone is not enough for: who last proved long ago who it is proves it once more.

use crate::help::{form_token, version_at};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::{ProviderRole, Status as TeamStatus};
use portico::domain::time::MINUTE;
use std::collections::BTreeMap;
use uuid::Uuid;

mod acts;
mod asking;
mod dialog;
mod routes;

/// How the paths end of forms that edit something.
const EDITS: [&str; 6] = ["/role", "/name", "/plan", "/seats", "/settings/profile", "/settings/sign-in"];

/// A provider admin in front of a world in which each act of [`acts::ACTS`] can be done once.
struct World {
    app: TestApp,
    story: Story,
    admin: Client,
    /// Who or what the placeholders of a path stand for.
    ids: BTreeMap<&'static str, Uuid>,
}

impl World {
    async fn begin() -> Self {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        let mut ids = BTreeMap::from([("client", story.client), ("organization", story.organization)]);
        for (name, role, status) in [
            ("olga", Role::Owner, Status::Confirmed),
            ("otto", Role::Owner, Status::Confirmed),
            ("anna", Role::Owner, Status::Accepted),
            ("uma", Role::User, Status::Confirmed),
            ("udo", Role::User, Status::Confirmed),
        ] {
            let person = app.person(&format!("{name}@client.example")).await;
            ids.insert(name, app.member(story.client, &person, role, status).await);
        }
        ids.insert("ivan", app.invited(story.client, "ivan@client.example", Role::Admin).await);
        let owen = app.person("owen@client.example").await;
        app.member(story.organization, &owen, Role::Owner, Status::Confirmed).await;
        for (name, status) in [("bea", TeamStatus::Confirmed), ("cai", TeamStatus::Accepted), ("eve", TeamStatus::Invited)] {
            let person = app.person(&format!("{name}@provider.example")).await;
            let id = app.join(story.provider, &person, ProviderRole::Admin).await;
            let account = if status == TeamStatus::Invited { ", account_id = NULL" } else { "" };
            let of = crate::help::sql_id(&app.db, id);
            app.db.execute(&format!("UPDATE provider_members SET status = '{}'{account} WHERE id = {of}", status.word())).await;
            ids.insert(name, id);
        }
        let second = app.client_of((story.provider, &story.admin), "Third Client", "Teams (Monthly)", 5).await;
        app.member(second, &owen, Role::Owner, Status::Confirmed).await;
        ids.insert("second", second);
        let admin = app.signed_in(&story.admin).await;
        Self { app, story, admin, ids }
    }

    /// The text with each `{name}` replaced by its id.
    fn filled(&self, text: &str) -> String {
        self.ids.iter().fold(text.to_owned(), |text, (name, id)| text.replace(&format!("{{{name}}}"), &id.to_string()))
    }

    /// Posts as the admin, with the admin's own form token.
    async fn post(&self, path: &str, form: &str) -> Page {
        let token = form_token(&self.admin).await;
        let (path, form) = (self.filled(path), self.filled(form));
        let version = match EDITS.iter().any(|end| path.ends_with(end)) {
            true => version_at(&self.admin, &path).await,
            false => None,
        };
        let mut fields: Vec<_> = form.split('&').filter_map(|pair| pair.split_once('=')).collect();
        fields.push(("form_token", &token));
        fields.extend(version.as_deref().map(|version| ("version", version)));
        self.admin.post_raw(&path, &fields).await
    }

    async fn number_of(&self, kind: &str) -> i64 {
        self.app.db.number(&format!("SELECT COUNT(DISTINCT details || CAST(at AS TEXT)) FROM events WHERE kind = '{kind}'")).await
    }
}

/// Somebody whose last proof is this long ago, in a world of their own.
async fn after(minutes: i64) -> World {
    let world = World::begin().await;
    world.app.clock.advance(minutes * MINUTE);
    world
}

/// A provider admin, and a client that has an owner.
async fn unlinking() -> (TestApp, Story, Client, Person, String) {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    let admin = app.signed_in(&story.admin).await;
    let path = format!("/clients/{}/unlink", story.client);
    (app, story, admin, olga, path)
}

/// Presses the button of the page that says what unlinking means.
async fn press(admin: &Client, path: &str) -> Page {
    admin.get(path).await.expect(200).form("section.sheet form").submit().await
}

/// Whether the answer is the question who it is.
fn asks(page: &Page) -> bool {
    page.has("form#proof [name=proof_password]")
}

async fn prove(page: &Page) -> Page {
    page.form("#proof").set("proof_password", PASSWORD).submit().await
}
