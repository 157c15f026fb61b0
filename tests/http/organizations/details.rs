//! The name and the plan of one organization.

use crate::help::{events, reason, refused};
use crate::support::app::TestApp;
use crate::support::world::{Person, Story};
use portico::domain::members::{Role, Status};

const FORM: &str = "section.sheet form";

async fn with_owner(app: &TestApp, story: &Story) -> Person {
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    olga
}

#[tokio::test]
async fn a_renamed_client_is_found_and_sorted_under_its_new_name() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.client_of((story.provider, &story.admin), "Middle", "Teams (Monthly)", 5).await;
    let service = app.signed_in(&story.service).await;
    let page = service.get(&format!("/organizations/{}", story.client)).await;
    let sheet = page.click("#rename").await;
    let done = sheet.form(FORM).set("name", " Éerste Klant ").submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice p span, #notice span"), "The organization is now called Éerste Klant.");
    assert!(done.text("h1").contains("Éerste Klant"));
    assert_eq!(service.get("/clients").await.texts("tbody th a"), ["Éerste Klant", "Middle"]);
    assert_eq!(service.get("/clients?q=eerste").await.texts("tbody th a"), ["Éerste Klant"]);
    let log = ["1 organization_renamed sem <sem@provider.example>"];
    assert_eq!(
        (events(&app, story.client).await, events(&app, story.provider).await),
        (log.map(String::from).to_vec(), log.map(String::from).to_vec())
    );
    let details = "SELECT details FROM events WHERE kind = 'organization_renamed' AND log_kind = 'organization'";
    assert!(app.db.texts(details).await[0].contains(r#""before":"Second Client's Organization""#));
}

#[tokio::test]
async fn owners_rename_their_organization_and_others_do_not() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let adam = app.person("adam@client.example").await;
    app.member(story.client, &adam, Role::Admin, Status::Confirmed).await;
    let path = format!("/organizations/{}/name", story.client);
    let owner = app.signed_in(&olga).await;
    owner.get(&path).await.form(FORM).set("name", "Olga's").submit().await.expect(303);
    assert_eq!(events(&app, story.client).await, ["1 organization_renamed olga <olga@client.example>"]);
    assert_eq!(events(&app, story.provider).await, [""; 0], "it is the organization's own matter");
    let admin = app.signed_in(&adam).await;
    assert!(!admin.get(&format!("/organizations/{}", story.client)).await.has("#rename"));
    refused(&app, &admin, &path, &[("name", "Adam's")], 403).await;
    for (typed, fault) in [(" ", "Enter a name."), ("a\u{202E}b", "Leave out invisible and control characters.")] {
        let page = refused(&app, &owner, &path, &[("name", typed)], 422).await;
        assert_eq!(page.text("#name-error"), fault);
        assert_eq!(page.one("#name").attr("value"), Some(typed));
    }
    let same = owner.get(&path).await.form(FORM);
    let before = app.db.snapshot().await;
    same.submit().await.expect(303);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn the_plan_is_changed_by_provider_admins_and_by_owners_without_a_provider() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let path = |id| format!("/organizations/{id}/plan");
    let admin = app.signed_in(&story.admin).await;
    let sheet = admin.get(&format!("/organizations/{}", story.client)).await.click("#change-plan").await;
    let options =
        ["Teams (Monthly) 2020", "Teams (Monthly)", "Teams (Annually)", "Enterprise (Monthly)", "Enterprise (Annually)"];
    assert_eq!(sheet.texts("#plan option"), options);
    let done = sheet.form(FORM).set("plan", "Enterprise (Monthly)").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("The plan is Enterprise (Monthly) now."), "{done}");
    for plan in ["Free", "Families (Annually)"] {
        let page = refused(&app, &admin, &path(story.client), &[("plan", plan)], 422).await;
        assert_eq!(page.text("#plan-error"), "A provider manages Teams and Enterprise plans only.");
    }
    for plan in ["Teams (Monthly) 2031", "Teams (Monthly) 2099"] {
        refused(&app, &admin, &path(story.client), &[("plan", plan)], 422).await;
    }
    for person in [&story.service, &olga] {
        let client = app.signed_in(person).await;
        assert!(!client.get(&format!("/organizations/{}", story.client)).await.has("#change-plan"));
        refused(&app, &client, &path(story.client), &[("plan", "Teams (Monthly)")], 403).await;
    }
    let own = admin.get(&format!("/organizations/{}", story.organization)).await;
    assert!(own.has("#manage-seats"), "the owner of an organization without provider runs its seats: {own}");
    own.click("#change-plan").await.form(FORM).set("plan", "Free").submit().await.expect(303);
    assert_eq!(app.db.texts("SELECT plan FROM organizations ORDER BY plan_rank").await, ["Free", "Enterprise (Monthly)"]);
    assert_eq!(events(&app, story.provider).await, ["1 plan_changed ada <ada@provider.example>"]);
}

#[tokio::test]
async fn people_of_a_suspended_provider_change_none_of_it() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get(&format!("/organizations/{}", story.client)).await;
    assert!(page.has("#rename") && page.has("#add-note"));
    app.db.execute("UPDATE providers SET state = 'suspended'").await;
    let page = admin.get(&page.path).await;
    assert!(!page.has("#organization-menu") && !page.has("#add-note"), "{page}");
    let paths = [format!("{}/name", page.path), format!("{}/plan", page.path), format!("/clients/{}/note", story.client)];
    for (path, field) in paths.iter().zip(["name", "plan", "note"]) {
        let refusal = refused(&app, &admin, path, &[(field, "Teams (Monthly)")], 403).await;
        assert!(reason(&refusal).contains("Your provider is suspended"), "{path}");
    }
}
