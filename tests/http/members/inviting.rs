//! One or many addresses in one form: each gets its own answer.

use super::super::help::{link, member, reason, refused, set_seats};
use super::begin;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};

/// The invitation's form as the page shows it, with these addresses, sent.
async fn send(client: &Client, story: &Story, emails: &str) -> Page {
    let form = client.get(&story.page()).await.click("#invite").await.form("section.sheet form");
    form.set("emails", emails).set("role", "user").submit().await
}

#[tokio::test]
async fn many_addresses_are_invited_whatever_separates_them_and_each_once() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let sheet = admin.get(&story.page()).await.click("#invite").await;
    assert_eq!(sheet.text("label[for=emails]"), "Email");
    let done = send(&admin, &story, "anna@client.example, Ben@client.example;\r\ncas@client.example  BEN@client.example\n").await;
    let done = done.expect(303).follow().await;
    assert!(done.text("#notice").contains("3 people are invited. The emails are on their way."));
    assert_eq!(done.text("#seats .num"), "4 / 25");
    for email in ["anna@client.example", "Ben@client.example", "cas@client.example"] {
        assert!(app.mail_for(email).await.text.contains("as User"));
    }
}

#[tokio::test]
async fn a_link_asks_for_a_role_that_the_person_may_give() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let (_, adam) = member(&app, story.organization, "adam@client.example", Role::Admin, Status::Confirmed).await;
    for (who, wanted, role) in [
        (&admin, "owner", "owner"),
        (&admin, "boss", "user"),
        (&admin, "", "user"),
        (&adam, "owner", "user"),
        (&adam, "admin", "admin"),
    ] {
        let page = who.get(&format!("{}/members/new?role={wanted}", story.page())).await.expect(200);
        assert_eq!(page.form("section.sheet form").value("role").as_deref(), Some(role), "{wanted}");
    }
}

#[tokio::test]
async fn what_cannot_be_invited_is_said_and_stays_in_the_form() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    app.invited(story.organization, "ivan@client.example", Role::User).await;
    set_seats(&app, story.organization, 4).await;
    let page = send(&admin, &story, "ivan@client.example anna@client.example nobody ben@client.example cas@client.example").await;
    let page = page.expect(200);
    assert!(page.says("2 of 5 were invited"), "{page}");
    let rows = page.texts("#results li");
    assert!(rows[0].contains("ivan@client.example") && rows[0].contains("in the organization already"), "{rows:?}");
    assert!(rows[1].contains("anna@client.example") && rows[1].contains("Invited"), "{rows:?}");
    assert!(rows[2].contains("nobody") && rows[2].contains("Enter an email"), "{rows:?}");
    assert!(rows[4].contains("All seats of the organization are taken"), "{rows:?}");
    let form = page.form("section.sheet form");
    assert_eq!(form.value("emails").as_deref(), Some("ivan@client.example\nnobody\ncas@client.example"));
    assert_eq!(form.value("role").as_deref(), Some("user"));
    for email in ["anna@client.example", "ben@client.example"] {
        app.mail_for(email).await;
    }
    let page = form.submit().await.expect(409);
    assert!(page.says("Nobody was invited"));
    assert_eq!(app.db.number("SELECT COUNT(*) FROM members WHERE status = 'invited'").await, 3);
    assert_eq!(admin.get(&story.page()).await.text("#seats .num"), "4 / 4");
}

#[tokio::test]
async fn twenty_addresses_at_a_time_and_no_more() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let list = |number: usize| (0..number).map(|n| format!("p{n}@client.example")).collect::<Vec<_>>().join(",");
    let path = format!("{}/members", story.page());
    let page = refused(&app, &admin, &path, &[("emails", &list(21)), ("role", "user")], 422).await;
    assert_eq!(page.text("#emails-error"), "Invite 20 addresses at a time, not more.");
    assert_eq!(page.form("section.sheet form").value("emails").as_deref(), Some(list(21).as_str()));
    let page = refused(&app, &admin, &path, &[("emails", " ,; \n"), ("role", "user")], 422).await;
    assert!(page.has("#emails-error"));
    send(&admin, &story, &list(20)).await.expect(303);
    app.deliver().await;
    assert_eq!(app.smtp.take_all().len(), 20);
}

#[tokio::test]
async fn an_address_that_was_invited_too_often_keeps_nobody_else_out() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    link(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let ivan = app.invited(story.organization, "ivan@client.example", Role::User).await;
    for _ in 0..10 {
        super::press(&admin, &story, ivan, "resend").await.expect(303);
    }
    super::press(&admin, &story, ivan, "remove").await.expect(303);
    app.deliver().await;
    app.smtp.take_all();
    let page = send(&admin, &story, "ivan@client.example anna@client.example").await.expect(200);
    let rows = page.texts("#results li");
    assert!(rows[0].contains("That was too often. Wait") && rows[1].contains("Invited"), "{rows:?}");
    app.mail_for("anna@client.example").await;
    let page = send(&admin, &story, "ivan@client.example").await.expect(429);
    assert!(reason(&page).contains("That was too often"));
}

#[tokio::test]
async fn whether_an_address_has_an_account_is_not_told() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    app.person("known0@client.example").await;
    let shown = async |email: &str| {
        let page = send(&admin, &story, email).await.expect(303).follow().await.expect(200);
        app.mail_for(email).await;
        let row = page.select("#members tbody tr").into_iter().find(|row| row.text.contains(email)).expect("a row");
        let told = (page.text("#notice"), row.text.split_whitespace().collect::<Vec<_>>().join(" "));
        (told.0.replace(email, "-"), told.1.replace(email, "-"))
    };
    assert_eq!(shown("known0@client.example").await, shown("kobody@client.example").await);
}

#[tokio::test]
async fn a_list_of_a_mail_program_is_told_as_it_was_understood_before_anybody_is_invited() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let pasted = include_str!("../../fixtures/pasted/outlook.txt");
    admin.get(&story.page()).await.expect(200);
    let before = app.db.snapshot().await;
    let page = send(&admin, &story, pasted).await.expect(200);
    app.db.assert_unchanged_since(&before).await;
    assert!(page.says("4 addresses were understood. Nobody is invited yet"), "{page}");
    let rows = page.texts("#understood li");
    assert_eq!(
        (rows[0].as_str(), rows[2].as_str()),
        ("piet.jansen@client.example Jansen, Piet", "sam.oneil@client.example O'Neil, Sam")
    );
    let form = page.form("section.sheet form");
    let addresses = ["piet.jansen", "anna", "sam.oneil", "kim"].map(|name| format!("{name}@client.example")).join("\n");
    assert_eq!(form.value("emails"), Some(addresses));
    let done = form.submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("4 people are invited."), "{done}");
    app.deliver().await;
    assert_eq!(app.smtp.take_all().len(), 4);
    let page = send(&admin, &story, "Kim Bos <kim.bos@client.example>; Nobody; Bo <bo@>").await.expect(200);
    assert!(page.says("One address was understood."), "{page}");
    let left_out = ["Nobody", "bo@"].map(|typed| format!("{typed} Left out: this is no email address"));
    assert_eq!(page.texts("#understood li.off"), left_out);
    assert_eq!(page.form("section.sheet form").value("emails").as_deref(), Some("kim.bos@client.example"));
    let long = (0..21).map(|n| format!("P {n} <p{n}@client.example>;")).collect::<String>();
    let page = send(&admin, &story, &long).await.expect(422);
    assert_eq!(page.text("#emails-error"), "Invite 20 addresses at a time, not more.");
}

#[tokio::test]
async fn an_owner_of_a_full_organization_is_told_whom_to_ask_for_a_seat() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let form = |organization| format!("/organizations/{organization}/members/new");
    for (organization, email) in [(story.client, "olga@client.example"), (story.organization, "otto@client.example")] {
        let owner = app.person(email).await;
        app.member(organization, &owner, Role::Owner, Status::Confirmed).await;
        let owner = app.signed_in(&owner).await;
        assert!(!owner.get(&form(organization)).await.expect(200).has("#full"), "there are seats");
        let occupied = if organization == story.client { 1 } else { 2 };
        set_seats(&app, organization, occupied).await;
        let asks = if organization == story.client { "ask Example Services for one more" } else { "“Manage seats”" };
        let page = owner.get(&form(organization)).await;
        assert!(page.text("#full").contains(asks), "{page}");
    }
    let admin = app.signed_in(&story.admin).await;
    assert!(admin.get(&form(story.client)).await.text("#full").contains("add a seat with “Manage seats”"));
}
