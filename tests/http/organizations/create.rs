//! Organizations of one's own, and the list of them.

use crate::help::{events, reason, sql_id};
use crate::support::app::TestApp;
use crate::support::crowd::{Post, at_once};
use crate::support::fields::FormFill;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use portico::service::operator;
use uuid::Uuid;

const FORM: &str = "#new-organization";

fn filled(page: &Page) -> FormFill {
    page.form(FORM).set("name", " Fresh Bakery ").set("plan", "Teams (Annually)").set("seats", "7")
}

#[tokio::test]
async fn who_makes_it_is_its_confirmed_owner_on_the_first_seat() {
    let app = TestApp::spawn().await;
    let nora = app.person("nora@new.example").await;
    let client = app.signed_in(&nora).await;
    let list = client.get("/").await.follow().await;
    assert!(list.says("No organizations yet"));
    let page = filled(&list.click("New organization").await).submit().await.expect(303).follow().await;
    assert_eq!(page.text("#notice p span"), "Fresh Bakery is created, and you are its owner.");
    assert!(page.text("#seats").starts_with("1 / 7"), "{page}");
    assert!(page.says("No provider"));
    let id = Uuid::parse_str(page.path.rsplit('/').next().unwrap()).unwrap();
    assert_eq!(events(&app, id).await, ["1 organization_created nora <nora@new.example>"]);
    let row = client.get("/organizations").await;
    assert_eq!(row.texts("#own tbody td"), ["Owner", "1 / 7", "Teams (Annually)", "No provider"]);
    app.assert_sound().await;
}

#[tokio::test]
async fn every_plan_can_be_chosen() {
    let app = TestApp::spawn().await;
    let client = app.signed_in(&app.person("nora@new.example").await).await;
    let plans = client.get("/organizations/new").await.texts("#plan option");
    assert_eq!(plans.len(), 7);
    for plan in &plans {
        let form = client.get("/organizations/new").await.form(FORM).set("name", plan).set("plan", plan).set("seats", "2");
        form.submit().await.expect(303);
    }
    assert_eq!(app.db.texts("SELECT plan FROM organizations WHERE name = plan").await.len(), 7);
}

#[tokio::test]
async fn the_id_of_an_account_or_a_provider_names_a_log_and_no_organization() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let client = app.signed_in(&story.admin).await;
    for id in [story.admin.id, story.service.id, story.provider] {
        let before = app.db.snapshot().await;
        filled(&client.get("/organizations/new").await).tamper("id", &id.to_string()).submit().await.expect(403);
        app.db.assert_unchanged_since(&before).await;
    }
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_and_a_taken_id_none() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let client = app.signed_in(&app.person("nora@new.example").await).await;
    let form = filled(&client.get("/organizations/new").await);
    let answers = at_once(Post::of(&client, &form).times(6)).await;
    answers.expect(6, 303, &[]);
    let before = app.db.snapshot().await;
    form.clone().submit().await.expect(303);
    form.clone().set("name", "Another").submit().await.expect(403);
    form.tamper("id", &story.organization.to_string()).submit().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM organizations WHERE name = 'Fresh Bakery'").await, 1);
    app.assert_sound().await;
}

#[tokio::test]
async fn each_fault_stands_at_its_field_and_the_rest_is_kept() {
    let app = TestApp::spawn().await;
    let client = app.signed_in(&app.person("nora@new.example").await).await;
    let page = client.get("/organizations/new").await;
    for (field, value, fault) in [
        ("name", " ", "Enter a name."),
        ("plan", "Gold", "Choose one of the plans."),
        ("plan", "Teams (Monthly) 2099", "Choose one of the plans."),
        ("seats", "0", "Enter a whole number from 1 to 1,000,000."),
    ] {
        let before = app.db.snapshot().await;
        let refused = filled(&page).tamper(field, value).submit().await.expect(422);
        app.db.assert_unchanged_since(&before).await;
        assert_eq!(refused.text(&format!("#{field}-error")), fault);
        assert_eq!(refused.texts(".field .error").len(), 1, "{refused}");
        if field != "name" {
            assert_eq!(refused.form(FORM).value("name").unwrap().trim(), "Fresh Bakery");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_twentieth_without_a_provider_is_the_last_also_at_once() {
    let app = TestApp::spawn().await;
    let nora = app.person("nora@new.example").await;
    for number in 0..18 {
        let id = app.organization(&format!("Number {number:02}"), "Free", 2).await;
        app.member(id, &nora, Role::Owner, Status::Confirmed).await;
    }
    let client = app.signed_in(&nora).await;
    let mut posts = Vec::new();
    for _ in 0..6 {
        posts.push(Post::of(&client, &filled(&client.get("/organizations/new").await)));
    }
    at_once(posts).await.expect(2, 303, &[409]);
    let before = app.db.snapshot().await;
    let page = filled(&client.get("/organizations/new").await).submit().await.expect(409);
    app.db.assert_unchanged_since(&before).await;
    assert!(reason(&page).contains("You own 20 organizations without a provider"), "{page}");
    assert_eq!(page.form(FORM).value("name").unwrap().trim(), "Fresh Bakery", "what was typed is kept");
    let one = "UPDATE organizations SET provider_id = (SELECT id FROM providers), linked_at = 1 WHERE name = 'Number 00'";
    app.other_provider("Example Services").await;
    app.db.execute(one).await;
    filled(&client.get("/organizations/new").await).submit().await.expect(303);
    app.assert_sound().await;
}

#[tokio::test]
async fn the_list_shows_what_one_is_confirmed_in_and_says_where_it_ends() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (nora, olga) = (app.person("nora@new.example").await, app.person("olga@client.example").await);
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    app.member(story.client, &nora, Role::Admin, Status::Confirmed).await;
    app.member(story.organization, &nora, Role::Owner, Status::Accepted).await;
    let client = app.signed_in(&nora).await;
    let page = client.get("/organizations").await;
    assert_eq!(page.texts("#own tbody th a"), ["Second Client's Organization"]);
    assert_eq!(page.texts("#own tbody td"), ["Admin", "2 / 15", "Teams (Monthly) 2020", "Example Services"]);
    assert!(!page.says("The first 200 are shown.") && !page.has("#own-providers"));
    let mut tx = app.app.db.write().await.unwrap();
    for number in 0..201 {
        let name = portico::domain::organizations::OrganizationName::parse(&format!("Many {number:03}")).unwrap();
        let new = portico::store::organizations::NewOrganization {
            id: app.app.new_id(),
            name: &name,
            plan: portico::domain::organizations::plan::Plan::parse("Free").unwrap(),
            seats: portico::domain::organizations::Seats::parse("2").unwrap(),
            suspended_by: None,
            provider: None,
            import_key: None,
            now: app.app.now(),
        };
        portico::store::organizations::insert(&mut tx, &new).await.unwrap();
    }
    tx.commit().await.unwrap();
    let person = sql_id(&app.db, nora.id);
    let columns = "id, organization_id, account_id, email, email_key, search, role, status, created_at";
    let rows = format!(
        "SELECT id, id, {person}, 'nora@new.example', 'nora@new.example', ' nora@new.example nora', 'owner', 'confirmed', 1 FROM organizations"
    );
    app.db.execute(&format!("INSERT INTO members ({columns}) {rows} WHERE name LIKE 'Many %'")).await;
    app.count_seats().await;
    let page = client.get("/organizations").await;
    assert!(page.says("The first 200 are shown.") && page.texts("#own tbody th a").len() == 200);
}

/// A form from before the end of what it made makes nothing again: the log of that is there.
#[tokio::test]
async fn a_form_makes_nothing_anew_that_was_deleted() {
    let app = TestApp::spawn().await;
    let client = app.signed_in(&app.person("nora@new.example").await).await;
    let form = filled(&client.get("/organizations/new").await);
    form.clone().submit().await.expect(303);
    operator::organizations::delete(&app.app, "Fresh Bakery").await.expect("it is deleted");
    app.mail_for("nora@new.example").await;
    form.submit().await.expect(404);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM organizations").await, 0);
}
