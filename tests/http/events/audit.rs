//! What was refused is kept for the account that tried and for the operator, and for nobody else.

use super::super::help::{link, post, sql_id};
use crate::support::app::TestApp;
use crate::support::world::Story;
use portico::domain::events::Kind;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::HOUR;
use portico::service::operator::events;
use portico::store::events::portal;
use std::time::Duration;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

/// Kind and details of the lines about refusals in a log, the oldest first, once there are as many.
async fn lines(app: &TestApp, log: Uuid, number: usize) -> Vec<String> {
    let id = sql_id(&app.db, log);
    let sql = format!(
        "SELECT kind || ' ' || details || ' ' || actor FROM events WHERE log_id = {id} AND kind IN ('refused', 'alert_raised') ORDER BY sequence"
    );
    let until = Instant::now() + Duration::from_secs(5);
    loop {
        let lines = app.db.texts(&sql).await;
        if lines.len() >= number || Instant::now() > until {
            assert_eq!(lines.len(), number, "{lines:?}");
            return lines;
        }
        sleep(Duration::from_millis(20)).await;
    }
}

fn portal_log() -> Uuid {
    portal::id().uuid()
}

/// Nothing more comes in the background.
async fn at_rest() {
    sleep(Duration::from_millis(150)).await;
}

#[tokio::test]
async fn reaching_for_what_is_somebody_elses_is_kept_once_an_hour_and_the_third_time_raises_an_alert() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    link(&app, &story).await;
    let eve = app.person("eve@other.example").await;
    let other = app.provider("Other Services").await;
    app.join(other, &eve, ProviderRole::Admin).await;
    let hers = app.signed_in(&eve).await;
    // Nothing is kept of what is not there at all, or of one's own that is gone.
    hers.get(&format!("/organizations/{}", Uuid::from_u128(7))).await.expect(404);
    post(&hers, &format!("/provider/members/{}/confirm", Uuid::from_u128(7)), &[]).await.expect(404);
    at_rest().await;
    lines(&app, portal_log(), 0).await;
    hers.get(&story.page()).await.expect(404);
    let kept = lines(&app, eve.id, 1).await;
    assert!(kept[0].contains("\"foreign\"") && kept[0].contains("GET /organizations/{id}"), "{kept:?}");
    assert_eq!(lines(&app, portal_log(), 1).await, kept);
    // By a member's id, and by an id in a form.
    post(&hers, &format!("/organizations/{}/members/{}/remove", story.organization, story.admin_member), &[]).await.expect(404);
    at_rest().await;
    lines(&app, portal_log(), 1).await;
    let id = story.organization.to_string();
    post(&hers, "/clients/bulk", &[("act", "unlink"), ("client", &id)]).await.expect(404);
    let kept = lines(&app, portal_log(), 2).await;
    assert!(kept[1].contains("alert_raised") && kept[1].contains("eve@other.example"), "{kept:?}");
    for _ in 0..4 {
        hers.get(&story.page()).await.expect(404);
    }
    at_rest().await;
    lines(&app, portal_log(), 2).await;
    lines(&app, eve.id, 1).await;
    // Those whom it was tried on never see it.
    for log in [story.organization, story.provider, other] {
        lines(&app, log, 0).await;
    }
    app.clock.advance(HOUR + 1000);
    let hers = app.signed_in(&eve).await;
    hers.get(&story.page()).await.expect(404);
    lines(&app, eve.id, 2).await;
    lines(&app, portal_log(), 3).await;
    let page = hers.get("/account/events").await.expect(200);
    assert!(page.says("was refused, for it belongs to somebody else: GET /organizations/{id}"), "{page}");
    let mine = events::lines(&app.app, Some(Kind::AlertRaised), 10).await.expect("the log is read");
    assert_eq!(mine.len(), 1);
}

#[tokio::test]
async fn a_role_that_is_too_low_and_a_form_of_somebody_else_are_kept() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    link(&app, &story).await;
    let service = app.signed_in(&story.service).await;
    post(&service, &format!("/clients/{}/unlink", story.client), &[]).await.expect(403);
    let kept = lines(&app, story.service.id, 1).await;
    assert!(kept[0].contains("\"denied\"") && kept[0].contains("POST /clients/{id}/unlink"), "{kept:?}");
    let admin = app.signed_in(&story.admin).await;
    let path = format!("/clients/{}/unlink", story.client);
    admin.post_raw(&path, &[("form_token", "another's")]).await.expect(403);
    let kept = lines(&app, story.admin.id, 1).await;
    assert!(kept[0].contains("\"form\""), "{kept:?}");
    admin.post_cross_site(&path, &[]).await.expect(403);
    // Who it was is not known at that door.
    let kept = lines(&app, portal_log(), 3).await;
    assert!(kept[2].contains("\"form\"") && kept[2].ends_with(" unknown"), "{kept:?}");
    for log in [story.client, story.provider] {
        lines(&app, log, 0).await;
    }
}

#[tokio::test]
async fn being_held_back_is_kept_signed_in_or_not() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let client = app.client();
    for _ in 0..14 {
        let form = client.get("/sign-in").await.form("form[action='/sign-in']");
        form.set("email", "nobody@client.example").set("password", "a wrong password of somebody").submit().await;
    }
    let kept = lines(&app, portal_log(), 2).await;
    assert!(kept[0].contains("\"too_often\"") && kept[0].contains("POST /sign-in"), "{kept:?}");
    assert!(kept[1].contains("alert_raised"), "{kept:?}");
    let admin = app.signed_in(&story.admin).await;
    for _ in 0..12 {
        let form = admin.get("/account/password").await.form("form[action='/account/password']");
        form.set("current_password", "a wrong password of mine").set("password", "anything at all that is long").submit().await;
    }
    let kept = lines(&app, story.admin.id, 1).await;
    assert!(kept[0].contains("POST /account/password"), "{kept:?}");
}

#[tokio::test]
async fn a_former_client_that_is_opened_again_is_no_probe() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    let admin = app.signed_in(&story.admin).await;
    post(&admin, &format!("/clients/{}/unlink", story.client), &[]).await.expect(303);
    app.mail_for("olga@client.example").await;
    for _ in 0..3 {
        admin.get(&format!("/organizations/{}", story.client)).await.expect(404);
    }
    at_rest().await;
    lines(&app, portal_log(), 0).await;
}
