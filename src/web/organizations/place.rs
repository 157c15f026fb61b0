//! Where a page about an organization stands.

use crate::domain::ids::OrganizationId;
use crate::store::organizations::Seen;
use crate::web::kit::visit::Visit;

/// Puts a page about an organization under its entry of the navigation.
pub(crate) fn place(visit: &Visit, seen: &Seen) {
    if seen.standing().provider.is_some() {
        visit.stands_under("/clients");
    }
}

pub(crate) fn home(id: OrganizationId) -> String {
    format!("/organizations/{id}")
}
