//! What the operator is refused: typed for the program, in these words for who reads, and nothing changes.

use super::commands::{Place, said};
use super::providers::{asked, provider};
use crate::support::app::TestApp;
use portico::domain::email::Email;
use portico::domain::operator::refusal::OperatorRefusal;
use portico::domain::providers::{ProviderName, State};
use portico::error::Error;
use portico::service::operator::{accounts, outbox, providers};

const ADA: &str = "ada@provider.example";
const EVE: &str = "eve@provider.example";
const MISSING: &str = "0190b0c0-0000-7000-8000-000000000000";

/// The command is refused in these words, with and without `--json`, and changes nothing.
async fn refused(place: &Place, words: &[&str], why: &str) {
    let before = place.db.snapshot().await;
    assert_eq!(asked(place, 1, words).await, serde_json::json!({ "error": why }), "{words:?}");
    let plain = place.run(words).await;
    assert_eq!(plain.status.code(), Some(1), "{words:?}");
    assert!(plain.stdout.is_empty(), "{}", said(&plain));
    assert_eq!(String::from_utf8_lossy(&plain.stderr).lines().last(), Some(format!("portico: {why}").as_str()), "{words:?}");
    place.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn the_operator_reads_what_is_not_there_or_in_the_way() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let eve = ["--name", "New", "--admin-email", EVE];
    provider(&place, "Other Services", EVE).await;
    asked(&place, 0, &["account", "disable", EVE, "--force"]).await;
    place.db.leave_broken("provider_has_an_admin", "its only admin is locked out by force");
    refused(&place, &["account", "reset-link", "bo@b.example"], "there is no account with the address bo@b.example").await;
    for verb in ["disable", "enable", "reset-two-step"] {
        refused(&place, &["account", verb, "bo@b.example"], "there is no account with the address bo@b.example").await;
    }
    let disabled = "the account of eve@provider.example is disabled";
    refused(&place, &["account", "reset-link", EVE], &format!("{disabled}; enable it first")).await;
    refused(&place, &[&["provider", "create"][..], &eve].concat(), disabled).await;
    let again = ["provider", "create", "--name", "example SERVICES", "--admin-email", ADA];
    refused(&place, &again, "there is a provider named example SERVICES already").await;
    for verb in ["suspend", "reactivate"] {
        refused(&place, &["provider", verb, "Gamma"], "there is no provider Gamma; `portico provider list` shows all").await;
    }
    for verb in ["retry", "cancel"] {
        refused(&place, &["outbox", verb, MISSING], &format!("there is no mail {MISSING} in the outbox")).await;
    }
}

#[tokio::test]
async fn the_operator_reads_why_a_mail_stays_as_it_is() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let listed = asked(&place, 0, &["outbox", "list"]).await;
    let id = listed["mails"][0]["id"].as_str().expect("the admin's link").to_owned();
    for (state, why) in
        [("sent", "it was sent already"), ("sending", "it is being sent at this moment; look again in two minutes")]
    {
        place.db.execute(&format!("UPDATE deliveries SET state = '{state}', attempts = 9")).await;
        for verb in ["retry", "cancel"] {
            refused(&place, &["outbox", verb, &id], why).await;
        }
    }
    place.db.execute("UPDATE deliveries SET state = 'dead'").await;
    let next = "resend the invitation in the portal, or make a new link with `portico account reset-link`";
    for (change, what) in [
        ("UPDATE mailed_links SET expires_at = 1", "has expired"),
        ("UPDATE mailed_links SET replaced_at = 1", "was replaced by a newer one"),
        ("UPDATE mailed_links SET used_at = 1", "was used"),
        ("UPDATE deliveries SET link_id = NULL", "was withdrawn"),
    ] {
        place.db.execute(change).await;
        let why = format!("its link {what}, so it would help nobody: {next}");
        refused(&place, &["outbox", "retry", &id], &why).await;
        let all = asked(&place, 0, &["outbox", "retry", "--dead"]).await;
        assert_eq!(all, serde_json::json!({ "retried": [], "refused": [{ "id": id, "reason": why }] }));
    }
    place.db.execute("UPDATE deliveries SET payload = '{}'").await;
    refused(&place, &["outbox", "retry", &id], "it cannot be read; cancel it").await;
}

#[tokio::test]
async fn what_the_operator_cannot_do_is_no_defect_of_the_program() {
    let app = TestApp::spawn().await;
    app.provider("Example Services").await;
    app.db.leave_broken("provider_has_an_admin", "a provider of nobody is enough here");
    let (nobody, name) = (Email::parse("bo@b.example").unwrap(), ProviderName::parse("Example services").unwrap());
    let no_account = OperatorRefusal::NoAccount { email: "bo@b.example".into() };
    let app = &app.app;
    let outcomes = [
        (accounts::reset_link(app, &nobody).await.err(), no_account.clone()),
        (accounts::enable(app, &nobody).await.err(), no_account),
        (
            providers::create(app, &name, &nobody, "Bo").await.err(),
            OperatorRefusal::ProviderNameTaken { name: "Example services".into() },
        ),
        (providers::set_state(app, "Gamma", State::Suspended).await.err(), OperatorRefusal::NoProvider { given: "Gamma".into() }),
        (outbox::cancel(app, MISSING.parse().unwrap()).await.err(), OperatorRefusal::NoMail { id: MISSING.parse().unwrap() }),
    ];
    for (error, expected) in outcomes {
        assert!(matches!(&error, Some(Error::OperatorRefused(refusal)) if *refusal == expected), "{error:?} is not {expected:?}");
    }
}
