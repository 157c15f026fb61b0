//! The dialog: what it carries, and where its answers come.

use super::{asks, prove, unlinking};
use crate::help::post;
use crate::support::app::TestApp;
use crate::support::world::{PASSWORD, Story};
use portico::domain::members::{Role, Status};
use portico::domain::time::MINUTE;
use std::collections::BTreeSet;

#[tokio::test]
async fn it_carries_the_form_and_nothing_else_and_sends_it_to_the_same_path() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    app.clock.advance(16 * MINUTE);
    let odd = "new@provider.example\n\"x\" <y";
    let form = admin.get("/provider/members/new?role=admin").await.form("section.sheet form").set("emails", odd);
    let sent: BTreeSet<_> = form.pairs().into_iter().filter(|(name, _)| name != "form_token").collect();
    let page = form.submit().await.expect(403);
    let proof = page.form("#proof");
    assert_eq!(proof.action(), "/provider/members");
    let carried = proof.pairs().into_iter().filter(|(name, _)| name != "form_token" && name != "proof_password");
    assert_eq!(carried.collect::<BTreeSet<_>>(), sent);
    assert_eq!(page.one("#proof_password").attr("value"), Some(""));
    assert!(!page.has("#proof_code"), "nobody is asked for a code who has none");
    // Cancelling is a link to where one was.
    let cancel = page.one(".dialog-foot a[data-close]");
    assert_eq!(cancel.attr("href"), Some("/provider/members/new?role=admin"));
    // What was wrong with the form is told by the form, with the proof given.
    let done = prove(&page).await.expect(200);
    assert!(done.says("1 of 3 were invited") && !asks(&done), "{done}");
    app.mail_for("new@provider.example").await;
}

#[tokio::test]
async fn secrets_of_a_form_are_never_carried() {
    let (app, _, admin, _, path) = unlinking().await;
    app.clock.advance(16 * MINUTE);
    let fields = [("current_password", "s3cret-1"), ("password", "s3cret-2"), ("code", "s3cret-3")];
    // No form that needs a proof has such a field, and one that is sent all the same is refused before.
    let page = post(&admin, &path, &fields).await.expect(422);
    assert!(!page.html.contains("s3cret"), "{page}");
}

#[tokio::test]
async fn with_script_it_stands_in_the_dialog_and_the_answer_comes_to_where_it_would_have_come() {
    let (app, story, admin, olga, path) = unlinking().await;
    app.clock.advance(16 * MINUTE);
    // From a dialog.
    let page = admin.get_with(&path, &[("hx-request", "true"), ("hx-target", "dialog")]).await.expect(200);
    let page = page.form("form.form").submit_htmx().await.expect(403);
    assert_eq!((page.header("hx-retarget"), page.header("hx-reswap")), ("#dialog", "innerHTML"));
    assert_eq!(page.header("hx-trigger"), "", "the dialog stays open");
    assert!(!page.html.contains("<html") && page.one("#proof").attr("hx-target") == Some("#dialog"), "{page}");
    let wrong = page.form("#proof").set("proof_password", "wrong").submit_htmx().await.expect(422);
    assert_eq!((wrong.header("hx-retarget"), wrong.header("hx-reswap")), ("#dialog", "innerHTML"));
    let done = wrong.form("#proof").set("proof_password", PASSWORD).submit_htmx().await.expect(204);
    assert!(done.header("hx-location").contains("/clients") && done.header("hx-trigger") == "close-dialog");
    app.mail_for(&olga.email).await;
    // From a form in the page: what is said there comes there, and closes the dialog.
    app.clock.advance(16 * MINUTE);
    let client = app.client_of((story.provider, &story.admin), "Fourth Client", "Teams (Monthly)", 5).await;
    app.member(client, &olga, Role::Owner, Status::Confirmed).await;
    let plan = admin.get("/clients").await.form("#selection").check("client", &client.to_string());
    let plan = plan.press("Unlink").submit().await.expect(200);
    let page = plan.form(".plan-form").submit_htmx().await.expect(403);
    assert_eq!(page.header("hx-retarget"), "#dialog");
    assert_eq!(page.one("#proof").attr("hx-target"), Some("#main"));
    let of = crate::help::sql_id(&app.db, client);
    app.db.execute(&format!("UPDATE members SET status = 'accepted' WHERE organization_id = {of}")).await;
    let changed = page.form("#proof").set("proof_password", PASSWORD).submit_htmx().await.expect(409);
    assert_eq!(changed.header("hx-retarget"), "");
    assert_eq!(changed.header("hx-trigger"), "close-dialog");
}

#[tokio::test]
async fn a_download_is_asked_about_first_and_made_once() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let (admin, service) = (app.signed_in(&story.admin).await, app.signed_in(&story.service).await);
    let exports = "SELECT COUNT(*) FROM events WHERE kind = 'clients_exported'";
    let form = admin.get("/clients").await.form("#filter-links form[action='/clients/export']");
    assert_eq!(form.clone().submit_htmx().await.expect(204).html, "", "nothing is asked");
    app.clock.advance(16 * MINUTE);
    let asked = form.clone().submit_htmx().await.expect(403);
    assert!(asked.header("hx-retarget") == "#dialog" && asked.has("#proof:not([hx-post]) button[data-download]"), "{asked}");
    asked.form("#proof").set("proof_password", "wrong").submit_htmx().await.expect(422);
    asked.form("#proof").set("proof_password", PASSWORD).submit_htmx().await.expect(204);
    assert_eq!(app.db.number(exports).await, 0, "asking is no export");
    let file = form.submit().await.expect(200);
    assert!(file.header("content-disposition").contains("clients-") && file.html.contains("Second Client"), "{file}");
    assert_eq!(app.db.number(exports).await, 1);
    // Without script the page asks, and the file comes behind it.
    let form = service.get("/clients").await.form("#filter-links form[action='/clients/export']");
    let asked = form.submit().await.expect(403);
    let file = prove(&asked).await.expect(200);
    assert!(file.header("content-disposition").contains("clients-"), "{file}");
    assert_eq!(app.db.number(exports).await, 2);
}
