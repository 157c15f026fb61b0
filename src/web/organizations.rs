//! One organization's page: facts, handover, members.

use super::paths::{Path, Query};
use super::visit::Visit;
use crate::domain::handover::{Backup, Handover};
use crate::domain::member::{Filter, Role, Status};
use crate::domain::policy::Action;
use crate::domain::provider::State;
use crate::error::Result;
use crate::service::organizations::{self, Members};
use crate::store::members::Member;
use crate::texts;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Debug, Default, Deserialize)]
pub struct Part {
    #[serde(default)]
    status: String,
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "organizations/show.html", blocks = ["main"])]
struct Show<'a> {
    v: &'a Visit,
    page: organizations::Page,
    filter: Filter,
}

impl Show<'_> {
    fn id(&self) -> Uuid {
        self.page.organization.id
    }

    fn is_own(&self, member: &Member) -> bool {
        self.page.own.as_ref().is_some_and(|own| own.id == member.id)
    }

    /// Whether the visitor came as somebody of the provider.
    fn for_provider(&self) -> bool {
        self.page.standing.provider.is_some()
    }

    fn may(&self, action: Action) -> bool {
        self.page.standing.may(action).is_ok()
    }

    fn may_invite(&self) -> bool {
        self.may(Action::Invite(Role::User))
    }

    fn may_manage_seats(&self) -> bool {
        self.may(Action::ManageSeats)
    }

    fn may_confirm(&self, member: &Member) -> bool {
        member.status == Status::Accepted && self.may(Action::Confirm(member.role))
    }

    fn may_confirm_owner(&self) -> bool {
        self.may(Action::Confirm(Role::Owner))
    }

    fn may_invite_owner(&self) -> bool {
        self.may(Action::Invite(Role::Owner))
    }

    fn may_resend(&self, member: &Member) -> bool {
        member.status == Status::Invited && self.may(Action::Invite(member.role))
    }

    fn may_remove(&self, member: &Member) -> bool {
        !self.is_own(member) && self.may(Action::Remove(member.role))
    }

    fn has_actions(&self, member: &Member) -> bool {
        self.is_own(member) || self.may_remove(member) || self.may_resend(member) || self.may_confirm(member)
    }

    fn role(&self, role: &Role) -> String {
        texts::role(self.v.t, *role)
    }

    fn since(&self) -> Option<String> {
        let provider = self.page.provider_name.as_deref()?;
        Some(self.v.t.managed_since(provider, texts::day(self.v.language, self.page.organization.linked_at?, &self.v.zone)))
    }

    fn suspended(&self) -> bool {
        self.page.organization.state == State::Suspended
    }

    /// `2 / 25` when the provider's person is about to leave (`freed` 0) and has left (`freed` 1):
    /// by then the backup owner has a seat too.
    fn seats(&self, handover: &Handover, freed: i64) -> String {
        let to_come = i64::from(matches!(handover.backup, Backup::Nobody { .. }));
        format!("{} / {}", self.page.organization.occupied + to_come - freed, self.page.organization.seats)
    }

    fn free(&self) -> String {
        self.v.t.seats_free(self.page.organization.seats - self.page.organization.occupied)
    }

    fn segments(&self, members: &Members) -> [(Filter, String, i64); 4] {
        let (t, counts) = (self.v.t, members.counts);
        [
            (Filter::All, t.filter_all(), counts.all),
            (Filter::Invited, t.filter_invited(), counts.invited),
            (Filter::NeedsConfirmation, t.filter_accepted(), counts.needs_confirmation),
            (Filter::Revoked, t.filter_revoked(), counts.revoked),
        ]
    }

    fn filtered(&self, filter: &Filter) -> String {
        match filter {
            Filter::All => format!("/organizations/{}", self.id()),
            other => format!("/organizations/{}?status={}", self.id(), other.word()),
        }
    }

    fn waiting(&self) -> String {
        self.filtered(&Filter::NeedsConfirmation)
    }

    fn more(&self, after: &str) -> String {
        format!("/organizations/{}?status={}&after={}", self.id(), self.filter.word(), super::paths::query_value(after))
    }

    /// How many of the three steps are done.
    fn done(&self, handover: &Handover) -> i64 {
        match handover.backup {
            Backup::Nobody { .. } => 0,
            Backup::Invited(_) | Backup::Accepted(_) => 1,
            Backup::Confirmed(_) => 2,
        }
    }

    fn asked(&self) -> bool {
        self.page.own.as_ref().is_some_and(|own| own.removal_asked_at.is_some())
    }

    fn backup_name<'h>(&self, handover: &'h Handover) -> &'h str {
        match &handover.backup {
            Backup::Invited(owner) | Backup::Accepted(owner) | Backup::Confirmed(owner) => &owner.label,
            Backup::Nobody { .. } => "",
        }
    }
}

pub async fn show(visit: Visit, Path(id): Path<Uuid>, Query(part): Query<Part>) -> Result<Response> {
    let filter = Filter::parse(&part.status).unwrap_or(Filter::All);
    let page = organizations::page(&visit.app, visit.actor()?, id, filter, &part.after).await?;
    if page.standing.provider.is_some() {
        visit.stands_under("/clients");
    }
    let page = Show { v: &visit, page, filter };
    visit.page(StatusCode::OK, &page, &page.as_main())
}
