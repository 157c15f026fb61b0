//! From a delivery to subject, text and HTML.

use super::Message;
use crate::app::App;
use crate::domain::ids::OrganizationId;
use crate::domain::language::Language;
use crate::store::deliveries::Delivery;
use crate::texts::{self, Texts};
use anyhow::Context;
use askama::Template;
use jiff::tz::TimeZone;

mod team;

/// A mail ready to be sent.
#[derive(Clone, Debug)]
pub struct Letter {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What a mail consists of, in the reader's language.
struct Parts {
    subject: String,
    paragraphs: Vec<String>,
    action: Option<(String, String)>,
    end: Option<String>,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct LetterText<'a> {
    parts: &'a Parts,
    footer: &'a str,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct LetterHtml<'a> {
    parts: &'a Parts,
    footer: &'a str,
    language: &'a str,
}

/// Puts a delivery into words. Links start with the configured public URL and nothing else.
///
/// # Errors
/// The row holds no message of this program.
pub fn letter(app: &App, mail: &Delivery) -> anyhow::Result<Letter> {
    let message: Message = serde_json::from_str(&mail.payload).context("the stored message cannot be read")?;
    let language = Language::parse(&mail.language).unwrap_or(Language::English);
    let t = texts::of(language);
    let link = match (message.link_purpose(), mail.link_id) {
        (Some(purpose), Some(id)) => Some(super::link(app, purpose, id)),
        (Some(_), None) => anyhow::bail!("the link of this mail was withdrawn"),
        (None, _) => None,
    };
    let parts = parts(app, t, language, message, link.unwrap_or_default());
    let footer = t.mail_footer(&app.settings.public_url);
    let text = LetterText { parts: &parts, footer: &footer }.render()?;
    let html = LetterHtml { parts: &parts, footer: &footer, language: language.word() }.render()?;
    Ok(Letter { subject: parts.subject, text, html })
}

fn organization_link(app: &App, id: OrganizationId) -> String {
    app.link(&format!("/organizations/{id}"))
}

fn parts(app: &App, t: &Texts, language: Language, message: Message, link: String) -> Parts {
    let until = |ms| texts::moment(language, ms, &TimeZone::UTC);
    match message {
        Message::Invitation { organization, role, inviter, inviter_email, expires_at } => Parts {
            subject: t.mail_invitation_subject(&organization),
            paragraphs: vec![
                t.mail_invitation_1(&inviter, &inviter_email, &organization, texts::role(t, role)),
                t.mail_invitation_2(until(expires_at)),
            ],
            action: Some((t.mail_invitation_action(), link)),
            end: Some(t.mail_invitation_end()),
        },
        Message::PasswordLink { expires_at } => Parts {
            subject: t.mail_password_subject(),
            paragraphs: vec![t.mail_password_1(), t.mail_password_2(until(expires_at))],
            action: Some((t.mail_password_action(), link)),
            end: Some(t.mail_password_end()),
        },
        Message::PasswordSet => Parts {
            subject: t.mail_password_set_subject(),
            paragraphs: vec![t.mail_password_set_1(), t.mail_password_set_2()],
            action: Some((t.mail_password_set_action(), app.link("/sign-in"))),
            end: None,
        },
        message @ (Message::PasswordChanged
        | Message::AddressLink { .. }
        | Message::AddressTaken
        | Message::AddressChanged { .. }
        | Message::TwoStepOn
        | Message::TwoStepOff
        | Message::RecoveryCodeUsed { .. }) => identity_parts(app, t, message, until, link),
        message @ (Message::Registration { .. } | Message::AccountExists | Message::AccountDeleted) => {
            account_parts(app, t, message, until, link)
        }
        message @ (Message::ProviderDeletionLink { .. } | Message::ProviderDeleted { .. }) => {
            provider_end_parts(t, message, until, link)
        }
        Message::Team { provider, news } => team::parts(app, t, language, &provider, news, link),
        about_an_organization => organization_parts(app, t, about_an_organization),
    }
}

/// The beginning and the end of an account.
fn account_parts(app: &App, t: &Texts, message: Message, until: impl Fn(i64) -> String, link: String) -> Parts {
    match message {
        Message::Registration { expires_at } => Parts {
            subject: t.mail_registration_subject(),
            paragraphs: vec![t.mail_registration_1(), t.mail_registration_2(until(expires_at))],
            action: Some((t.mail_registration_action(), link)),
            end: Some(t.mail_registration_end()),
        },
        Message::AccountExists => Parts {
            subject: t.mail_exists_subject(),
            paragraphs: vec![t.mail_exists_1(), t.mail_exists_2()],
            action: Some((t.mail_exists_action(), app.link("/sign-in"))),
            end: Some(t.mail_exists_end()),
        },
        Message::AccountDeleted => Parts {
            subject: t.mail_deleted_subject(),
            paragraphs: vec![t.mail_deleted_1(), t.mail_deleted_2()],
            action: None,
            end: Some(t.mail_deleted_end()),
        },
        _ => unreachable!("other messages have parts of their own"),
    }
}

/// The end of a provider.
fn provider_end_parts(t: &Texts, message: Message, until: impl Fn(i64) -> String, link: String) -> Parts {
    match message {
        Message::ProviderDeletionLink { provider, expires_at } => Parts {
            subject: t.mail_provider_deletion_subject(&provider),
            paragraphs: vec![t.mail_provider_deletion_1(&provider), t.mail_provider_deletion_2(until(expires_at))],
            action: Some((t.mail_provider_deletion_action(), link)),
            end: Some(t.mail_provider_deletion_end()),
        },
        Message::ProviderDeleted { provider, by } => Parts {
            subject: t.mail_provider_deleted_subject(&provider),
            paragraphs: vec![t.mail_provider_deleted_1(&by, &provider), t.mail_provider_deleted_2()],
            action: None,
            end: None,
        },
        _ => unreachable!("other messages have parts of their own"),
    }
}

/// What happened to the ways in to an account.
fn identity_parts(app: &App, t: &Texts, message: Message, until: impl Fn(i64) -> String, link: String) -> Parts {
    if let Message::AddressLink { before, expires_at } = message {
        return Parts {
            subject: t.mail_address_link_subject(),
            paragraphs: vec![t.mail_address_link_1(&before), t.mail_address_link_2(until(expires_at))],
            action: Some((t.mail_address_link_action(), link)),
            end: Some(t.mail_address_link_end()),
        };
    }
    let (subject, paragraphs, page) = match message {
        Message::AddressTaken => {
            (t.mail_address_taken_subject(), vec![t.mail_address_taken_1(), t.mail_address_taken_2()], "/forgot-password")
        }
        Message::AddressChanged { after } => {
            (t.mail_address_changed_subject(), vec![t.mail_address_changed_1(&after), t.mail_address_changed_2()], "/sign-in")
        }
        Message::TwoStepOn => (t.mail_two_step_on_subject(), vec![t.mail_two_step_on_1(), t.mail_not_you()], "/account/two-step"),
        Message::TwoStepOff => {
            (t.mail_two_step_off_subject(), vec![t.mail_two_step_off_1(), t.mail_not_you()], "/account/two-step")
        }
        Message::RecoveryCodeUsed { left } => {
            (t.mail_recovery_subject(), vec![t.mail_recovery_1(left), t.mail_recovery_2()], "/account/two-step")
        }
        _ => (t.mail_password_changed_subject(), vec![t.mail_password_changed_1(), t.mail_not_you()], "/forgot-password"),
    };
    let action = match page {
        "/forgot-password" => t.mail_account_password(),
        "/account/two-step" => t.mail_account_two_step(),
        _ => t.mail_account_action(),
    };
    Parts { subject, paragraphs, action: Some((action, app.link(page))), end: None }
}

fn organization_parts(app: &App, t: &Texts, message: Message) -> Parts {
    match message {
        Message::ConfirmationNeeded { organization, organization_id, person, role } => Parts {
            subject: t.mail_waiting_subject(&organization),
            paragraphs: vec![t.mail_waiting_1(&person, &organization, texts::role(t, role)), t.mail_waiting_2()],
            action: Some((t.mail_waiting_action(), organization_link(app, organization_id))),
            end: None,
        },
        Message::Confirmed { organization, organization_id, role, by } => Parts {
            subject: t.mail_confirmed_subject(&organization),
            paragraphs: vec![t.mail_confirmed_1(&by, &organization, texts::role(t, role))],
            action: Some((t.mail_confirmed_action(), organization_link(app, organization_id))),
            end: None,
        },
        Message::ClientAdded { organization, organization_id, provider, by } => Parts {
            subject: t.mail_added_subject(&organization, &provider),
            paragraphs: vec![t.mail_added_1(&by, &organization, &provider), t.mail_added_2(&provider)],
            action: Some((t.mail_added_action(), organization_link(app, organization_id))),
            end: Some(t.mail_added_end()),
        },
        Message::ClientUnlinked { organization, organization_id, provider, by, reactivated } => Parts {
            subject: t.mail_unlinked_subject(&organization, &provider),
            paragraphs: [t.mail_unlinked_1(&by, &organization, &provider), t.mail_unlinked_2(&provider)]
                .into_iter()
                .chain(reactivated.then(|| t.mail_unlinked_active()))
                .collect(),
            action: Some((t.mail_unlinked_action(), organization_link(app, organization_id))),
            end: None,
        },
        Message::RemovalAsked { organization, organization_id, person, person_email } => Parts {
            subject: t.mail_removal_subject(&person, &organization),
            paragraphs: vec![t.mail_removal_1(&person, &person_email, &organization), t.mail_removal_2()],
            action: Some((t.mail_removal_action(), organization_link(app, organization_id))),
            end: None,
        },
        about_a_member => membership_parts(app, t, about_a_member),
    }
}

/// What somebody is told whose membership was changed, or who stays behind.
fn membership_parts(app: &App, t: &Texts, message: Message) -> Parts {
    match message {
        Message::OwnerLeft { organization, organization_id, person } => Parts {
            subject: t.mail_left_subject(&person, &organization),
            paragraphs: vec![t.mail_left_1(&person, &organization)],
            action: Some((t.mail_left_action(), organization_link(app, organization_id))),
            end: None,
        },
        Message::Removed { organization, by } => Parts {
            subject: t.mail_removed_subject(&organization),
            paragraphs: vec![t.mail_removed_1(&by, &organization), t.mail_removed_2()],
            action: None,
            end: None,
        },
        Message::RoleChanged { organization, organization_id, before, after, by } => Parts {
            subject: t.mail_role_subject(&organization),
            paragraphs: vec![t.mail_role_1(&by, &organization, texts::role(t, before), texts::role(t, after))],
            action: Some((t.mail_role_action(), organization_link(app, organization_id))),
            end: None,
        },
        Message::AccessRevoked { organization, by } => Parts {
            subject: t.mail_revoked_subject(&organization),
            paragraphs: vec![t.mail_revoked_1(&by, &organization), t.mail_removed_2()],
            action: None,
            end: None,
        },
        Message::AccessRestored { organization, organization_id, role, waits, by } => Parts {
            subject: t.mail_restored_subject(&organization),
            paragraphs: vec![
                t.mail_restored_1(&by, &organization, texts::role(t, role)),
                if waits { t.mail_restored_waits() } else { t.mail_restored_now() },
            ],
            action: (!waits).then(|| (t.mail_restored_action(), organization_link(app, organization_id))),
            end: None,
        },
        about_its_state => suspension_parts(app, t, about_its_state),
    }
}

/// What owners are told when their organization is suspended or reactivated.
fn suspension_parts(app: &App, t: &Texts, message: Message) -> Parts {
    match message {
        Message::OrganizationSuspended { organization, organization_id: _, provider, by } => Parts {
            subject: t.mail_suspended_subject(&organization),
            paragraphs: vec![t.mail_suspended_1(&by, &provider, &organization), t.mail_suspended_2()],
            action: None,
            end: Some(t.mail_suspended_end(&provider)),
        },
        Message::OrganizationReactivated { organization, organization_id, provider, by } => Parts {
            subject: t.mail_reactivated_subject(&organization),
            paragraphs: vec![t.mail_reactivated_1(&by, &provider, &organization)],
            action: Some((t.mail_reactivated_action(), organization_link(app, organization_id))),
            end: None,
        },
        _ => unreachable!("messages that are not about an organization have parts of their own"),
    }
}
