//! Two people edit the same: nobody's work is overwritten unseen, and nobody's is lost.

use crate::help::{events, post, refused, version};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::fields::FormFill;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use std::collections::BTreeSet;

/// Forms that edit what stands there: each carries the version of it.
const EDITS: [&str; 8] = [
    "/account",
    "/organizations/{id}/members/{member}/role",
    "/organizations/{id}/name",
    "/organizations/{id}/plan",
    "/organizations/{id}/seats",
    "/provider/members/{member}/role",
    "/provider/settings/profile",
    "/provider/settings/sign-in",
];

/// Forms that overwrite nothing that somebody typed: they make something, end something, move something on from a
/// state that the act itself asks for, or choose for one's own browser. An address, a password and a second step are
/// changed with a proof and a link of their own, which another change ends.
#[rustfmt::skip]
const ACTS: &[&str] = &[
    "/account/address", "/account/delete", "/account/password", "/account/sessions/end-others", "/account/sessions/{id}/end",
    "/account/two-step/codes", "/account/two-step/confirm", "/account/two-step/off", "/account/two-step/set-up",
    "/address", "/address-undo", "/clients/bulk", "/clients/bulk/plan", "/clients/existing", "/clients/export", "/clients/new",
    "/clients/unlinked", "/kept-form", "/link-again", "/session", "/sign-in/again", "/sign-in/again/code",
    "/clients/{id}/note", "/clients/{id}/notes/{note}/remove", "/clients/{id}/reactivate", "/clients/{id}/suspend",
    "/clients/{id}/unlink", "/forgot-password", "/invitation/acceptance", "/invitation/account", "/language", "/opt-out",
    "/organization-deletion", "/organizations/new", "/organizations/{id}/deletion", "/organizations/{id}/events/export",
    "/organizations/{id}/members", "/organizations/{id}/members/bulk", "/organizations/{id}/members/{member}/confirm",
    "/organizations/{id}/members/{member}/decline", "/organizations/{id}/members/{member}/remove",
    "/organizations/{id}/members/{member}/resend", "/organizations/{id}/members/{member}/restore",
    "/organizations/{id}/members/{member}/revoke", "/organizations/{id}/removal-request", "/organizations/{id}/step-down",
    "/password", "/provider-deletion", "/provider-invitation/acceptance", "/provider-invitation/account", "/provider/choice",
    "/provider/events/clients/export", "/provider/events/export", "/provider/members", "/provider/members/leave",
    "/provider/members/{member}/confirm", "/provider/members/{member}/end-access", "/provider/members/{member}/reactivate",
    "/provider/members/{member}/remind", "/provider/members/{member}/remove", "/provider/members/{member}/resend",
    "/provider/members/{member}/suspend", "/provider/settings/deletion", "/register", "/registration", "/sign-in",
    "/sign-in/code", "/sign-out",
];

/// Whoever adds a form decides whether it edits something, and then has [`Case`]s of it here.
#[test]
fn each_form_of_the_portal_edits_or_is_an_act() {
    let routes = portico::routes::table();
    let forms: BTreeSet<_> = routes.iter().filter(|route| route.methods.contains(&"POST")).map(|route| route.path).collect();
    let known: BTreeSet<_> = EDITS.iter().chain(ACTS).copied().collect();
    assert_eq!(forms, known);
    assert_eq!(known.len(), EDITS.len() + ACTS.len(), "each in one of them");
}

/// Two open forms of one thing, and what is typed into each.
struct Case {
    route: &'static str,
    /// Where the form stands, where it is sent to, and who has it open.
    page: String,
    action: String,
    people: [Client; 2],
    field: &'static str,
    first: &'static str,
    second: &'static str,
    /// How the page says these two.
    says: [&'static str; 2],
    /// Who is said to have changed it.
    by: Option<&'static str>,
}

/// The field, and what each of the two types into it.
type Typed = (&'static str, &'static str, &'static str);

impl Case {
    fn of(people: &[Client; 2], route: &'static str, (page, action): (String, String), (field, first, second): Typed) -> Self {
        Self { route, page, action, people: people.clone(), field, first, second, says: [first, second], by: Some("bea") }
    }

    async fn open(&self, person: usize) -> FormFill {
        self.people[person].get(&self.page).await.expect(200).form(&format!("form[action='{}']", self.action))
    }
}

/// A world with every form that edits, and two people who may use each.
async fn cases() -> (TestApp, Vec<Case>) {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let bea = app.person("bea@provider.example").await;
    let eve = app.person("eve@provider.example").await;
    app.join(story.provider, &bea, ProviderRole::Admin).await;
    let team = app.join(story.provider, &eve, ProviderRole::Service).await;
    app.member(story.client, &app.person("olga@client.example").await, Role::Owner, Status::Confirmed).await;
    let uma = app.member(story.client, &app.person("uma@client.example").await, Role::User, Status::Confirmed).await;
    let people = [app.signed_in(&bea).await, app.signed_in(&story.admin).await];
    let client = format!("/organizations/{}", story.client);
    // That a client was opened is an event, once an hour.
    for person in &people {
        person.get(&client).await.expect(200);
    }
    let case = |route, page, action, fields| Case::of(&people, route, (page, action), fields);
    let at = |route: &'static str, path: String, fields| case(route, path.clone(), path, fields);
    let settings = |route: &'static str, fields| case(route, "/provider/settings".into(), route.into(), fields);
    let own = Case {
        people: [people[1].clone(), people[1].clone()],
        by: Some("ada"),
        ..at(EDITS[0], "/account".into(), ("name", "Ada the First", "Ada the Second"))
    };
    let cases = vec![
        own,
        Case { says: ["Admin", "Owner"], ..at(EDITS[1], format!("{client}/members/{uma}/role"), ("role", "admin", "owner")) },
        at(EDITS[2], format!("{client}/name"), ("name", "First Name", "Second Name")),
        at(EDITS[3], format!("{client}/plan"), ("plan", "Teams (Monthly)", "Teams (Annually)")),
        at(EDITS[4], format!("{client}/seats"), ("seat_count", "20", "30")),
        Case {
            says: ["Provider admin", "Service user"],
            ..at(EDITS[5], format!("/provider/members/{team}/role"), ("role", "admin", "service"))
        },
        settings(EDITS[6], ("provider_name", "First Services", "Second Services")),
        settings(EDITS[6], ("billing_email", "first@bills.example", "second@bills.example")),
        Case { says: ["60", "120"], ..settings(EDITS[7], ("session_length", "60", "120")) },
    ];
    (app, cases)
}

/// What stands in the field of the form that was answered with.
fn typed(page: &Page, case: &Case) -> Option<String> {
    page.form(&format!("form[action='{}']", case.action)).value(case.field)
}

#[tokio::test]
async fn the_later_of_two_sees_both_and_saves_nothing_until_it_is_decided() {
    let (app, cases) = cases().await;
    let routes: BTreeSet<_> = cases.iter().map(|case| case.route).collect();
    assert_eq!(routes, EDITS.into_iter().collect(), "each form that edits has a case");
    for case in &cases {
        // The second role is the one of before: whoever changes it back has changed it as well.
        let is_back = case.says[1] == "Service user";
        let (first, second) = (case.open(0).await, case.open(1).await);
        first.set(case.field, case.first).submit().await.expect(303);
        if is_back {
            // Nobody types what stood there when the form was opened, and means something else by it.
            continue;
        }
        let before = app.db.snapshot().await;
        let met = second.set(case.field, case.second).submit().await.expect(409);
        app.db.assert_unchanged_since(&before).await;
        let name = case.action.as_str();
        assert_eq!(met.text("#meanwhile h2"), "This was changed meanwhile", "{name}");
        let (now, own) = (met.texts("#meanwhile .now"), met.texts("#meanwhile .typed"));
        assert!(now.len() == 1 && own.len() == 1, "{name}: {met}");
        if case.field != "session_length" {
            assert_eq!((now[0].as_str(), own[0].as_str()), (case.says[0], case.says[1]), "{name}");
        }
        if let Some(by) = case.by {
            assert!(met.text("#meanwhile > p").contains(&format!("Last changed by {by}")), "{name}: {met}");
        }
        assert_eq!(typed(&met, case).as_deref(), Some(case.second), "{name}: what was typed is kept");
        // Theirs stays, or the same button puts one's own in its place.
        let theirs = met.one("#theirs").attr("href").expect("a link").to_owned();
        case.people[1].get(&theirs).await.expect(200);
        app.db.assert_unchanged_since(&before).await;
        met.form(&format!("form[action='{}']", case.action)).submit().await.expect(303);
        assert_eq!(typed(&case.people[1].get(&case.page).await, case).as_deref(), Some(case.second), "{name}");
    }
}

#[tokio::test]
async fn who_types_what_stands_there_by_now_meets_nobody() {
    let (app, cases) = cases().await;
    for case in &cases {
        let (first, second) = (case.open(0).await, case.open(1).await);
        first.set(case.field, case.first).submit().await.expect(303);
        // A session's length is set again whatever it was.
        let before = app.db.snapshot().await;
        second.set(case.field, case.first).submit().await.expect(303);
        app.db.assert_unchanged_since(&before).await;
    }
}

#[tokio::test]
async fn a_form_without_a_version_overwrites_nothing_unseen() {
    let (app, cases) = cases().await;
    for case in &cases {
        for version in [None, Some("0123456789abcdef01234567")] {
            let form = case.open(1).await.set(case.field, case.first);
            let form = version.map_or_else(|| form.clone().without("version"), |version| form.clone().tamper("version", version));
            let before = app.db.snapshot().await;
            let met = form.submit().await.expect(409);
            app.db.assert_unchanged_since(&before).await;
            assert_eq!(typed(&met, case).as_deref(), Some(case.first), "{}", case.action);
            assert!(met.has("#meanwhile .now"), "{met}");
        }
    }
}

#[tokio::test]
async fn a_fault_in_between_does_not_make_the_form_a_fresh_one() {
    let (app, cases) = cases().await;
    let wrong = [
        ("name", " "),
        ("plan", "Nothing"),
        ("seat_count", "many"),
        ("provider_name", " "),
        ("role", "king"),
        ("session_length", "7"),
    ];
    let mut tried = 0;
    for case in cases.iter().filter(|case| case.says[1] != "Service user") {
        let Some((_, fault)) = wrong.iter().find(|(field, _)| *field == case.field) else { continue };
        let second = case.open(1).await;
        case.open(0).await.set(case.field, case.first).submit().await.expect(303);
        let again = second.tamper(case.field, fault).submit().await.expect(422);
        let before = app.db.snapshot().await;
        let form = again.form(&format!("form[action='{}']", case.action));
        form.tamper(case.field, case.second).submit().await.expect(409);
        app.db.assert_unchanged_since(&before).await;
        tried += 1;
    }
    assert_eq!(tried, 7);
}

#[tokio::test]
async fn what_else_changes_about_the_same_thing_is_in_nobodys_way() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let client = format!("/organizations/{}", story.client);
    let (name, seats) = (admin.get(&format!("{client}/name")).await, admin.get(&format!("{client}/seats")).await);
    let plan = admin.get(&format!("{client}/plan")).await;
    app.invited(story.client, "ivan@client.example", Role::User).await;
    const FORM: &str = "section.sheet form";
    plan.form(FORM).set("plan", "Enterprise (Monthly)").submit().await.expect(303);
    name.form(FORM).set("name", "Renamed").submit().await.expect(303);
    seats.form(FORM).set("seat_count", "9").submit().await.expect(303);
    // As little as a number that is one again.
    let form = admin.get(&format!("{client}/seats")).await.form(FORM);
    for number in ["10", "9"] {
        admin.get(&format!("{client}/seats")).await.form(FORM).set("seat_count", number).submit().await.expect(303);
    }
    form.set("seat_count", "8").submit().await.expect(303);
}

#[tokio::test]
async fn an_invitation_is_not_sent_anew_for_a_role_that_was_changed_meanwhile() {
    let mut app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.member(story.client, &app.person("olga@client.example").await, Role::Owner, Status::Confirmed).await;
    let (admin, service) = (app.signed_in(&story.admin).await, app.signed_in(&story.service).await);
    let members = format!("/organizations/{}/members", story.client);
    post(&admin, &members, &[("emails", "ivan@client.example"), ("role", "user")]).await.expect(303);
    let ivan = app.db.texts("SELECT email FROM members WHERE status = 'invited'").await;
    assert_eq!(ivan, ["ivan@client.example"]);
    app.mail_for("ivan@client.example").await;
    let row = admin.get(&format!("/organizations/{}", story.client)).await.one("tr:has(.invited)");
    let path = format!("{members}/{}/role", row.attr("id").expect("an id").trim_start_matches("member-"));
    let (mine, theirs) = (admin.get(&path).await, service.get(&path).await);
    theirs.form("section.sheet form").set("role", "admin").submit().await.expect(303);
    app.mail_for("ivan@client.example").await;
    let before = app.db.snapshot().await;
    let met = mine.form("section.sheet form").set("role", "owner").submit().await.expect(409);
    app.db.assert_unchanged_since(&before).await;
    assert!(met.has("#meanwhile"), "{met}");
    assert_eq!(app.deliver().await, 0, "no mail leaves");
    app.ignore_mail();
}

#[tokio::test]
async fn the_box_is_told_in_dutch_too_and_goes_into_the_dialog() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await.with_language("nl");
    let path = format!("/organizations/{}/name", story.client);
    let form = admin.get_with(&path, &[("hx-request", "true")]).await.form("form");
    let seen = version(&["Second Client's Organization"]);
    post(&admin, &path, &[("name", "Eerste"), ("version", &seen)]).await.expect(303);
    let met = form.set("name", "Tweede").submit_htmx().await.expect(409);
    assert!(!met.html.contains("<html") && met.text("#meanwhile h2") == "Dit is intussen gewijzigd", "{met}");
    assert_eq!(met.text("#theirs"), "Laten staan wat er staat");
    refused(&app, &admin, &path, &[("name", "Derde"), ("version", &seen)], 409).await;
    assert_eq!(events(&app, story.client).await.len(), 1);
}
