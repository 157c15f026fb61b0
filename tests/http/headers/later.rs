//! Whoever is told to come back later is told when, at every door and in whatever way it is said.

use crate::help::post;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{PASSWORD, Story};
use portico::domain::identity::networks::Networks;
use portico::domain::members::{Role, Status};
use portico::service::identity::limits::{Counters, Limit, NetworkLimit};
use portico::service::identity::throttles;

/// Uses up what there is.
async fn close(app: &TestApp, counters: Counters) {
    while throttles::count_under(&app.app, &counters).await.is_ok() {}
}

fn assert_told(page: Page, what: &str) {
    let page = page.expect(429);
    let seconds: i64 = page.header("retry-after").parse().unwrap_or_else(|_| panic!("{what}: {page}"));
    assert!((1..=86_400).contains(&seconds), "{what}: {seconds}");
}

async fn sent(client: &Client, page: &str, form: &str, fields: &[(&str, &str)]) -> Page {
    let form = client.get(page).await.form(form);
    fields.iter().fold(form, |form, (name, value)| form.set(name, value)).submit().await
}

#[tokio::test]
async fn at_the_doors_of_who_is_not_signed_in() {
    let app = TestApp::spawn().await;
    let networks = Networks::of(Some("127.0.0.1"));
    for limit in [NetworkLimit::SignIn, NetworkLimit::PasswordLink, NetworkLimit::Registration, NetworkLimit::UnknownLink] {
        close(&app, Counters::none().in_networks(limit, &networks)).await;
    }
    let fields = [("email", "nobody@client.example")];
    let credentials = [("email", "nobody@client.example"), ("password", PASSWORD)];
    let nobody = app.client();
    assert_told(sent(&nobody, "/sign-in", "form[action='/sign-in']", &credentials).await, "sign-in");
    assert_told(sent(&nobody, "/forgot-password", "form[action='/forgot-password']", &fields).await, "forgotten");
    assert_told(sent(&nobody, "/register", "form[action='/register']", &fields).await, "registration");
    for path in ["password", "registration", "invitation", "provider-invitation"] {
        let visitor = app.client();
        let page = visitor.get(&format!("/{path}/{}", "A".repeat(43))).await.expect(303).follow().await;
        assert_told(page, path);
        assert_told(visitor.get_htmx(&format!("/{path}")).await, path);
    }
}

#[tokio::test]
async fn at_the_doors_of_who_is_signed_in() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let olga = app.person("olga@client.example").await;
    let member = app.member(story.organization, &olga, Role::Owner, Status::Accepted).await;
    let who = story.admin.id.to_string();
    let id = story.organization.to_string();
    let page = story.page();
    let all = [Limit::NoticesBy, Limit::ActsBy, Limit::InvitationsBy, Limit::OrganizationsBy, Limit::AddressLink];
    for limit in all {
        close(&app, Counters::none().of(limit, &who)).await;
    }
    let proof = ("current_password", PASSWORD);
    let mut asked: Vec<(String, Vec<(&str, &str)>)> = vec![
        ("/clients/existing".into(), vec![("organization", &id)]),
        (format!("{page}/members/{member}/confirm"), vec![]),
        (format!("{page}/members"), vec![("emails", "new@client.example"), ("role", "user")]),
        (format!("{page}/name"), vec![("name", "Another Name")]),
        ("/provider/members".into(), vec![("emails", "new@provider.example"), ("role", "service")]),
        ("/account".into(), vec![("name", "Ada"), ("language", "en"), ("time_zone", "UTC")]),
        ("/account/address".into(), vec![("email", "new@client.example"), proof]),
    ];
    for (path, fields) in &asked {
        assert_told(post(&admin, path, fields).await, path);
    }
    let own = [("name", "Mine"), ("plan", "Free"), ("seats", "2")];
    assert_told(sent(&admin, "/organizations/new", "#new-organization", &own).await, "a new organization");
    for limit in [Limit::Reauthentication, Limit::Proofs] {
        close(&app, Counters::none().of(limit, &who)).await;
    }
    let another = [("password", "another lantern over nine rivers"), proof];
    asked = vec![
        ("/account/password".into(), another.to_vec()),
        ("/account/delete".into(), vec![proof]),
        ("/account/two-step/set-up".into(), vec![proof]),
        ("/account/sessions/end-others".into(), vec![proof]),
    ];
    for (path, fields) in &asked {
        assert_told(post(&admin, path, fields).await, path);
    }
}

#[tokio::test]
async fn between_the_two_steps_and_for_who_signs_in_again_and_again() {
    let app = TestApp::spawn().await;
    let ada = app.person("ada@client.example").await;
    let client = app.signed_in(&ada).await;
    crate::account::two_step::set_up(&app, &ada, &client).await;
    let here = format!("app {} network 127.0.0.1/32", ada.id);
    close(&app, Counters::none().of(Limit::SecondStepKnown, &here)).await;
    let credentials = [("email", ada.email.as_str()), ("password", PASSWORD)];
    let other = app.client();
    let page = sent(&other, "/sign-in", "form[action='/sign-in']", &credentials).await.expect(303).follow().await;
    assert_told(page.form("form[action='/sign-in/code']").set("code", "000000").submit().await, "code");
    let bob = app.person("bob@client.example").await;
    close(&app, Counters::none().of(Limit::SignInsTo, &bob.id.to_string())).await;
    let credentials = [("email", bob.email.as_str()), ("password", PASSWORD)];
    assert_told(sent(&app.client(), "/sign-in", "form[action='/sign-in']", &credentials).await, "sign-ins");
}
