//! What an admin sees of a colleague and ends: how the colleague uses this provider, and nothing else.

use crate::help::{events, post, refused, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole::{Admin, Service};
use portico::domain::time::{DAY, HOUR, MINUTE};
use uuid::Uuid;

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

struct World {
    app: TestApp,
    story: Story,
    admin: Client,
    /// A colleague, with the membership in the story's provider and in another one, and a client of that.
    cem: Person,
    member: Uuid,
    elsewhere: Uuid,
    foreign: Uuid,
    /// An organization that the colleague owns.
    own: Uuid,
}

impl World {
    async fn begin() -> Self {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let story = Story::begin(&app).await;
        let cem = app.person("cem@provider.example").await;
        let member = app.join(story.provider, &cem, Admin).await;
        let elsewhere = app.other_provider("Zeta Services").await;
        app.join(elsewhere, &cem, Service).await;
        let foreign = app.client_of((elsewhere, &cem), "Foreign Client", "Teams (Monthly)", 5).await;
        let own = app.organization("Own Organization", "Teams (Monthly)", 5).await;
        app.member(own, &cem, Role::Owner, Status::Confirmed).await;
        let admin = app.signed_in(&story.admin).await;
        Self { app, story, admin, cem, member, elsewhere, foreign, own }
    }

    fn path(&self) -> String {
        format!("/provider/members/{}", self.member)
    }

    async fn page(&self) -> Page {
        self.admin.get(&self.path()).await.expect(200)
    }

    async fn signed_in(&self) -> Client {
        let client = self.app.client().with_header("user-agent", AGENT);
        let form = client.get("/sign-in").await.form("form[action='/sign-in']");
        form.set("email", &self.cem.email).set("password", PASSWORD).submit().await.expect(303);
        client
    }

    async fn end_access(&self) {
        let page = self.page().await.click("#end-access").await.expect(200);
        assert!(page.says("They go on elsewhere"), "{page}");
        let done = page.form("section.sheet form").submit().await.expect(303).follow().await;
        assert!(done.text("#notice").contains("reaches the provider again after the next sign-in"), "{done}");
    }
}

#[tokio::test]
async fn an_admin_sees_the_use_of_this_provider_and_nothing_of_what_is_done_elsewhere_or_from_where() {
    let world = World::begin().await;
    let page = world.page().await;
    assert_eq!((page.text("#seen"), page.text("#failures")), ("Never yet".into(), "None in the last 30 days".into()));
    assert!(page.says("None. It takes a sign-in to work for the provider."), "{page}");
    let cem = world.signed_in().await;
    world.app.clock.advance(3 * HOUR);
    // The own account, an own organization and a client of another provider are elsewhere.
    for path in ["/account", "/account/events", "/organizations"] {
        cem.get(path).await.expect(200);
    }
    for organization in [world.own, world.foreign] {
        cem.get(&format!("/organizations/{organization}")).await.expect(200);
    }
    let page = world.page().await;
    assert_eq!(page.text("#seen"), "Never yet");
    assert_eq!(page.texts("#sessions tbody td"), ["Not here yet"], "{page}");
    // Working here is seen, once a minute at most.
    let seen = "SELECT CAST(seen_at AS TEXT) FROM session_visits ORDER BY seen_at DESC LIMIT 1";
    cem.get("/clients").await.expect(200);
    let first = world.app.db.texts(seen).await;
    assert_eq!(first, [world.app.app.now().to_string()]);
    world.app.clock.advance(59 * 1000);
    cem.get("/clients").await.expect(200);
    assert_eq!(world.app.db.texts(seen).await, first);
    world.app.clock.advance(2 * 1000);
    cem.get(&format!("/organizations/{}", world.story.client)).await.expect(200);
    assert_eq!(world.app.db.texts(seen).await, [world.app.app.now().to_string()]);
    let page = world.page().await;
    assert_ne!(page.text("#seen"), "Never yet");
    let main = page.html.split("<main").nth(1).expect("a page");
    for theirs in ["127.0.0.1", "Firefox", "Zeta", "Foreign Client", "Own Organization"] {
        assert!(!main.contains(theirs), "{theirs} in {page}");
    }
    // Signed out: the session is gone, when the person was here is not.
    cem.get("/organizations").await.form("form[action='/sign-out']").submit().await.expect(303);
    let page = world.page().await;
    assert!(!page.has("#sessions") && page.text("#seen") != "Never yet", "{page}");
}

#[tokio::test]
async fn what_is_refused_is_no_visit_and_a_clock_that_ran_ahead_hides_none() {
    let world = World::begin().await;
    let service = world.app.signed_in(&world.story.service).await;
    service.get("/provider/members").await.expect(403);
    service.get("/provider/settings").await.expect(403);
    assert_eq!(world.app.db.number("SELECT COUNT(*) FROM member_visits").await, 0);
    let cem = world.signed_in().await;
    cem.get("/clients").await.expect(200);
    world.app.db.execute(&format!("UPDATE session_visits SET seen_at = {}", world.app.app.now() + DAY)).await;
    cem.get("/clients").await.expect(200);
    let seen = "SELECT CAST(seen_at AS TEXT) FROM session_visits";
    assert_eq!(world.app.db.texts(seen).await, [world.app.app.now().to_string()]);
}

#[tokio::test]
async fn failed_sign_ins_are_a_number_of_the_last_thirty_days_since_the_person_is_here() {
    let world = World::begin().await;
    let fails = async |times: usize| {
        for _ in 0..times {
            let form = world.app.client().get("/sign-in").await.form("form[action='/sign-in']");
            form.set("email", &world.cem.email).set("password", "wrong").submit().await.expect(422);
        }
        // Written beside the answer.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    };
    fails(2).await;
    assert_eq!(world.page().await.text("#failures"), "2 in the last 30 days");
    let (day, of) = (world.app.app.now() + DAY, sql_id(&world.app.db, world.member));
    world.app.db.execute(&format!("UPDATE provider_members SET created_at = {day} WHERE id = {of}")).await;
    assert_eq!(world.page().await.text("#failures"), "None in the last 30 days", "what was before is not shown");
    world.app.clock.advance(2 * DAY);
    fails(1).await;
    let admin = world.app.signed_in(&world.story.admin).await;
    assert_eq!(admin.get(&world.path()).await.text("#failures"), "1 in the last 30 days");
    world.app.clock.advance(31 * DAY);
    let admin = world.app.signed_in(&world.story.admin).await;
    assert_eq!(admin.get(&world.path()).await.text("#failures"), "None in the last 30 days");
}

#[tokio::test]
async fn whoever_is_not_confirmed_is_only_named() {
    let world = World::begin().await;
    world.signed_in().await.get("/clients").await.expect(200);
    let of = sql_id(&world.app.db, world.member);
    for status in ["accepted", "suspended"] {
        world.app.db.execute(&format!("UPDATE provider_members SET status = '{status}' WHERE id = {of}")).await;
        let page = world.page().await;
        assert!(page.says("There is more to see once this person is confirmed."), "{page}");
        assert!(!page.has("#seen") && !page.has("#sessions") && !page.has("#two-step") && !page.has("#end-access"), "{page}");
        for act in ["remind", "end-access"] {
            refused(&world.app, &world.admin, &format!("{}/{act}", world.path()), &[], 409).await;
        }
    }
}

#[tokio::test]
async fn two_step_sign_in_is_seen_and_a_reminder_goes_out_once_a_day() {
    let world = World::begin().await;
    let list = world.admin.get("/provider/members").await;
    let row = format!("#member-{}", world.member);
    assert!(list.text(&row).contains("Two-step sign-in is off"), "{list}");
    let page = list.click(&format!("{row} th a")).await;
    assert!(page.text("#two-step").starts_with("Off"), "{page}");
    let again = page.form("form:has(#remind)");
    let done = again.clone().submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("cem is reminded by email") && !done.has("#remind"), "{done}");
    let mail = world.app.mail_for(&world.cem.email).await;
    assert_eq!(mail.subject, "Please turn on two-step sign-in for Example Services");
    assert!(mail.text.contains("ada asks you to turn on two-step sign-in") && mail.text.contains("/account/two-step"), "{mail}");
    assert!(events(&world.app, world.story.provider).await.last().expect("an event").contains("provider_member_reminded"));
    let before = world.app.db.snapshot().await;
    assert!(again.clone().submit().await.expect(409).says("was reminded within the last day"));
    world.app.db.assert_unchanged_since(&before).await;
    world.app.clock.advance(DAY);
    let admin = world.app.signed_in(&world.story.admin).await;
    post(&admin, &format!("{}/remind", world.path()), &[]).await.expect(303);
    world.app.mail_for(&world.cem.email).await;
    let cem = world.signed_in().await;
    crate::account::two_step::set_up(&world.app, &world.cem, &cem).await;
    world.app.clock.advance(DAY);
    let admin = world.app.signed_in(&world.story.admin).await;
    let page = admin.get(&world.path()).await.expect(200);
    assert!(page.text("#two-step") == "On" && !page.has("#remind"), "{page}");
    assert!(!admin.get("/provider/members").await.text(&row).contains("Two-step"));
    refused(&world.app, &admin, &format!("{}/remind", world.path()), &[], 409).await;
}

/// Every way through the provider: what is asked for, with what, and whether it is found where it is allowed.
async fn reaches(world: &World, client: &Client) -> Vec<(String, u16)> {
    let (of, member) = (world.story.client, world.member);
    let mut answers = Vec::new();
    for path in [
        "/clients".to_owned(),
        "/clients/new".into(),
        format!("/clients/{of}/unlink"),
        format!("/clients/{of}/note"),
        format!("/organizations/{of}"),
        format!("/organizations/{of}/events"),
        format!("/organizations/{of}/members/new"),
        "/provider/members".into(),
        format!("/provider/members/{member}"),
        "/provider/events".into(),
        "/provider/events/clients".into(),
        "/provider/settings".into(),
    ] {
        let status = client.get(&path).await.status;
        answers.push((path, status));
    }
    let own = of.to_string();
    let chosen = [("client", own.as_str()), ("act", "suspend")];
    let seen = crate::help::version(&["15"]);
    for (path, fields) in [
        ("/clients/export".to_owned(), &[("all", "true"), ("query", "")][..]),
        ("/clients/bulk/plan".into(), &chosen),
        ("/provider/events/export".into(), &[("format", "csv")]),
        (format!("/organizations/{of}/events/export"), &[("format", "csv")]),
        (format!("/organizations/{of}/seats"), &[("seat_count", "16"), ("version", &seen)]),
        (format!("/clients/{of}/note"), &[("note", "x")]),
        ("/provider/members".into(), &[("emails", "new@provider.example"), ("role", "service")]),
    ] {
        let status = post(client, &path, fields).await.status;
        answers.push((format!("POST {path}"), status));
    }
    answers
}

#[tokio::test]
async fn what_open_sessions_reach_is_ended_on_every_way_until_the_next_sign_in_and_nowhere_else() {
    let world = World::begin().await;
    let (first, second) = (world.signed_in().await, world.signed_in().await);
    for (path, status) in reaches(&world, &first).await {
        assert!(matches!(status, 200 | 303), "{path}: {status}");
    }
    assert_eq!(world.page().await.select("#sessions tbody tr").len(), 2);
    world.end_access().await;
    let number = events(&world.app, world.story.provider).await.len();
    for client in [&first, &second] {
        for (path, status) in reaches(&world, client).await {
            // The pages without an id are those of the other provider by now, in which the person is a service user.
            let expected: &[u16] = match path.as_str() {
                "/clients" | "POST /clients/export" => &[200],
                "POST /clients/bulk/plan" => &[404],
                "/clients/new" => &[403],
                _ if path.contains("/provider/") => &[403, 404],
                _ => &[404],
            };
            assert!(expected.contains(&status), "{path}: {status}");
        }
        // Elsewhere everything goes on: own account, own organization, the other provider.
        for path in ["/account".into(), "/organizations".into(), format!("/organizations/{}", world.own)] {
            client.get(&path).await.expect(200);
        }
        let page = client.get("/clients").await.expect(200);
        assert!(page.says("Foreign Client") && !page.says("Second Client's Organization"), "{page}");
        assert!(page.text("#cut-off").contains("Sign out and in again"), "{page}");
        client.get(&format!("/organizations/{}", world.foreign)).await.expect(200);
        let choice = [("provider", &*world.story.provider.to_string())];
        post(client, "/provider/choice", &choice).await.expect(404);
    }
    assert_eq!(events(&world.app, world.story.provider).await.len(), number, "nothing was done for this one");
    // Another password in such a session is no sign-in.
    let new = [("current_password", PASSWORD), ("password", "another good long sentence")];
    post(&first, "/account/password", &new).await.expect(303);
    first.get(&format!("/organizations/{}", world.story.client)).await.expect(404);
    // Signing in is.
    let third = world.app.client();
    let form = third.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", &world.cem.email).set("password", new[1].1).submit().await.expect(303);
    for (path, status) in reaches(&world, &third).await {
        assert!(matches!(status, 200 | 303 | 409), "{path}: {status}");
    }
    assert!(!third.get("/clients").await.has("#cut-off"));
    first.get(&format!("/organizations/{}", world.story.client)).await.expect(404);
    let page = world.page().await;
    assert_eq!(page.select("#sessions tbody tr").len(), 1, "{page}");
}

#[tokio::test]
async fn ending_is_told_stands_in_the_log_and_needs_a_proof() {
    let world = World::begin().await;
    world.signed_in().await;
    world.app.clock.advance(16 * MINUTE);
    let asked = refused(&world.app, &world.admin, &format!("{}/end-access", world.path()), &[], 403).await;
    asked.form("#proof").set("proof_password", PASSWORD).submit().await.expect(303);
    let mail = world.app.mail_for(&world.cem.email).await;
    assert_eq!(mail.subject, "Sign in again to go on working for Example Services");
    assert!(mail.text.contains("ada has ended what you reached through Example Services"), "{mail}");
    assert!(events(&world.app, world.story.provider).await.last().expect("an event").contains("provider_access_ended"));
    assert!(!events(&world.app, world.elsewhere).await.iter().any(|line| line.contains("access_ended")));
    let line = world.admin.get("/provider/events").await;
    assert!(line.says("ended what the open sessions of cem@provider.example reached through the provider"), "{line}");
}

#[tokio::test]
async fn nobody_ends_the_own_sessions_here_and_a_suspended_provider_only_looks() {
    let world = World::begin().await;
    let list = world.admin.get("/provider/members").await;
    let me = list.select("tr:has(.tag) th a").remove(0).attr("href").expect("a link").to_owned();
    let page = world.admin.get(&me).await.expect(200);
    assert!(!page.has("#end-access") && !page.has("#remind") && page.has("a[href='/account/sessions']"), "{page}");
    let told = refused(&world.app, &world.admin, &format!("{me}/end-access"), &[], 409).await;
    assert!(told.says("These are your own sessions"), "{told}");
    crate::help::set_state(&world.app, "providers", world.story.provider, "suspended").await;
    let page = world.page().await;
    assert!(!page.has("#end-access") && !page.has("#remind") && page.has("#seen"), "{page}");
    for act in ["remind", "end-access"] {
        refused(&world.app, &world.admin, &format!("{}/{act}", world.path()), &[], 403).await;
    }
}
