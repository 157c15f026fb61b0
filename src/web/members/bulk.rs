//! One act for many members: a page that says row by row what happens, then the act.

use super::invite_owner;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::acts::Act;
use crate::domain::members::{Role, Status};
use crate::domain::refusal::{Conflict, Part, Problem, Refusal};
use crate::service::members::{self, BulkAct, Chosen, Plan, Planned};
use crate::texts;
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::paths::{Path, Query};
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::{home, place};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "members/bulk.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    plan: &'a Plan,
    refusal: Option<String>,
    invite: Option<String>,
}

impl Page<'_> {
    /// To how many it will be done.
    fn number(&self) -> usize {
        self.plan.rows.iter().filter(|row| row.verdict.is_ok()).count()
    }

    fn left_out(&self) -> usize {
        self.plan.rows.len() - self.number()
    }

    fn title(&self) -> String {
        let (t, name, number) = (self.v.t, &self.plan.seen.organization.name, self.number());
        match self.plan.act {
            Act::Confirm => t.members_bulk_confirm(number, name),
            Act::Revoke => t.members_bulk_revoke(number, name),
            Act::Restore => t.members_bulk_restore(number, name),
            Act::Remove => t.members_bulk_remove(number, name),
        }
    }

    fn effect(&self) -> String {
        let t = self.v.t;
        match self.plan.act {
            Act::Confirm => t.waiting_hint(),
            Act::Revoke => t.members_bulk_revoke_effect(),
            Act::Restore => t.members_bulk_restore_effect(),
            Act::Remove => t.members_bulk_remove_effect(),
        }
    }

    /// `2 / 25 → 1 / 25`, where seats change.
    fn seats(&self) -> Option<String> {
        let organization = &self.plan.seen.organization;
        let takes =
            |row: &&Planned| row.verdict.is_ok() && (row.member.status.occupies_a_seat() || self.plan.act == Act::Restore);
        let number = i64::try_from(self.plan.rows.iter().filter(takes).count()).unwrap_or(0);
        let after = match self.plan.act {
            Act::Confirm => return None,
            Act::Restore => organization.occupied + number,
            Act::Revoke | Act::Remove => organization.occupied - number,
        };
        let shown = |occupied: i64| format!("{occupied}\u{a0}/\u{a0}{}", organization.seats);
        (number > 0).then(|| self.v.t.members_bulk_seats(shown(organization.occupied), shown(after)))
    }

    fn button(&self) -> String {
        let t = self.v.t;
        match self.plan.act {
            Act::Confirm => t.confirm(),
            Act::Revoke => t.members_revoke(),
            Act::Restore => t.members_restore(),
            Act::Remove => t.remove(),
        }
    }

    fn is_destructive(&self) -> bool {
        matches!(self.plan.act, Act::Revoke | Act::Remove)
    }

    /// `Owner · Needs confirmation`.
    fn standing(&self, row: &Planned) -> String {
        let t = self.v.t;
        let status = match row.member.status {
            Status::Invited => t.status_invited(),
            Status::Accepted => t.status_accepted(),
            Status::Confirmed => t.status_confirmed(),
            Status::Revoked => t.status_revoked(),
        };
        format!("{} · {status}", texts::role(t, row.member.role))
    }

    fn owners_chosen(&self) -> usize {
        self.plan.rows.iter().filter(|row| row.member.role == Role::Owner && row.member.status == Status::Confirmed).count()
    }

    fn why(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Conflict(Conflict::LastOwner) if self.owners_chosen() > 1 => self.v.t.members_bulk_owners(),
            Refusal::Forbidden(_) => self.v.t.members_bulk_above(texts::role(self.v.t, Role::Owner)),
            other => texts::refusal(self.v.t, other),
        }
    }
}

/// What is chosen: an act, and check boxes or everybody who waits to be confirmed.
#[derive(Debug, Default, Deserialize)]
pub struct Choice {
    #[serde(default)]
    act: String,
    #[serde(default)]
    member: Vec<MemberId>,
    #[serde(default)]
    all: bool,
}

pub async fn plan(visit: Visit, Path(id): Path<OrganizationId>, Query(choice): Query<Choice>) -> Result<Response> {
    let act = Act::parse(&choice.act).unwrap_or(Act::Confirm);
    let all = choice.all && act == Act::Confirm;
    let chosen = if all { Chosen::AllWaiting } else { Chosen::These(choice.member) };
    let plan = members::plan_bulk(&visit.app, visit.actor()?, id, act, chosen).await?;
    answer(&visit, StatusCode::OK, &plan, None)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticked {
    act: String,
    #[serde(default)]
    member: Vec<MemberId>,
}

pub async fn carry_out(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<Ticked>) -> Result<Response> {
    let unknown = || Refusal::at(Part::Act, Problem::NotAChoice);
    let act = Act::parse(&fields.act).ok_or_else(unknown)?;
    match members::bulk(&visit.app, visit.actor()?, &BulkAct { act, organization: id, members: fields.member }).await? {
        Ok(done) => {
            let (t, number) = (visit.t, done.len());
            visit
                .say(match act {
                    Act::Confirm => t.members_bulk_confirmed(number),
                    Act::Revoke => t.members_bulk_revoked(number),
                    Act::Restore => t.members_bulk_restored(number),
                    Act::Remove => t.members_bulk_removed(number),
                })
                .await?;
            Ok(visit.go_to(&home(id)))
        }
        Err(plan) => answer(&visit, StatusCode::CONFLICT, &plan, Some(visit.t.members_bulk_changed())),
    }
}

fn answer(visit: &Visit, status: StatusCode, plan: &Plan, refusal: Option<String>) -> Result<Response> {
    place(visit, &plan.seen);
    let is_last = |row: &Planned| row.verdict.as_ref().is_err_and(Refusal::is_about_the_last_one);
    let nobody = plan.rows.iter().all(|row| row.verdict.is_err());
    let invite = invite_owner(&plan.seen).filter(|_| nobody && plan.rows.iter().any(is_last));
    let page = Page { v: visit, plan, refusal, invite };
    visit.page(status, &page, &page.as_sheet())
}
