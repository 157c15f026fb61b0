//! One act for many members: a page that says row by row what happens, then the act.

use super::invite_owner;
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::many;
use crate::domain::members::acts::Act;
use crate::domain::members::{Role, Status};
use crate::domain::refusal::{Conflict, Part, Problem, Refusal};
use crate::service::members::{self, BulkAct, Chosen, Plan, Planned};
use crate::store::members::Member;
use crate::texts;
use crate::web::kit::failure::{Result, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::notice::WayBack;
use crate::web::kit::paths::{Path, Query};
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::{home, place};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "members/bulk.html", blocks = ["sheet"])]
struct Page<'a> {
    v: &'a Visit,
    plan: &'a Plan,
    faults: Faults,
    refusal: Option<String>,
    invite: Option<String>,
}

impl Page<'_> {
    /// Whether the number has to be typed.
    fn asks_number(&self) -> bool {
        many::asks(self.number())
    }

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
    answer(&visit, StatusCode::OK, &plan, (Faults::none(), None))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticked {
    act: String,
    #[serde(default)]
    member: Vec<MemberId>,
    /// How many are meant, where that is asked for.
    #[serde(default)]
    number: String,
}

pub async fn carry_out(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<Ticked>) -> Result<Response> {
    let unknown = || Refusal::at(Part::Act, Problem::NotAChoice);
    let act = Act::parse(&fields.act).ok_or_else(unknown)?;
    let chosen: BTreeSet<MemberId> = fields.member.iter().copied().collect();
    if let Err(problem) = many::must_be_meant(chosen.len(), &fields.number) {
        let plan = members::plan_bulk(&visit.app, visit.actor()?, id, act, Chosen::These(fields.member)).await?;
        let (status, faults, refusal) = said(visit.t, &Refusal::at(Part::Number, problem));
        return answer(&visit, status, &plan, (faults, refusal));
    }
    match members::bulk(&visit.app, visit.actor()?, &BulkAct { act, organization: id, members: fields.member }).await? {
        Ok(done) => {
            tell(&visit, act, &done).await?;
            Ok(visit.go_to(&home(id)))
        }
        Err(plan) => answer(&visit, StatusCode::CONFLICT, &plan, (Faults::none(), Some(visit.t.members_bulk_changed()))),
    }
}

/// Says to how many it was done, with the inverse act for the same members, where there is one.
async fn tell(visit: &Visit, act: Act, done: &[Member]) -> Result<()> {
    let (t, number) = (visit.t, done.len());
    let sentence = match act {
        Act::Confirm => t.members_bulk_confirmed(number),
        Act::Revoke => t.members_bulk_revoked(number),
        Act::Restore => t.members_bulk_restored(number),
        Act::Remove => t.members_bulk_removed(number),
    };
    let (Some(inverse), Some(first)) = (act.inverse(), done.first()) else { return Ok(visit.say(sentence).await?) };
    let action = format!("{}/members/bulk", home(first.organization_id));
    let members = done.iter().map(|member| member.id.to_string()).collect();
    let fields = vec![("act".to_owned(), inverse.word().to_owned())];
    Ok(visit.say_with(sentence, WayBack::undo_many(visit.t, action, fields, ("member", members))).await?)
}

/// What is said of the plan: at its fields, and above them.
type Above = (Faults, Option<String>);

fn answer(visit: &Visit, status: StatusCode, plan: &Plan, (faults, refusal): Above) -> Result<Response> {
    place(visit, &plan.seen);
    let is_last = |row: &Planned| row.verdict.as_ref().is_err_and(Refusal::is_about_the_last_one);
    let nobody = plan.rows.iter().all(|row| row.verdict.is_err());
    let invite = invite_owner(&plan.seen).filter(|_| nobody && plan.rows.iter().any(is_last));
    let page = Page { v: visit, plan, faults, refusal, invite };
    visit.page(status, &page, &page.as_sheet())
}
