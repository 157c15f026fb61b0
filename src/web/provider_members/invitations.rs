//! The page behind the link of an invitation into a provider.

use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::ProviderMemberId;
use crate::domain::providers::ProviderRole;
use crate::service::provider_members::invitations::{self, ProviderInvitation};
use crate::texts;
use crate::web::identity::invitation::{Acceptance, NewAccount, Shown, accepted, accepted_with_new_account, page};
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with, keep};
use crate::web::kit::paths::Path;
use crate::web::kit::visit::Visit;
use axum::http::HeaderMap;
use axum::response::Response;

const PURPOSE: Purpose = Purpose::ProviderInvitation;

fn shown(v: &Visit, invitation: &ProviderInvitation) -> Shown {
    let (t, row) = (v.t, invitation.row.clone());
    let until = texts::moment(v.language, invitation.link.expires_at, &v.zone);
    let may = match row.role {
        ProviderRole::Admin => t.invitation_about_provider_admin(),
        ProviderRole::Service => t.invitation_about_provider_service(),
    };
    let facts = [
        Some((t.team_provider(), row.provider.clone(), None)),
        Some((t.invitation_role(), texts::provider_role(t, row.role), None)),
        row.inviter.map(|inviter| (t.invitation_by(), inviter, row.inviter_email)),
        Some((t.invitation_for(), v.shown_address(&row.email), None)),
        Some((t.invitation_until(), until, None)),
    ];
    Shown {
        purpose: PURPOSE,
        link: invitation.link.id,
        title: t.invitation_title(&row.provider),
        about: vec![t.invitation_about_provider(&row.provider), may],
        facts: facts.into_iter().flatten().collect(),
        note: None,
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
pub async fn open_own(visit: Visit, Path(member): Path<ProviderMemberId>) -> Result<Response> {
    Ok(keep(&visit, PURPOSE, &invitations::of_own(&visit.app, visit.actor()?, member).await?))
}

pub async fn accept(headers: HeaderMap, Submitted { visit, fields }: Submitted<Acceptance>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, PURPOSE, fields.invitation).await?;
    let provider = invitations::accept(&visit.app, visit.actor()?, &brought).await?;
    accepted(&visit, PURPOSE, visit.t.notice_accepted(&provider)).await
}

pub async fn accept_with_new_account(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewAccount>) -> Result<Response> {
    let brought = brought_with(&visit, &headers, PURPOSE, fields.invitation).await?;
    let shown = shown(&visit, &invitations::view(&visit.app, &brought).await?);
    shown.must_not_be_for_another(&visit)?;
    let outcome = match fields.command(&visit, &shown).await {
        Ok(account) => invitations::accept_with_new_account(&visit.app, &brought, account).await,
        Err(error) => Err(error),
    };
    let outcome = outcome.map(|(who, provider)| (who, visit.t.notice_accepted(&provider)));
    accepted_with_new_account(&visit, shown, &fields, outcome).await
}
