//! What is done to members of the provider: each act a button or a small page of its own, then
//! back to the list.

use super::{PATH, roles};
use crate::domain::policy::ProviderAction;
use crate::domain::provider::{ProviderRole, Status};
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::service::{provider_invitations, provider_members};
use crate::store::provider_members::ProviderMember;
use crate::texts;
use crate::web::failure::{on_form, said};
use crate::web::form::{Nothing, Submitted};
use crate::web::markup::Faults;
use crate::web::paths::Path;
use crate::web::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

pub async fn confirm(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let member = provider_members::confirm(&visit.app, visit.actor()?, id).await?;
    visit.say(visit.t.notice_confirmed(member.label())).await?;
    Ok(visit.go_to(PATH))
}

pub async fn resend(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let email = provider_invitations::resend(&visit.app, visit.actor()?, id).await?;
    visit.say(visit.t.notice_resent(&email)).await?;
    Ok(visit.go_to(PATH))
}

pub async fn reactivate(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let member = provider_members::reactivate(&visit.app, visit.actor()?, id).await?;
    visit.say(visit.t.team_notice_reactivated(member.label())).await?;
    Ok(visit.go_to(PATH))
}

/// The page that says what an act means before it is done.
#[derive(Template)]
#[template(path = "members/sure.html", blocks = ["sheet"])]
struct Sure<'a> {
    v: &'a Visit,
    title: String,
    effects: Vec<String>,
    action: String,
    button: Option<String>,
    back: &'static str,
    refusal: Option<String>,
}

impl<'a> Sure<'a> {
    fn new(v: &'a Visit, title: String, effects: Vec<String>, action: &str, button: String) -> Self {
        Self { v, title, effects, action: format!("{PATH}/{action}"), button: Some(button), back: PATH, refusal: None }
    }

    fn remove(v: &'a Visit, provider: &str, member: &ProviderMember) -> Self {
        let (t, action) = (v.t, format!("{}/remove", member.id));
        if member.status == Status::Invited {
            let effects = vec![t.remove_invitation_effect(&member.email)];
            return Self::new(v, t.cancel_invitation_title(&member.email, provider), effects, &action, t.cancel_invitation());
        }
        let effects = vec![t.team_remove_effect(), t.team_history_stays()];
        Self::new(v, t.remove_title(member.label(), provider), effects, &action, t.remove())
    }

    fn suspend(v: &'a Visit, provider: &str, member: &ProviderMember) -> Self {
        let t = v.t;
        let effects = vec![t.team_suspend_effect(member.label(), provider), t.team_suspend_again()];
        let action = format!("{}/suspend", member.id);
        Self::new(v, t.team_suspend_title(member.label()), effects, &action, t.team_suspend())
    }

    fn leave(v: &'a Visit, provider: &str) -> Self {
        let t = v.t;
        Self::new(v, t.leave_title(provider), vec![t.team_leave_effect()], "leave", t.team_leave())
    }

    fn show(&self) -> Result<Response> {
        self.v.page(StatusCode::OK, self, &self.as_sheet())
    }

    fn refused(mut self, refusal: Refusal) -> Result<Response> {
        let status;
        (status, _, self.refusal) = said(self.v.t, refusal);
        self.v.page(status, &self, &self.as_sheet())
    }
}

/// The name of the visitor's provider.
fn provider(visit: &Visit) -> Result<&str> {
    Ok(&visit.actor()?.provider_for(ProviderAction::ManageProviderMembers)?.name)
}

pub async fn ask_remove(visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let member = provider_members::manageable(&visit.app, visit.actor()?, id).await?;
    Sure::remove(&visit, provider(&visit)?, &member).show()
}

pub async fn remove(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let actor = visit.actor()?;
    let member = match on_form(provider_members::remove(&visit.app, actor, id).await)? {
        Ok(member) => member,
        Err(refusal) => {
            let member = provider_members::manageable(&visit.app, actor, id).await?;
            return Sure::remove(&visit, provider(&visit)?, &member).refused(refusal);
        }
    };
    if member.account_id == Some(actor.id) {
        return left(&visit, provider(&visit)?).await;
    }
    let t = visit.t;
    let invited = member.status == Status::Invited;
    visit.say(if invited { t.team_notice_cancelled(&member.email) } else { t.team_notice_removed(member.label()) }).await?;
    Ok(visit.go_to(PATH))
}

pub async fn ask_suspend(visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let member = provider_members::manageable(&visit.app, visit.actor()?, id).await?;
    Sure::suspend(&visit, provider(&visit)?, &member).show()
}

pub async fn suspend(Path(id): Path<Uuid>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let actor = visit.actor()?;
    match on_form(provider_members::suspend(&visit.app, actor, id).await)? {
        Ok(member) => {
            visit.say(visit.t.team_notice_suspended(member.label())).await?;
            Ok(visit.go_to(PATH))
        }
        Err(refusal) => {
            let member = provider_members::manageable(&visit.app, actor, id).await?;
            Sure::suspend(&visit, provider(&visit)?, &member).refused(refusal)
        }
    }
}

pub async fn ask_leave(visit: Visit) -> Result<Response> {
    Sure::leave(&visit, provider(&visit)?).show()
}

pub async fn leave(Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    match on_form(provider_members::leave(&visit.app, visit.actor()?).await)? {
        Ok(name) => left(&visit, &name).await,
        Err(refusal) => Sure::leave(&visit, provider(&visit)?).refused(refusal),
    }
}

async fn left(visit: &Visit, provider: &str) -> Result<Response> {
    visit.say(visit.t.team_notice_left(provider)).await?;
    Ok(visit.go_to("/organizations"))
}

/// The form that gives a member another role.
#[derive(Template)]
#[template(path = "provider_members/role.html", blocks = ["sheet"])]
struct ChangeRole<'a> {
    v: &'a Visit,
    member: ProviderMember,
    role: &'a str,
    faults: Faults,
    refusal: Option<String>,
}

impl ChangeRole<'_> {
    fn roles(&self) -> [(ProviderRole, String, String); 2] {
        roles(self.v)
    }

    fn is_invited(&self) -> bool {
        self.member.status == Status::Invited
    }
}

pub async fn ask_role(visit: Visit, Path(id): Path<Uuid>) -> Result<Response> {
    let member = provider_members::manageable(&visit.app, visit.actor()?, id).await?;
    let page = ChangeRole { v: &visit, role: member.role.word(), member, faults: Faults::none(), refusal: None };
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    role: String,
}

pub async fn change_role(Path(id): Path<Uuid>, Submitted { visit, fields }: Submitted<NewRole>) -> Result<Response> {
    let actor = visit.actor()?;
    let refusal = match on_form(provider_members::change_role(&visit.app, actor, id, &fields.role).await)? {
        Ok((member, role)) => {
            visit.say(visit.t.team_notice_role(member.label(), texts::provider_role(visit.t, role))).await?;
            let is_own = member.account_id == Some(actor.id);
            return Ok(visit.go_to(if is_own && role == ProviderRole::Service { "/clients" } else { PATH }));
        }
        Err(refusal) => refusal,
    };
    let member = provider_members::manageable(&visit.app, actor, id).await?;
    let (status, faults, refusal) = said(visit.t, refusal);
    let page = ChangeRole { v: &visit, member, role: &fields.role, faults, refusal };
    visit.page(status, &page, &page.as_sheet())
}
