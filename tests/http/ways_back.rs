//! What is done has its way back where it is said to be done: the notice.

use crate::help::post;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;

async fn done(client: &Client, path: &str) -> Page {
    post(client, path, &[]).await.expect(303).follow().await.expect(200)
}

/// Presses the way back; gives the page that follows.
async fn back(page: &Page, label: &str) -> Page {
    page.form("#notice form").press(label).submit().await.expect(303).follow().await.expect(200)
}

#[tokio::test]
async fn a_client_is_suspended_and_reactivated_from_the_notice_of_the_other() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let suspended = done(&admin, &format!("/clients/{}/suspend", story.client)).await;
    let active = back(&suspended, "Undo").await;
    assert!(active.text("#notice").contains("is active again") && !active.has("#suspended"), "{active}");
    let again = back(&active, "Undo").await;
    assert!(again.has("#suspended"), "{again}");
    let twice = done(&admin, &format!("/clients/{}/suspend", story.client)).await;
    assert!(twice.has("#notice span") && !twice.has("#notice form"), "nothing was done: {twice}");
}

#[tokio::test]
async fn a_members_access_comes_back_and_who_was_taken_out_is_invited_again() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let uma = app.member(story.organization, &app.person("uma@client.example").await, Role::User, Status::Confirmed).await;
    let ivan = app.invited(story.organization, "ivan@client.example", Role::Admin).await;
    let at = |member, act: &str| format!("{}/members/{member}/{act}", story.page());
    let restored = back(&done(&admin, &at(uma, "revoke")).await, "Undo").await;
    assert!(restored.text(&format!("#member-{uma} .status")).contains("Confirmed"), "{restored}");
    let revoked = back(&restored, "Undo").await;
    assert!(revoked.text(&format!("#member-{uma} .status")).contains("Revoked"), "{revoked}");
    for (member, email, role) in [(uma, "uma@client.example", "User"), (ivan, "ivan@client.example", "Admin")] {
        let gone = done(&admin, &at(member, "remove")).await;
        assert!(!gone.text("#member-list").contains(email), "{gone}");
        let again = back(&gone, "Invite again").await;
        let row = again.texts("#member-list tbody tr").into_iter().find(|row| row.contains(email));
        assert!(row.is_some_and(|row| row.contains(role) && row.contains("Invited")), "{again}");
    }
}

#[tokio::test]
async fn a_colleague_is_let_in_again_from_the_notice() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let bea = app.join(story.provider, &app.person("bea@provider.example").await, ProviderRole::Service).await;
    let suspended = done(&admin, &format!("/provider/members/{bea}/suspend")).await;
    let active = back(&suspended, "Undo").await;
    assert!(active.text("#notice").contains("bea"), "{active}");
    assert_eq!(app.db.number("SELECT COUNT(*) FROM provider_members WHERE status = 'suspended'").await, 0);
    back(&active, "Undo").await;
    assert_eq!(app.db.number("SELECT COUNT(*) FROM provider_members WHERE status = 'suspended'").await, 1);
    let gone = done(&admin, &format!("/provider/members/{bea}/remove")).await;
    back(&gone, "Invite again").await;
    let invited = "SELECT COUNT(*) FROM provider_members WHERE status = 'invited' AND email = 'bea@provider.example'";
    assert_eq!(app.db.number(invited).await, 1);
}
