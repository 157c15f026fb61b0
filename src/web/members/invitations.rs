//! The page behind the link of an invitation into an organization.

use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::MemberId;
use crate::domain::members::Role;
use crate::service::members::invitations::{self, Accepted, Invitation};
use crate::texts;
use crate::web::identity::invitation::{Acceptance, NewAccount, Shown, accepted, accepted_with_new_account, page};
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with, keep};
use crate::web::kit::paths::Path;
use crate::web::kit::visit::Visit;
use axum::http::HeaderMap;
use axum::response::Response;

const PURPOSE: Purpose = Purpose::Invitation;

fn shown(v: &Visit, invitation: &Invitation) -> Shown {
    let (t, row) = (v.t, invitation.row.clone());
    let until = texts::moment(v.language, invitation.link.expires_at, &v.zone);
    let about = [
        Some(t.invitation_about(&row.organization)),
        Some(match row.role {
            Role::Owner => t.invitation_about_owner(),
            Role::Admin => t.invitation_about_admin(),
            Role::User => t.invitation_about_user(),
        }),
        row.provider.as_ref().map(|provider| t.invitation_about_managed(provider)),
    ];
    let about = about.into_iter().flatten().collect();
    let facts = [
        Some((t.invitation_organization(), row.organization.clone(), None)),
        Some((t.invitation_role(), texts::role(t, row.role), None)),
        row.inviter.map(|inviter| (t.invitation_by(), inviter, row.inviter_email)),
        row.accepting_confirms.then(|| (t.invitation_by(), t.invitation_by_operator(), None)),
        Some((t.invitation_for(), v.shown_address(&row.email), None)),
        row.provider.map(|provider| (t.invitation_managed(), provider, None)),
        Some((t.invitation_until(), until, None)),
    ];
    Shown {
        purpose: PURPOSE,
        link: invitation.link.id,
        title: t.invitation_title(&row.organization),
        about,
        facts: facts.into_iter().flatten().collect(),
        note: row.accepting_confirms.then(|| t.invitation_confirms()),
        email: row.email,
        email_key: row.email_key,
        has_password: row.has_password,
    }
}

/// Names everything and changes nothing.
pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let invitation = invitations::view(&visit.app, &brought(&visit, &headers, PURPOSE).await?).await?;
    page(&visit, shown(&visit, &invitation)).await
}

/// Opens an invitation to the visitor's own address that stands in the list of organizations.
pub async fn open_own(visit: Visit, Path(member): Path<MemberId>) -> Result<Response> {
    Ok(keep(&visit, PURPOSE, &invitations::of_own(&visit.app, visit.actor()?, member).await?))
}

pub async fn accept(headers: HeaderMap, Submitted { visit, fields }: Submitted<Acceptance>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, PURPOSE, fields.invitation).await?;
    let done = invitations::accept(&visit.app, visit.actor()?, &brought).await?;
    accepted(&visit, PURPOSE, said(&visit, &done)).await
}

/// What comes next, once it is accepted.
fn said(visit: &Visit, done: &Accepted) -> String {
    let Accepted { organization, confirmed } = done;
    if *confirmed { visit.t.notice_owner_now(organization) } else { visit.t.notice_accepted(organization) }
}

pub async fn accept_with_new_account(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewAccount>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, PURPOSE, fields.invitation).await?;
    let shown = shown(&visit, &invitations::view(&visit.app, &brought).await?);
    shown.must_not_be_for_another(&visit)?;
    let outcome = match fields.command(&visit, &shown).await {
        Ok(account) => invitations::accept_with_new_account(&visit.app, &brought, account).await,
        Err(error) => Err(error),
    };
    let outcome = outcome.map(|(who, done)| (who, said(&visit, &done)));
    accepted_with_new_account(&visit, shown, &fields, outcome).await
}
