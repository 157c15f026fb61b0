//! The page behind the link of an invitation into a provider.

use crate::domain::ids::LinkId;
use crate::domain::refusal::{LinkFault, Refusal};
use crate::error::Error;
use crate::secrets::Token;
use crate::service::provider_members::invitations::{self, ProviderInvitation};
use crate::texts;
use crate::web::identity::sign_in::enter;
use crate::web::kit::cookies;
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{move_out_of_sight, opened};
use crate::web::kit::markup::Faults;
use crate::web::kit::paths::Path;
use crate::web::kit::visit::Visit;
use crate::web::members::invitations::{Acceptance, NewAccount, Page, Shown, done};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

const PATH: &str = "/provider-invitation";

fn shown(v: &Visit, invitation: &ProviderInvitation) -> Shown {
    let (t, row) = (v.t, invitation.row.clone());
    let until = texts::moment(v.language, invitation.expires_at, &v.zone);
    let facts = [
        Some((t.team_provider(), row.provider.clone(), None)),
        Some((t.invitation_role(), texts::provider_role(t, row.role), None)),
        row.inviter.map(|inviter| (t.invitation_by(), inviter, row.inviter_email)),
        Some((t.invitation_for(), row.email.clone(), None)),
        Some((t.invitation_until(), until, None)),
    ];
    Shown {
        path: PATH,
        link: invitation.token_id,
        title: t.invitation_title(&row.provider),
        facts: facts.into_iter().flatten().collect(),
        email: row.email,
        email_key: row.email_key,
        has_password: row.has_password,
    }
}

/// Moves the link's secret out of the address bar. Changes nothing.
pub async fn open(visit: Visit, Path(token): Path<String>) -> Result<Response> {
    move_out_of_sight(&visit, cookies::PROVIDER_INVITATION, &token, PATH)
}

/// Names everything and changes nothing.
pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let token = opened(&headers, cookies::PROVIDER_INVITATION)?;
    let invitation = invitations::view(&visit.app, &token).await?;
    Page::new(&visit, shown(&visit, &invitation), "", Faults::none()).answer(StatusCode::OK)
}

/// The invitation that the form was shown for; another one may have been opened since.
async fn the_same(visit: &Visit, headers: &HeaderMap, form: LinkId) -> Result<(Token, ProviderInvitation)> {
    let token = opened(headers, cookies::PROVIDER_INVITATION)?;
    let invitation = invitations::view(&visit.app, &token).await?;
    if invitation.token_id != form {
        return Err(Refusal::StaleForm.into());
    }
    Ok((token, invitation))
}

pub async fn accept(headers: HeaderMap, Submitted { visit, fields }: Submitted<Acceptance>) -> Result<Response> {
    let actor = visit.actor()?;
    let (token, _) = the_same(&visit, &headers, fields.invitation).await?;
    let provider = invitations::accept(&visit.app, actor, &token).await?;
    visit.say(visit.t.notice_accepted(&provider)).await?;
    Ok(done(&visit, cookies::PROVIDER_INVITATION))
}

pub async fn accept_with_new_account(headers: HeaderMap, Submitted { visit, fields }: Submitted<NewAccount>) -> Result<Response> {
    let (token, invitation) = the_same(&visit, &headers, fields.invitation).await?;
    if visit.actor.as_ref().is_some_and(|actor| actor.email_key != invitation.row.email_key) {
        return Err(LinkFault::OtherAddress.into());
    }
    match invitations::accept_with_new_account(&visit.app, &token, &fields.form(&visit)).await {
        Ok((who, provider)) => {
            if let Some(to_code) = enter(&visit, who, "/organizations").await? {
                return Ok(to_code);
            }
            visit.say(visit.t.notice_accepted(&provider)).await?;
            Ok(done(&visit, cookies::PROVIDER_INVITATION))
        }
        Err(Error::Refused(Refusal::Invalid(faults))) => {
            let faults = Faults::of(visit.t, &faults);
            Page::new(&visit, shown(&visit, &invitation), &fields.name, faults).answer(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => Err(error.into()),
    }
}
