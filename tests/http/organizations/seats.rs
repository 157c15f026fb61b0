//! The number of seats of a client: never below what is occupied, whatever happens at once.

use crate::support::app::TestApp;
use crate::support::crowd::{Visitor, at_once};
use crate::support::world::Story;
use portico::domain::members::{Role, Status};

async fn path(app: &TestApp, story: &Story, members: usize) -> String {
    for number in 0..members {
        app.invited(story.client, &format!("p{number}@client.example"), Role::User).await;
    }
    format!("/organizations/{}/seats", story.client)
}

#[tokio::test]
async fn both_roles_of_the_provider_change_the_seats_and_both_logs_hold_it() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let path = path(&app, &story, 2).await;
    for (person, before, seats) in [(&story.admin, "15", "20"), (&story.service, "20", "2")] {
        let page = app.signed_in(person).await.get(&path).await;
        let done = page.form("section.sheet form").set("seat_count", seats).submit().await.expect(303).follow().await;
        assert!(done.text("#seats").starts_with(&format!("2 / {seats}")), "{done}");
        assert!(done.text("#notice").contains(&format!("Seats: {before} → {seats}.")), "{done}");
    }
    let page = app.signed_in(&story.admin).await.get(&path).await;
    let same = page.form("section.sheet form").set("seat_count", "2").submit().await.follow().await;
    assert!(same.text("#notice").contains("There are 2 seats now."), "{same}");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'seats_changed'").await, 4);
}

#[tokio::test]
async fn what_is_occupied_or_no_number_is_refused_and_kept_in_the_field() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let path = path(&app, &story, 3).await;
    let admin = app.signed_in(&story.admin).await;
    let before = app.db.snapshot().await;
    for (typed, status, told) in [("2", 409, "3 seats are occupied"), ("0", 422, "whole number"), ("-5", 422, "whole number")] {
        let page = admin.get(&path).await.form("section.sheet form").set("seat_count", typed).submit().await.expect(status);
        assert!(page.says(told), "{page}");
        let field = page.one("#seat_count");
        assert_eq!((field.attr("value"), field.attr("aria-invalid")), (Some(typed), Some("true")));
        assert!(page.text("#seat_count-error").contains(told) && page.has(".error-summary[autofocus] a[href='#seat_count']"));
    }
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn the_organizations_own_owners_and_suspended_providers_change_no_seats() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let path = path(&app, &story, 1).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    let owner = app.signed_in(&olga).await;
    owner.get(&path).await.expect(403);
    assert!(!owner.get(&format!("/organizations/{}", story.client)).await.has("#manage-seats"));
    let form = app.signed_in(&story.admin).await.get(&path).await.form("section.sheet form").set("seat_count", "9");
    app.db.execute("UPDATE providers SET state = 'suspended'").await;
    let before = app.db.snapshot().await;
    form.submit().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn a_full_organization_gets_the_seat_that_the_handover_needs() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.db.execute("UPDATE organizations SET seats = 1 WHERE occupied = 1").await;
    let admin = app.signed_in(&story.admin).await;
    admin.get("/clients/existing").await.form("#existing form").submit().await.expect(303);
    let page = admin.get(&story.page()).await;
    let sheet = page.click("#more-seats").await;
    let page = sheet.form("section.sheet form").set("seat_count", "2").submit().await.follow().await;
    assert!(page.has("#handover [data-step='invited'] form"), "{page}");
}

#[tokio::test]
async fn seats_that_shrink_while_people_are_invited_never_fall_below_the_occupied() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let path = path(&app, &story, 4).await;
    let admin = Visitor::of(app.signed_in(&story.admin).await).await;
    let members = format!("/organizations/{}/members", story.client);
    let mut posts = Vec::new();
    for number in 0..16 {
        let email = format!("new{number}@client.example");
        posts.push(admin.post(&members, &[("email", &email), ("role", "user")]));
        // Whatever stands there at that moment, some of them are about it.
        let seen = crate::help::version(&[["15", "4", "5", "6", "7"][number % 5]]);
        posts.push(admin.post(&path, &[("seat_count", &(4 + number % 4).to_string()), ("version", &seen)]));
    }
    at_once(posts).await;
    app.assert_sound().await;
    app.deliver().await;
    app.smtp.take_all();
}
