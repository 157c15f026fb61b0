//! The members of an organization: the list on its page, and each act as a small page or button of
//! its own, then back to the organization's page.

mod acting;
mod bulk;
pub mod invitations;
mod inviting;
mod leaving;
mod list;
mod roles;

pub use acting::{ask_remove, ask_revoke, confirm, remove, restore, revoke};
pub use bulk::{carry_out, plan};
pub use inviting::{invite, new, resend, to_new};
pub use leaving::{ask_step_down, ask_to_be_removed, decline_removal, step_down};
pub(super) use list::{List, Part};
pub use roles::{ask_role, change_role};

use super::kit::invite_form::RoleChoice;
use super::kit::visit::Visit;
use crate::domain::access::Action;
use crate::domain::members::Role;
use crate::store::organizations::{Organization, Seen};
use crate::texts;
use crate::web::organizations::place::home;

/// The roles that the person may give, the least first.
fn role_choices(v: &Visit, allowed: impl Fn(Role) -> bool) -> Vec<RoleChoice> {
    let hint = |role| match role {
        Role::Owner => v.t.role_owner_hint(),
        Role::Admin => v.t.role_admin_hint(),
        Role::User => v.t.role_user_hint(),
    };
    let roles = Role::ALL.iter().rev().copied().filter(|role| allowed(*role));
    roles.map(|role| RoleChoice { word: role.word(), label: texts::role(v.t, role), hint: hint(role) }).collect()
}

/// Where another owner is invited, for who may: the way out for the last one.
fn invite_owner(seen: &Seen) -> Option<String> {
    let may = seen.standing().may(Action::Invite(Role::Owner)).is_ok();
    may.then(|| format!("{}/members/new?role={}", home(seen.organization.id), Role::Owner.word()))
}

/// `2 / 25 → 1 / 25`, as a sentence.
fn frees(v: &Visit, organization: &Organization) -> String {
    let seats = |occupied: i64| v.seats(&occupied, &organization.seats);
    v.t.remove_frees(seats(organization.occupied), seats(organization.occupied - 1))
}
