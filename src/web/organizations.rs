//! One organization's page: facts, handover, members.

use super::members::{List, Part};
use super::paths::{self, Path};
use super::visit::Visit;
use crate::domain::handover::{Backup, Handover};
use crate::domain::member::Role;
use crate::domain::policy::Action;
use crate::domain::provider::State;
use crate::error::Result;
use crate::service::members::{Members, Query};
use crate::service::organizations;
use crate::texts;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "organizations/show.html", blocks = ["main"])]
struct Show<'a> {
    v: &'a Visit,
    page: organizations::Page,
    query: Query,
}

impl Show<'_> {
    fn list<'a>(&'a self, members: &'a Members) -> List<'a> {
        List { v: self.v, page: &self.page, members, query: &self.query }
    }

    /// Whether the visitor came as somebody of the provider.
    fn for_provider(&self) -> bool {
        self.page.standing.provider.is_some()
    }

    fn may(&self, action: Action) -> bool {
        self.page.standing.may(action).is_ok()
    }

    fn may_manage_seats(&self) -> bool {
        self.may(Action::ManageSeats)
    }

    fn may_confirm_owner(&self) -> bool {
        self.may(Action::Confirm(Role::Owner))
    }

    fn may_invite_owner(&self) -> bool {
        self.may(Action::Invite(Role::Owner))
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

pub async fn show(visit: Visit, Path(id): Path<Uuid>, paths::Query(part): paths::Query<Part>) -> Result<Response> {
    let query = part.query();
    let page = organizations::page(&visit.app, visit.actor()?, id, &query).await?;
    if page.standing.provider.is_some() {
        visit.stands_under("/clients");
    }
    let page = Show { v: &visit, page, query };
    visit.page(StatusCode::OK, &page, &page.as_main())
}
