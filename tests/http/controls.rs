//! What a page offers: every control leads where its reader may go, and everything that a reader may
//! do is found by following what stands on the pages, from the first one on.

use super::help::{post, sql_id};
use super::routes::{Row, TABLE};
use super::visitors::{KINDS, World};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::markup::outside_landmarks;
use crate::support::page::Page;
use crate::support::world::Person;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Values of a query that lead to other controls; all others only to other rows.
const TELLING: [&str; 4] = ["act", "all", "status", "state"];

/// Everything that somebody came past.
#[derive(Default)]
struct Tour {
    /// Methods and addresses of controls, and the page on which each stood first.
    offered: Vec<(&'static str, String, String)>,
    seen: BTreeSet<(&'static str, String)>,
    faults: Vec<String>,
}

impl Tour {
    /// Follows every link and opens every dialog.
    async fn take(client: &Client) -> Self {
        let mut tour = Self::default();
        tour.offer("GET", "/", "the address bar");
        let mut next = 0;
        while let Some((method, path, from)) = tour.offered.get(next).cloned() {
            next += 1;
            assert!(next < 1000, "it does not end: {path}");
            if method == "GET" {
                tour.look(client, &path, &from).await;
            }
        }
        tour
    }

    async fn look(&mut self, client: &Client, path: &str, from: &str) {
        let page = client.get(path).await;
        match page.status {
            303 => self.offer("GET", &page.location().expect("it leads on"), path),
            200 if page.header("content-type").starts_with("text/html") => self.read(&page),
            // A dialog may have to say why something cannot be done now.
            200 | 409 => {}
            403 if page.texts("main h1") == ["Sleeping GmbH is suspended"] => {}
            status => self.faults.push(format!("{status} at {path}, offered by {from}")),
        }
    }

    fn read(&mut self, page: &Page) {
        self.faults.extend(outside_landmarks(page).into_iter().map(|html| format!("{}: {html}", page.path)));
        for (css, attribute) in [("a[href]", "href"), ("[hx-get]", "hx-get"), ("form[method=get]", "action")] {
            for control in page.select(css) {
                self.offer("GET", control.attr(attribute).unwrap_or_default(), &page.path);
            }
        }
        // What script makes of the one menu of all rows.
        for row in page.select("a[data-menu]") {
            let id = row.attr("href").and_then(|path| path.rsplit('/').next());
            let state = row.attr("data-menu").filter(|state| !state.is_empty()).unwrap_or("active");
            for act in page.select("#row-menu [data-path]") {
                if act.attr("data-state").is_none_or(|suits| suits == state) {
                    let path = act.attr("data-path").unwrap_or_default().replace("{id}", id.unwrap_or_default());
                    self.offer("GET", &path, &page.path);
                }
            }
        }
        for form in page.select("form[method=get]") {
            let inside = scraper::Html::parse_fragment(&form.html);
            let css = scraper::Selector::parse("button[name]").expect("a selector");
            for button in inside.select(&css) {
                let (name, value) = (button.attr("name").unwrap_or_default(), button.attr("value").unwrap_or_default());
                self.offer("GET", &format!("{}?{name}={value}", form.attr("action").unwrap_or_default()), &page.path);
            }
        }
        for form in page.select("form[method=post]") {
            self.offer("POST", form.attr("action").unwrap_or(&page.path), &page.path);
        }
        for button in page.select("button[formaction]") {
            let method = if button.attr("formmethod") == Some("get") { "GET" } else { "POST" };
            self.offer(method, button.attr("formaction").unwrap_or_default(), &page.path);
        }
    }

    fn offer(&mut self, method: &'static str, address: &str, from: &str) {
        let address = address.split('#').next().unwrap_or_default().replace("&amp;", "&");
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let elsewhere = !path.starts_with('/') && !path.is_empty();
        if elsewhere || path.starts_with("/assets/") {
            return;
        }
        let path = if path.is_empty() { from.split('?').next().unwrap_or_default() } else { path };
        let telling = |pair: &&str| TELLING.contains(&pair.split('=').next().unwrap_or_default());
        let names = query.split('&').map(|pair| if telling(&pair) { pair } else { pair.split('=').next().unwrap_or_default() });
        let names: BTreeSet<_> = names.filter(|name| !name.is_empty()).collect();
        let kept: Vec<_> = names.into_iter().collect();
        if self.seen.insert((method, format!("{path}?{}", kept.join("&")))) {
            let whole = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
            self.offered.push((method, whole, from.to_owned()));
        }
    }

    /// The rows of the table that were offered, but for those of this organization.
    fn rows(&self, but: Uuid) -> Vec<(&'static Row, &str, &str)> {
        let but = but.to_string();
        let offered = self.offered.iter().filter(|(_, address, _)| !address.contains(&but));
        offered.map(|(method, address, from)| (row(method, address, from), address.as_str(), from.as_str())).collect()
    }
}

/// The row of the table that answers this address: with as few gaps as there are.
fn row(method: &str, address: &str, from: &str) -> &'static Row {
    let path = address.split('?').next().unwrap_or_default();
    let fits = |row: &&Row| {
        let gap = |pattern: &str| pattern.starts_with('{');
        row.method == method
            && row.path.split('/').count() == path.split('/').count()
            && row.path.split('/').zip(path.split('/')).all(|(pattern, part)| gap(pattern) || pattern == part)
    };
    let found = TABLE.iter().filter(fits).min_by_key(|row| row.path.matches('{').count());
    found.unwrap_or_else(|| panic!("{method} {address} on {from} is no route"))
}

/// What nobody finds by following links.
const NOT_ON_THE_WAY: [(&str, &str); 13] = [
    // For scripts, when a session ends, and for what was sent then: `identity::ended`.
    ("POST", "/session"),
    ("POST", "/sign-in/again"),
    ("POST", "/sign-in/again/code"),
    ("POST", "/kept-form"),
    // Links in mails, and what they lead to.
    ("GET", "/address"),
    ("GET", "/provider-deletion"),
    ("GET", "/organization-deletion"),
    ("GET", "/link-again"),
    // Follows a form that was posted: a plan of what is going to happen.
    ("POST", "/clients/bulk"),
    // For those who have two-step sign-in: `two_step`.
    ("POST", "/account/two-step/codes"),
    ("POST", "/account/two-step/off"),
    // Needs a second factor that is being set up: `two_step`.
    ("POST", "/account/two-step/confirm"),
    // Offered to owners in the handover; everybody else leaves without asking.
    ("POST", "/organizations/{id}/removal-request"),
];

#[tokio::test]
async fn nobody_is_offered_what_is_not_theirs_and_everybody_finds_what_is() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    let own = more_people(&app, &world).await;
    let mut wrong = Vec::new();
    // The admin of provider B is left out: the table speaks of a client of provider A.
    for kind in (3..KINDS.len()).filter(|kind| KINDS[*kind] != "admin of provider B") {
        let tour = Tour::take(&world.visitors[kind]).await;
        wrong.extend(tour.faults.iter().map(|fault| format!("{}: {fault}", KINDS[kind])));
        let offered = tour.rows(own);
        for (row, address, from) in offered.iter().filter(|(row, ..)| row.method == "POST") {
            // Of members the table asks about an owner only.
            if row.status(kind) == 403 && !row.path.contains("{member}") {
                wrong.push(format!("{} is offered {} {address} on {from}", KINDS[kind], row.method));
            }
        }
        let offered: BTreeSet<_> = offered.iter().map(|(row, ..)| (row.method, row.path)).collect();
        for row in TABLE.iter().filter(|row| matches!(row.status(0), 303 | 401) && row.path != "/") {
            let allowed = !matches!(row.status(kind), 403 | 404) && row.status(kind) != row.status(0);
            let way = (row.method, row.path);
            if allowed && !offered.contains(&way) && !NOT_ON_THE_WAY.contains(&way) {
                wrong.push(format!("{} never finds {} {}", KINDS[kind], row.method, row.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_suspended_provider_is_offered_nothing_that_changes_it_or_its_clients() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    let own = more_people(&app, &world).await;
    let id = sql_id(&app.db, world.provider.0);
    app.db.execute(&format!("UPDATE providers SET state = 'suspended' WHERE id = {id}")).await;
    for kind in [3, 4] {
        let tour = Tour::take(&world.visitors[kind]).await;
        assert_eq!(tour.faults, [""; 0], "{}", KINDS[kind]);
        let offered = tour.rows(own);
        assert!(offered.iter().any(|(row, ..)| row.path == "/organizations/{id}"), "they look at everything");
        let of_ones_own = ["/account", "/language", "/sign-out", "/provider/choice", "/organizations/new"];
        let free = |row: &Row| {
            row.method == "GET" || row.path.ends_with("/export") || of_ones_own.iter().any(|start| row.path.starts_with(start))
        };
        let wrong: Vec<_> = offered.iter().filter(|(row, ..)| !free(row)).map(|(_, address, from)| (address, from)).collect();
        assert!(wrong.is_empty(), "{} is offered {wrong:?}", KINDS[kind]);
    }
}

#[tokio::test]
async fn who_is_in_two_providers_may_do_in_each_client_what_its_own_provider_allows() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    let (a, b) = (world.provider.0, world.rival);
    let dora = app.person("dora@both.example").await;
    app.join(a, &dora, ProviderRole::Admin).await;
    app.join(b, &dora, ProviderRole::Service).await;
    let client = app.signed_in(&dora).await;
    let acts = |organization: Uuid| ["suspend", "unlink", "note"].map(|act| format!("/clients/{organization}/{act}"));
    for chosen in [a, b] {
        post(&client, "/provider/choice", &[("provider", &chosen.to_string())]).await.expect(303);
        let tour = Tour::take(&client).await;
        assert_eq!(tour.faults, [""; 0], "{chosen}");
        let [own, foreign] = [world.organization, world.foreign].map(|id| format!("/organizations/{id}"));
        let (own, foreign) = (client.get(&own).await.expect(200), client.get(&foreign).await.expect(200));
        assert_eq!(
            (own.text("#acting-for"), foreign.text("#acting-for")),
            ("you act here for Provider A".into(), "you act here for Provider B".into())
        );
        let offered = |page: &Page, path: &str| page.select("a[href]").iter().any(|link| link.attr("href") == Some(path));
        for path in acts(world.organization) {
            assert!(offered(&own, &path), "{path} for {chosen}");
            client.get(&path).await.expect(200);
        }
        for path in &acts(world.foreign)[..2] {
            assert!(!offered(&foreign, path), "a service user of its provider: {path}");
            client.get(path).await.expect(403);
        }
    }
    // Provider B is chosen, and the client is one of provider A.
    let path = format!("/clients/{}", world.organization);
    for act in ["suspend", "reactivate", "unlink"] {
        post(&client, &format!("{path}/{act}"), &[]).await.expect(303);
    }
    let (log, id) = (sql_id(&app.db, a), sql_id(&app.db, world.organization));
    let events =
        format!("SELECT kind FROM events WHERE log_id = {log} AND organization_id = {id} ORDER BY sequence DESC LIMIT 3");
    assert_eq!(app.db.texts(&events).await, ["client_unlinked", "organization_reactivated", "organization_suspended"]);
}

/// People and organizations in every state, so that every control has something to be about; gives
/// the organization of the admin's own.
async fn more_people(app: &TestApp, world: &World) -> Uuid {
    let (provider, ada) = &world.provider;
    for (name, role, status) in
        [("otto", Role::Owner, Status::Confirmed), ("zoe", Role::User, Status::Confirmed), ("rob", Role::User, Status::Revoked)]
    {
        let person = app.person(&format!("{name}@alpha.example")).await;
        app.member(world.organization, &person, role, status).await;
    }
    for status in ["confirmed", "invited", "accepted", "suspended"] {
        let person = app.person(&format!("{status}@a.example")).await;
        let id = sql_id(&app.db, app.join(*provider, &person, ProviderRole::Admin).await);
        let account = if status == "invited" { "NULL" } else { "account_id" };
        app.db.execute(&format!("UPDATE provider_members SET status = '{status}', account_id = {account} WHERE id = {id}")).await;
    }
    let (note, client) = (sql_id(&app.db, app.app.new_id()), sql_id(&app.db, world.organization));
    let note =
        format!("INSERT INTO client_notes (id, organization_id, author, text, written_at) VALUES ({note}, {client}, '', 'x', 1)");
    app.db.execute(&note).await;
    app.db.execute("UPDATE members SET removal_asked_at = 1 WHERE email_key = 'otto@alpha.example'").await;
    let own = app.organization("Own GmbH", "Teams (Monthly)", 5).await;
    app.member(own, ada, Role::Owner, Status::Confirmed).await;
    app.member(own, &app.person("olivia@own.example").await, Role::Owner, Status::Confirmed).await;
    let suspended = app.client_of((*provider, ada), "Sleeping GmbH", "Teams (Monthly)", 5).await;
    let id = sql_id(&app.db, suspended);
    app.db.execute(&format!("UPDATE organizations SET suspended_by = 'provider' WHERE id = {id}")).await;
    let gone = app.organization("Gone GmbH", "Teams (Monthly)", 5).await;
    app.member(gone, &app.person("olaf@gone.example").await, Role::Owner, Status::Confirmed).await;
    let (id, of, now) = (sql_id(&app.db, gone), sql_id(&app.db, *provider), app.app.now());
    let columns = "id, organization_id, provider_id, name, unlinked_at, asks";
    app.db.execute(&format!("INSERT INTO unlinkings ({columns}) VALUES ({id}, {id}, {of}, 'Gone GmbH', {now}, 0)")).await;
    // Everybody has a second session to end.
    for email in ["ada@a.example", "sem@a.example"] {
        app.signed_in(&Person { id: ada.id, email: email.into() }).await;
    }
    for name in ["ivan", "anna", "olga", "adam", "uma", "fred"] {
        app.signed_in(&Person { id: ada.id, email: format!("{name}@alpha.example") }).await;
    }
    own
}
