//! What several of these tests say in the same words.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::database::{Engine, TestDatabase};
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Story};
use portico::domain::members::{Role, Status};
use portico::domain::version::Version;
use uuid::Uuid;

/// An id as a literal of SQL.
pub fn sql_id(db: &TestDatabase, id: Uuid) -> String {
    match db.engine() {
        Engine::Sqlite => format!("x'{}'", id.simple()),
        Engine::Postgres => format!("'{id}'"),
    }
}

/// The log of an organization, a provider or an account: `1 member_invited ada <ada@…>`, oldest first.
/// That a page was opened is left out and not counted: every test looks at pages.
pub async fn events(app: &TestApp, log: Uuid) -> Vec<String> {
    let log = sql_id(&app.db, log);
    let sql = "SELECT CAST(ROW_NUMBER() OVER (ORDER BY sequence) AS TEXT) || ' ' || kind || ' ' || actor FROM events WHERE kind <> 'refused' AND log_id =";
    app.db.texts(&format!("{sql} {log} AND kind <> 'client_opened' ORDER BY sequence")).await
}

/// The hidden value that this visitor's forms carry now.
pub async fn form_token(client: &Client) -> String {
    let page = client.get("/organizations").await;
    let page = if page.status == 303 { page.follow().await } else { page };
    page.form("form.lang").value("form_token").expect("every page has the language's form")
}

/// Posts a form that the page may not show, with the visitor's own form token.
pub async fn post(client: &Client, path: &str, fields: &[(&str, &str)]) -> Page {
    let token = form_token(client).await;
    client.post_raw(path, &[fields, &[("form_token", token.as_str())]].concat()).await
}

/// Posts as [`post`], and sees it refused with `status` and nothing changed.
pub async fn refused(app: &TestApp, client: &Client, path: &str, fields: &[(&str, &str)], status: u16) -> Page {
    let before = app.db.snapshot().await;
    let page = post(client, path, fields).await.expect(status);
    app.db.assert_unchanged_since(&before).await;
    page
}

/// The version of these values, as a form brings it back that was filled with them.
pub fn version(values: &[&str]) -> String {
    Version::of(values).as_str().to_owned()
}

/// The version that the form of this path carries now, where it edits something.
pub async fn version_at(client: &Client, path: &str) -> Option<String> {
    let page = client.get(path).await;
    let page = if page.status == 303 { page.follow().await } else { page };
    let found = page.select(&format!("form[action='{path}'] input[name=version]"));
    found.first().and_then(|field| field.attr("value")).map(str::to_owned)
}

/// Posts as [`post`], as somebody who sees what stands there now.
pub async fn edit(client: &Client, path: &str, fields: &[(&str, &str)]) -> Page {
    match version_at(client, path).await {
        Some(version) => post(client, path, &[fields, &[("version", version.as_str())]].concat()).await,
        None => post(client, path, fields).await,
    }
}

/// Gives the password where it is asked for before what was sent is done.
pub async fn proven(page: Page) -> Page {
    match page.has("form#proof") {
        true => page.form("#proof").set("proof_password", PASSWORD).submit().await,
        false => page,
    }
}

/// What the page says about the refusal, wherever it stands.
pub fn reason(page: &Page) -> String {
    let places = page.texts(".error-summary p, .code ~ p, .notice.failed span");
    places.into_iter().next().unwrap_or_else(|| panic!("no reason in {page}"))
}

/// Of an organization it is its provider that suspends, or the operator where it has none.
pub async fn set_state(app: &TestApp, table: &str, id: Uuid, state: &str) {
    let id = sql_id(&app.db, id);
    if table == "organizations" {
        let by = "CASE WHEN provider_id IS NULL THEN 'operator' ELSE 'provider' END";
        let by = if state == "suspended" { by } else { "NULL" };
        return app.db.execute(&format!("UPDATE organizations SET suspended_by = {by} WHERE id = {id}")).await;
    }
    app.db.execute(&format!("UPDATE {table} SET state = '{state}' WHERE id = {id}")).await;
}

pub async fn set_seats(app: &TestApp, organization: Uuid, seats: i64) {
    let id = sql_id(&app.db, organization);
    app.db.execute(&format!("UPDATE organizations SET seats = {seats} WHERE id = {id}")).await;
}

/// Makes the story's organization a client, without the clicks.
pub async fn link(app: &TestApp, story: &Story) {
    let (id, provider) = (sql_id(&app.db, story.organization), sql_id(&app.db, story.provider));
    app.db.execute(&format!("UPDATE organizations SET provider_id = {provider}, linked_at = 1 WHERE id = {id}")).await;
}

/// Takes somebody out of the story's organization, without the clicks.
pub async fn drop_member(app: &TestApp, organization: Uuid, member: Uuid) {
    let (member, id) = (sql_id(&app.db, member), sql_id(&app.db, organization));
    app.db.execute(&format!("DELETE FROM members WHERE id = {member}")).await;
    app.db.execute(&format!("UPDATE organizations SET occupied = occupied - 1 WHERE id = {id}")).await;
}

/// A new person with an account who is a member in this role and status, signed in.
pub async fn member(app: &TestApp, organization: Uuid, email: &str, role: Role, status: Status) -> (Uuid, Client) {
    let person = app.person(email).await;
    let member = app.member(organization, &person, role, status).await;
    (member, app.signed_in(&person).await)
}
