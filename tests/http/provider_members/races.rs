//! Many requests at one moment about who is in a provider: one admin always stays.

use crate::support::app::TestApp;
use crate::support::crowd::{Visitor, at_once};
use crate::support::world::{Person, Story};
use portico::domain::providers::ProviderRole::{Admin, Service};

const ADMINS: &str = "SELECT COUNT(*) FROM provider_members WHERE role = 'admin' AND status = 'confirmed'";

async fn visitor(app: &TestApp, person: &Person) -> Visitor {
    Visitor::of(app.signed_in(person).await).await
}

async fn spawn() -> TestApp {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    app
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_admins_who_remove_demote_suspend_and_leave_at_once_leave_one() {
    let app = spawn().await;
    for round in 0..6 {
        let provider = app.provider(&format!("Round {round}")).await;
        let anna = app.person(&format!("anna{round}@provider.example")).await;
        let ben = app.person(&format!("ben{round}@provider.example")).await;
        let (one, two) = (app.join(provider, &anna, Admin).await, app.join(provider, &ben, Admin).await);
        let (first, second) = (visitor(&app, &anna).await, visitor(&app, &ben).await);
        let path = |member, act| format!("/provider/members/{member}/{act}");
        let admin = crate::help::version(&["admin"]);
        let (leave, service) = ("/provider/members/leave", [("role", "service"), ("version", admin.as_str())]);
        // Each round begins with another pair of acts, and the last ones mix all of them.
        let mut posts = Vec::new();
        for (visitor, own, other) in [(&first, one, two), (&second, two, one)] {
            let acts = [
                visitor.post(&path(other, "remove"), &[]),
                visitor.post(&path(other, "role"), &service),
                visitor.post(&path(other, "suspend"), &[]),
                visitor.post(leave, &[]),
                visitor.post(&path(own, "role"), &service),
            ];
            match acts.get(round) {
                Some(act) => posts.extend(act.times(12)),
                None => posts.extend(acts.iter().flat_map(|act| act.times(3))),
            }
        }
        let answers = at_once(posts).await;
        // A role that is asked for twice is there already: that is no refusal.
        assert!(answers.number(303) >= 1, "{answers:?}");
        answers.expect(answers.number(303), 303, &[401, 403, 404, 409]);
        let here = format!("{ADMINS} AND provider_id = {}", app.db.id(provider));
        assert_eq!(app.db.number(&here).await, 1, "round {round}");
        app.assert_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_that_is_invited_forty_times_at_once_is_invited_once() {
    let app = spawn().await;
    let story = Story::begin(&app).await;
    let bea = app.person("bea@provider.example").await;
    app.join(story.provider, &bea, Admin).await;
    let (ada, bea) = (visitor(&app, &story.admin).await, visitor(&app, &bea).await);
    // Ten invitations may go to one address in an hour: the others are refused one way or the other.
    let posts = [&ada, &bea].map(|by| by.post("/provider/members", &[("emails", "x@new.example"), ("role", "admin")]).times(20));
    at_once(posts.concat()).await.expect(1, 303, &[409, 429]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM provider_members WHERE email_key = 'x@new.example'").await, 1);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM deliveries").await, 1);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM events WHERE kind = 'provider_member_invited'").await, 1);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_pressed_thirty_times_at_once_makes_one_account_and_one_member() {
    let app = spawn().await;
    let story = Story::begin(&app).await;
    let ada = visitor(&app, &story.admin).await;
    at_once(vec![ada.post("/provider/members", &[("emails", "x@new.example"), ("role", "service")])]).await.expect(1, 303, &[]);
    let link = app.mail_for("x@new.example").await.link();
    let guest = app.client();
    let page = guest.get(link.strip_prefix(&app.url("")).unwrap()).await.follow().await;
    let form = page.form("form[action='/provider-invitation/account']").set("name", "X New");
    let form = form.set("password", crate::support::world::PASSWORD);
    at_once(crate::support::crowd::Post::of(&guest, &form).times(30)).await.expect(1, 303, &[403, 409, 410, 429, 503]);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM accounts WHERE email_key = 'x@new.example'").await, 1);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM provider_members WHERE status = 'accepted'").await, 1);
    app.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_is_suspended_and_reactivated_at_once_ends_as_one_of_both() {
    let app = spawn().await;
    let story = Story::begin(&app).await;
    let bea = app.person("bea@provider.example").await;
    let member = app.join(story.provider, &bea, Service).await;
    let ada = visitor(&app, &story.admin).await;
    let path = |act| format!("/provider/members/{member}/{act}");
    let posts = [ada.post(&path("suspend"), &[]).times(10), ada.post(&path("reactivate"), &[]).times(10)].concat();
    let answers = at_once(posts).await;
    answers.expect(answers.number(303), 303, &[409]);
    let events = |kind: &str| format!("SELECT COUNT(*) FROM events WHERE kind = 'provider_member_{kind}'");
    let (suspended, reactivated) = (app.db.number(&events("suspended")).await, app.db.number(&events("reactivated")).await);
    let now = app.db.number("SELECT COUNT(*) FROM provider_members WHERE status = 'suspended'").await;
    assert_eq!(suspended - reactivated, now, "each event is one that happened");
    app.assert_sound().await;
}
