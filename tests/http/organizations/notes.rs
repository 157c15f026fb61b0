//! What a provider's people note down about a client: entries that nobody overwrites.

use crate::help::{events, refused, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::MINUTE;

const FORM: &str = "section.sheet form";

async fn with_owner(app: &TestApp, story: &Story) -> Person {
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    olga
}

/// Writes something down as this visitor; gives the client's page.
async fn note(client: &Client, story: &Story, text: &str) -> Page {
    let sheet = client.get(&format!("/organizations/{}", story.client)).await.click("#add-note").await;
    sheet.form(FORM).set("note", text).submit().await.expect(303).follow().await
}

#[tokio::test]
async fn the_note_is_the_providers_alone_and_ends_with_the_link() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let page = format!("/organizations/{}", story.client);
    let service = app.signed_in(&story.service).await;
    let sheet = service.get(&page).await.click("#add-note").await;
    let done = sheet.form(FORM).set("note", "Call <Olga> first.\r\nNever on Friday.").submit().await.expect(303).follow().await;
    assert_eq!(done.text(".note-text"), "Call <Olga> first. Never on Friday.");
    assert!(
        done.html.contains("Call &#60;Olga&#62; first.\nNever on Friday.")
            || done.html.contains("Call &lt;Olga&gt; first.\nNever"),
        "{done}"
    );
    assert!(app.signed_in(&story.admin).await.get(&page).await.says("Never on Friday"));
    assert_eq!(events(&app, story.provider).await, ["1 note_added sem <sem@provider.example>"]);
    assert_eq!(events(&app, story.client).await, [""; 0], "the client's own log says nothing of it");

    let owner = app.signed_in(&olga).await;
    assert!(!owner.get(&page).await.says("Never on Friday") && !owner.get(&page).await.has("#notes"));
    let path = format!("/clients/{}/note", story.client);
    for path in [&path, &format!("{path}s")] {
        owner.get(path).await.expect(404);
    }
    refused(&app, &owner, &path, &[("note", "mine")], 404).await;
    let other = app.provider("Other Services").await;
    let bea = app.person("bea@other.example").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    refused(&app, &app.signed_in(&bea).await, &path, &[("note", "theirs")], 404).await;

    let long = "x".repeat(2001);
    for (typed, fault) in [("a\tb", "Leave out invisible and control characters."), (&long, "Use at most 2000 characters.")] {
        let page = refused(&app, &service, &path, &[("note", typed)], 422).await;
        assert_eq!(page.text("#note-error").replace(',', ""), fault);
        assert_eq!(page.form(FORM).value("note").as_deref(), Some(typed));
    }
    let unlink = app.signed_in(&story.admin).await.get(&format!("/clients/{}/unlink", story.client)).await;
    unlink.form(FORM).submit().await.expect(303);
    app.mail_for(&olga.email).await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM client_notes").await, 0);
}

#[tokio::test]
async fn two_who_write_at_once_both_stand_there_with_name_and_date() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (admin, service) = (app.signed_in(&story.admin).await, app.signed_in(&story.service).await);
    let path = format!("/clients/{}/note", story.client);
    let forms = [admin.get(&path).await.form(FORM), service.get(&path).await.form(FORM)];
    for (form, text) in forms.into_iter().zip(["Rings on Mondays.", "Pays late."]) {
        form.set("note", text).submit().await.expect(303);
        app.clock.advance(MINUTE);
    }
    let page = admin.get(&format!("/organizations/{}", story.client)).await;
    assert_eq!(page.texts("#notes .note-text"), ["Pays late.", "Rings on Mondays."], "the newest first");
    let feet = page.texts("#notes .note-foot .sub");
    assert!(feet[0].starts_with("sem · ") && feet[1].starts_with("ada · "), "{feet:?}");
    assert_ne!(feet[0].trim_start_matches("sem"), feet[1].trim_start_matches("ada"), "each has its date");
    assert_eq!(
        events(&app, story.provider).await,
        ["1 note_added ada <ada@provider.example>", "2 note_added sem <sem@provider.example>"]
    );
    for number in 0..3 {
        note(&admin, &story, &format!("Number {number}")).await;
    }
    let page = admin.get(&page.path).await;
    assert_eq!(page.select("#notes .note-text").len(), 3);
    let all = page.click("All 5 notes").await;
    assert_eq!(all.texts("#notes .note-text")[3..], ["Pays late.", "Rings on Mondays."]);
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_note_and_an_empty_one_is_none() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let service = app.signed_in(&story.service).await;
    let path = format!("/clients/{}/note", story.client);
    let form = service.get(&path).await.form(FORM).set("note", "Once.");
    for _ in 0..2 {
        form.clone().submit().await.expect(303);
    }
    assert_eq!(app.db.texts("SELECT text FROM client_notes").await, ["Once."]);
    // Not what is written, under the id of something else.
    let before = app.db.snapshot().await;
    form.set("note", "Twice.").submit().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
    for nothing in ["", " \n "] {
        let page = refused(&app, &service, &path, &[("note", nothing)], 422).await;
        assert_eq!(page.text("#note-error"), "This field is empty. Fill it in.");
    }
}

#[tokio::test]
async fn its_author_or_an_admin_removes_a_note_and_no_log_repeats_it() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let other = app.person("cem@provider.example").await;
    app.join(story.provider, &other, ProviderRole::Service).await;
    let (admin, service, cem) =
        (app.signed_in(&story.admin).await, app.signed_in(&story.service).await, app.signed_in(&other).await);
    note(&service, &story, "Never lend them Quux.").await;
    app.clock.advance(1);
    let page = note(&service, &story, "Second.").await;
    let remove = |page: &Page, at: usize| page.select("#notes .note-foot a")[at].attr("href").expect("a link").to_owned();
    let (second, first) = (remove(&page, 0), remove(&page, 1));
    assert!(!cem.get(&page.path).await.has("#notes .note-foot a"), "a colleague's is not offered");
    refused(&app, &cem, &second, &[], 403).await;
    cem.get(&second).await.expect(403);
    refused(&app, &app.signed_in(&olga).await, &second, &[], 404).await;
    // Of another client.
    let elsewhere = app.client_of((story.provider, &story.admin), "Third", "Teams (Monthly)", 5).await;
    refused(&app, &admin, &second.replace(&story.client.to_string(), &elsewhere.to_string()), &[], 404).await;
    let sure = service.get(&second).await.expect(200);
    assert!(sure.says("By: sem.") && !sure.says("Second."), "{sure}");
    let left = sure.form(FORM).submit().await.expect(303).follow().await;
    assert_eq!(left.texts("#notes .note-text"), ["Never lend them Quux."]);
    admin.get(&first).await.form(FORM).submit().await.expect(303);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM client_notes").await, 0);
    refused(&app, &admin, &first, &[], 404).await;
    let log = events(&app, story.provider).await;
    assert_eq!(log[2..], ["3 note_removed sem <sem@provider.example>", "4 note_removed ada <ada@provider.example>"]);
    assert_eq!(events(&app, story.client).await, [""; 0]);
    let kept = "SELECT COUNT(*) FROM events WHERE details LIKE '%Quux%' OR search LIKE '%quux%' OR details LIKE '%Second.%'";
    assert_eq!(app.db.number(kept).await, 0);
}

#[tokio::test]
async fn what_somebody_wrote_stays_when_the_account_is_deleted() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let service = app.signed_in(&story.service).await;
    note(&service, &story, "Stays.").await;
    let form = service.get("/account/delete").await.form("main form[action='/account/delete']");
    form.set("current_password", PASSWORD).submit().await.expect(303);
    app.deliver().await;
    app.smtp.take_all();
    let page = app.signed_in(&story.admin).await.get(&format!("/organizations/{}", story.client)).await;
    assert_eq!(page.texts("#notes .note-text"), ["Stays."]);
    assert!(page.text("#notes .note-foot .sub").starts_with("sem · "), "{page}");
    let of = sql_id(&app.db, story.service.id);
    assert_eq!(app.db.number(&format!("SELECT COUNT(*) FROM client_notes WHERE account_id = {of}")).await, 0);
}

#[tokio::test]
async fn there_is_an_end_to_the_notes_about_one_client() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for number in 0..200 {
        let (id, client) = (sql_id(&app.db, app.app.new_id()), sql_id(&app.db, story.client));
        let row = format!(
            "INSERT INTO client_notes (id, organization_id, author, text, written_at) VALUES ({id}, {client}, '', 'x', {number})"
        );
        app.db.execute(&row).await;
    }
    let service = app.signed_in(&story.service).await;
    let form = service.get(&format!("/clients/{}/note", story.client)).await.form(FORM).set("note", "One too many.");
    let before = app.db.snapshot().await;
    let page = form.submit().await.expect(409);
    app.db.assert_unchanged_since(&before).await;
    assert!(page.says("There are 200 notes about this client already") && page.says("One too many."), "{page}");
}
