//! Invitations that do not work: too late, used, altered, replaced, withdrawn, or somebody else's.

use crate::help::{drop_member, post, reason, refused, set_state, sql_id};
use crate::members::invitations::{invite, invited, make_account, path_of, token_of};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::PASSWORD;
use portico::domain::members::{Role, Status};
use portico::domain::time::DAY;

mod masked;
mod withdrawn;
mod words;

const OLGA: &str = "olga@client.example";
const ACCOUNT: &str = "form[action='/invitation/account']";

async fn open(client: &Client, path: &str) -> Page {
    client.get(path).await.expect(303).follow().await
}

/// The page of the link, opened in a new browser and pressed on a page from before.
async fn is_dead(app: &TestApp, path: &str, from_before: &Page, status: u16, why: &str) {
    let before = app.db.snapshot().await;
    let page = open(&app.client(), path).await.expect(status);
    assert!(reason(&page).contains(why), "{page}");
    assert!(!page.says("My Client") && !page.says(OLGA), "a dead link names nothing: {page}");
    let page = make_account(from_before, PASSWORD).await.expect(status);
    assert!(reason(&page).contains(why), "{page}");
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn it_ends_after_five_days_and_not_before() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, OLGA, "owner").await;
    app.clock.advance(5 * DAY - 1000);
    let page = open(&app.client(), &path).await.expect(200);
    app.clock.advance(1000 + 1000);
    is_dead(&app, &path, &page, 410, "The link has expired. Ask the person who invited you").await;
    app.clock.advance(-2000);
    make_account(&page, PASSWORD).await.expect(303);
    app.mail_for("ada@provider.example").await;
}

#[tokio::test]
async fn it_works_once() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, OLGA, "owner").await;
    let second = open(&app.client(), &path).await;
    let first = open(&app.client(), &path).await;
    make_account(&first, PASSWORD).await.expect(303);
    app.mail_for("ada@provider.example").await;
    is_dead(&app, &path, &second, 410, "The link has been used already").await;
}

#[tokio::test]
async fn one_altered_character_makes_it_unknown_wherever_it_stands() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, OLGA, "owner").await;
    let token = token_of(&path);
    let before = app.db.snapshot().await;
    let swap = |at: usize| {
        let with = if &token[at..=at] == "A" { "B" } else { "A" };
        format!("{}{with}{}", &token[..at], &token[at + 1..])
    };
    let upper: String = token.chars().map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c }).collect();
    let mut altered = vec![token[1..].to_owned(), token[..42].to_owned(), format!("{token}A"), format!("{token}="), upper];
    altered.extend([0, 1, 10, 21, 31, 41, 42].map(swap));
    for wrong in altered {
        let page = app.client().get(&format!("/invitation/{wrong}")).await;
        let page = if page.status == 303 { page.follow().await } else { page };
        let page = page.expect(404);
        assert!(reason(&page).contains("The link is not valid") && !page.says("My Client"), "{wrong}");
    }
    app.db.assert_unchanged_since(&before).await;
    open(&app.client(), &path).await.expect(200);
}

#[tokio::test]
async fn a_resend_kills_the_older_link_and_removing_the_member_kills_both() {
    let app = TestApp::spawn().await;
    let (story, admin, old) = invited(&app, OLGA, "owner").await;
    let page = open(&app.client(), &old).await;
    let resent =
        admin.get(&story.page()).await.form("#handover form[action$='/resend']").submit().await.expect(303).follow().await;
    assert!(resent.text("#notice").contains("The older link no longer works."));
    let new = path_of(&app, &app.mail_for(OLGA).await.link());
    assert_ne!(old, new);
    is_dead(&app, &old, &page, 410, "The link was replaced by a newer one").await;
    let page = open(&app.client(), &new).await.expect(200);
    let row = admin.get(&story.page()).await.one("#members a[id^='menu-remove-']:has(span)").attr("href").unwrap().to_owned();
    let sure = admin.get(&row).await;
    assert!(sure.says("The link in the email to olga@client.example stops working."));
    sure.form("section.sheet form").submit().await.expect(303);
    is_dead(&app, &new, &page, 410, "the invitation was withdrawn").await;
    is_dead(&app, &old, &page, 410, "the invitation was withdrawn").await;
}

#[tokio::test]
async fn somebody_else_who_is_signed_in_is_told_to_sign_out() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, OLGA, "owner").await;
    let eve = app.signed_in(&app.person("eve@else.example").await).await;
    let page = open(&eve, &path).await.expect(200);
    assert!(page.says("You are signed in as eve@else.example, but this invitation is for another address. Sign out"));
    assert!(!page.has("form[action^='/invitation']"));
    let id = open(&app.client(), &path).await.form(ACCOUNT).value("invitation").unwrap();
    let answer = refused(&app, &eve, "/invitation/acceptance", &[("invitation", &id)], 403).await;
    assert!(reason(&answer).contains("Sign out, then sign in with the invited address."));
    assert!(!answer.says(OLGA) && !answer.says("My Client"), "{answer}");
    let fields = [("invitation", id.as_str()), ("name", "Eve"), ("password", PASSWORD)];
    let answer = refused(&app, &eve, "/invitation/account", &fields, 403).await;
    assert!(reason(&answer).contains("Sign out") && !answer.says(OLGA));
    let page = page.form("main form[action='/sign-out']").submit().await.expect(303).follow().await;
    assert!(page.path.starts_with("/invitation?link="), "{page}");
    make_account(&page, PASSWORD).await.expect(303);
    app.mail_for("ada@provider.example").await;
}

#[tokio::test]
async fn an_address_with_an_account_makes_no_second_one() {
    let app = TestApp::spawn().await;
    let (_, _, path) = invited(&app, OLGA, "owner").await;
    let page = open(&app.client(), &path).await;
    app.person(OLGA).await;
    let before = app.db.snapshot().await;
    let answer = make_account(&page, "another lantern over six rivers").await.expect(409);
    assert!(reason(&answer).contains("This address has an account already. Sign in with it"));
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn of_two_invitations_in_two_tabs_each_page_accepts_its_own() {
    let app = TestApp::spawn().await;
    let (story, admin, first) = invited(&app, OLGA, "user").await;
    post(&admin, &format!("/organizations/{}/members", story.client), &[("email", OLGA), ("role", "owner")]).await.expect(303);
    let second = path_of(&app, &app.mail_for(OLGA).await.link());
    let olga = app.client();
    let (tab, other) = (open(&olga, &first).await, open(&olga, &second).await);
    make_account(&tab, PASSWORD).await.expect(303);
    app.mail_for("ada@provider.example").await;
    let statuses = "SELECT role || ' ' || status FROM members WHERE email = 'olga@client.example' ORDER BY role";
    assert_eq!(app.db.texts(statuses).await, ["owner invited", "user accepted"]);
    // The other tab was opened by nobody who had an account: one press, and it is theirs.
    let before = app.db.snapshot().await;
    let answer = make_account(&other, PASSWORD).await.expect(403);
    assert!(answer.says("You are signed in already"), "{answer}");
    app.db.assert_unchanged_since(&before).await;
    let page = olga.get(&second).await.follow().await;
    let id = page.form("form[action='/invitation/acceptance']").value("invitation").unwrap();
    page.form("form[action='/invitation/acceptance']").submit().await.expect(303);
    app.mail_for("ada@provider.example").await;
    assert_eq!(app.db.texts(statuses).await, ["owner accepted", "user accepted"]);
    open(&olga, &first).await.expect(410);
    open(&olga, &second).await.expect(410);
    refused(&app, &olga, "/invitation/acceptance", &[("invitation", &id)], 410).await;
    // A browser that has let go of it is told the same: that it was used.
    olga.set_cookie("portico-invitation", "");
    refused(&app, &olga, "/invitation/acceptance", &[("invitation", &id)], 410).await;
}

#[tokio::test]
async fn an_inviter_without_the_right_leaves_no_living_link() {
    let app = TestApp::spawn().await;
    let (story, _, path) = invited(&app, OLGA, "owner").await;
    app.member(story.organization, &app.person("otto@client.example").await, Role::Owner, Status::Confirmed).await;
    let page = open(&app.client(), &path).await.expect(200);
    set_state(&app, "providers", story.provider, "suspended").await;
    open(&app.client(), &path).await.expect(200);
    drop_member(&app, story.organization, story.admin_member).await;
    let provider = sql_id(&app.db, story.provider);
    open(&app.client(), &path).await.expect(200);
    let withdrawn = "the invitation was withdrawn";
    for (change, back) in [
        (
            "UPDATE accounts SET disabled_at = 1 WHERE name = 'ada'".to_owned(),
            "UPDATE accounts SET disabled_at = NULL".to_owned(),
        ),
        (
            "UPDATE provider_members SET status = 'accepted'".to_owned(),
            "UPDATE provider_members SET status = 'confirmed'".to_owned(),
        ),
        (
            "UPDATE organizations SET provider_id = NULL, linked_at = NULL WHERE seats = 25".to_owned(),
            format!("UPDATE organizations SET provider_id = {provider}, linked_at = 1 WHERE seats = 25"),
        ),
    ] {
        app.db.execute(&change).await;
        is_dead(&app, &path, &page, 410, withdrawn).await;
        app.db.execute(&back).await;
    }
    make_account(&page, PASSWORD).await.expect(303);
    assert_eq!(app.deliver().await, 2);
    app.smtp.take_all();
}

#[tokio::test]
async fn a_suspended_organization_lets_nobody_in() {
    let app = TestApp::spawn().await;
    let (story, _, path) = invited(&app, OLGA, "owner").await;
    let page = open(&app.client(), &path).await;
    set_state(&app, "organizations", story.organization, "suspended").await;
    let before = app.db.snapshot().await;
    let answer = make_account(&page, PASSWORD).await.expect(409);
    assert!(reason(&answer).contains("The organization is suspended"));
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn links_of_one_purpose_never_serve_the_other() {
    let app = TestApp::spawn().await;
    let (story, admin, invitation) = invited(&app, OLGA, "owner").await;
    app.person("eve@else.example").await;
    let forgot = app.client().get("/forgot-password").await.form("form[action='/forgot-password']");
    forgot.set("email", "eve@else.example").submit().await.expect(200);
    let password = loop {
        if app.deliver().await == 1 {
            break app.smtp.take_for("eve@else.example").link();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    let password = path_of(&app, &password);
    let before = app.db.snapshot().await;
    open(&app.client(), &format!("/invitation/{}", token_of(&password))).await.expect(404);
    open(&app.client(), &format!("/password/{}", token_of(&invitation))).await.expect(404);
    let visitor = app.client();
    let link = open(&visitor, &password).await.expect(200).form("form[action='/password']").value("link").unwrap();
    visitor.set_cookie("portico-password", token_of(&invitation));
    let answer = post(&visitor, "/password", &[("link", &link), ("password", PASSWORD)]).await.expect(404);
    assert!(reason(&answer).contains("The link is not valid"));
    visitor.set_cookie("portico-invitation", token_of(&password));
    let fields = [("invitation", link.as_str()), ("name", "Eve"), ("password", PASSWORD)];
    post(&visitor, "/invitation/account", &fields).await.expect(404);
    app.db.assert_unchanged_since(&before).await;
    assert_ne!(invite(&app, (&story, &admin), "uma@client.example", "user").await, invitation);
}

#[tokio::test]
async fn invitations_to_one_address_are_throttled_and_strangers_do_not_count() {
    let app = TestApp::spawn().await;
    let (story, admin, _) = invited(&app, OLGA, "owner").await;
    let form = admin.get(&story.page()).await.form("#handover form[action$='/resend']");
    let stranger = app.signed_in(&app.person("eve@else.example").await).await;
    for _ in 0..12 {
        refused(&app, &stranger, form.action(), &[], 404).await;
    }
    for _ in 0..9 {
        form.clone().submit().await.expect(303);
        app.mail_for(OLGA).await;
    }
    let before = app.db.snapshot().await;
    let answer = form.submit().await.expect(429);
    assert!(reason(&answer).contains("That was too often.") && !answer.header("retry-after").is_empty());
    app.db.assert_unchanged_since(&before).await;
}
