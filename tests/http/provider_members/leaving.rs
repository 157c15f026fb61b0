//! Leaving a provider, whatever one's role: from the own account, where everybody finds it.

use crate::help::{events, refused};
use crate::support::app::TestApp;
use crate::support::world::Story;

#[tokio::test]
async fn a_service_user_finds_the_way_out_under_the_own_account() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let service = app.signed_in(&story.service).await;
    let page = service.get("/clients").await.click("a.who").await;
    let page = page.click("#leave-provider").await.expect(200);
    assert!(
        page.says("You lose the rights in every client at once") && page.one(".dialog-foot a").attr("href") == Some("/account")
    );
    let form = page.form("section.sheet form");
    let left = form.clone().submit().await.expect(303).follow().await.expect(200);
    assert!(left.text("#notice").contains("You have left Example Services"), "{left}");
    service.get("/clients").await.expect(404);
    service.get(&format!("/organizations/{}", story.client)).await.expect(404);
    assert!(events(&app, story.provider).await.last().expect("an event").contains("provider_member_left"));
    assert_eq!(app.mail_for(&story.admin.email).await.subject, "sem has left Example Services");
    assert!(!service.get("/account").await.has("#leave-provider"));
    form.submit().await.expect(404);
}

#[tokio::test]
async fn the_last_admin_stays_also_from_the_own_account() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/account").await.click("#leave-provider").await.expect(200);
    assert!(page.says("A provider is never without an admin") && !page.has("section.sheet button.danger"), "{page}");
    refused(&app, &admin, "/provider/members/leave", &[], 409).await;
    // A suspended provider freezes what its people change; who wants to go for good can delete the account.
    crate::help::set_state(&app, "providers", story.provider, "suspended").await;
    let service = app.signed_in(&story.service).await;
    assert!(!service.get("/account").await.has("#leave-provider"));
    refused(&app, &service, "/provider/members/leave", &[], 403).await;
}
