//! "I don't know this": a link in every mail that a stranger may get, and a press that ends more of it.

use crate::help::{events, form_token, post, reason, refused, sql_id};
use crate::members::invitations::path_of;
use crate::operator::commands::Place;
use crate::operator::providers::{asked, provider};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::smtp_mail::Mail;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::inviting::{FRESH, UNASKED};
use portico::domain::members::{Role, Status};
use portico::domain::time::{DAY, HOUR, MINUTE};
use portico::service::operator::inviting;
use portico::service::operator::release::release;
use reqwest::Method;
use std::time::Duration;
use uuid::Uuid;

const GUEST: &str = "guest@client.example";
const BUTTON: &str = "form[action='/opt-out']";

/// The path of the second link of a mail.
fn opt_out_of(app: &TestApp, mail: &Mail) -> String {
    let links = mail.html_links();
    let link = links.iter().find(|link| link.contains("/opt-out/")).unwrap_or_else(|| panic!("no way out in {mail}"));
    assert!(mail.text.contains(link.as_str()), "{mail}");
    path_of(app, link)
}

async fn mail(app: &TestApp, email: &str) -> Mail {
    for _ in 0..200 {
        if app.db.number(&format!("SELECT COUNT(*) FROM deliveries WHERE recipient = '{email}' AND state = 'pending'")).await > 0
        {
            return app.mail_for(email).await;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no mail for {email}");
}

async fn open(app: &TestApp, path: &str) -> Page {
    app.client().get(path).await.expect(303).follow().await
}

/// Opens the link in a browser of its own, without a session, and presses the button.
async fn press(app: &TestApp, path: &str) {
    let page = open(app, path).await.expect(200);
    assert_eq!(page.texts("main h1, main button"), ["I don’t know this", "I don’t know this"]);
    let done = page.form(BUTTON).submit().await.expect(303).follow().await.expect(200);
    assert_eq!(done.text("h1"), "Thank you");
    assert!(!done.has(BUTTON));
}

/// An owner without a provider, with their organization and browser.
async fn owner(app: &TestApp, name: &str) -> (Person, Uuid, Client) {
    let owner = app.person(&format!("{name}@tenant.example")).await;
    let organization = app.organization(&format!("{name} works"), "Teams (Monthly)", 50).await;
    app.member(organization, &owner, Role::Owner, Status::Confirmed).await;
    let client = app.signed_in(&owner).await;
    (owner, organization, client)
}

async fn invite(client: &Client, organization: Uuid, email: &str) -> Page {
    post(client, &format!("/organizations/{organization}/members"), &[("emails", email), ("role", "user")]).await
}

#[tokio::test]
async fn opening_it_changes_nothing_and_a_press_ends_the_invitation_for_good() {
    let app = TestApp::spawn().await;
    let (olga, organization, client) = owner(&app, "olga").await;
    invite(&client, organization, GUEST).await.expect(303);
    let invitation = app.mail_for(GUEST).await;
    let path = opt_out_of(&app, &invitation);
    let before = app.db.snapshot().await;
    for _ in 0..5 {
        let scanner = app.client();
        scanner.request(Method::HEAD, &path, None, &[]).await.expect(303);
        scanner.get(&path).await.expect(303).follow().await.expect(200);
        scanner.request(Method::HEAD, "/opt-out", None, &[]).await.expect(200);
    }
    let page = open(&app, &path).await.expect(200);
    assert!(page.says("olga works") && !page.html.contains(GUEST) && !page.html.contains(&path), "{page}");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    app.db.assert_unchanged_since(&before).await;

    press(&app, &path).await;
    let after = app.db.snapshot().await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM members WHERE status = 'invited'").await, 0);
    assert_eq!(app.db.number("SELECT occupied FROM organizations").await, 1);
    let log = events(&app, organization).await;
    assert_eq!(log.last().map(String::as_str), Some("2 invitation_barred portal"), "{log:?}");
    // Again, in another browser, and with the page of before: it is done.
    assert_eq!(open(&app, &path).await.expect(200).text("h1"), "Thank you");
    page.form(BUTTON).submit().await.expect(303).follow().await.expect(200);
    app.db.assert_unchanged_since(&after).await;
    assert!(reason(&open(&app, &path_of(&app, &invitation.link())).await.expect(410)).contains("withdrawn"));

    // Nobody of the organization, and the inviter nowhere else, invites the address again.
    let page = invite(&client, organization, GUEST).await.expect(409);
    assert_eq!(reason(&page), "This person cannot be invited.");
    invite(&client, organization, "GUEST@Client.Example").await.expect(409);
    let second = app.person("second@tenant.example").await;
    app.member(organization, &second, Role::Owner, Status::Confirmed).await;
    invite(&app.signed_in(&second).await, organization, GUEST).await.expect(409);
    let elsewhere = app.organization("Elsewhere", "Teams (Monthly)", 50).await;
    app.member(elsewhere, &olga, Role::Owner, Status::Confirmed).await;
    invite(&client, elsewhere, GUEST).await.expect(409);
    // In a list it is one row, and others are invited; other tenants are none of it.
    let page = invite(&client, organization, &format!("{GUEST} other@client.example")).await.expect(200);
    assert!(page.texts("#results li")[0].contains("cannot be invited"), "{page}");
    app.mail_for("other@client.example").await;
    let (_, another, client) = owner(&app, "another").await;
    invite(&client, another, GUEST).await.expect(303);
    app.mail_for(GUEST).await;
}

#[tokio::test]
async fn an_old_mail_ends_the_invitation_that_is_open_by_now_and_one_that_was_taken_back_too() {
    let app = TestApp::spawn().await;
    let (_, organization, client) = owner(&app, "olga").await;
    invite(&client, organization, GUEST).await.expect(303);
    let first = opt_out_of(&app, &app.mail_for(GUEST).await);
    let page = client.get(&format!("/organizations/{organization}")).await;
    page.click("a[id^=menu-remove-]").await.form("section.sheet form").submit().await.expect(303);
    invite(&client, organization, GUEST).await.expect(303);
    let second = app.mail_for(GUEST).await;
    press(&app, &first).await;
    open(&app, &path_of(&app, &second.link())).await.expect(410);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM members WHERE status = 'invited'").await, 0);
    // Weeks later, with nothing open.
    let page = open(&app, &opt_out_of(&app, &second)).await.expect(200);
    app.clock.advance(30 * DAY);
    page.form(BUTTON).submit().await.expect(303);
    let client = app.signed_in(&Person { id: Uuid::nil(), email: "olga@tenant.example".into() }).await;
    invite(&client, organization, GUEST).await.expect(409);
}

#[tokio::test]
async fn who_has_accepted_leaves_by_the_door() {
    let app = TestApp::spawn().await;
    let (_, organization, client) = owner(&app, "olga").await;
    let guest = app.person(GUEST).await;
    invite(&client, organization, GUEST).await.expect(303);
    let mail = app.mail_for(GUEST).await;
    let path = opt_out_of(&app, &mail);
    let old = open(&app, &path).await.expect(200);
    let hers = app.signed_in(&guest).await;
    let page = hers.get(&path_of(&app, &mail.link())).await.follow().await;
    page.form("form[action='/invitation/acceptance']").submit().await.expect(303);
    app.mail_for("olga@tenant.example").await;
    let before = app.db.snapshot().await;
    assert!(reason(&old.form(BUTTON).submit().await.expect(410)).contains("you can do that yourself"));
    open(&app, &path).await.expect(410);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn a_provider_an_account_and_whoever_asks_for_one_are_stopped_too() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    // Into a provider.
    let fields = [("emails", GUEST), ("role", "service")];
    post(&admin, "/provider/members", &fields).await.expect(303);
    let path = opt_out_of(&app, &app.mail_for(GUEST).await);
    assert!(open(&app, &path).await.says("Example Services"));
    press(&app, &path).await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM provider_members WHERE status = 'invited'").await, 0);
    assert!(events(&app, story.provider).await.last().unwrap().contains("provider_invitation_barred"));
    let page = post(&admin, "/provider/members", &fields).await.expect(409);
    assert_eq!(reason(&page), "This person cannot be invited.");
    // For another address of an account: whoever asks is told the same as ever.
    let change = [("email", "wanted@else.example"), ("current_password", PASSWORD)];
    post(&admin, "/account/address", &change).await.expect(200);
    let link = app.mail_for("wanted@else.example").await;
    press(&app, &opt_out_of(&app, &link)).await;
    assert!(events(&app, story.admin.id).await.last().unwrap().contains("address_refused"));
    admin.get(&path_of(&app, &link.link())).await.follow().await.expect(410);
    app.clock.advance(2 * MINUTE);
    post(&admin, "/account/address", &change).await.expect(200);
    assert_eq!(app.deliver().await, 0);
    // For a new account: nobody has it sent for a month.
    let register = async || {
        let client = app.client();
        let form = client.get("/register").await.form("form[action='/register']");
        form.set("email", "nobody@else.example").submit().await.expect(200);
    };
    register().await;
    let link = mail(&app, "nobody@else.example").await;
    press(&app, &opt_out_of(&app, &link)).await;
    open(&app, &path_of(&app, &link.link())).await.expect(410);
    app.clock.advance(UNASKED - HOUR);
    register().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(app.deliver().await, 0);
    app.clock.advance(2 * HOUR);
    register().await;
    mail(&app, "nobody@else.example").await;
    portico::jobs::sweep_all(&app.app).await.expect("it is swept");
    let left = "SELECT COUNT(*) FROM suppressions WHERE email_key = 'nobody@else.example'";
    assert_eq!(app.db.number(left).await, 0, "what holds no more goes");
}

#[tokio::test]
async fn whom_the_operator_wants_as_owner_may_say_so_too() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let address = portico::domain::email::Email::parse(GUEST).expect("an address");
    let name = "Second Client's Organization";
    release(&app.app, name, Some(&address)).await.expect("it is released");
    app.mail_for("ada@provider.example").await;
    press(&app, &opt_out_of(&app, &app.mail_for(GUEST).await)).await;
    let log = events(&app, story.client).await;
    assert!(log.last().unwrap().contains("invitation_barred portal"), "{log:?}");
    // The operator has looked.
    release(&app.app, name, Some(&address)).await.expect("it is asked again");
    app.mail_for(GUEST).await;
}

#[tokio::test]
async fn several_who_do_not_know_somebody_new_end_their_inviting_until_the_operator_looks() {
    let app = TestApp::spawn().await;
    let (olga, organization, client) = owner(&app, "olga").await;
    let (now, id) = (app.app.now(), sql_id(&app.db, olga.id));
    app.db.execute(&format!("UPDATE accounts SET created_at = {now} WHERE id = {id}")).await;
    let guests = ["a@g.example", "b@g.example", "c@g.example", "d@g.example"];
    invite(&client, organization, &guests.join(" ")).await.expect(303);
    app.deliver().await;
    let mails: Vec<Mail> = guests.iter().map(|guest| app.smtp.take_for(guest)).collect();
    for mail in &mails[..2] {
        press(&app, &opt_out_of(&app, mail)).await;
    }
    assert_eq!(open(&app, &opt_out_of(&app, &mails[0])).await.text("h1"), "Thank you", "one person counts once");
    invite(&client, organization, "e@g.example").await.expect(303);
    let open_one = path_of(&app, &app.mail_for("e@g.example").await.link());
    open(&app, &open_one).await.expect(200);
    press(&app, &opt_out_of(&app, &mails[2])).await;
    // Nobody new, nobody again, and what is open waits.
    let page = refused(
        &app,
        &client,
        &format!("/organizations/{organization}/members"),
        &[("emails", "f@g.example"), ("role", "user")],
        409,
    )
    .await;
    assert!(reason(&page).contains("until the operator of this portal has looked at it"), "{page}");
    assert!(events(&app, olga.id).await.last().unwrap().contains("inviting_ended portal"));
    open(&app, &open_one).await.expect(410);
    let ended = inviting::ended(&app.app).await.expect("the operator sees it");
    // The organization is long here: it is the account that is new.
    assert_eq!(
        ended.iter().map(|one| (one.kind.as_str(), one.name.as_str(), one.unknown)).collect::<Vec<_>>(),
        [("account", "olga@tenant.example", 3)]
    );
    assert!(inviting::allow(&app.app, "olga@tenant.example").await.expect("it is lifted").changed);
    assert!(!inviting::allow(&app.app, "olga@tenant.example").await.expect("it was").changed);
    open(&app, &open_one).await.expect(200);
    invite(&client, organization, "f@g.example").await.expect(303);
    app.mail_for("f@g.example").await;
    // What was looked at does not count again; who pressed stays left alone, until the operator says otherwise.
    press(&app, &opt_out_of(&app, &mails[3])).await;
    invite(&client, organization, "g@g.example").await.expect(303);
    app.mail_for("g@g.example").await;
    invite(&client, organization, "a@g.example").await.expect(409);
    let address = portico::domain::email::Email::parse("a@g.example").expect("an address");
    assert_eq!(inviting::forget(&app.app, &address).await.expect("it is forgotten"), 2);
    invite(&client, organization, "a@g.example").await.expect(303);
    app.mail_for("a@g.example").await;
}

#[tokio::test]
async fn a_new_organization_is_ended_as_a_whole_and_an_old_tenant_is_not() {
    let app = TestApp::spawn().await;
    let (_, organization, client) = owner(&app, "olga").await;
    let guests = ["a@g.example", "b@g.example", "c@g.example"];
    for round in 0..2 {
        let (mut created, id) = (app.app.now(), sql_id(&app.db, organization));
        if round == 0 {
            created -= FRESH;
        }
        app.db.execute(&format!("UPDATE organizations SET created_at = {created} WHERE id = {id}")).await;
        for guest in guests.map(|guest| format!("{round}{guest}")) {
            invite(&client, organization, &guest).await.expect(303);
            press(&app, &opt_out_of(&app, &app.mail_for(&guest).await)).await;
        }
        let status = if round == 0 { 303 } else { 409 };
        invite(&client, organization, &format!("{round}next@g.example")).await.expect(status);
    }
    app.mail_for("0next@g.example").await;
    let second = app.person("second@tenant.example").await;
    app.member(organization, &second, Role::Owner, Status::Confirmed).await;
    invite(&app.signed_in(&second).await, organization, "x@g.example").await.expect(409);
    assert!(events(&app, organization).await.last().unwrap().contains("inviting_ended portal"));
    assert!(inviting::allow(&app.app, "olga works").await.expect("it is lifted").changed);
    invite(&client, organization, "x@g.example").await.expect(303);
    app.mail_for("x@g.example").await;
}

#[tokio::test]
async fn the_link_works_for_nothing_else_and_nothing_else_for_it() {
    let app = TestApp::spawn().await;
    let (_, organization, client) = owner(&app, "olga").await;
    invite(&client, organization, GUEST).await.expect(303);
    let mail = app.mail_for(GUEST).await;
    let (invitation, opt_out) = (path_of(&app, &mail.link()), opt_out_of(&app, &mail));
    invite(&client, organization, "other@client.example").await.expect(303);
    let other = opt_out_of(&app, &app.mail_for("other@client.example").await);
    let secret = |path: &str| path.rsplit('/').next().expect("a path").to_owned();
    let before = app.db.snapshot().await;
    open(&app, &format!("/invitation/{}", secret(&opt_out))).await.expect(404);
    open(&app, &format!("/opt-out/{}", secret(&invitation))).await.expect(404);
    let visitor = app.client();
    let page = visitor.get(&opt_out).await.follow().await.expect(200);
    // Another link was opened in this browser meanwhile.
    visitor.get(&other).await.follow().await.expect(200);
    // A form from elsewhere.
    let fields = [("link", page.form(BUTTON).value("link").expect("it has one"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    visitor.post_raw("/opt-out", &fields).await.expect(403);
    visitor.post_cross_site("/opt-out", &fields).await.expect(403);
    assert!(!form_token(&visitor).await.is_empty());
    app.db.assert_unchanged_since(&before).await;
    // Each page ends its own.
    page.form(BUTTON).submit().await.expect(303);
    open(&app, &other).await.expect(200).form(BUTTON);
}

#[tokio::test]
async fn the_page_and_the_mail_speak_dutch_too() {
    let app = TestApp::spawn().await;
    let (_, organization, client) = owner(&app, "olga").await;
    client.get("/organizations").await.form("form.lang").press("Nederlands").submit().await.expect(303);
    invite(&client, organization, GUEST).await.expect(303);
    let mail = app.mail_for(GUEST).await;
    assert!(mail.text.contains("Ik ken dit niet: http"), "{mail}");
    let visitor = app.client().with_header("accept-language", "nl");
    let page = visitor.get(&opt_out_of(&app, &mail)).await.follow().await.expect(200);
    assert!(page.says("Iemand heeft je e-mailadres ingevuld om je uit te nodigen voor olga works."), "{page}");
    let done = page.form(BUTTON).submit().await.expect(303).follow().await;
    assert!(done.says("je krijgt hier niets meer over"), "{done}");
}

#[tokio::test]
async fn the_operator_lists_allows_and_forgets() {
    let place = Place::new().await;
    provider(&place, "Example Services", "ada@provider.example").await;
    assert_eq!(asked(&place, 0, &["inviting", "list"]).await, serde_json::json!({ "ended": [] }));
    place.db.execute("UPDATE accounts SET inviting_ended_at = 1000").await;
    let ended = asked(&place, 0, &["inviting", "list"]).await;
    assert_eq!((&ended["ended"][0]["kind"], &ended["ended"][0]["name"]), (&"account".into(), &"ada@provider.example".into()));
    let told = place.run(&["inviting", "list"]).await;
    assert!(String::from_utf8_lossy(&told.stdout).contains("ada@provider.example"), "{told:?}");
    assert_eq!(asked(&place, 0, &["inviting", "allow", "ada@provider.example"]).await["changed"], true);
    assert_eq!(asked(&place, 0, &["inviting", "allow", "ada@provider.example"]).await["changed"], false);
    assert_eq!(asked(&place, 0, &["inviting", "forget", "eve@else.example"]).await["senders"], 0);
    asked(&place, 1, &["inviting", "allow", "eve@else.example"]).await;
    asked(&place, 1, &["inviting", "allow", "No Such"]).await;
    asked(&place, 2, &["inviting", "forget", "no address"]).await;
}
