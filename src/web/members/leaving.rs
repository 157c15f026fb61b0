//! Leaving, and asking to be removed.

use super::{Sure, frees, home, place};
use crate::domain::policy::Action;
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::Result;
use crate::service::{members, organizations};
use crate::store::organizations::Seen;
use crate::web::failure::{on_form, said};
use crate::web::form::{Nothing, Submitted};
use crate::web::paths::Path;
use crate::web::visit::Visit;
use axum::http::StatusCode;
use axum::response::Response;
use uuid::Uuid;

impl<'a> Sure<'a> {
    fn leaving(v: &'a Visit, seen: &Seen) -> Self {
        let (t, organization) = (v.t, &seen.organization);
        let for_provider = seen.standing().provider.is_some();
        let effect = if for_provider { t.leave_effect_provider() } else { t.leave_effect() };
        Self {
            v,
            title: t.leave_title(&organization.name),
            effects: vec![effect, frees(v, organization)],
            action: format!("{}/step-down", home(organization.id)),
            button: Some(t.leave_organization()),
            back: home(organization.id),
            refusal: None,
        }
    }
}

pub async fn ask_step_down(visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let seen = organizations::visible(&visit.app, visit.actor()?, id).await?;
    seen.standing().may(Action::StepDown)?;
    place(&visit, &seen);
    let mut page = Sure::leaving(&visit, &seen);
    if members::is_last_owner(&visit.app, &seen).await? {
        page = page.barred(&Refusal::Conflict(Conflict::LastOwner));
    }
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

pub async fn step_down(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let actor = visit.actor()?;
    let seen = organizations::visible(&visit.app, actor, id).await?;
    match on_form(members::step_down(&visit.app, actor, id).await)? {
        Ok(_) => {
            visit.say(visit.t.notice_left(&seen.organization.name)).await?;
            let for_provider = seen.standing().provider.is_some();
            Ok(visit.go_to(&if for_provider { home(id) } else { "/organizations".into() }))
        }
        Err(refusal) => {
            let page = Sure::leaving(&visit, &seen).barred(&refusal);
            visit.page(said(visit.t, refusal).0, &page, &page.as_sheet())
        }
    }
}

pub async fn ask_to_be_removed(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let asked = members::ask_to_be_removed(&visit.app, visit.actor()?, id).await?;
    visit.say(visit.t.notice_asked(asked)).await?;
    Ok(visit.go_to(&home(id)))
}
