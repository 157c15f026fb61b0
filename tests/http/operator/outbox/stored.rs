//! What stands in the outbox outlives an upgrade: each message, as it was stored, is read and put into words.

use crate::support::app::TestApp;
use portico::domain::language::Language;
use portico::mail::{AccountMail, ClientMail, MemberMail, Message, OrganizationMail, ProviderMail, SignInMail, TeamNews, render};
use portico::store::deliveries::Delivery;
use std::collections::BTreeSet;
use strum::EnumCount;
use uuid::Uuid;

/// A row of each kind. Rows like these wait in databases: a line is added for a new kind, and none is changed.
pub(super) const STORED: &[&str] = &[
    r#"{"kind":"invitation","organization":"Harbour","role":"owner","inviter":"Ada","inviter_email":"ada@p.example","expires_at":1795442700000}"#,
    r#"{"kind":"confirmation_needed","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","person":"Bo","role":"admin"}"#,
    r#"{"kind":"confirmed","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","role":"user","by":"Ada"}"#,
    r#"{"kind":"client_added","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","by":"Ada"}"#,
    r#"{"kind":"client_unlinked","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","by":"Ada","reactivated":true}"#,
    r#"{"kind":"organization_suspended","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","by":"Ada"}"#,
    r#"{"kind":"organization_reactivated","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","by":"Ada"}"#,
    r#"{"kind":"removal_asked","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","person":"Ada","person_email":"ada@p.example"}"#,
    r#"{"kind":"removed","organization":"Harbour","by":"Ada"}"#,
    r#"{"kind":"owner_left","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","person":"Ada"}"#,
    r#"{"kind":"role_changed","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","before":"user","after":"admin","by":"Ada"}"#,
    r#"{"kind":"access_revoked","organization":"Harbour","by":"Ada"}"#,
    r#"{"kind":"access_restored","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","role":"user","waits":false,"by":"Ada"}"#,
    r#"{"kind":"access_restored","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","role":"user","waits":true,"by":"Ada"}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"invitation","role":"admin","inviter":"Ada","inviter_email":"ada@p.example","expires_at":1795442700000}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"waiting","person":"Bo","role":"service"}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"confirmed","role":"service","by":"Ada"}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"role_changed","role":"admin","by":"Ada"}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"removed","by":"Ada"}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"suspended","by":"Ada"}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"reactivated","by":"Ada"}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"admin_left","person":"Ada"}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"two_step_wanted","by":"Ada"}}"#,
    r#"{"kind":"team","provider":"Example Services","news":{"news":"access_ended","by":"Ada"}}"#,
    r#"{"kind":"password_link","expires_at":1795442700000}"#,
    r#"{"kind":"password_set"}"#,
    r#"{"kind":"registration","expires_at":1795442700000}"#,
    r#"{"kind":"account_exists"}"#,
    r#"{"kind":"account_deleted"}"#,
    r#"{"kind":"password_changed"}"#,
    r#"{"kind":"address_link","before":"ada@p.example","expires_at":1795442700000}"#,
    r#"{"kind":"address_taken"}"#,
    r#"{"kind":"address_changed","after":"ada@new.example"}"#,
    r#"{"kind":"address_changed","after":"ada@new.example","until":1795442700000}"#,
    r#"{"kind":"address_undone"}"#,
    r#"{"kind":"two_step_on"}"#,
    r#"{"kind":"two_step_off"}"#,
    r#"{"kind":"recovery_code_used","left":7}"#,
    r#"{"kind":"recovery_code_used","left":1}"#,
    r#"{"kind":"provider_deletion_link","provider":"Example Services","expires_at":1795442700000}"#,
    r#"{"kind":"provider_deleted","provider":"Example Services","by":"Ada"}"#,
    r#"{"kind":"client_unlinked","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","by":"Ada","reactivated":false,"suspended":true}"#,
    r#"{"kind":"organization_by_operator","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","did":"suspended","closed":true}"#,
    r#"{"kind":"organization_by_operator","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","did":"reactivated","closed":false}"#,
    r#"{"kind":"organization_by_operator","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","did":"released","closed":true}"#,
    r#"{"kind":"organization_by_operator","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","did":"released","closed":false}"#,
    r#"{"kind":"organization_by_operator","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":"Example Services","did":"deleted","closed":false}"#,
    r#"{"kind":"organization_by_operator","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","provider":null,"did":"suspended","closed":true}"#,
    r#"{"kind":"client_by_operator","provider":"Example Services","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","did":"suspended"}"#,
    r#"{"kind":"client_by_operator","provider":"Example Services","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","did":"reactivated"}"#,
    r#"{"kind":"client_by_operator","provider":"Example Services","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","did":"released"}"#,
    r#"{"kind":"client_by_operator","provider":"Example Services","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","did":"deleted"}"#,
    r#"{"kind":"owner_wanted","organization":"Harbour","expires_at":1795442700000}"#,
    r#"{"kind":"owner_by_operator","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef"}"#,
    r#"{"kind":"client_link_asked","organization":"Harbour","provider":"Example Services","by":"Ada","by_email":"ada@p.example","expires_at":1795442700000}"#,
    r#"{"kind":"client_relinked","provider":"Example Services","organization":"Harbour","organization_id":"01234567-89ab-7def-8123-456789abcdef","by":"Olga"}"#,
    r#"{"kind":"organization_deletion_link","organization":"Harbour","expires_at":1795442700000}"#,
    r#"{"kind":"organization_deleted","organization":"Harbour","by":"Ada"}"#,
    r#"{"kind":"organization_deleted","organization":"Harbour","by":null}"#,
    r#"{"kind":"recovery_code_used","left":7,"seen":{"at":1795442700000,"address":"192.0.2.7","browser":"Firefox","system":"Linux"}}"#,
    r#"{"kind":"signed_in_elsewhere","seen":{"at":1795442700000,"address":"192.0.2.7","browser":"Firefox","system":null}}"#,
    r#"{"kind":"code_missing","seen":{"at":1795442700000,"address":"2001:db8::1","browser":null,"system":null}}"#,
    r#"{"kind":"strangers_held_back","at":1795442700000}"#,
];

pub(super) fn row(message: &str, language: Language) -> Delivery {
    Delivery {
        id: Uuid::from_u128(7).into(),
        payload: message.into(),
        recipient: "olga@client.example".into(),
        language: language.word().into(),
        time_zone: None,
        link_id: Some(Uuid::from_u128(8).into()),
        attempts: 0,
        created_at: 0,
    }
}

#[test]
fn every_kind_of_message_stands_among_the_stored() {
    let kind = |stored: &&str| {
        let stored: serde_json::Value = serde_json::from_str(stored).expect("an object");
        format!("{} {}", stored["kind"], stored["news"]["news"])
    };
    let kinds = STORED.iter().map(kind).collect::<BTreeSet<_>>().len();
    let of_organizations = MemberMail::COUNT + OrganizationMail::COUNT + ClientMail::COUNT;
    let of_providers = ProviderMail::COUNT - 1 + TeamNews::COUNT;
    assert_eq!(kinds, of_organizations + of_providers + AccountMail::COUNT + SignInMail::COUNT);
}

#[tokio::test]
async fn a_message_of_every_kind_is_read_as_it_was_stored_and_put_into_words() {
    let app = TestApp::spawn().await;
    for stored in STORED {
        let message: Message = serde_json::from_str(stored).unwrap_or_else(|error| panic!("{stored}: {error}"));
        assert_eq!(serde_json::to_string(&message).unwrap(), *stored, "and is stored so again");
        let [english, dutch] = [Language::English, Language::Dutch]
            .map(|language| render::letter(&app.app, &row(stored, language)).unwrap_or_else(|error| panic!("{stored}: {error}")));
        for letter in [&english, &dutch] {
            if let Some(purpose) = message.link_purpose() {
                let secret = app.app.secrets.token(purpose.word(), Uuid::from_u128(8));
                assert!(letter.text.contains(secret.as_str()), "{stored}: {}", letter.text);
            }
            let offered = letter.text.contains("/opt-out/") && letter.html.contains("/opt-out/");
            assert_eq!(offered, message.may_reach_a_stranger(), "{stored}: {}", letter.text);
            assert!(!letter.html.contains(r#"href="""#) && !letter.text.contains("\n\n\n"), "{stored}: {}", letter.text);
        }
        assert_ne!(english.text, dutch.text, "{stored}");
    }
}
