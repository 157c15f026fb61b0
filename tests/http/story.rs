//! The one story, from end to end, as a browser without script lives it.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Story};

#[tokio::test]
async fn an_existing_organization_becomes_a_client_and_its_client_takes_over() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;

    let clients = admin.get("/clients").await;
    assert_eq!(clients.texts("thead th"), ["Selected Select all on this page", "Name", "Number of users", "Plan", "Actions"]);
    assert!(clients.has("a#add-existing"));
    assert!(!clients.says("My Client's Organization"));

    let dialog = clients.click("#add-existing").await;
    assert_eq!(dialog.texts("#existing strong"), ["My Client's Organization"]);
    let added = dialog.form("#existing form").submit().await.follow().await;
    assert_eq!(added.texts("tr.is-new th a"), ["My Client's Organization"]);
    assert!(added.text("#notice").contains("My Client's Organization is now a client."));
    assert!(!added.has("#add-existing"));

    let page = added.click("tr.is-new th a").await;
    assert_eq!(page.text("#handover .current h3"), "Backup owner invited");
    let invited = page.form("#handover form").set("email", "olivia@client.example").submit().await.follow().await;
    assert!(invited.text("#handover .current").contains("Waiting for olivia@client.example"));
    assert!(invited.text("#seats").starts_with("2 / 25"));

    let mail = app.mail_for("olivia@client.example").await;
    assert_eq!(mail.subject, "Invitation to My Client's Organization");
    let olivia = app.client();
    let waiting = accept_with_new_account(&app, &olivia, &mail.link()).await;
    assert!(waiting.text("#notice").contains("You have accepted the invitation"));
    assert_eq!(
        app.mail_for("ada@provider.example").await.subject,
        "Somebody is waiting for confirmation at My Client's Organization"
    );
    olivia.get(&story.page()).await.expect(404);

    let page = admin.get(&story.page()).await;
    assert!(page.has(".banner.attention"));
    let confirmed = page.form("#handover form[action$='/confirm']").submit().await.follow().await;
    assert_eq!(confirmed.text("#handover .current h3"), "You step down");
    assert!(confirmed.text("#handover .current").contains("2 / 25 → 1 / 25"));
    assert_eq!(app.mail_for("olivia@client.example").await.subject, "You are confirmed at My Client's Organization");
    let hers = olivia.get("/").await.follow().await;
    assert!(hers.texts("#members .cell-text").iter().any(|text| text.contains("ada@provider.example")));

    let leave = confirmed.click("#leave").await;
    let left = leave.form("section.sheet form").submit().await.follow().await;
    assert!(left.text("#notice").contains("You have left My Client's Organization"));
    assert!(left.text("#handover").contains("Handover complete"));
    assert!(left.text("#seats").starts_with("1 / 25"));
    assert_eq!(app.mail_for("olivia@client.example").await.subject, "ada has left My Client's Organization");
    let clients = admin.get("/clients").await;
    assert_eq!(clients.text(&format!("#client-{} .ratio", story.organization)), "1 / 25");

    for person in [&story.admin, &story.service] {
        let visitor = app.signed_in(person).await;
        let page = visitor.get(&story.page()).await.expect(200);
        assert!(page.has("#invite"));
    }
}

/// Opens the invitation's link and makes the account that it asks for.
async fn accept_with_new_account(app: &TestApp, visitor: &Client, link: &str) -> Page {
    let path = link.strip_prefix(&app.url("")).expect("the link leads to the portal");
    let page = visitor.get(path).await.follow().await;
    assert!(page.text("dl.facts").contains("olivia@client.example"));
    let form = page.form("form[action='/invitation/account']");
    form.set("name", "Olivia Owner").set("password", PASSWORD).submit().await.follow().await
}
