//! The filters of the Clients table: what each of them finds, together with search, order and pages.

use crate::help::{set_seats, set_state};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use portico::demo::seed_clients;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use uuid::Uuid;

fn names(page: &Page) -> Vec<String> {
    page.texts("#clients tbody th a")
}

/// Six clients that differ in everything that can be asked for.
struct World {
    provider: Uuid,
    visitor: Client,
}

impl World {
    async fn begin(app: &TestApp) -> Self {
        let provider = app.provider("Example Services").await;
        let admin = app.person("ada@provider.example").await;
        app.join(provider, &admin, ProviderRole::Admin).await;
        let own = app.person("olga@client.example").await;
        let other = app.person("otto@client.example").await;
        let clients = [
            ("Alpha", "Teams (Monthly)", vec![]),
            ("Bravo", "Enterprise (Monthly)", vec![(&own, Status::Confirmed)]),
            ("Charlie A", "Teams (Annually)", vec![(&admin, Status::Confirmed), (&own, Status::Revoked)]),
            ("Delta", "Teams (Monthly)", vec![(&own, Status::Confirmed), (&other, Status::Confirmed)]),
            ("Echo", "Teams (Monthly)", vec![(&own, Status::Confirmed), (&admin, Status::Confirmed)]),
            ("Foxtrot", "Enterprise (Monthly)", vec![(&own, Status::Accepted), (&other, Status::Invited)]),
        ];
        for (name, plan, owners) in clients {
            let id = app.client_of((provider, &admin), name, plan, 5).await;
            for (person, status) in owners {
                app.member(id, person, Role::Owner, status).await;
            }
            app.invited(id, "user@client.example", Role::User).await;
            match name {
                "Delta" => set_seats(app, id, 3).await,
                "Foxtrot" => set_state(app, "organizations", id, "suspended").await,
                _ => {}
            }
        }
        let visitor = app.signed_in(&admin).await;
        Self { provider, visitor }
    }

    async fn finds(&self, query: &str) -> Vec<String> {
        let page = self.visitor.get(&format!("/clients?{query}")).await.expect(200);
        let found = names(&page);
        if !found.is_empty() {
            let plural = if found.len() == 1 { "" } else { "s" };
            assert_eq!(page.text("nav.pager p"), format!("{} client{plural}", found.len()), "{query}");
        }
        found
    }
}

#[tokio::test]
async fn each_filter_finds_what_it_says_alone_and_together_in_every_order() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    let cases: [(&str, &[&str]); 12] = [
        ("plan=teams", &["Alpha", "Charlie A", "Delta", "Echo"]),
        ("plan=enterprise", &["Bravo", "Foxtrot"]),
        ("state=suspended", &["Foxtrot"]),
        ("state=active", &["Alpha", "Bravo", "Charlie A", "Delta", "Echo"]),
        ("seats=full", &["Delta"]),
        ("seats=free", &["Alpha", "Bravo", "Charlie A", "Echo", "Foxtrot"]),
        ("handover=open", &["Alpha", "Charlie A", "Echo", "Foxtrot"]),
        ("owners=one", &["Bravo", "Charlie A"]),
        ("handover=open&owners=one", &["Charlie A"]),
        ("plan=teams&handover=open&q=ECH", &["Echo"]),
        ("plan=gold&state=x&seats=7&handover=yes&owners=0", &["Alpha", "Bravo", "Charlie A", "Delta", "Echo", "Foxtrot"]),
        ("plan=enterprise&seats=full", &[]),
    ];
    for (query, expected) in cases {
        assert_eq!(world.finds(query).await, expected, "{query}");
        for order in
            ["sort=name&dir=desc", "sort=users&dir=asc", "sort=users&dir=desc", "sort=plan&dir=asc", "sort=plan&dir=desc"]
        {
            let mut found = world.finds(&format!("{order}&{query}")).await;
            found.sort();
            assert_eq!(found, expected, "{order}&{query}");
        }
    }
}

#[tokio::test]
async fn the_form_keeps_the_filters_and_a_view_is_its_url() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    let page = world.visitor.get("/clients").await;
    assert!(!page.says("Clear filters"));
    let form = page.form("form.search").set("plan", "teams").check("handover", "open").set("q", "a");
    let page = form.submit().await.expect(200);
    assert_eq!(names(&page), ["Alpha", "Charlie A"]);
    assert_eq!(page.form("form.search").value("plan").unwrap(), "teams");
    assert_eq!(page.form("form.search").value("handover").unwrap(), "open");
    let sorted = page.click("Name").await;
    assert_eq!(sorted.path, "/clients?sort=name&dir=desc&q=a&plan=teams&handover=open");
    assert_eq!(names(&sorted), ["Charlie A", "Alpha"]);
    assert_eq!(sorted.click("Clear filters").await.path, "/clients");
    let none = world.visitor.get("/clients?seats=full&state=suspended").await.expect(200);
    assert_eq!(none.text("#clients .empty h2"), "Nothing found");
    assert!(none.says("No client fits this search and these filters") && !none.has("#filter-links a[download]"));
    assert_eq!(none.click("Show all clients").await.path, "/clients");
}

#[tokio::test]
async fn the_handover_follows_the_people_of_the_provider_and_owners_are_counted() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    let service = app.person("sem@provider.example").await;
    assert_eq!(world.finds("handover=open&q=bravo").await, [""; 0]);
    // The owner of Bravo comes to work for the provider: a confirmed member of it is nobody's own owner.
    let olga = "UPDATE members SET account_id = (SELECT id FROM accounts WHERE email_key = 'sem@provider.example'), \
                search = ' olga@client.example sem' \
                WHERE email = 'olga@client.example' AND organization_id = (SELECT id FROM organizations WHERE name = 'Bravo')";
    app.db.execute(olga).await;
    app.join(world.provider, &service, ProviderRole::Service).await;
    assert_eq!(world.finds("handover=open&q=bravo").await, ["Bravo"]);
    app.db.execute("UPDATE provider_members SET status = 'suspended' WHERE email = 'sem@provider.example'").await;
    assert_eq!(world.finds("handover=open&q=bravo").await, [""; 0]);
    let uncounted = "SELECT COUNT(*) FROM organizations o WHERE owners <> (SELECT COUNT(*) FROM members m \
                     WHERE m.organization_id = o.id AND m.role = 'owner' AND m.status = 'confirmed')";
    for change in ["role = 'admin'", "role = 'owner'", "status = 'revoked'", "status = 'confirmed'", "name = 'Olga'"] {
        app.db.execute(&format!("UPDATE members SET {change} WHERE email = 'olga@client.example'")).await;
        assert_eq!(app.db.number(uncounted).await, 0, "{change}");
    }
    app.db.execute("DELETE FROM members WHERE email IN ('otto@client.example', 'user@client.example')").await;
    app.count_seats().await;
    assert_eq!(app.db.number(uncounted).await, 0);
}

#[tokio::test]
async fn pages_of_what_was_found_keep_the_filters() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    seed_clients(&app.app, world.provider.into(), 1100).await.expect("they are made");
    let page = world.visitor.get("/clients?plan=teams").await;
    let next = page.click("a[rel=next]").await.expect(200);
    assert!(next.path.contains("plan=teams") && names(&next).len() == 25, "{}", next.path);
    assert_eq!(next.text("nav.pager p"), "554 clients");
    assert_eq!(next.click("a[rel=prev]").await.expect(200).text("nav.pager p"), "554 clients");
    assert_eq!(world.visitor.get("/clients?state=active").await.text("nav.pager p"), "More than 1,000 clients");
    assert!(!world.visitor.get("/clients?state=active").await.has(".pager input[name=all]"), "more than can be taken together");
}
