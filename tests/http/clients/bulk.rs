//! Many clients at once: a plan that changes nothing, then all of it or nothing.

use crate::help::{events, form_token, refused, set_state, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Post, at_once};
use crate::support::fields::FormFill;
use crate::support::page::Page;
use crate::support::world::Person;
use portico::demo::seed_clients;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use uuid::Uuid;

/// A provider with three clients: two with an owner, one without.
struct World {
    provider: Uuid,
    visitor: Client,
    owner: Person,
    clients: [Uuid; 3],
}

impl World {
    async fn begin(app: &TestApp) -> Self {
        let provider = app.provider("Example Services").await;
        let admin = app.person("ada@provider.example").await;
        app.join(provider, &admin, ProviderRole::Admin).await;
        let owner = app.person("olga@client.example").await;
        let mut clients = [Uuid::nil(); 3];
        for (at, name) in ["Alpha", "Bravo", "Charlie"].into_iter().enumerate() {
            clients[at] = app.client_of((provider, &admin), name, "Teams (Monthly)", 5).await;
            if name != "Charlie" {
                app.member(clients[at], &owner, Role::Owner, Status::Confirmed).await;
            }
        }
        let visitor = app.signed_in(&admin).await;
        Self { provider, visitor, owner, clients }
    }

    /// The form below the table with these clients ticked.
    async fn ticked(&self, clients: &[usize]) -> FormFill {
        let form = self.visitor.get("/clients").await.expect(200).form("#selection");
        clients.iter().fold(form, |form, at| form.check("client", &self.clients[*at].to_string()))
    }

    async fn plan(&self, act: &str, clients: &[usize]) -> Page {
        self.ticked(clients).await.press(act).submit().await.expect(200)
    }

    /// A client of another provider.
    async fn foreign(app: &TestApp) -> Uuid {
        let other = app.provider("Other Services").await;
        let bea = app.person("bea@other.example").await;
        app.join(other, &bea, ProviderRole::Admin).await;
        app.client_of((other, &bea), "Hidden", "Teams (Monthly)", 5).await
    }

    async fn states(app: &TestApp) -> Vec<String> {
        app.db.texts("SELECT name || CASE WHEN suspended_by = 'provider' THEN ' suspended' ELSE ' active' END FROM organizations ORDER BY name").await
    }
}

fn rows(page: &Page) -> Vec<String> {
    let (names, says) = (page.texts("#plan tbody th a"), page.texts("#plan .cell-reason"));
    names.iter().zip(says).map(|(name, says)| format!("{name}: {says}")).collect()
}

#[tokio::test]
async fn a_plan_is_shown_row_by_row_and_then_all_of_it_happens_with_events_and_mails() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    let before = app.db.snapshot().await;
    let plan = world.plan("Unlink", &[0, 1, 2]).await;
    app.db.assert_unchanged_since(&before).await;
    assert_eq!(plan.text("h1"), "Unlink 2 clients?");
    assert_eq!(
        rows(&plan),
        [
            "Alpha: Will be unlinked; its owner is notified by email",
            "Bravo: Will be unlinked; its owner is notified by email",
            "Charlie: Stays: no confirmed owner yet. Finish the handover first."
        ]
    );
    assert!(plan.says("One of the selected clients stays as it is."));
    let after = plan.form(".plan-form").press("Unlink 2 clients").submit().await.expect(303).follow().await;
    assert!(after.text("#notice").contains("2 clients are unlinked"));
    assert_eq!(after.texts("#clients tbody th a"), ["Charlie"]);
    for client in &world.clients[..2] {
        assert_eq!(events(&app, *client).await, ["1 client_unlinked ada <ada@provider.example>"]);
    }
    assert_eq!(events(&app, world.provider).await.len(), 2);
    for _ in 0..2 {
        assert!(app.mail_for(&world.owner.email).await.subject.contains("is no longer managed by Example Services"));
    }
    app.assert_sound().await;
}

#[tokio::test]
async fn suspending_says_who_is_suspended_already_and_keeps_the_view() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    set_state(&app, "organizations", world.clients[1], "suspended").await;
    let page = world.visitor.get("/clients?plan=teams&sort=plan").await;
    let form =
        page.form("#selection").check("client", &world.clients[0].to_string()).check("client", &world.clients[1].to_string());
    let plan = form.press("Suspend").submit().await.expect(200);
    assert_eq!(rows(&plan), ["Alpha: Will be suspended; its owner is notified by email", "Bravo: Stays: suspended already"]);
    let done = plan.form(".plan-form").press("Suspend 1 client").submit().await.expect(303);
    assert_eq!(done.location().unwrap(), "/clients?sort=plan&dir=asc&plan=teams");
    assert_eq!(World::states(&app).await, ["Alpha suspended", "Bravo suspended", "Charlie active"]);
    let plan = world.plan("Suspend", &[0, 1]).await;
    assert!(plan.says("Nothing would change") && !plan.has(".plan-form button"));
    assert_eq!(events(&app, world.clients[0]).await, ["1 organization_suspended ada <ada@provider.example>"]);
    assert_eq!(events(&app, world.provider).await.len(), 1);
}

#[tokio::test]
async fn with_script_a_plan_stands_at_the_address_of_its_table() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    let (client, token) = (world.clients[0].to_string(), form_token(&world.visitor).await);
    let fields = [("client", client.as_str()), ("act", "suspend"), ("query", "plan=teams"), ("form_token", &token)];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let plan = world.visitor.send("post", "/clients/bulk/plan", &fields, &[("hx-request", "true")]).await.expect(200);
    assert_eq!(plan.header("hx-push-url"), "/clients?sort=name&dir=asc&plan=teams");
    for path in ["/clients/bulk/plan", "/clients/bulk", "/clients/export"] {
        assert_eq!(world.visitor.get(path).await.expect(303).location().as_deref(), Some("/clients"));
    }
}

#[tokio::test]
async fn a_foreign_or_missing_client_in_the_list_refuses_all_of_it() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    let foreign = World::foreign(&app).await;
    let alone = app.organization("Alone", "Teams (Monthly)", 5).await;
    let own = world.clients[0].to_string();
    for bad in [foreign, alone, app.app.new_id::<Uuid>()] {
        for path in ["/clients/bulk/plan", "/clients/bulk", "/clients/export"] {
            for act in ["suspend", "reactivate", "unlink"] {
                let fields = [("client", own.as_str()), ("client", &bad.to_string()), ("act", act)];
                let page = refused(&app, &world.visitor, path, &fields, 404).await;
                assert!(!page.says("Hidden"), "{page}");
            }
        }
    }
    for fields in
        [vec![("client", own.as_str())], vec![("client", "x"), ("act", "suspend")], vec![("client", &own), ("act", "sell")]]
    {
        refused(&app, &world.visitor, "/clients/bulk", &fields, 422).await;
    }
    let torn = [("all", "found"), ("query", "q=a&q=b"), ("act", "suspend")];
    refused(&app, &world.visitor, "/clients/bulk/plan", &torn, 422).await;
}

#[tokio::test]
async fn service_users_may_only_export_and_a_suspended_provider_changes_nothing() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    let sem = app.person("sem@provider.example").await;
    app.join(world.provider, &sem, ProviderRole::Service).await;
    let service = app.signed_in(&sem).await;
    let page = service.get("/clients").await;
    assert_eq!(page.texts("#selection button:not([type], [hidden])"), ["Export", "Export with “;”"]);
    let own = world.clients[0].to_string();
    for visitor in [&service, &world.visitor] {
        for act in ["suspend", "reactivate", "unlink"] {
            for path in ["/clients/bulk/plan", "/clients/bulk"] {
                refused(&app, visitor, path, &[("client", &own), ("act", act)], 403).await;
            }
        }
        set_state(&app, "providers", world.provider, "suspended").await;
    }
    let page = world.visitor.get("/clients").await;
    assert_eq!(page.texts("#selection button:not([type], [hidden])"), ["Export", "Export with “;”"]);
}

#[tokio::test]
async fn what_changed_since_the_plan_refuses_all_of_it_with_the_new_plan() {
    let app = TestApp::spawn().await;
    let world = World::begin(&app).await;
    let (unlink, suspend) = (world.plan("Unlink", &[0, 1]).await, world.plan("Suspend", &[0, 2]).await);
    let bravo = sql_id(&app.db, world.clients[1]);
    app.db.execute(&format!("UPDATE members SET status = 'revoked' WHERE organization_id = {bravo}")).await;
    app.count_seats().await;
    set_state(&app, "organizations", world.clients[2], "suspended").await;
    let before = app.db.snapshot().await;
    let page = unlink.form(".plan-form").press("Unlink 2 clients").submit().await.expect(409);
    assert!(page.says("Something has changed since you looked"));
    assert_eq!(rows(&page)[1], "Bravo: Stays: no confirmed owner yet. Finish the handover first.");
    let page = suspend.form(".plan-form").press("Suspend 2 clients").submit().await.expect(409);
    assert_eq!(rows(&page), ["Alpha: Will be suspended; its owner is notified by email", "Charlie: Stays: suspended already"]);
    app.db.assert_unchanged_since(&before).await;
    page.form(".plan-form").press("Suspend 1 client").submit().await.expect(303);
    assert_eq!(World::states(&app).await[0], "Alpha suspended");
    assert_eq!(app.mail_for(&world.owner.email).await.subject, "Alpha is suspended");
}

#[tokio::test]
async fn the_same_plan_sent_many_times_at_once_happens_once() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    for (act, press) in [("Suspend", "Suspend 2 clients"), ("Unlink", "Unlink 2 clients")] {
        let plan = world.plan(act, &[0, 1]).await;
        let post = Post::of(&world.visitor, &plan.form(".plan-form").press(press));
        at_once(post.times(6)).await.expect(1, 303, &[409]);
        app.assert_sound().await;
    }
    assert_eq!(events(&app, world.provider).await.len(), 6, "unlinking ends the suspension of each, too");
    let again = world.visitor.get("/clients").await.form("#selection").tamper("client", &world.clients[0].to_string());
    let page = again.press("Unlink").submit().await.expect(200);
    assert!(page.says("One of the selected organizations is unlinked already."), "{page}");
}

#[tokio::test]
async fn all_that_was_found_is_what_the_search_finds_and_a_thousand_at_most() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    let nothing = world.ticked(&[]).await.press("Suspend").submit().await.expect(303).follow().await;
    assert!(nothing.text("#notice").contains("Select one or more clients first."));
    seed_clients(&app.app, world.provider.into(), 1001).await.expect("they are made");
    let page = world.visitor.get("/clients?q=0001").await;
    assert_eq!(page.text("nav.pager .choice"), "Select all 111");
    let plan = page.form("#selection").check("all", "found").press("Suspend").submit().await.expect(200);
    assert_eq!(plan.text("h1"), "Suspend 111 clients?");
    plan.form(".plan-form").set("number", "111").press("Suspend 111 clients").submit().await.expect(303);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM organizations WHERE suspended_by = 'provider'").await, 111);
    let all = [("all", "found"), ("query", "sort=name"), ("act", "unlink")];
    let page = refused(&app, &world.visitor, "/clients/bulk/plan", &all, 409).await;
    assert!(page.says("At most 1000 clients"), "{page}");
    let most = [("all", "found"), ("query", "state=active&plan=enterprise"), ("act", "unlink")];
    let plan = crate::help::post(&world.visitor, "/clients/bulk/plan", &most).await.expect(200);
    let number = plan.select(".plan-form input[name=client]").len();
    assert!(number > 400, "{number}");
    plan.form(".plan-form").set("number", &number.to_string()).submit().await.expect(303);
    assert_eq!(
        app.db.number("SELECT COUNT(*) FROM organizations WHERE provider_id IS NULL").await,
        i64::try_from(number).unwrap()
    );
}

#[tokio::test]
async fn many_are_reactivated_after_a_plan_and_each_act_for_many_is_undone_from_its_notice() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    set_state(&app, "organizations", world.clients[1], "suspended").await;
    let charlie = sql_id(&app.db, world.clients[2]);
    app.db.execute(&format!("UPDATE organizations SET suspended_by = 'operator' WHERE id = {charlie}")).await;
    let plan = world.plan("Reactivate", &[0, 1, 2]).await;
    assert_eq!(plan.text("h1"), "Reactivate 1 client?");
    assert_eq!(
        rows(&plan),
        [
            "Bravo: Will be active again; its owner is notified by email",
            "Alpha: Stays: active already",
            "Charlie: Stays: the operator of this portal has suspended it, and only the operator can reactivate it."
        ]
    );
    let done = plan.form(".plan-form").press("Reactivate 1 client").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("One client is active again."), "{done}");
    assert_eq!(World::states(&app).await, ["Alpha active", "Bravo active", "Charlie active"]);
    app.db.execute(&format!("UPDATE organizations SET suspended_by = NULL WHERE id = {charlie}")).await;
    let plan = world.plan("Suspend", &[0, 2]).await;
    let done = plan.form(".plan-form").submit().await.expect(303).follow().await;
    assert_eq!(World::states(&app).await, ["Alpha suspended", "Bravo active", "Charlie suspended"]);
    let undone = done.form("#notice form").press("Undo").submit().await.expect(303).follow().await;
    assert!(undone.text("#notice").contains("2 clients are active again."), "{undone}");
    assert_eq!(World::states(&app).await, ["Alpha active", "Bravo active", "Charlie active"]);
    let again = undone.form("#notice form").press("Undo").submit().await.expect(303).follow().await;
    assert_eq!(World::states(&app).await, ["Alpha suspended", "Bravo active", "Charlie suspended"]);
    // Somebody else was faster: the plan says who is left, and nothing is done.
    set_state(&app, "organizations", world.clients[2], "active").await;
    let late = again.form("#notice form").press("Undo").submit().await.expect(409);
    assert_eq!(rows(&late), ["Alpha: Will be active again; its owner is notified by email", "Charlie: Stays: active already"]);
    assert_eq!(World::states(&app).await, ["Alpha suspended", "Bravo active", "Charlie active"]);
    assert!(!world.visitor.get("/clients").await.has("#notice form"), "it is said once");
}

#[tokio::test]
async fn above_twenty_five_the_number_is_typed_and_undo_knows_it() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let world = World::begin(&app).await;
    seed_clients(&app.app, world.provider.into(), 23).await.expect("they are made");
    let all = world.visitor.get("/clients").await.form("#selection").check("all", "found");
    let plan = all.press("Suspend").submit().await.expect(200);
    assert_eq!((plan.text("h1"), plan.text(".plan-sum")), ("Suspend 26 clients?".into(), "26 of 26 selected".into()));
    assert!(plan.says("Type 26 to go on"));
    let before = app.db.snapshot().await;
    for wrong in ["", "25", "2600", "all"] {
        let page = plan.form(".plan-form").set("number", wrong).submit().await.expect(422);
        assert!(page.text(".plan-form .error").contains("Type the number 26 here"), "{page}");
        assert_eq!(page.select(".plan-form input[name=client]").len(), 26);
    }
    app.db.assert_unchanged_since(&before).await;
    let done = plan.form(".plan-form").set("number", " 26 ").submit().await.expect(303).follow().await;
    done.form("#notice form").press("Undo").submit().await.expect(303);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM organizations WHERE suspended_by IS NOT NULL").await, 0);
    assert!(!world.plan("Suspend", &[0]).await.has("#number"), "a few are counted at a glance");
}
