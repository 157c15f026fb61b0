//! Adding an existing organization: the dialog, what comes back, and what is refused.

use crate::help::{events, post, reason, refused, set_state};
use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::world::{Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use uuid::Uuid;

const PATH: &str = "/clients/existing";

async fn owned(app: &TestApp, person: &Person, name: &str, plan: &str) -> Uuid {
    let id = app.organization(name, plan, 10).await;
    app.member(id, person, Role::Owner, Status::Confirmed).await;
    id
}

async fn add(app: &TestApp, story: &Story, id: &str, status: u16) -> Page {
    let admin = app.signed_in(&story.admin).await;
    refused(app, &admin, PATH, &[("organization", id)], status).await
}

#[tokio::test]
async fn the_dialog_lists_what_can_be_added_and_why_the_rest_cannot() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    owned(&app, &story.admin, "Free Club", "Free").await;
    owned(&app, &story.admin, "Kin", "Families (Annually)").await;
    let paused = owned(&app, &story.admin, "Paused", "Teams (Monthly)").await;
    set_state(&app, "organizations", paused, "suspended").await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get(PATH).await.expect(200);
    assert_eq!(page.texts("#existing strong"), ["My Client's Organization", "Free Club", "Kin", "Paused"]);
    assert_eq!(page.texts("#existing .sub")[0], "Enterprise (Annually) 2020 · 1 / 25");
    assert_eq!(page.texts("#existing .sub")[3], "Teams (Monthly) · 1 / 10");
    let why = page.texts("#existing li.off .why");
    assert_eq!(why.len(), 3);
    assert!(why[0].contains("The Free plan cannot be managed") && why[0].contains("Change the organization to a Teams"));
    assert!(why[1].contains("The Families plan cannot be managed"));
    assert_eq!(why[2], "The operator of this portal has suspended the organization. Ask for it to be reactivated first.");
    assert_eq!(page.texts("#existing li:not(.off) button"), ["Add"]);
    assert_eq!(page.texts("#existing li.off button").len(), 0);
    assert_eq!(page.click("Close").await.path, "/clients");
}

#[tokio::test]
async fn an_empty_table_promises_only_what_can_be_done() {
    let app = TestApp::spawn().await;
    let provider = app.provider("Example Services").await;
    let ada = app.person("ada@provider.example").await;
    app.join(provider, &ada, ProviderRole::Admin).await;
    let admin = app.signed_in(&ada).await;
    assert!(admin.get("/clients").await.text(".empty p").contains("a button to add it appears here as well"));
    owned(&app, &ada, "Free Club", "Free").await;
    let page = admin.get("/clients").await;
    assert!(page.has("#add-existing") && page.text(".empty p").contains("it cannot be added as it is now"), "{page}");
    let huge = app.organization("Huge", "Teams (Monthly)", 1_000_000).await;
    app.member(huge, &ada, Role::Owner, Status::Confirmed).await;
    let page = admin.get("/clients").await;
    assert!(page.text(".empty p").contains("bring it here with “Add existing organization”"), "{page}");
    let dialog = page.click("#add-existing").await;
    assert!(dialog.says("Adding one to Example Services changes no member"), "{dialog}");
    assert_eq!(dialog.texts("#existing .sub"), ["Teams (Monthly) · 1 / 1,000,000", "Free · 1 / 10"]);
    let added = dialog.form("#existing form").submit().await.expect(303).follow().await;
    assert_eq!(added.text("tr .ratio"), "1 / 1,000,000");
    let dutch = admin.get_with("/clients", &[("accept-language", "nl")]).await;
    assert_eq!(dutch.text("tr .ratio"), "1 / 1.000.000");
}

#[tokio::test]
async fn htmx_gets_a_fragment_and_a_browser_without_script_a_page() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let (page, fragment) = (admin.get(PATH).await.expect(200), admin.get_htmx(PATH).await.expect(200));
    for answer in [&page, &fragment] {
        assert!(answer.header("vary").contains("HX-Request"), "{}", answer.header("vary"));
        assert_eq!(answer.texts("#existing strong"), ["My Client's Organization"]);
        assert_eq!(answer.text("#dialog-title"), "Add existing organization");
    }
    assert!(page.has("html > head > title") && page.has("nav[aria-label='Main']") && page.has("h1#dialog-title"));
    assert!(!fragment.html.contains("<html") && !fragment.html.contains("<main") && fragment.has("h2#dialog-title"));
}

#[tokio::test]
async fn add_brings_the_dialog_the_table_and_the_button_back_as_fragments() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let second = owned(&app, &story.admin, "Another One", "Teams (Monthly)").await;
    let dialog = app.signed_in(&story.admin).await.get_htmx(PATH).await;
    let first = dialog.form(&format!("form:has([value='{}'])", story.organization)).submit_htmx().await.expect(200);
    assert!(!first.html.contains("<html"));
    assert!(first.text("#dialog-notice").contains("My Client's Organization is now a client."));
    assert_eq!(first.texts("#existing strong"), ["Another One"]);
    assert_eq!(first.texts("#clients[hx-swap-oob] tr.is-new th a"), ["My Client's Organization"]);
    assert_eq!(first.texts("#clients tbody th a").len(), 2);
    assert!(first.has("#client-actions[hx-swap-oob] #add-existing"), "there is one more to add");
    let last = first.form("#existing form").submit_htmx().await.expect(200);
    assert_eq!(last.one("#clients[hx-swap-oob] tr.is-new").attr("id"), Some(format!("client-{second}").as_str()));
    assert_eq!(last.texts("#client-actions[hx-swap-oob] a"), ["New client"]);
    assert!(!last.has("#existing") && last.says("Nothing is left to add."));
}

#[tokio::test]
async fn the_new_row_is_marked_where_the_table_opens_however_many_clients_there_are() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for number in 0..40 {
        app.client_of((story.provider, &story.admin), &format!("Client {number:02}"), "Teams (Monthly)", 5).await;
    }
    let zed = owned(&app, &story.admin, "Zed", "Teams (Monthly)").await;
    let admin = app.signed_in(&story.admin).await;
    let dialog = admin.get_htmx(PATH).await;
    let added = dialog.form(&format!("form:has([value='{}'])", story.organization)).submit_htmx().await.expect(200);
    assert_eq!(added.texts("tr.is-new th a"), ["My Client's Organization"]);
    let added = admin.get(PATH).await.form("#existing form").submit().await.expect(303).follow().await;
    assert_eq!(added.path, format!("/clients?new={zed}"));
    assert_eq!(added.texts("tr.is-new th a"), ["Zed"]);
    let before = added.click("a[rel=prev]").await;
    assert_eq!(before.texts("tbody th a").last().map(String::as_str), Some("Second Client's Organization"));
}

#[tokio::test]
async fn the_other_confirmed_owners_are_told_and_both_logs_hold_it() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for (email, role, status) in [
        ("olga@client.example", Role::Owner, Status::Confirmed),
        ("paul@client.example", Role::Owner, Status::Accepted),
        ("adam@client.example", Role::Admin, Status::Confirmed),
    ] {
        app.member(story.organization, &app.person(email).await, role, status).await;
    }
    let before = app.db.snapshot().await;
    post(&app.signed_in(&story.admin).await, PATH, &[("organization", &story.organization.to_string())]).await.expect(303);
    let after = app.db.snapshot().await;
    assert_eq!(before.rows("members"), after.rows("members"), "linking changes no member");
    let facts =
        "SELECT plan || ' ' || CAST(occupied AS TEXT) || ' / ' || CAST(seats AS TEXT) FROM organizations WHERE seats = 25";
    assert_eq!(app.db.texts(facts).await, ["Enterprise (Annually) 2020 4 / 25"]);
    let mail = app.mail_for("olga@client.example").await;
    assert_eq!(mail.subject, "My Client's Organization is now managed by Example Services");
    assert!(mail.text.contains("ada has added") && mail.text.contains("the rights of an owner in your organization"), "{mail}");
    assert_eq!(mail.link(), app.url(&story.page()));
    let log = ["1 client_added ada <ada@provider.example>"];
    assert_eq!(events(&app, story.organization).await, log);
    assert_eq!(events(&app, story.provider).await, log);
}

#[tokio::test]
async fn only_a_confirmed_owner_adds_and_anything_else_is_not_there() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let foreign = app.organization("Hidden Gem", "Teams (Monthly)", 10).await;
    let missing = add(&app, &story, &app.app.new_id::<Uuid>().to_string(), 404).await;
    let answer = add(&app, &story, &foreign.to_string(), 404).await;
    assert_eq!((reason(&answer), answer.text("h1")), (reason(&missing), missing.text("h1")));
    assert!(!answer.says("Hidden"));
    let olga = app.person("olga@client.example").await;
    for (role, status) in [(Role::Owner, Status::Invited), (Role::Owner, Status::Accepted), (Role::Admin, Status::Confirmed)] {
        let id = app.organization("Hidden Too", "Teams (Monthly)", 10).await;
        app.member(id, &olga, Role::Owner, Status::Confirmed).await;
        app.member(id, &story.admin, role, status).await;
        let answer = add(&app, &story, &id.to_string(), 404).await;
        assert!(!answer.says("Hidden"), "{role:?} {status:?}");
    }
    add(&app, &story, "not-an-id", 422).await;
    add(&app, &story, "", 422).await;
}

#[tokio::test]
async fn what_is_managed_or_not_eligible_is_refused_with_the_reason() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let other = app.provider("Other Services").await;
    let bea = app.person("bea@other.example").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    let managed = app.client_of((other, &bea), "Managed", "Teams (Monthly)", 5).await;
    app.member(managed, &story.admin, Role::Owner, Status::Confirmed).await;
    let free = owned(&app, &story.admin, "Free Club", "Free").await;
    let kin = owned(&app, &story.admin, "Kin", "Families (Annually)").await;
    let paused = owned(&app, &story.admin, "Paused", "Teams (Monthly)").await;
    set_state(&app, "organizations", paused, "suspended").await;
    let added = story.organization;
    post(&app.signed_in(&story.admin).await, PATH, &[("organization", &added.to_string())]).await.expect(303);
    for (id, why) in [
        (managed, "already managed"),
        (added, "already managed"),
        (free, "Organizations on the Free plan cannot be managed by a provider. Change it"),
        (kin, "Organizations on the Families plan cannot be managed by a provider. Change it"),
        (paused, "The organization is suspended. Ask the operator of this portal to reactivate it first."),
    ] {
        let page = add(&app, &story, &id.to_string(), 409).await;
        assert!(reason(&page).contains(why), "{page}");
        assert!(!page.says("Other Services") && page.has("html"));
    }
}

#[tokio::test]
async fn a_refusal_is_said_in_the_dialog_that_htmx_has_open() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let dialog = app.signed_in(&story.admin).await.get_htmx(PATH).await;
    let form = dialog.form("#existing form");
    form.clone().submit_htmx().await.expect(200);
    let before = app.db.snapshot().await;
    let again = form.submit_htmx().await.expect(409);
    app.db.assert_unchanged_since(&before).await;
    assert!(again.text(".error-summary p").contains("already managed") && !again.html.contains("<html"));
    assert_eq!(again.texts("#clients[hx-swap-oob] tbody th a").len(), 2, "the page beside it is brought up to date");
    assert!(!again.has("tr.is-new") && !again.has("#add-existing"));
    let gone = dialog
        .form("#existing form")
        .tamper("organization", &app.app.new_id::<Uuid>().to_string())
        .submit_htmx()
        .await
        .expect(404);
    assert_eq!(gone.header("hx-retarget"), "#notice");
    assert!(gone.has("p.notice.failed") && !gone.html.contains("<html"));
}

#[tokio::test]
async fn who_is_no_admin_of_an_active_provider_adds_nothing() {
    let app = TestApp::spawn().await;
    app.db.leave_broken("provider_has_an_admin", "the only admin is demoted by hand, to try what that allows");
    let story = Story::begin(&app).await;
    app.member(story.organization, &story.service, Role::Owner, Status::Confirmed).await;
    let owner = app.person("olga@client.example").await;
    app.member(story.organization, &owner, Role::Owner, Status::Confirmed).await;
    let id = story.organization.to_string();
    let fields = [("organization", id.as_str())];
    let (service, owner) = (app.signed_in(&story.service).await, app.signed_in(&owner).await);
    service.get(PATH).await.expect(403);
    let page = refused(&app, &service, PATH, &fields, 403).await;
    assert!(reason(&page).contains("Your role does not allow this"));
    owner.get(PATH).await.expect(404);
    refused(&app, &owner, PATH, &fields, 404).await;
    let admin = app.signed_in(&story.admin).await;
    let open = admin.get(PATH).await;
    let role = "UPDATE providers SET state = 'active'; UPDATE provider_members SET role = 'service'";
    let status = "UPDATE provider_members SET role = 'admin', status = 'accepted'";
    for (change, status, why) in [
        ("UPDATE providers SET state = 'suspended'", 403, "Your provider is suspended"),
        (role, 403, "Your role does not allow this"),
        (status, 404, "not yours to see"),
    ] {
        app.db.execute(change).await;
        let before = app.db.snapshot().await;
        let page = open.form("#existing form").submit().await.expect(status);
        assert!(reason(&page).contains(why), "{page}");
        app.db.assert_unchanged_since(&before).await;
    }
}

#[tokio::test]
async fn what_stands_in_a_log_stays_there() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.signed_in(&story.admin).await;
    let before = app.db.snapshot().await;
    for attempt in ["UPDATE events SET actor = 'nobody'", "DELETE FROM events"] {
        let refused = app.db.try_execute(attempt).await.unwrap_err();
        assert!(refused.contains("events are append-only"), "{refused}");
    }
    app.db.assert_unchanged_since(&before).await;
}
