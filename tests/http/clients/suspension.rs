//! Suspending one client: nobody gets in but the provider's admins, who look and change nothing.

use crate::help::{events, reason, refused, set_state};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::crowd::{Visitor, at_once};
use crate::support::world::{Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;

const FORM: &str = "section.sheet form";

async fn with_owner(app: &TestApp, story: &Story) -> Person {
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    olga
}

fn paths(story: &Story) -> [String; 3] {
    let of = |what| format!("/clients/{}/{what}", story.client);
    [format!("/organizations/{}", story.client), of("suspend"), of("reactivate")]
}

async fn press(client: &Client, path: &str) -> crate::support::page::Page {
    client.get(path).await.expect(200).form(FORM).submit().await.expect(303).follow().await
}

#[tokio::test]
async fn a_suspended_client_keeps_everything_and_lets_only_admins_in_until_it_is_reactivated() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let [page, ..] = paths(&story);
    let (admin, owner) = (app.signed_in(&story.admin).await, app.signed_in(&olga).await);
    let row = format!("#client-{} .cell-menu a", story.client);
    let sheet = admin.get("/clients").await.click(&row).await.click("#suspend").await;
    assert!(sheet.says("only the provider admins of Example Services have access to the organization"), "{sheet}");
    assert_eq!(sheet.texts("#owners strong"), ["olga"]);
    let done = sheet.form(FORM).submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("Second Client's Organization is suspended."), "{done}");
    assert_eq!(done.texts(".heading .status.suspended"), ["Suspended"]);
    assert_eq!(app.mail_for(&olga.email).await.subject, "Second Client's Organization is suspended");

    owner.get(&page).await.expect(403);
    app.signed_in(&story.service).await.get(&page).await.expect(403);
    assert!(owner.get("/organizations").await.text("tbody th").contains("Suspended"));
    assert!(admin.get("/clients").await.text("tbody th").contains("Suspended"));
    assert_eq!(app.db.number("SELECT COUNT(*) FROM organizations WHERE occupied = 1 AND seats = 15").await, 1);

    let sheet = done.click("#suspended a").await;
    let back = sheet.form(FORM).submit().await.expect(303).follow().await;
    assert!(back.text("#notice").contains("is active again") && !back.has("#suspended"), "{back}");
    let mail = app.mail_for(&olga.email).await;
    assert_eq!(mail.subject, "Second Client's Organization is active again");
    assert!(mail.text.contains(&page), "{mail}");
    owner.get(&page).await.expect(200);
    let log = ["1 organization_suspended ada <ada@provider.example>", "2 organization_reactivated ada <ada@provider.example>"];
    assert_eq!(events(&app, story.client).await, log);
    assert_eq!(events(&app, story.provider).await, log);
}

#[tokio::test]
async fn whoever_is_kept_out_reads_why_and_whom_to_ask() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let [page, ..] = paths(&story);
    set_state(&app, "organizations", story.client, "suspended").await;
    let owner = app.signed_in(&olga).await;
    // The only organization of hers: signing in leads to it.
    let told = owner.get("/").await.expect(303).follow().await.expect(403);
    assert_eq!(told.text("main h1"), "Second Client's Organization is suspended");
    assert!(reason(&told).contains("Example Services, which manages this organization, has suspended it."), "{told}");
    let list = told.click("main .actions a").await.expect(200);
    assert_eq!(list.texts("#own .status.suspended"), ["Suspended"]);
    assert_eq!(list.click("#own tbody th a").await.expect(403).text("main h1"), told.text("main h1"));
    for path in [format!("{page}/events"), format!("{page}/seats"), format!("{page}/members/new")] {
        assert_eq!(owner.get(&path).await.expect(403).text("main h1"), told.text("main h1"), "{path}");
    }
    let service = app.signed_in(&story.service).await;
    let told = service.get("/clients").await.click("#clients tbody th a").await.expect(403);
    assert!(reason(&told).contains("Until a provider admin of Example Services reactivates it"), "{told}");
    assert_eq!(told.texts(".nav [aria-current]"), ["Clients"]);
    told.click("main .actions a").await.expect(200).one("#clients");
    // It is the operator's suspension that only the operator can end.
    app.db.execute("UPDATE organizations SET suspended_by = 'operator'").await;
    let told = owner.get(&page).await.expect(403);
    assert!(reason(&told).contains("Ask the operator to reactivate it"), "{told}");
}

#[tokio::test]
async fn provider_admins_look_at_everything_and_change_no_member_seat_name_or_plan() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let waiting = app.person("anna@client.example").await;
    let waiting = app.member(story.client, &waiting, Role::User, Status::Accepted).await;
    let admin = app.signed_in(&story.admin).await;
    let [page, suspend, _] = paths(&story);
    press(&admin, &suspend).await;
    app.mail_for(&olga.email).await;
    let shown = admin.get(&page).await.expect(200);
    assert!(shown.says("olga@client.example"));
    for control in
        ["#invite", "#manage-seats", "#rename", "#change-plan", "#members form[method='post']", "#handover form", "#suspend"]
    {
        assert!(!shown.has(control), "{control} in {shown}");
    }
    assert!(shown.has("#unlink") && shown.has("#reactivate"));
    for (what, fields) in [
        ("members", &[("emails", "new@client.example"), ("role", "user")][..]),
        (&format!("members/{waiting}/confirm"), &[]),
        (&format!("members/{waiting}/remove"), &[]),
        ("seats", &[("seat_count", "20")]),
        ("name", &[("name", "Other")]),
        ("plan", &[("plan", "Teams (Annually)")]),
    ] {
        let refusal = refused(&app, &admin, &format!("{page}/{what}"), fields, 403).await;
        assert!(reason(&refusal).contains("Reactivate it first."), "{what}: {refusal}");
    }
    let note = admin.get(&format!("/clients/{}/note", story.client)).await.form(FORM);
    note.set("note", "Waits for the invoice.").submit().await.expect(303);
}

#[tokio::test]
async fn doing_it_twice_is_said_kindly_and_told_to_nobody() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let [page, suspend, reactivate] = paths(&story);
    admin.get(&page).await;
    let (form, again) = (admin.get(&suspend).await.form(FORM), admin.get(&reactivate).await);
    assert!(again.says("is active. Nothing more has to be done.") && !again.has(&format!("{FORM} .primary")));
    form.clone().submit().await.expect(303).follow().await;
    app.mail_for(&olga.email).await;
    let before = app.db.snapshot().await;
    let told = form.submit().await.expect(303).follow().await;
    assert!(told.text("#notice").contains("is suspended already"), "{told}");
    assert!(!admin.get(&suspend).await.has(&format!("{FORM} .danger")));
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn only_admins_of_an_active_provider_suspend_their_own_clients() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let other = app.provider("Other Services").await;
    let bea = app.person("bea@other.example").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    let [page, suspend, reactivate] = paths(&story);
    for (person, status) in [(&story.service, 403), (&bea, 404), (&olga, 404)] {
        let client = app.signed_in(person).await;
        for path in [&suspend, &reactivate] {
            client.get(path).await.expect(status);
            refused(&app, &client, path, &[], status).await;
        }
        if status == 403 {
            assert!(!client.get(&page).await.has("#suspend"));
        }
    }
    let admin = app.signed_in(&story.admin).await;
    set_state(&app, "providers", story.provider, "suspended").await;
    let refusal = refused(&app, &admin, &suspend, &[], 403).await;
    assert!(reason(&refusal).contains("Your provider is suspended"));
}

#[tokio::test]
async fn an_invitation_to_it_waits_and_works_again_afterwards() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let [page, suspend, reactivate] = paths(&story);
    let sheet = admin.get(&format!("{page}/members/new")).await;
    sheet.form(FORM).set("emails", "anna@client.example").set("role", "user").submit().await.expect(303);
    let mail = app.mail_for("anna@client.example").await;
    let link = mail.link().replace(&app.url(""), "");
    press(&admin, &suspend).await;
    app.mail_for(&olga.email).await;
    let guest = app.client();
    let before = app.db.snapshot().await;
    let waits = guest.get(&link).await.follow().await.expect(409);
    assert!(reason(&waits).contains("Your invitation is kept"), "{waits}");
    app.db.assert_unchanged_since(&before).await;
    press(&admin, &reactivate).await;
    app.mail_for(&olga.email).await;
    assert!(guest.get(&link).await.follow().await.expect(200).has("form[action='/invitation/account']"));
}

#[tokio::test]
async fn unlinking_ends_the_suspension_which_nobody_else_could_lift() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let [page, suspend, _] = paths(&story);
    press(&admin, &suspend).await;
    app.mail_for(&olga.email).await;
    let sheet = admin.get(&format!("/clients/{}/unlink", story.client)).await;
    assert!(sheet.says("its members have access again"), "{sheet}");
    sheet.form(FORM).submit().await.expect(303);
    app.mail_for(&olga.email).await;
    assert!(!app.signed_in(&olga).await.get(&page).await.expect(200).has("#suspended"));
    let log = events(&app, story.client).await;
    assert!(log[1].contains("organization_reactivated") && log[2].contains("client_unlinked"), "{log:?}");
}

#[tokio::test]
async fn suspending_while_people_are_invited_lets_nobody_in_afterwards() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    with_owner(&app, &story).await;
    let (admin, service) =
        (Visitor::of(app.signed_in(&story.admin).await).await, Visitor::of(app.signed_in(&story.service).await).await);
    let [page, suspend, _] = paths(&story);
    let mut posts = Vec::new();
    for number in 0..8 {
        let email = format!("new{number}@client.example");
        posts.push(service.post(&format!("{page}/members"), &[("emails", &email), ("role", "user")]));
        if number % 4 == 2 {
            posts.push(admin.post(&suspend, &[]));
        }
    }
    at_once(posts).await;
    app.assert_sound().await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'organization_suspended'").await, 2, "once in each log");
    let late = "SELECT COUNT(*) FROM events e JOIN events s ON s.log_id = e.log_id WHERE s.kind = 'organization_suspended' \
        AND s.log_kind = 'organization' AND e.kind = 'member_invited' AND e.sequence > s.sequence";
    assert_eq!(app.db.number(late).await, 0, "nobody was invited after it");
    app.deliver().await;
    app.smtp.take_all();
}
