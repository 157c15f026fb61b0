//! The proof itself: what is right, how often it is tried, and for which session and how long it holds.

use super::{asks, press, prove, unlinking};
use crate::help::{form_token, post, refused};
use crate::support::app::TestApp;
use crate::support::crowd::{Post, at_once};
use crate::support::world::{PASSWORD, Story};
use portico::domain::time::{DAY, HOUR, MINUTE};

#[tokio::test]
async fn a_wrong_password_asks_again_at_its_field_and_changes_nothing() {
    let (app, story, admin, olga, path) = unlinking().await;
    app.clock.advance(16 * MINUTE);
    let before = app.db.snapshot().await;
    let mut page = press(&admin, &path).await.expect(403);
    for wrong in ["", "not the password"] {
        page = page.form("#proof").set("proof_password", wrong).submit().await.expect(422);
        assert!(asks(&page) && page.has("#proof_password-error") && page.has("#proof_password[aria-invalid]"), "{page}");
        assert!(wrong.is_empty() || !page.html.contains(wrong), "no password comes back: {page}");
    }
    app.db.assert_unchanged_since(&before).await;
    let done = prove(&page).await.expect(303).follow().await;
    assert!(done.text("#notice").contains("is unlinked"), "{done}");
    app.mail_for(&olga.email).await;
    // From now on for a quarter of an hour nothing is asked.
    app.clock.advance(14 * MINUTE);
    let team = [("emails", "new@provider.example"), ("role", "admin")];
    post(&admin, "/provider/members", &team).await.expect(303);
    app.mail_for("new@provider.example").await;
    app.clock.advance(2 * MINUTE);
    assert!(asks(&refused(&app, &admin, "/provider/members", &team, 403).await));
    assert_eq!(story.admin.email, "ada@provider.example");
}

#[tokio::test]
async fn guessing_is_throttled_as_everywhere_and_told_when_to_come_back() {
    let (app, _, admin, _, path) = unlinking().await;
    app.clock.advance(16 * MINUTE);
    let page = press(&admin, &path).await.expect(403);
    let wrong = page.form("#proof").set("proof_password", "wrong");
    for _ in 0..10 {
        wrong.clone().submit().await.expect(422);
    }
    let before = app.db.snapshot().await;
    let page = prove(&page).await.expect(429);
    assert!(asks(&page) && page.has(".error-summary") && !page.header("retry-after").is_empty(), "{page}");
    app.db.assert_unchanged_since(&before).await;
    // The same counter as under the own account.
    refused(&app, &admin, "/account/sessions/end-others", &[("current_password", PASSWORD)], 429).await;
}

#[tokio::test]
async fn with_two_step_sign_in_the_code_is_asked_for_too_and_works_once() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let (phone, codes) = crate::account::two_step::set_up(&app, &story.admin, &admin).await;
    app.clock.advance(16 * MINUTE);
    let team = [("emails", "new@provider.example"), ("role", "admin")];
    let page = refused(&app, &admin, "/provider/members", &team, 403).await;
    let before = app.db.snapshot().await;
    for code in ["", "000000"] {
        let form = page.form("#proof").set("proof_password", PASSWORD).set("proof_code", code);
        let again = form.submit().await.expect(422);
        assert!(again.has("#proof_code-error") && !again.has("#proof_password-error"), "{again}");
        assert_eq!(again.one("#proof_code").attr("value"), Some(""), "no code comes back");
    }
    let without = page.form("#proof").set("proof_password", PASSWORD).without("proof_code").submit().await.expect(422);
    assert!(without.has("#proof_code-error"));
    app.db.assert_unchanged_since(&before).await;
    let code = phone.code(&app);
    let right = page.form("#proof").set("proof_password", PASSWORD).set("proof_code", &code);
    right.submit().await.expect(303);
    app.mail_for("new@provider.example").await;
    app.clock.advance(16 * MINUTE);
    let page = refused(&app, &admin, "/provider/members", &[("emails", "two@provider.example"), ("role", "admin")], 403).await;
    let with = |code: &str| page.form("#proof").set("proof_password", PASSWORD).set("proof_code", code);
    with(&code).submit().await.expect(422);
    with(&codes[0]).submit().await.expect(303);
    app.deliver().await;
    assert_eq!(app.mail_for(&story.admin.email).await.subject, "A recovery code was used");
    app.mail_for("two@provider.example").await;
}

#[tokio::test]
async fn a_proof_in_one_session_proves_nothing_in_another_and_lengthens_neither() {
    let (mut app, story, first, _, path) = unlinking().await;
    app.ignore_mail();
    let second = app.signed_in(&story.admin).await;
    app.clock.advance(16 * MINUTE);
    let page = press(&first, &path).await.expect(403);
    assert!(asks(&press(&second, &path).await.expect(403)));
    prove(&page).await.expect(303);
    let team = [("emails", "new@provider.example"), ("role", "admin")];
    assert!(asks(&refused(&app, &second, "/provider/members", &team, 403).await));
    // Proved again and again, it ends when it would have.
    for _ in 0..27 {
        app.clock.advance(6 * HOUR);
        let asked = post(&first, "/provider/members", &team).await;
        assert!(matches!(prove(&asked).await.status, 303 | 409), "{asked}");
    }
    app.clock.advance(7 * DAY - 27 * 6 * HOUR - 15 * MINUTE);
    first.get("/clients").await.expect(303);
}

#[tokio::test]
async fn another_password_does_not_stand_for_a_proof_with_the_code() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    crate::account::two_step::set_up(&app, &story.admin, &admin).await;
    app.clock.advance(16 * MINUTE);
    let began = "SELECT CAST(created_at AS TEXT) || ' ' || CAST(proven_at AS TEXT) FROM sessions";
    let before = app.db.texts(began).await;
    // The password alone changes the password, and the session goes on under another id.
    let new = [("current_password", PASSWORD), ("password", "another good long sentence")];
    post(&admin, "/account/password", &new).await.expect(303);
    assert_eq!(app.mail_for(&story.admin.email).await.subject, "Your password was changed");
    assert_eq!(app.db.texts(began).await, before);
    let team = [("emails", "new@provider.example"), ("role", "admin")];
    assert!(asks(&refused(&app, &admin, "/provider/members", &team, 403).await));
}

#[tokio::test]
async fn the_token_of_the_form_is_asked_for_before_the_password() {
    let (app, _, admin, _, path) = unlinking().await;
    app.clock.advance(16 * MINUTE);
    let page = press(&admin, &path).await.expect(403);
    let before = app.db.snapshot().await;
    let form = page.form("#proof").set("proof_password", PASSWORD);
    form.clone().tamper("form_token", "x").submit().await.expect(403);
    form.without("form_token").submit().await.expect(403);
    let fields = [("form_token", form_token(&admin).await), ("proof_password", PASSWORD.into()), ("proof_password", "x".into())];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    admin.send("post", &path, &fields, &[]).await.expect(422);
    assert!(asks(&press(&admin, &path).await.expect(403)), "nothing was proved");
    // Nobody proves anything where nobody is signed in.
    let nobody = app.client();
    let form = nobody.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", "x").set("password", "x").tamper("proof_password", PASSWORD).submit().await.expect(401);
    app.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn the_same_proof_sent_eight_times_at_once_does_it_once() {
    let (app, _, admin, olga, path) = unlinking().await;
    app.clock.advance(16 * MINUTE);
    let page = press(&admin, &path).await.expect(403);
    let form = page.form("#proof").set("proof_password", PASSWORD);
    let answers = at_once(Post::of(&admin, &form).times(8)).await;
    answers.expect(1, 303, &[404, 409]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'client_unlinked'").await, 2, "one in each log");
    app.mail_for(&olga.email).await;
}

#[tokio::test]
async fn two_tabs_of_one_browser_share_the_proof() {
    let (app, story, admin, olga, path) = unlinking().await;
    let invite = admin.get("/provider/members/new?role=admin").await.form("section.sheet form");
    let unlink = admin.get(&path).await.form("section.sheet form");
    app.clock.advance(16 * MINUTE);
    let first = unlink.submit().await.expect(403);
    let second = invite.clone().set("emails", "new@provider.example").submit().await.expect(403);
    prove(&first).await.expect(303);
    app.mail_for(&olga.email).await;
    // The other tab has its question yet: its form, sent once more without an answer, is done now.
    invite.set("emails", "new@provider.example").submit().await.expect(303);
    app.mail_for("new@provider.example").await;
    let late = prove(&second).await.expect(409);
    assert!(late.says("new@provider.example") && !asks(&late), "{late}");
    assert_eq!(story.admin.email, "ada@provider.example");
}
