//! The form for a new client: an organization under the provider, and its first owner invited.

use crate::help::{events, reason, refused, set_state};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::fields::FormFill;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::domain::providers::ProviderRole;
use uuid::Uuid;

const FORM: &str = "form[action='/clients/new']";

fn filled(page: &Page) -> FormFill {
    let form = page.form(FORM).set("name", " Fresh Bakery ").set("plan", "Teams (Annually)");
    form.set("seats", "7").set("owner_email", "Olga@bakery.example")
}

#[tokio::test]
async fn it_makes_an_organization_and_invites_its_first_owner() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get("/clients").await.click("New client").await;
    let done = filled(&form).submit().await.expect(303).follow().await;
    assert_eq!(done.text("#notice p span"), "Fresh Bakery is created and its first owner is invited.");
    assert_eq!(done.texts("tr.is-new th a"), ["Fresh Bakery"]);
    assert_eq!(done.texts("tr.is-new td[data-label]"), ["1 / 7", "Teams (Annually)"]);
    let mail = app.mail_for("olga@bakery.example").await;
    assert_eq!(mail.subject, "Invitation to Fresh Bakery");
    assert!(mail.text.contains("ada (ada@provider.example) invites you to Fresh Bakery as Owner"), "{mail}");
    let page = done.click("tr.is-new th a").await;
    assert_eq!(page.texts("#members tbody tr td[data-label='Role'], #members .status"), ["Owner", "Invited"]);
    let id = Uuid::parse_str(page.path.rsplit('/').next().unwrap()).unwrap();
    let log = ["1 organization_created ada <ada@provider.example>", "2 member_invited ada <ada@provider.example>"];
    assert_eq!(events(&app, id).await, log);
    assert_eq!(events(&app, story.provider).await, log);
}

#[tokio::test]
async fn the_same_form_sent_twice_makes_one_client() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let form = filled(&app.signed_in(&story.admin).await.get("/clients/new").await);
    form.clone().submit().await.expect(303);
    let once = app.db.snapshot().await;
    let again = form.submit().await.expect(303).follow().await;
    app.db.assert_unchanged_since(&once).await;
    assert_eq!(again.texts("tr.is-new th a"), ["Fresh Bakery"]);
    assert_eq!(app.deliver().await, 1);
    app.smtp.take_for("olga@bakery.example");
}

#[tokio::test]
async fn each_fault_stands_at_its_field_and_the_rest_is_kept() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get("/clients/new").await;
    for (field, value, fault) in [
        ("name", " ", "Enter a name."),
        ("name", &"x".repeat(101), "Use at most 100 characters."),
        ("name", "a\u{202E}b", "Leave out invisible and control characters."),
        ("plan", "Gold", "Choose one of the plans."),
        ("plan", "Teams (Monthly) 2099", "Choose one of the plans."),
        ("plan", "Free", "A provider manages Teams and Enterprise plans only."),
        ("plan", "Families (Annually)", "A provider manages Teams and Enterprise plans only."),
        ("seats", "0", "Enter a whole number from 1 to 1,000,000."),
        ("seats", "1000001", "Enter a whole number from 1 to 1,000,000."),
        ("seats", "-1", "Enter a whole number from 1 to 1,000,000."),
        ("owner_email", "olga", "Enter an email address, such as name@company.example. Letters with accents are not possible."),
    ] {
        let before = app.db.snapshot().await;
        let page = filled(&form).tamper(field, value).submit().await.expect(422);
        app.db.assert_unchanged_since(&before).await;
        assert_eq!(page.text(&format!("#{field}-error")), fault);
        assert_eq!(page.texts(".field .error").len(), 1, "only {field} is wrong: {page}");
        assert_eq!(page.one(".error-summary a").attr("href"), Some(format!("#{field}").as_str()));
        for (other, kept) in
            [("name", "Fresh Bakery"), ("plan", "Teams (Annually)"), ("seats", "7"), ("owner_email", "Olga@bakery.example")]
        {
            let kept = if other == field { value } else { kept };
            if field != "plan" || other != "plan" {
                assert_eq!(page.form(FORM).value(other).unwrap().trim(), kept.trim(), "{field} {other}");
            }
        }
    }
    let page = form.form(FORM).set("seats", "x").submit().await.expect(422);
    let faulty: Vec<_> = page.select("[aria-invalid]").iter().map(|input| input.attr("id").unwrap().to_owned()).collect();
    assert_eq!(faulty, ["name", "seats", "owner_email"], "all faults are told at once");
}

#[tokio::test]
async fn service_users_and_suspended_providers_make_none() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let id = app.app.new_id::<Uuid>().to_string();
    let fields =
        [("id", id.as_str()), ("name", "A"), ("plan", "Teams (Monthly)"), ("seats", "5"), ("owner_email", "o@a.example")];
    let service = app.signed_in(&story.service).await;
    assert!(!service.get("/clients").await.html.contains("/clients/new"));
    service.get("/clients/new").await.expect(403);
    let page = refused(&app, &service, "/clients/new", &fields, 403).await;
    assert!(reason(&page).contains("Your role does not allow this"));
    set_state(&app, "providers", story.provider, "suspended").await;
    let admin = app.signed_in(&story.admin).await;
    admin.get("/clients/new").await.expect(403);
    let page = refused(&app, &admin, "/clients/new", &fields, 403).await;
    assert!(reason(&page).contains("Your provider is suspended"));
    let stranger = app.signed_in(&app.person("nobody@else.example").await).await;
    stranger.get("/clients/new").await.expect(404);
    refused(&app, &stranger, "/clients/new", &fields, 404).await;
}

/// The id is the portal's, for this form and this person.
#[tokio::test]
async fn nobody_chooses_an_id() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let other = app.provider("Other Services").await;
    let bea = app.person("bea@other.example").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    let foreign = app.client_of((other, &bea), "Hidden Gem", "Teams (Monthly)", 5).await;
    let admin = app.signed_in(&story.admin).await;
    let form = admin.get("/clients/new").await;
    let ids = async |client: &Client, path: &str| client.get(path).await.form("main form").value("id").expect("an id");
    let hers = ids(&app.signed_in(&bea).await, "/clients/new").await;
    let of_another_form = ids(&admin, "/organizations/new").await;
    let mut changed = ids(&admin, "/clients/new").await;
    let first = if changed.remove(0) == 'A' { 'B' } else { 'A' };
    changed.insert(0, first);
    let free = app.app.new_id::<Uuid>().to_string();
    let before = app.db.snapshot().await;
    for id in [&foreign.to_string(), &story.organization.to_string(), &free, &hers, &of_another_form, &changed, "not-an-id", ""] {
        let page = filled(&form).tamper("id", id).submit().await.expect(403);
        assert!(!page.says("Hidden") && !page.says("Other Services"), "{page}");
    }
    app.db.assert_unchanged_since(&before).await;
}
