//! The start page, the switches for language and provider, and the list of one's own organizations.

use crate::domain::ids::ProviderId;
use crate::domain::language::Language;
use crate::domain::members::Role;
use crate::domain::providers::ProviderRole;
use crate::domain::refusal::{Fault, Part, Problem, Refusal};
use crate::service::actor::Actor;
use crate::service::identity::accounts;
use crate::service::organizations::list::{self, Waiting};
use crate::store::identity::waiting::WaitingRow;
use crate::store::organizations::OwnRow;
use crate::texts;
use crate::web::kit::cookies::Cookies;
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::paths::safe_next;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// Where a visitor's work is: the clients, the one organization, or the list of them.
pub async fn show(visit: Visit) -> Result<Response> {
    let actor = visit.actor()?;
    if let Some(notice) = &visit.notice {
        visit.tell(notice.clone()).await?;
    }
    if actor.provider.is_some() {
        return Ok(visit.go_to("/clients"));
    }
    let (own, _) = list::own(&visit.app, actor).await?;
    Ok(match own.as_slice() {
        [only] => visit.go_to(&format!("/organizations/{}", only.organization.id)),
        _ => visit.go_to("/organizations"),
    })
}

#[derive(Template)]
#[template(path = "organizations/list.html", blocks = ["main"])]
struct List<'a> {
    v: &'a Visit,
    actor: &'a Actor,
    organizations: Vec<OwnRow>,
    more: bool,
    waiting: Waiting,
}

impl List<'_> {
    fn role(&self, role: &Role) -> String {
        texts::role(self.v.t, *role)
    }

    fn provider_role(&self, role: &ProviderRole) -> String {
        match role {
            ProviderRole::Admin => self.v.t.own_provider_admin(),
            ProviderRole::Service => self.v.t.own_provider_service(),
        }
    }

    /// Whether there is nothing yet, and nothing to come.
    fn is_empty(&self) -> bool {
        self.organizations.is_empty() && self.waiting.accepted.is_empty() && self.waiting.invited.is_empty()
    }

    /// The role in what somebody is not in yet.
    fn role_to_come(&self, row: &WaitingRow) -> String {
        match (Role::parse(&row.role), ProviderRole::parse(&row.role)) {
            (_, Some(role)) if row.of_provider => texts::provider_role(self.v.t, role),
            (Some(role), _) => texts::role(self.v.t, role),
            _ => row.role.clone(),
        }
    }

    /// Who confirms whoever has accepted.
    fn who_confirms(&self, row: &WaitingRow) -> String {
        let (t, name) = (self.v.t, &row.name);
        match (&row.managed_by, Role::parse(&row.role)) {
            _ if row.of_provider => t.waiting_provider(name),
            (Some(provider), Some(Role::Owner)) => t.waiting_owner_managed(name, provider),
            (Some(provider), _) => t.waiting_admin_managed(name, provider),
            (None, Some(Role::Owner)) => t.waiting_owner(name),
            (None, _) => t.waiting_admin(name),
        }
    }

    /// Where an invitation is opened.
    fn invitation(&self, row: &WaitingRow) -> String {
        format!("/waiting/{}/{}", if row.of_provider { "provider-invitations" } else { "invitations" }, row.id)
    }

    fn is_chosen(&self, id: &ProviderId) -> bool {
        self.actor.provider.as_ref().is_some_and(|provider| provider.id == *id)
    }
}

/// The organizations of which the visitor is a confirmed member.
pub async fn organizations(visit: Visit) -> Result<Response> {
    let actor = visit.actor()?;
    let (organizations, more) = list::own(&visit.app, actor).await?;
    let waiting = list::waiting(&visit.app, actor).await?;
    let page = List { v: &visit, actor, organizations, more, waiting };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    provider: ProviderId,
}

/// Remembers, for this session, the provider that the person works in. It gives no right: those
/// are read on every request.
pub async fn choose_provider(Submitted { visit, fields }: Submitted<Provider>) -> Result<Response> {
    let provider = accounts::own_provider(&visit.app, visit.actor()?, fields.provider).await?;
    visit.work_for(provider.id).await?;
    visit.say(visit.t.own_switched(&provider.name)).await?;
    Ok(visit.go_to("/clients"))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    language: String,
    next: String,
}

/// Remembers the language: in a cookie, and with the account of who is signed in.
pub async fn choose_language(Submitted { visit, fields }: Submitted<Choice>) -> Result<Response> {
    let unknown = Fault { part: Part::Language, problem: Problem::NotAChoice };
    let language = Language::parse(&fields.language).ok_or(Refusal::Invalid(vec![unknown]))?;
    if let Some(actor) = &visit.actor {
        accounts::choose_language(&visit.app, actor, language).await?;
    }
    let mut response = visit.go_to(safe_next(&fields.next));
    Cookies::of(&visit.app).remember_language(&mut response, language);
    Ok(response)
}
