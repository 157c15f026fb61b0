//! One organization's page: facts, handover, members.

use super::notes::{Entry, entries};
use super::seat_chart::{self, SeatChart};
use crate::domain::access::{self, Action, ProviderAction};
use crate::domain::ids::OrganizationId;
use crate::domain::members::handover::{Backup, Handover};
use crate::domain::members::{Role, Status};
use crate::domain::organizations::Suspender;
use crate::domain::providers::ProviderRole;
use crate::service::actor::ProviderSeat;
use crate::service::members::{Members, Query};
use crate::service::organizations::overview::{Management, Overview};
use crate::service::organizations::page;
use crate::store::members::removals::Removal;
use crate::texts;
use crate::web::events::line::Line;
use crate::web::kit::failure::Result;
use crate::web::kit::paths::{self, Path};
use crate::web::kit::visit::Visit;
use crate::web::members::{List, Part};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "organizations/show.html", blocks = ["main"])]
struct Show<'a> {
    v: &'a Visit,
    page: page::Page,
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

    fn may_rename(&self) -> bool {
        self.may(Action::Rename)
    }

    fn may_change_plan(&self) -> bool {
        self.may(Action::ChangePlan)
    }

    /// Whether the visitor may do this with the client as somebody of its provider.
    fn may_as_provider(&self, action: ProviderAction) -> bool {
        self.page.standing.provider.is_some_and(|(role, state)| access::provider_may(role, state, action).is_ok())
    }

    fn may_suspend(&self) -> bool {
        self.may_as_provider(ProviderAction::SuspendClient)
    }

    fn may_unlink(&self) -> bool {
        self.may_as_provider(ProviderAction::Unlink)
    }

    fn may_add_note(&self) -> bool {
        self.may_as_provider(ProviderAction::AddNote)
    }

    /// The newest notes, for the provider's people.
    fn notes<'a>(&'a self, overview: &'a Overview) -> Vec<Entry<'a>> {
        let organization = &self.page.organization;
        let (name, standing) = (self.page.provider_name.clone().unwrap_or_default(), self.page.standing.provider);
        let seat = organization.provider_id.zip(standing).map(|(id, (role, state))| ProviderSeat { id, name, role, state });
        entries(self.v, organization.id, seat.as_ref(), &overview.notes)
    }

    /// A moment, inside a sentence.
    fn at(&self, ms: &i64) -> String {
        texts::moment(self.v.language, *ms, &self.v.zone)
    }

    /// Whom the visitor asked for the own removal and when, and who declined it.
    fn own_removal(&self, own: &Removal) -> String {
        let (t, asked_at) = (self.v.t, self.at(&own.asked_at));
        let asked = match &own.asked_of {
            Some(names) => t.removal_own(asked_at, names),
            None => t.removal_own_others(asked_at),
        };
        match (&own.declined_by, &own.declined_at) {
            (Some(name), Some(at)) => format!("{asked} {}", t.removal_declined(name, self.at(at))),
            _ => asked,
        }
    }

    fn has_menu(&self) -> bool {
        self.may_rename() || self.may_change_plan() || self.may_suspend() || self.may_unlink() || self.may_delete()
    }

    fn may_delete(&self) -> bool {
        self.may(Action::Delete)
    }

    /// Who manages the organization, since when and through whom.
    fn managed(&self, management: &Management) -> String {
        let provider = self.page.provider_name.as_deref().unwrap_or_default();
        let linked_at = self.page.organization.linked_at.unwrap_or_default();
        let since = texts::day(self.v.language, linked_at, &self.v.zone);
        match &management.linker {
            Some(linker) => self.v.t.managed_by_since_by(provider, since, linker),
            None => self.v.t.managed_by_since(provider, since),
        }
    }

    fn provider_role(&self, role: &ProviderRole) -> String {
        texts::provider_role(self.v.t, *role)
    }

    fn status(&self, status: &Status) -> String {
        texts::status(self.v.t, *status)
    }

    fn chart(&self, overview: &Overview) -> Option<SeatChart> {
        SeatChart::of(self.v.t, self.v.language, &overview.seats)
    }

    /// What stands in place of a chart where there is nothing to draw yet.
    fn seats_so_far(&self, overview: &Overview) -> String {
        let only = overview.seats.first();
        let [occupied, seats] = [only.occupied, only.seats].map(|number| self.v.number(&number));
        self.v.t.overview_seats_flat(occupied, seats, seat_chart::day(self.v.language, only.day))
    }

    /// What happened last, or for the client's own people what those of the provider did last.
    fn last_lines(&self) -> Vec<Line> {
        match (&self.page.overview, &self.page.management) {
            (Some(overview), _) => overview.events.iter().map(|row| Line::alone(self.v, row)).collect(),
            // All of them were done for the provider that is named above them.
            (None, Some(management)) => management.events.iter().map(|row| Line::of(self.v, row)).collect(),
            (None, None) => Vec::new(),
        }
    }

    fn may_manage_seats(&self) -> bool {
        self.may(Action::ManageSeats)
    }

    fn may_view_events(&self) -> bool {
        self.may(Action::ViewEvents)
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

    /// For which provider the visitor acts here, where they are somebody in several.
    fn acting_for(&self) -> Option<String> {
        let provider = self.page.provider_name.as_deref().filter(|_| self.for_provider())?;
        let several = self.v.actor.as_ref().is_some_and(|actor| actor.providers.len() > 1);
        several.then(|| self.v.t.acting_for(provider))
    }

    fn suspended(&self) -> bool {
        self.page.standing.suspended.is_some()
    }

    /// Whose suspension is stored, whether it holds or not.
    fn suspended_by(&self, whose: Suspender) -> bool {
        self.page.organization.suspended_by == Some(whose)
    }

    /// Whether the provider's suspension does not hold, because the provider is suspended itself.
    fn suspension_rests(&self) -> bool {
        self.suspended_by(Suspender::Provider) && !self.suspended()
    }

    /// `2 / 25` when the provider's person is about to leave (`freed` 0) and has left (`freed` 1):
    /// by then the backup owner has a seat too.
    fn seats(&self, handover: &Handover, freed: i64) -> String {
        let to_come = i64::from(matches!(handover.backup, Backup::Nobody { .. }));
        self.v.seats(&(self.page.organization.occupied + to_come - freed), &self.page.organization.seats)
    }

    fn free(&self) -> String {
        let free = self.page.organization.seats - self.page.organization.occupied;
        self.v.t.seats_free(free, self.v.number(&free))
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
        self.page.removals.own.as_ref().is_some_and(Removal::is_open)
    }

    fn backup_name<'h>(&self, handover: &'h Handover) -> &'h str {
        match &handover.backup {
            Backup::Invited(owner) | Backup::Accepted(owner) | Backup::Confirmed(owner) => &owner.label,
            Backup::Nobody { .. } => "",
        }
    }
}

pub async fn show(visit: Visit, Path(id): Path<OrganizationId>, paths::Query(part): paths::Query<Part>) -> Result<Response> {
    let query = part.query();
    let page = page::page(&visit.app, visit.actor()?, id, &query).await?;
    if page.standing.provider.is_some() {
        visit.stands_under("/clients");
    }
    let page = Show { v: &visit, page, query };
    visit.page(StatusCode::OK, &page, &page.as_main())
}
