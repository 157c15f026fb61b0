//! Unlinking a client: said beforehand, told to the owners, and the end of every right.

use crate::help::post;
use crate::support::app::TestApp;
use crate::support::world::{Person, Story};
use portico::domain::members::{Role, Status};
use portico::service::identity::throttles::{self, Limit};

async fn with_owner(app: &TestApp, story: &Story) -> Person {
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    olga
}

#[tokio::test]
async fn every_right_of_the_provider_ends_and_the_owners_are_told() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let (admin, service) = (app.signed_in(&story.admin).await, app.signed_in(&story.service).await);
    let members = "SELECT COUNT(*) FROM members";
    let before = app.db.number(members).await;

    let client = admin.get("/clients").await.click(&format!("#client-{} .cell-menu a", story.client)).await;
    assert!(client.text("#unlink").contains("Unlink organization"));
    let page = client.click("#unlink").await;
    assert!(page.texts("#owners strong").contains(&"olga".to_owned()));
    let after = page.form("section.sheet form").submit().await.expect(303).follow().await;
    assert!(after.text("#notice").contains("Second Client's Organization is unlinked"));
    assert!(!after.has("tbody tr"));

    let path = format!("/organizations/{}", story.client);
    admin.get(&path).await.expect(404);
    service.get(&path).await.expect(404);
    app.signed_in(&olga).await.get(&path).await.expect(200);
    assert_eq!(app.db.number(members).await, before);
    let mail = app.mail_for(&olga.email).await;
    assert_eq!(mail.subject, "Second Client's Organization is no longer managed by Example Services");
    let logs = "SELECT COUNT(*) FROM events WHERE kind = 'client_unlinked'";
    assert_eq!(app.db.number(logs).await, 2, "one in each log");
}

#[tokio::test]
async fn a_second_unlink_is_told_that_it_is_done_already() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get(&format!("/clients/{}/unlink", story.client)).await;
    page.form("section.sheet form").submit().await.expect(303);
    let before = app.db.snapshot().await;
    let again = page.form("section.sheet form").submit().await.expect(409);
    assert!(again.says("unlinked already"));
    app.db.assert_unchanged_since(&before).await;
    app.mail_for(&olga.email).await;
}

#[tokio::test]
async fn a_client_without_an_owner_of_its_own_stays() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.invited(story.client, "olga@client.example", Role::Owner).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get(&format!("/clients/{}/unlink", story.client)).await.expect(200);
    assert!(page.text(".error-summary").contains("Finish the handover first"), "{page}");
    assert!(!page.has("section.sheet button.danger") && !page.says("What ends"));
    assert_eq!(page.click("To the handover").await.expect(200).path, format!("/organizations/{}", story.client));
    let before = app.db.snapshot().await;
    page.form("section.sheet form").submit().await.expect(409);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn service_users_and_suspended_providers_unlink_nothing() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    with_owner(&app, &story).await;
    let service = app.signed_in(&story.service).await;
    let clients = service.get("/clients").await;
    assert!(!clients.says("Unlink organization"));
    let path = format!("/clients/{}/unlink", story.client);
    service.get(&path).await.expect(403);
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get(&path).await.form("section.sheet form");
    app.db.execute("UPDATE providers SET state = 'suspended'").await;
    let before = app.db.snapshot().await;
    form.submit().await.expect(403);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn an_unlinked_organization_can_be_added_again() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.member(story.client, &story.admin, Role::Owner, Status::Confirmed).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get(&format!("/clients/{}/unlink", story.client)).await;
    page.form("section.sheet form").submit().await.expect(303);
    app.mail_for(&story.admin.email).await;
    let dialog = admin.get("/clients/existing").await;
    assert!(dialog.texts("#existing strong").contains(&"Second Client's Organization".to_owned()));
}

#[tokio::test]
async fn unlinking_ends_a_suspension_and_says_so_in_the_mail() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = with_owner(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let of = |act: &str| format!("/clients/{}/{act}", story.client);
    post(&admin, &of("suspend"), &[]).await.expect(303);
    let mail = app.mail_for(&olga.email).await;
    assert!(mail.text.contains("only the provider admins of Example Services"), "{mail}");
    post(&admin, &of("unlink"), &[]).await.expect(303);
    let mail = app.mail_for(&olga.email).await;
    assert!(mail.text.contains("The suspension has ended with it: its members have access again."), "{mail}");
    app.signed_in(&olga).await.get(&format!("/organizations/{}", story.client)).await.expect(200);
    // Once more is no mistake.
    let again = post(&admin, &of("unlink"), &[]).await.expect(409);
    assert_eq!(again.text("main h1"), "Already unlinked");
}

#[tokio::test]
async fn nobody_floods_owners_with_mails_by_adding_and_unlinking() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    with_owner(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get(&format!("/clients/{}/unlink", story.client)).await;
    for _ in 0..300 {
        throttles::count(&app.app, Limit::NoticesBy, &story.admin.id.to_string()).await.expect("not too often yet");
    }
    let before = app.db.snapshot().await;
    page.form("section.sheet form").submit().await.expect(429);
    post(&admin, "/clients/existing", &[("organization", &story.organization.to_string())]).await.expect(429);
    let members = format!("/organizations/{}/members/bulk", story.client);
    post(&admin, &members, &[("act", "revoke"), ("member", &story.client.to_string())]).await.expect(429);
    app.db.assert_unchanged_since(&before).await;
}
