//! Manage → Members: the provider's own people, and inviting more of them.

use crate::domain::access::ProviderAction;
use crate::domain::list::{Place, address_cursor};
use crate::domain::pasted::Pasted;
use crate::domain::providers::{Filter, ProviderRole, Status};
use crate::domain::refusal::{self, Parsing, Problem, Refusal};
use crate::service::members::MOST_ADDRESSES;
use crate::service::provider_members::invitations::Invite;
use crate::service::provider_members::{self, invitations};
use crate::store::provider_members::ProviderMember;
use crate::texts;
use crate::web::kit::failure::{Result, on_form};
use crate::web::kit::form::Submitted;
use crate::web::kit::invite_form::{InviteForm, RoleChoice, Wanted};
use crate::web::kit::paths::{Query, query_value};
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// Where the page stands.
pub(super) const PATH: &str = "/provider/members";

/// The part of the list that stands in the URL.
#[derive(Debug, Default, Deserialize)]
pub struct Part {
    #[serde(default)]
    q: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    before: String,
}

impl Part {
    fn query(&self) -> provider_members::Query {
        provider_members::Query {
            filter: Filter::parse(&self.status).unwrap_or(Filter::All),
            search: self.q.trim().chars().take(100).collect(),
            place: Place::of(address_cursor(&self.after), address_cursor(&self.before)),
        }
    }
}

#[derive(Template)]
#[template(path = "provider_members/index.html", blocks = ["main"])]
struct Index<'a> {
    v: &'a Visit,
    query: provider_members::Query,
    page: provider_members::Page,
}

impl Index<'_> {
    fn role(&self, role: &ProviderRole) -> String {
        texts::provider_role(self.v.t, *role)
    }

    fn is_own(&self, member: &ProviderMember) -> bool {
        self.v.actor.as_ref().is_some_and(|actor| member.account_id == Some(actor.id))
    }

    /// Whether this is the one admin that the provider cannot be without.
    fn is_last_admin(&self, member: &ProviderMember) -> bool {
        self.page.counts.acting_admins <= 1 && member.is_acting_admin()
    }

    fn has_actions(&self, member: &ProviderMember) -> bool {
        self.page.may_manage && !self.is_last_admin(member)
    }

    fn segments(&self) -> [(Filter, String, i64); 4] {
        let (t, counts) = (self.v.t, self.page.counts);
        [
            (Filter::All, t.filter_all(), counts.all),
            (Filter::Invited, t.filter_invited(), counts.invited),
            (Filter::NeedsConfirmation, t.filter_accepted(), counts.needs_confirmation),
            (Filter::Suspended, t.suspended(), counts.suspended),
        ]
    }

    /// The URL of this filter with the search that stands.
    fn filtered(&self, filter: &Filter) -> String {
        let status = (*filter != Filter::All).then(|| format!("status={}", filter.word()));
        let search = (!self.query.search.is_empty()).then(|| format!("q={}", query_value(&self.query.search)));
        let parts: Vec<String> = [status, search].into_iter().flatten().collect();
        if parts.is_empty() { PATH.into() } else { format!("{PATH}?{}", parts.join("&")) }
    }

    fn waiting(&self) -> String {
        format!("{PATH}?status={}", Filter::NeedsConfirmation.word())
    }

    fn beside(&self, side: &str, place: &str) -> String {
        let here = self.filtered(&self.query.filter);
        let sign = if here.contains('?') { '&' } else { '?' };
        format!("{here}{sign}{side}={}", query_value(place))
    }
}

pub async fn index(visit: Visit, Query(part): Query<Part>) -> Result<Response> {
    let query = part.query();
    let page = provider_members::page(&visit.app, visit.actor()?, &query).await?;
    let page = Index { v: &visit, query, page };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

/// The roles with what each is for, as a form offers them.
pub(super) fn roles(v: &Visit) -> Vec<RoleChoice> {
    let t = v.t;
    let choice = |role: ProviderRole, hint| RoleChoice { word: role.word(), label: texts::provider_role(t, role), hint };
    vec![choice(ProviderRole::Admin, t.team_role_admin_hint()), choice(ProviderRole::Service, t.team_role_service_hint())]
}

fn form<'a>(v: &'a Visit, role: &'a str) -> InviteForm<'a> {
    InviteForm::new(v, (PATH.into(), PATH.into()), roles(v), role)
}

pub async fn new(visit: Visit, Query(wanted): Query<Wanted>) -> Result<Response> {
    visit.actor()?.provider_for(ProviderAction::ManageProviderMembers)?;
    let role = ProviderRole::parse(&wanted.role).unwrap_or(ProviderRole::Service);
    form(&visit, role.word()).show(StatusCode::OK)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitees {
    emails: String,
    role: String,
}

impl Invitees {
    fn read(&self) -> std::result::Result<(Pasted, ProviderRole), Refusal> {
        let mut faults = Parsing::default();
        let pasted = faults.check(refusal::Part::Emails, Pasted::read(&self.emails, MOST_ADDRESSES));
        let role = faults.check(refusal::Part::Role, ProviderRole::parse(&self.role).ok_or(Problem::NotAChoice));
        faults.finish(pasted.zip(role))
    }
}

pub async fn invite(Submitted { visit, fields }: Submitted<Invitees>) -> Result<Response> {
    let actor = visit.actor()?;
    actor.provider_for(ProviderAction::ManageProviderMembers)?;
    let outcome = match fields.read() {
        Ok((pasted, role)) if pasted.is_plain => {
            invitations::invite(&visit.app, actor, &Invite { addresses: pasted.listed, role }).await
        }
        Ok((pasted, _)) => return form(&visit, &fields.role).understood(pasted),
        Err(refusal) => Err(refusal.into()),
    };
    let outcome = on_form(outcome)?;
    form(&visit, &fields.role).answer(&fields.emails, outcome).await
}

/// The status of a member as a word and a shape: class, icon, word.
impl Index<'_> {
    fn status(&self, status: &Status) -> (&'static str, &'static str, String) {
        let t = self.v.t;
        match status {
            Status::Confirmed => ("confirmed", "circle-check", t.status_confirmed()),
            Status::Accepted => ("accepted", "clock", t.status_accepted()),
            Status::Invited => ("invited", "mail", t.status_invited()),
            Status::Suspended => ("suspended", "ban", t.suspended()),
        }
    }
}
