//! The members on the organization's page.

use crate::domain::access::Action;
use crate::domain::list::{COUNT_BOUND, Place, address_cursor};
use crate::domain::members::{Filter, Role, Status};
use crate::service::members::{Members, Query};
use crate::service::organizations::page;
use crate::store::members::Member;
use crate::texts;
use crate::web::kit::paths::query_value;
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::home;
use askama::Template;
use serde::Deserialize;

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
    #[must_use]
    pub fn query(&self) -> Query {
        Query {
            search: self.q.trim().chars().filter(|c| !c.is_control()).take(100).collect(),
            filter: Filter::parse(&self.status).unwrap_or(Filter::All),
            place: Place::of(address_cursor(&self.after), address_cursor(&self.before)),
        }
    }
}

/// The section with the members: search, filters, table, pages, and the bar for many at once.
#[derive(Template)]
#[template(path = "organizations/_members.html")]
pub struct List<'a> {
    pub v: &'a Visit,
    pub page: &'a page::Page,
    pub members: &'a Members,
    pub query: &'a Query,
}

/// It is a template: what it writes is HTML.
impl askama::filters::HtmlSafe for List<'_> {}

impl List<'_> {
    fn is_own(&self, member: &Member) -> bool {
        self.page.own.as_ref().is_some_and(|own| own.id == member.id)
    }

    fn may(&self, action: Action) -> bool {
        self.page.standing.may(action).is_ok()
    }

    fn may_invite(&self) -> bool {
        self.may(Action::Invite(Role::User))
    }

    fn may_confirm(&self, member: &Member) -> bool {
        member.status == Status::Accepted && self.may(Action::Confirm(member.role))
    }

    fn may_confirm_all(&self) -> bool {
        self.may(Action::Confirm(Role::User))
    }

    fn may_resend(&self, member: &Member) -> bool {
        member.status == Status::Invited && self.may(Action::Invite(member.role))
    }

    fn may_change_role(&self, member: &Member) -> bool {
        let is_stuck = self.is_own(member) && self.members.is_last_owner;
        let to = |role: &Role| *role != member.role && self.may(Action::ChangeRole { from: member.role, to: *role });
        member.status != Status::Revoked && !is_stuck && Role::ALL.iter().any(to)
    }

    fn may_revoke(&self, member: &Member) -> bool {
        !self.is_own(member) && member.status != Status::Revoked && self.may(Action::Revoke(member.role))
    }

    fn may_restore(&self, member: &Member) -> bool {
        member.status == Status::Revoked && self.may(Action::Restore(member.role))
    }

    fn may_remove(&self, member: &Member) -> bool {
        !self.is_own(member) && self.may(Action::Remove(member.role))
    }

    /// Why the last owner cannot leave yet, and what is missing.
    fn last_owner(&self) -> String {
        let t = self.v.t;
        match &self.members.next_owner {
            Some((name, Status::Accepted)) => t.members_last_owner_accepted(name),
            Some((name, _)) => t.members_last_owner_invited(name),
            None => t.members_last_owner(),
        }
    }

    /// Whether the person may leave now: the last owner is told why not.
    fn may_leave(&self, member: &Member) -> bool {
        self.is_own(member) && !self.members.is_last_owner
    }

    fn has_actions(&self, member: &Member) -> bool {
        self.may_leave(member)
            || self.may_remove(member)
            || self.may_resend(member)
            || self.may_confirm(member)
            || self.may_change_role(member)
    }

    /// Whether anything on this page can be ticked.
    fn has_boxes(&self) -> bool {
        self.members.page.rows.iter().any(|row| self.may_remove(&row.member))
    }

    fn role(&self, role: &Role) -> String {
        texts::role(self.v.t, *role)
    }

    fn segments(&self) -> [(Filter, String, i64); 4] {
        let (t, counts) = (self.v.t, self.members.counts);
        [
            (Filter::All, t.filter_all(), counts.all),
            (Filter::Invited, t.filter_invited(), counts.invited),
            (Filter::NeedsConfirmation, t.filter_accepted(), counts.needs_confirmation),
            (Filter::Revoked, t.filter_revoked(), counts.revoked),
        ]
    }

    /// The page of the organization with this filter and, where there is one, this search and place.
    fn url(&self, filter: Filter, search: &str, place: Option<(&str, &str)>) -> String {
        let mut pairs = Vec::new();
        if filter != Filter::All {
            pairs.push(format!("status={}", filter.word()));
        }
        if !search.is_empty() {
            pairs.push(format!("q={}", query_value(search)));
        }
        pairs.extend(place.map(|(side, key)| format!("{side}={}", query_value(key))));
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        format!("{}{query}#members", home(self.page.organization.id))
    }

    fn filtered(&self, filter: &Filter) -> String {
        self.url(*filter, &self.query.search, None)
    }

    fn waiting(&self) -> String {
        self.url(Filter::NeedsConfirmation, "", None)
    }

    fn everybody(&self) -> String {
        self.url(Filter::All, "", None)
    }

    fn beside(&self, side: &str, key: &str) -> String {
        self.url(self.query.filter, &self.query.search, Some((side, key)))
    }

    fn found(&self) -> String {
        let t = self.v.t;
        self.members.found.map_or_else(
            || t.members_found_many(texts::amount(t, COUNT_BOUND)),
            |found| t.members_found(found, texts::amount(t, found)),
        )
    }
}
