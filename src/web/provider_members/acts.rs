//! What is done to members of the provider: each act a button or a small page of its own, then
//! back to the list.

use super::list::{PATH, roles};
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::ids::ProviderMemberId;
use crate::domain::providers::{ProviderRole, Status};
use crate::domain::refusal::{Part, Problem, Refusal};
use crate::domain::version::Version;
use crate::service::events::read::last;
use crate::service::provider_members::{self, invitations};
use crate::store::provider_members::ProviderMember;
use crate::texts;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::invite_form::RoleChoice;
use crate::web::kit::markup::Faults;
use crate::web::kit::meanwhile::Meanwhile;
use crate::web::kit::notice::WayBack;
use crate::web::kit::paths::Path;
use crate::web::kit::sure::Sure;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

pub async fn confirm(Path(id): Path<ProviderMemberId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let member = provider_members::confirm(&visit.app, visit.actor()?, id).await?;
    visit.say(visit.t.notice_confirmed(member.label())).await?;
    Ok(visit.go_to(PATH))
}

pub async fn resend(Path(id): Path<ProviderMemberId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let email = invitations::resend(&visit.app, visit.actor()?, id).await?;
    visit.say(visit.t.notice_resent(&email)).await?;
    Ok(visit.go_to(PATH))
}

pub async fn reactivate(Path(id): Path<ProviderMemberId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let member = provider_members::reactivate(&visit.app, visit.actor()?, id).await?;
    let undo = WayBack::undo(visit.t, format!("{PATH}/{id}/suspend"));
    visit.say_with(visit.t.team_notice_reactivated(member.label()), undo).await?;
    Ok(visit.go_to(PATH))
}

fn about<'a>(v: &'a Visit, title: String, effects: Vec<String>, action: &str, button: String) -> Sure<'a> {
    Sure::new(v, title, effects, (format!("{PATH}/{action}"), button), PATH)
}

fn removing<'a>(v: &'a Visit, provider: &str, member: &ProviderMember) -> Sure<'a> {
    let (t, action) = (v.t, format!("{}/remove", member.id));
    if member.status == Status::Invited {
        let effects = vec![t.remove_invitation_effect(&member.email)];
        return about(v, t.cancel_invitation_title(&member.email, provider), effects, &action, t.cancel_invitation());
    }
    let effects = vec![t.team_remove_effect(), t.team_history_stays()];
    about(v, t.remove_title(member.label(), provider), effects, &action, t.remove())
}

fn suspending<'a>(v: &'a Visit, provider: &str, member: &ProviderMember) -> Sure<'a> {
    let t = v.t;
    let effects = vec![t.team_suspend_effect(member.label(), provider), t.team_suspend_again()];
    about(v, t.team_suspend_title(member.label()), effects, &format!("{}/suspend", member.id), t.team_suspend())
}

/// Says what leaving means, before or, where it was refused, after it was tried. Who sees no members goes back to
/// the own account.
async fn ask_to_leave(v: &Visit, refused: Option<Refusal>) -> Result<Response> {
    let (t, actor) = (v.t, v.actor()?);
    let (_, reason) = provider_members::leaving(&v.app, actor).await?;
    let provider = actor.provider_for(ProviderAction::Leave)?;
    let back = if v.may_manage() { PATH } else { ACCOUNT };
    v.stands_under(back);
    let action = (format!("{PATH}/leave"), t.team_leave());
    let sure = Sure::new(v, t.leave_title(&provider.name), vec![t.team_leave_effect()], action, back);
    sure.answer(refused, reason, Some(invite_admin()))
}

/// The own account, where everybody finds the way out of a provider.
const ACCOUNT: &str = "/account";

/// What an act says about itself: of this provider, on this member.
type About = for<'a> fn(&'a Visit, &str, &ProviderMember) -> Sure<'a>;

/// Says what the act means, before or, where it was refused, after it was tried.
async fn ask(visit: &Visit, about: About, id: ProviderMemberId, refused: Option<Refusal>) -> Result<Response> {
    let (member, reason) = provider_members::possible(&visit.app, visit.actor()?, id).await?;
    about(visit, provider(visit)?, &member).answer(refused, reason, Some(invite_admin()))
}

/// Where another admin is invited: the way out for the last one.
fn invite_admin() -> String {
    format!("{PATH}/new?role={}", ProviderRole::Admin.word())
}

/// The name of the visitor's provider.
fn provider(visit: &Visit) -> Result<&str> {
    Ok(&visit.actor()?.provider_for(ProviderAction::ManageProviderMembers)?.name)
}

pub async fn ask_remove(visit: Visit, Path(id): Path<ProviderMemberId>) -> Result<Response> {
    ask(&visit, removing, id, None).await
}

pub async fn remove(Path(id): Path<ProviderMemberId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    let actor = visit.actor()?;
    let member = match on_form(provider_members::remove(&visit.app, actor, id).await)? {
        Ok(member) => member,
        Err(refusal) => return ask(&visit, removing, id, Some(refusal)).await,
    };
    if member.account_id == Some(actor.id) {
        return left(&visit, provider(&visit)?).await;
    }
    let t = visit.t;
    let invited = member.status == Status::Invited;
    let sentence = if invited { t.team_notice_cancelled(&member.email) } else { t.team_notice_removed(member.label()) };
    visit.say_with(sentence, invite_again(&visit, &member)).await?;
    Ok(visit.go_to(PATH))
}

/// Whoever was taken out is invited again: that is as far as the way back leads.
fn invite_again(visit: &Visit, member: &ProviderMember) -> WayBack {
    let fields = [("emails", member.email.as_str()), ("role", member.role.word())];
    WayBack::press(visit.t.invite_again(), PATH.into(), &fields)
}

pub async fn ask_suspend(visit: Visit, Path(id): Path<ProviderMemberId>) -> Result<Response> {
    ask(&visit, suspending, id, None).await
}

pub async fn suspend(Path(id): Path<ProviderMemberId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    match on_form(provider_members::suspend(&visit.app, visit.actor()?, id).await)? {
        Ok(member) => {
            let undo = WayBack::undo(visit.t, format!("{PATH}/{id}/reactivate"));
            visit.say_with(visit.t.team_notice_suspended(member.label()), undo).await?;
            Ok(visit.go_to(PATH))
        }
        Err(refusal) => ask(&visit, suspending, id, Some(refusal)).await,
    }
}

pub async fn ask_leave(visit: Visit) -> Result<Response> {
    ask_to_leave(&visit, None).await
}

pub async fn leave(Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    match on_form(provider_members::leave(&visit.app, visit.actor()?).await)? {
        Ok(name) => left(&visit, &name).await,
        Err(refusal) => ask_to_leave(&visit, Some(refusal)).await,
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
    roles: Vec<RoleChoice>,
    role: &'a str,
    version: Version,
    faults: Faults,
    refusal: Option<String>,
    meanwhile: Option<Meanwhile>,
}

impl<'a> ChangeRole<'a> {
    fn new(v: &'a Visit, member: ProviderMember, role: &'a str) -> Self {
        let version = provider_members::role_version(&member);
        Self { v, member, roles: roles(v), role, version, faults: Faults::none(), refusal: None, meanwhile: None }
    }

    fn back(&self) -> &'static str {
        PATH
    }

    /// The role that the member has now beside the chosen one.
    async fn meet(&mut self, chosen: ProviderRole) -> Result<()> {
        let (v, member) = (self.v, &self.member);
        let of_member = |event: &Event| matches!(event, Event::ProviderRoleChanged { email, .. } if *email == member.email);
        let by = last(&v.app, member.provider_id, of_member).await?;
        let field = (v.t.role(), texts::provider_role(v.t, member.role), texts::provider_role(v.t, chosen));
        (self.refusal, self.meanwhile) = (None, Some(Meanwhile::new(v, by, PATH, vec![field])));
        Ok(())
    }

    fn is_invited(&self) -> bool {
        self.member.status == Status::Invited
    }
}

pub async fn ask_role(visit: Visit, Path(id): Path<ProviderMemberId>) -> Result<Response> {
    let (member, reason) = provider_members::possible(&visit.app, visit.actor()?, id).await?;
    if reason.is_some() {
        return stays_admin(&visit, &member, None, reason);
    }
    let page = ChangeRole::new(&visit, member.clone(), member.role.word());
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

/// The last admin has no role to choose from, and is told so in place of the form.
fn stays_admin(visit: &Visit, member: &ProviderMember, refused: Option<Refusal>, reason: Option<Refusal>) -> Result<Response> {
    let page = Sure::barred(visit, visit.t.team_role_title(member.label()), PATH);
    page.answer(refused, reason, Some(invite_admin()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    role: String,
    #[serde(default)]
    version: Version,
}

pub async fn change_role(Path(id): Path<ProviderMemberId>, Submitted { visit, fields }: Submitted<NewRole>) -> Result<Response> {
    let actor = visit.actor()?;
    let role = ProviderRole::parse(&fields.role).ok_or_else(|| Refusal::at(Part::Role, Problem::NotAChoice));
    let outcome = match role.clone() {
        Ok(role) => {
            let command = provider_members::ChangeRole { member: id, role, version: fields.version.clone() };
            provider_members::change_role(&visit.app, actor, &command).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    let refusal = match on_form(outcome)? {
        Ok(member) => {
            let role = role?;
            visit.say(visit.t.team_notice_role(member.label(), texts::provider_role(visit.t, role))).await?;
            let is_own = member.account_id == Some(actor.id);
            return Ok(visit.go_to(if is_own && role == ProviderRole::Service { "/clients" } else { PATH }));
        }
        Err(refusal) => refusal,
    };
    let (member, reason) = provider_members::possible(&visit.app, actor, id).await?;
    if reason.as_ref() == Some(&refusal) {
        return stays_admin(&visit, &member, Some(refusal), None);
    }
    let mut page = ChangeRole::new(&visit, member, &fields.role);
    let status;
    (status, page.faults, page.refusal) = said(visit.t, &refusal);
    match role {
        Ok(chosen) if refusal.is_about_another_version() => page.meet(chosen).await?,
        _ => page.version = fields.version,
    }
    visit.page(status, &page, &page.as_sheet())
}
