//! One person of the provider: what an admin sees of a colleague, and what is done about it.

use super::list::PATH;
use crate::domain::access::ProviderAction;
use crate::domain::ids::ProviderMemberId;
use crate::domain::providers::Status;
use crate::domain::refusal::Refusal;
use crate::service::provider_members::{self, MOST_FAILURES, Person, UseOf};
use crate::store::provider_members::ProviderMember;
use crate::texts;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::paths::Path;
use crate::web::kit::sure::Sure;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "provider_members/person.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    provider: String,
    person: Person,
    refusal: Option<String>,
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit, id: ProviderMemberId) -> Result<Self> {
        let actor = v.actor()?;
        let person = provider_members::person(&v.app, actor, id).await?;
        v.stands_under(PATH);
        let provider = actor.provider_for(ProviderAction::ViewProviderMembers)?.name.clone();
        Ok(Self { v, provider, person, refusal: None })
    }
}

impl Page<'_> {
    fn path(&self) -> String {
        path(self.person.member.id)
    }

    fn is_own(&self) -> bool {
        self.v.actor.as_ref().is_some_and(|actor| self.person.member.account_id == Some(actor.id))
    }

    /// Whether something is done about this person here: not about oneself.
    fn may_act(&self) -> bool {
        self.v.may(ProviderAction::ManageProviderMembers) && !self.is_own()
    }

    fn role(&self) -> String {
        texts::provider_role(self.v.t, self.person.member.role)
    }

    fn status(&self) -> String {
        let t = self.v.t;
        match self.person.member.status {
            Status::Invited => t.status_invited(),
            Status::Accepted => t.status_accepted(),
            Status::Confirmed => t.status_confirmed(),
            Status::Suspended => t.suspended(),
        }
    }

    fn failures(&self, of: &UseOf) -> String {
        if of.failed < MOST_FAILURES { self.v.t.person_failed(of.failed) } else { self.v.t.person_failed_many(MOST_FAILURES) }
    }
}

fn path(id: ProviderMemberId) -> String {
    format!("{PATH}/{id}")
}

pub async fn show(visit: Visit, Path(id): Path<ProviderMemberId>) -> Result<Response> {
    let page = Page::load(&visit, id).await?;
    visit.page(StatusCode::OK, &page, &page.as_main())
}

pub async fn remind(Path(id): Path<ProviderMemberId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    match on_form(provider_members::remind(&visit.app, visit.actor()?, id).await)? {
        Ok(member) => {
            visit.say(visit.t.person_notice_reminded(member.label())).await?;
            Ok(visit.go_to(&path(id)))
        }
        Err(refusal) => {
            let mut page = Page::load(&visit, id).await?;
            let status;
            (status, _, page.refusal) = said(visit.t, &refusal);
            visit.page(status, &page, &page.as_main())
        }
    }
}

fn ending<'a>(v: &'a Visit, provider: &str, member: &ProviderMember) -> Sure<'a> {
    let t = v.t;
    let effects = vec![t.person_end_effect(member.label(), provider), t.person_end_stays(), t.person_end_told(member.label())];
    let (back, action) = (path(member.id), format!("{}/end-access", path(member.id)));
    Sure::new(v, t.person_end_title(member.label(), provider), effects, (action, t.person_end()), &back)
}

/// Says what ending means, before or, where it was refused, after it was tried.
async fn ask(visit: &Visit, id: ProviderMemberId, refused: Option<Refusal>) -> Result<Response> {
    let actor = visit.actor()?;
    let member = provider_members::manageable(&visit.app, actor, id).await?;
    let provider = &actor.provider_for(ProviderAction::ManageProviderMembers)?.name;
    let reason = provider_members::keeps_access(actor, &member);
    ending(visit, provider, &member).answer(refused, reason, None)
}

pub async fn ask_end_access(visit: Visit, Path(id): Path<ProviderMemberId>) -> Result<Response> {
    ask(&visit, id, None).await
}

pub async fn end_access(Path(id): Path<ProviderMemberId>, Submitted { visit, .. }: Submitted<Nothing>) -> Result<Response> {
    match on_form(provider_members::end_access(&visit.app, visit.actor()?, id).await)? {
        Ok(member) => {
            visit.say(visit.t.person_notice_ended(member.label())).await?;
            Ok(visit.go_to(&path(id)))
        }
        Err(refusal) => ask(&visit, id, Some(refusal)).await,
    }
}
