//! Invitations into a provider: many at once, the link in the mail, who accepts with it, and when
//! it is dead.

use crate::help::{events, post, reason, refused, set_state, sql_id};
use crate::members::invitations::{path_of, token_of};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Story};
use portico::domain::providers::ProviderRole::{Admin, Service};
use portico::domain::time::DAY;
use reqwest::Method;

const LIST: &str = "/provider/members";
const NINA: &str = "nina@provider.example";
const ACCOUNT: &str = "form[action='/provider-invitation/account']";

async fn begin() -> (TestApp, Story, Client) {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    (app, story, admin)
}

/// Invites through the form; gives the path of the mailed link.
async fn invited(app: &TestApp, by: &Client, email: &str, role: &str) -> String {
    let form = by.get(&format!("{LIST}/new")).await.expect(200).form("form[action='/provider/members']");
    form.set("emails", email).set("role", role).submit().await.expect(303);
    path_of(app, &app.mail_for(email).await.link())
}

async fn open(client: &Client, path: &str) -> Page {
    client.get(path).await.expect(303).follow().await
}

async fn make_account(page: &Page) -> Page {
    page.form(ACCOUNT).set("name", "Nina New").set("password", PASSWORD).submit().await
}

/// The list's path of an act on the one member who is not confirmed.
async fn act(admin: &Client, css: &str) -> Page {
    let page = admin.get(LIST).await.expect(200);
    let form = page.form(css);
    form.submit().await
}

async fn is_dead(app: &TestApp, path: &str, from_before: &Page, why: &str) {
    let before = app.db.snapshot().await;
    let page = open(&app.client(), path).await.expect(410);
    assert!(reason(&page).contains(why), "{page}");
    assert!(!page.says("Example Services") && !page.says(NINA), "a dead link names nothing: {page}");
    let page = make_account(from_before).await.expect(410);
    assert!(reason(&page).contains(why), "{page}");
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn from_the_invitation_to_the_first_client() {
    let (app, story, admin) = begin().await;
    let form = admin.get(LIST).await.click("#invite").await.expect(200).form("form[action='/provider/members']");
    assert_eq!(form.value("role").as_deref(), Some("service"), "the lesser role, unless one chooses the other");
    let done = form.set("emails", NINA).submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "nina@provider.example is invited. The email is on its way.");
    assert_eq!(done.texts("tbody tr:nth-child(2) td")[..2], ["Service user", "Invited"]);
    let mail = app.mail_for(NINA).await;
    assert_eq!(mail.subject, "Invitation to Example Services");
    assert!(mail.text.contains("ada (ada@provider.example) invites you to join the provider Example Services as Service user."));

    let path = path_of(&app, &mail.link());
    let nina = app.client();
    let before = app.db.snapshot().await;
    for _ in 0..3 {
        app.client().request(Method::HEAD, &path, None, &[]).await.expect(303);
        open(&app.client(), &path).await.expect(200);
    }
    let moved = nina.get(&path).await.expect(303);
    assert_eq!(moved.location().as_deref(), Some("/provider-invitation"), "the secret leaves the address bar");
    let page = moved.follow().await.expect(200);
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(!page.html.contains(token_of(&path)));
    app.db.assert_unchanged_since(&before).await;
    assert_eq!(page.text("h1"), "Invitation to Example Services");
    assert_eq!(page.texts("dl.facts dd")[..4], ["Example Services", "Service user", "ada ada@provider.example", NINA]);

    let weak = page.form(ACCOUNT).set("name", "Nina New").set("password", "short").submit().await.expect(422);
    assert!(weak.text("#password-error").starts_with("Use at least 15 characters."));
    let accepted = make_account(&weak).await.expect(303).follow().await;
    assert!(accepted.text("#notice").contains("You have accepted the invitation to Example Services."));
    assert_eq!(nina.cookie("portico-provider-invitation"), None, "what is done is forgotten");
    let told = app.mail_for(&story.admin.email).await;
    assert_eq!(told.subject, "Somebody is waiting for confirmation at Example Services");
    assert!(told.text.contains("Nina New <nina@provider.example> has accepted") && told.link().ends_with(LIST), "{told}");
    nina.get("/clients").await.expect(404);
    nina.get(&format!("/organizations/{}", story.client)).await.expect(404);

    act(&admin, "form[action$='/confirm']").await.expect(303);
    assert!(app.mail_for(NINA).await.link().ends_with("/clients"));
    let clients = nina.get("/clients").await.expect(200);
    assert_eq!(clients.texts("tbody th a"), ["Second Client's Organization"]);
    assert!(!clients.has(".nav a[href^='/provider/']"));
    let log = events(&app, story.provider).await;
    let expected = [
        "1 provider_member_invited ada <ada@provider.example>",
        "2 provider_invitation_accepted Nina New <nina@provider.example>",
        "3 provider_member_confirmed ada <ada@provider.example>",
    ];
    assert_eq!(log, expected);
}

#[tokio::test]
async fn each_of_many_addresses_gets_an_answer_of_its_own() {
    let (app, story, admin) = begin().await;
    let page = admin.get(&format!("{LIST}/new")).await;
    let form = |emails: &str| page.form("form[action='/provider/members']").set("emails", emails);
    let done = form("a@new.example, b@new.example;c@new.example\n A@new.example").submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "3 people are invited. The emails are on their way.");
    assert_eq!(app.deliver().await, 3);
    app.smtp.take_all();

    let mixed = form("d@new.example sem@provider.example nonsense A@new.example").submit().await.expect(200);
    assert_eq!(mixed.text("#results-title"), "1 of 4 were invited");
    let lines = mixed.texts("#results li");
    assert_eq!(lines[0], "d@new.example Invited");
    assert!(lines[1].starts_with("sem@provider.example This address is in the provider already."), "{lines:?}");
    assert!(lines[2].starts_with("nonsense Enter an email address"), "{lines:?}");
    assert!(lines[3].starts_with("A@new.example This address is in the provider already."), "{lines:?}");
    let left = mixed.form("form[action='/provider/members']").value("emails").unwrap();
    assert_eq!(left.lines().collect::<Vec<_>>(), ["sem@provider.example", "nonsense", "A@new.example"]);
    app.mail_for("d@new.example").await;

    let many: String = (0..21).map(|n| format!("{n}@many.example ")).collect();
    for (emails, status, said) in [
        ("", 422, "Enter an email address."),
        (" ,; ", 422, "Enter an email address."),
        ("nonsense", 422, "Enter an email address"),
        (many.as_str(), 422, "20 addresses"),
    ] {
        let before = app.db.snapshot().await;
        let page = form(emails).submit().await.expect(status);
        assert!(page.text("#emails-error").contains(said), "{emails:?}: {page}");
        app.db.assert_unchanged_since(&before).await;
    }
    let one = form("sem@provider.example").submit().await.expect(409);
    assert!(reason(&one).starts_with("This address is in the provider already."));
    let none = form("sem@provider.example nonsense").submit().await.expect(409);
    assert_eq!(none.text("#results-title"), "Nobody was invited");
    refused(&app, &admin, LIST, &[("emails", "x@new.example"), ("role", "owner")], 422).await;
    assert_eq!(events(&app, story.provider).await.len(), 4);
}

#[tokio::test]
async fn whoever_has_an_account_accepts_with_it_and_nobody_else_does() {
    let (app, story, admin) = begin().await;
    let nina = app.person(NINA).await;
    let path = invited(&app, &admin, NINA, "admin").await;
    let eve = app.signed_in(&app.person("eve@else.example").await).await;
    let page = open(&eve, &path).await.expect(200);
    assert!(page.says("You are signed in as eve@else.example, but this invitation is for another address."));
    assert!(!page.has("form[action^='/provider-invitation']"));
    let visitor = app.client();
    let page = open(&visitor, &path).await;
    assert!(page.says("You have an account here already.") && !page.has(ACCOUNT));
    let sign_in = page.click("main a.button").await.form("form[action='/sign-in']");
    let back = sign_in.set("email", &nina.email).set("password", PASSWORD).submit().await.expect(303).follow().await;
    assert!(back.path.starts_with("/provider-invitation?link="), "{back}");
    let form = back.form("form[action='/provider-invitation/acceptance']");
    let id = form.value("invitation").unwrap();
    for (act, fields) in [("acceptance", vec![]), ("account", vec![("name", "Eve"), ("password", PASSWORD)])] {
        let fields = [&fields[..], &[("invitation", id.as_str())]].concat();
        let answer = refused(&app, &eve, &format!("/provider-invitation/{act}"), &fields, 403).await;
        assert!(!answer.says(NINA) && !answer.says("Example Services"), "{answer}");
    }
    form.submit().await.expect(303);
    app.mail_for(&story.admin.email).await;
    visitor.get(LIST).await.expect(404);
    act(&admin, "form[action$='/confirm']").await.expect(303);
    app.mail_for(NINA).await;
    visitor.get(LIST).await.expect(200);
}

#[tokio::test]
async fn a_link_works_once_and_for_five_days() {
    let (app, story, admin) = begin().await;
    let path = invited(&app, &admin, NINA, "service").await;
    app.clock.advance(5 * DAY - 1000);
    let page = open(&app.client(), &path).await.expect(200);
    app.clock.advance(2000);
    is_dead(&app, &path, &page, "The link has expired.").await;
    app.clock.advance(-2000);
    let second = open(&app.client(), &path).await;
    make_account(&page).await.expect(303);
    app.mail_for(&story.admin.email).await;
    is_dead(&app, &path, &second, "The link has been used already").await;
}

#[tokio::test]
async fn a_resend_another_role_and_a_cancellation_kill_the_older_link() {
    let (app, _, admin) = begin().await;
    let first = invited(&app, &admin, NINA, "service").await;
    let page = open(&app.client(), &first).await;
    let done = act(&admin, "form[action$='/resend']").await.expect(303).follow().await;
    assert!(done.text("#notice").contains("The older link no longer works."));
    let second = path_of(&app, &app.mail_for(NINA).await.link());
    is_dead(&app, &first, &page, "The link was replaced by a newer one").await;

    let page = open(&app.client(), &second).await.expect(200);
    let sheet = admin.get(LIST).await.click("tr:has(.invited) a[id^='role-']").await;
    assert!(sheet.says("With another role, nina@provider.example gets a new invitation"));
    sheet.form("section.sheet form").set("role", "admin").submit().await.expect(303);
    let third = path_of(&app, &app.mail_for(NINA).await.link());
    is_dead(&app, &second, &page, "The link was replaced by a newer one").await;

    let page = open(&app.client(), &third).await.expect(200);
    assert_eq!(page.texts("dl.facts dd")[1], "Provider admin");
    let sheet = admin.get(LIST).await.click("tr:has(.invited) a[id^='remove-']").await;
    assert_eq!(sheet.text("h1"), "Cancel the invitation of nina@provider.example to Example Services?");
    let done = sheet.form("section.sheet form").submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice span"), "The invitation of nina@provider.example is cancelled.");
    is_dead(&app, &third, &page, "the invitation was withdrawn").await;
    is_dead(&app, &first, &page, "the invitation was withdrawn").await;
    invited(&app, &admin, NINA, "service").await;
}

#[tokio::test]
async fn a_cancelled_invitation_takes_its_mail_back() {
    let (app, _, admin) = begin().await;
    post(&admin, LIST, &[("emails", NINA), ("role", "service")]).await.expect(303);
    let sheet = admin.get(LIST).await.click("tr:has(.invited) a[id^='remove-']").await;
    sheet.form("section.sheet form").submit().await.expect(303);
    assert_eq!(app.deliver().await, 0);
    let log = admin.get("/provider/events").await.expect(200);
    assert!(log.says("ada cancelled the invitation of nina@provider.example to the provider as service user"), "{log}");
}

#[tokio::test]
async fn the_inviter_must_still_be_an_admin() {
    let (app, story, admin) = begin().await;
    let bea = app.person("bea@provider.example").await;
    let member = app.join(story.provider, &bea, Admin).await;
    let path = invited(&app, &app.signed_in(&bea).await, NINA, "service").await;
    let page = open(&app.client(), &path).await.expect(200);
    for (column, lost, back) in [("role", "service", "admin"), ("status", "suspended", "confirmed")] {
        let id = sql_id(&app.db, member);
        app.db.execute(&format!("UPDATE provider_members SET {column} = '{lost}' WHERE id = {id}")).await;
        is_dead(&app, &path, &page, "the invitation was withdrawn").await;
        app.db.execute(&format!("UPDATE provider_members SET {column} = '{back}' WHERE id = {id}")).await;
    }
    let id = sql_id(&app.db, bea.id);
    app.db.execute(&format!("UPDATE accounts SET disabled_at = 1 WHERE id = {id}")).await;
    is_dead(&app, &path, &page, "the invitation was withdrawn").await;
    post(&admin, &format!("{LIST}/{member}/remove"), &[]).await.expect(303);
    is_dead(&app, &path, &page, "the invitation was withdrawn").await;
    // Another admin invites again: the link is theirs from then on.
    act(&admin, "form[action$='/resend']").await.expect(303);
    open(&app.client(), &path_of(&app, &app.mail_for(NINA).await.link())).await.expect(200);
}

#[tokio::test]
async fn the_invitation_of_a_suspended_provider_waits() {
    let (app, story, admin) = begin().await;
    let path = invited(&app, &admin, NINA, "service").await;
    let page = open(&app.client(), &path).await;
    set_state(&app, "providers", story.provider, "suspended").await;
    let before = app.db.snapshot().await;
    let answer = make_account(&page).await.expect(409);
    assert!(reason(&answer).starts_with("The provider is suspended at the moment. Your invitation is kept"));
    app.db.assert_unchanged_since(&before).await;
    set_state(&app, "providers", story.provider, "active").await;
    make_account(&page).await.expect(303);
    app.mail_for(&story.admin.email).await;
}

#[tokio::test]
async fn an_account_that_is_in_the_provider_under_another_address_is_told_so() {
    let (app, story, admin) = begin().await;
    let nina = app.person("old@provider.example").await;
    app.join(story.provider, &nina, Service).await;
    let id = sql_id(&app.db, nina.id);
    app.db.execute(&format!("UPDATE accounts SET email = '{NINA}', email_key = '{NINA}' WHERE id = {id}")).await;
    let path = invited(&app, &admin, NINA, "admin").await;
    let visitor = app.client();
    let form = open(&visitor, &path).await.click("main a.button").await.form("form[action='/sign-in']");
    let back = form.set("email", NINA).set("password", PASSWORD).submit().await.expect(303).follow().await;
    let before = app.db.snapshot().await;
    let answer = back.form("form[action='/provider-invitation/acceptance']").submit().await.expect(409);
    assert!(reason(&answer).starts_with("This address is in the provider already."));
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn a_mail_that_cannot_be_delivered_is_said_at_its_row() {
    let (app, _, admin) = begin().await;
    invited(&app, &admin, NINA, "service").await;
    assert!(!admin.get(LIST).await.has("tbody .why"));
    app.db.execute("UPDATE deliveries SET state = 'dead'").await;
    assert!(admin.get(LIST).await.text("tbody .why").starts_with("The invitation could not be delivered."));
}

#[tokio::test]
async fn colleagues_are_pasted_from_a_mail_program_and_told_before_they_are_invited() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get("/provider/members/new").await.form("section.sheet form");
    let form = form.set("emails", include_str!("../../fixtures/pasted/outlook.txt")).set("role", "service");
    let before = app.db.snapshot().await;
    let page = form.submit().await.expect(200);
    app.db.assert_unchanged_since(&before).await;
    assert!(page.texts("#understood li").len() == 4 && page.text("#understood").contains("Anna de Vries"), "{page}");
    page.form("section.sheet form").submit().await.expect(303);
    app.deliver().await;
    assert_eq!(app.smtp.take_all().len(), 4);
}
