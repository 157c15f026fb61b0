//! The link in an invitation's mail: what it shows, that it works once, and who accepts with it.

use crate::help::{form_token, link, member, post};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Story};
use portico::domain::members::{Role, Status};
use reqwest::Method;

const OLGA: &str = "olga@client.example";

/// The story's organization as a client, with an invitation in the mail; gives the link's path.
pub(crate) async fn invited(app: &TestApp, email: &str, role: &str) -> (Story, Client, String) {
    let story = Story::begin(app).await;
    link(app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let path = invite(app, (&story, &admin), email, role).await;
    (story, admin, path)
}

pub(crate) async fn invite(app: &TestApp, (story, by): (&Story, &Client), email: &str, role: &str) -> String {
    post(by, &format!("{}/members", story.page()), &[("email", email), ("role", role)]).await.expect(303);
    path_of(app, &app.mail_for(email).await.link())
}

/// The path of an absolute link.
pub(crate) fn path_of(app: &TestApp, link: &str) -> String {
    link.strip_prefix(&app.url("")).expect("the link leads here").to_owned()
}

pub(crate) fn token_of(path: &str) -> &str {
    path.rsplit('/').next().expect("a path has an end")
}

/// Presses **Accept invitation** on the page that the link opens.
pub(crate) async fn make_account(page: &Page, password: &str) -> Page {
    let form = page.form("form[action='/invitation/account']");
    form.set("name", "Olga Owner").set("password", password).submit().await
}

#[tokio::test]
async fn opening_the_link_names_everything_and_changes_nothing() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, OLGA, "owner").await;
    let before = app.db.snapshot().await;
    for _ in 0..5 {
        let scanner = app.client();
        scanner.request(Method::HEAD, &path, None, &[]).await.expect(303);
        scanner.request(Method::HEAD, "/invitation", None, &[]).await.expect(200);
        scanner.get(&path).await.expect(303).follow().await.expect(200);
    }
    let olga = app.client();
    let moved = olga.get(&path).await.expect(303);
    assert_eq!(moved.location().as_deref(), Some("/invitation"), "the secret leaves the address bar");
    let page = moved.follow().await.expect(200);
    app.db.assert_unchanged_since(&before).await;
    assert_eq!(page.text("h1"), "Invitation to My Client's Organization");
    let facts = page.texts("dl.facts dd");
    assert_eq!(facts[..5], ["My Client's Organization", "Owner", "ada ada@provider.example", OLGA, "Example Services"]);
    assert!(facts[5].ends_with("UTC"));
    let email = page.one("input#email");
    assert!(email.attr("readonly").is_some() && email.attr("name").is_none(), "the address is fixed");
    make_account(&page, PASSWORD).await.expect(303);
    assert_eq!(
        app.mail_for("ada@provider.example").await.subject,
        "Somebody is waiting for confirmation at My Client's Organization"
    );
}

#[tokio::test]
async fn the_secret_is_in_no_page_no_log_of_addresses_and_not_in_the_database() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, OLGA, "owner").await;
    let (olga, token) = (app.client(), token_of(&path).to_owned());
    let page = olga.get(&path).await.expect(303);
    assert!(!page.html.contains(&token));
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    let page = page.follow().await;
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(!page.html.contains(&token));
    for wrong in [format!("{path}."), format!("{path}/"), format!("{path}?x=1"), format!("/password/{token}.")] {
        let page = olga.get(&wrong).await;
        assert!(!page.html.contains(&token) && !page.location().unwrap_or_default().contains(&token), "{page}");
    }
    let page = olga.send("post", &path, &[], &[]).await.expect(405);
    assert!(!page.html.contains(&token));
    let weak = make_account(&olga.get("/invitation").await, "short").await.expect(422);
    assert!(!weak.html.contains(&token));
    let done = make_account(&weak, PASSWORD).await.expect(303).follow().await;
    assert!(!done.html.contains(&token));
    assert_eq!(olga.cookie("portico-invitation"), None, "what is done is forgotten");
    let rows = format!("{:?}", app.db.snapshot().await);
    assert!(rows.contains("My Client") && !rows.contains(&token), "only its hash is stored");
    app.mail_for("ada@provider.example").await;
}

#[tokio::test]
async fn whoever_has_an_account_signs_in_and_comes_back_to_the_invitation() {
    let app = TestApp::spawn().await;
    let olga = app.person(OLGA).await;
    let (story, _, path) = invited(&app, OLGA, "admin").await;
    let visitor = app.client();
    let page = visitor.get(&path).await.follow().await;
    assert!(page.says("You have an account here already.") && !page.has("form[action='/invitation/account']"));
    let sign_in = page.click("main a.button").await.form("form[action='/sign-in']");
    let back = sign_in.set("email", &olga.email).set("password", PASSWORD).submit().await.expect(303).follow().await;
    assert!(back.path.starts_with("/invitation?link="), "{back}");
    assert_eq!(back.texts("button[form=accept]"), ["Accept invitation"]);
    let done = back.form("form[action='/invitation/acceptance']").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("You have accepted the invitation to My Client's Organization"));
    let page = app.signed_in(&story.admin).await.get(&story.page()).await;
    assert!(page.text(".banner.attention").contains("One person is waiting for confirmation."));
    app.mail_for("ada@provider.example").await;
}

#[tokio::test]
async fn an_accepted_person_sees_nothing_until_confirmed() {
    let app = TestApp::spawn().await;
    let (story, admin, path) = invited(&app, OLGA, "owner").await;
    let olga = app.client();
    make_account(&olga.get(&path).await.follow().await, PASSWORD).await.expect(303).follow().await;
    app.mail_for("ada@provider.example").await;
    let before = app.db.snapshot().await;
    for page in ["", "/members/new", "/step-down"] {
        let page = olga.get(&format!("{}{page}", story.page())).await.expect(404);
        assert!(!page.says("My Client"), "{page}");
    }
    let listed = olga.get("/organizations").await.expect(200);
    // Its name and who confirms, as the invitation said, and nothing to open.
    assert!(listed.has("#waiting tbody tr") && !listed.has("main table a") && !listed.says("No organizations yet"), "{listed}");
    let remove = format!("/members/{}/remove", story.admin_member);
    for act in ["/members", "/step-down", "/removal-request", remove.as_str()] {
        let fields: &[(&str, &str)] = if act == "/members" { &[("email", "x@y.example"), ("role", "user")] } else { &[] };
        post(&olga, &format!("{}{act}", story.page()), fields).await.expect(404);
    }
    app.db.assert_unchanged_since(&before).await;
    let page = admin.get(&story.page()).await;
    page.form("#handover form[action$='/confirm']").submit().await.expect(303);
    app.mail_for(OLGA).await;
    olga.get(&story.page()).await.expect(200);
}

#[tokio::test]
async fn those_who_can_confirm_and_the_inviter_are_told() {
    let app = TestApp::spawn().await;
    let (story, _, _) = invited(&app, "first@client.example", "user").await;
    member(&app, story.organization, "adam@client.example", Role::Admin, Status::Confirmed).await;
    member(&app, story.organization, "uma@client.example", Role::User, Status::Confirmed).await;
    member(&app, story.organization, "anna@client.example", Role::Owner, Status::Accepted).await;
    let service = app.signed_in(&story.service).await;
    let path = invite(&app, (&story, &service), OLGA, "user").await;
    make_account(&app.client().get(&path).await.follow().await, PASSWORD).await.expect(303);
    assert_eq!(app.deliver().await, 3);
    for told in ["ada@provider.example", "adam@client.example", "sem@provider.example"] {
        let mail = app.smtp.take_for(told);
        assert_eq!(mail.subject, "Somebody is waiting for confirmation at My Client's Organization");
        assert!(mail.text.contains("Olga Owner <olga@client.example> has accepted"), "{mail}");
    }
}

#[tokio::test]
async fn an_imported_account_makes_its_password_through_an_invitation() {
    let app = TestApp::spawn().await;
    app.person(OLGA).await;
    app.db.execute("UPDATE accounts SET password_hash = NULL").await;
    let (story, admin, path) = invited(&app, OLGA, "owner").await;
    let page = app.client().get(&path).await.follow().await;
    make_account(&page, PASSWORD).await.expect(303);
    app.mail_for("ada@provider.example").await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts").await, 3, "no second account for the address");
    let again = app.client();
    let form = again.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", OLGA).set("password", PASSWORD).submit().await.expect(303);
    assert!(admin.get(&story.page()).await.says("Olga Owner"));
}

#[tokio::test]
async fn weak_passwords_are_refused_at_the_field_and_the_name_is_kept() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, OLGA, "owner").await;
    let page = app.client().get(&path).await.follow().await;
    let before = app.db.snapshot().await;
    for (password, fault) in [
        ("", "Use at least 15 characters."),
        ("fourteen chars", "Use at least 15 characters."),
        (&"long phrase ".repeat(11), "Use at most 128 characters."),
        ("aaaaaaaaaaaaaaaaaaaa", "This one is too easy to guess."),
        ("password12345678", "This one is too easy to guess."),
        ("olga olga owner portico", "This one is too easy to guess."),
    ] {
        let answer = make_account(&page, password).await.expect(422);
        assert!(answer.text("#password-error").starts_with(fault), "{password:?}");
        let form = answer.form("form[action='/invitation/account']");
        assert_eq!((form.value("name").unwrap().as_str(), form.value("password").unwrap().as_str()), ("Olga Owner", ""));
        assert!(password.is_empty() || !answer.html.contains(password));
    }
    let form = page.form("form[action='/invitation/account']").set("name", "a\u{202E}b").set("password", PASSWORD);
    assert_eq!(form.submit().await.expect(422).texts(".field.invalid label"), ["Your name"]);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn role_and_address_come_from_the_invitation_and_from_nowhere_else() {
    let app = TestApp::spawn().await;
    let (story, admin, path) = invited(&app, OLGA, "user").await;
    let page = app.client().get(&path).await.follow().await;
    let before = app.db.snapshot().await;
    for (name, value) in [("role", "owner"), ("email", "eve@client.example"), ("status", "confirmed"), ("organization", "x")] {
        let form = page.form("form[action='/invitation/account']").set("name", "O").set("password", PASSWORD);
        form.tamper(name, value).submit().await.expect(422);
    }
    app.db.assert_unchanged_since(&before).await;
    let with_query = format!("/invitation?email=eve@client.example&role=owner&organization={}", story.client);
    let page =
        page.click("a.brand").await.follow().await.form("form.lang").tamper("next", &with_query).press("English").submit().await;
    let page = page.expect(303).follow().await;
    assert_eq!(page.texts("dl.facts dd")[..4], ["My Client's Organization", "User", "ada ada@provider.example", OLGA]);
    make_account(&page, PASSWORD).await.expect(303);
    app.mail_for("ada@provider.example").await;
    let row =
        admin.get(&story.page()).await.texts("#members tbody tr:last-child td[data-label], #members tbody tr:last-child .sub");
    assert_eq!(row[..3], [OLGA, "User", "Needs confirmation"]);
}

#[tokio::test]
async fn a_form_from_before_signing_in_is_out_of_date_after_it() {
    let app = TestApp::spawn().await;
    let olga = app.person(OLGA).await;
    let (_, _, path) = invited(&app, OLGA, "user").await;
    let visitor = app.client();
    let token = form_token(&visitor).await;
    let open = visitor.get(&path).await.follow().await.click("main a.button").await;
    open.form("form[action='/sign-in']").set("email", &olga.email).set("password", PASSWORD).submit().await.expect(303);
    let id = visitor.get("/invitation").await.form("form[action='/invitation/acceptance']").value("invitation").unwrap();
    let before = app.db.snapshot().await;
    let page = visitor.post_raw("/invitation/acceptance", &[("invitation", &id), ("form_token", &token)]).await.expect(403);
    assert!(page.says("After this page was opened, you signed in in this browser as olga@client.example"), "{page}");
    app.db.assert_unchanged_since(&before).await;
}
