//! One organization, as its page shows it.

use super::openings;
use super::overview::{self, Management, Overview};
use crate::app::App;
use crate::domain::access::{Action, Standing};
use crate::domain::ids::{MemberId, OrganizationId};
use crate::domain::members::Role;
use crate::error::Result;
use crate::service::access::{may_view, not_found};
use crate::service::actor::Actor;
use crate::service::members::{self as service, Members, Query, Removals};
use crate::store::members;
use crate::store::organizations::{self, Organization, Shown};

#[derive(Clone, Debug)]
pub struct Page {
    pub organization: Organization,
    pub provider_name: Option<String>,
    pub standing: Standing,
    /// The person's own confirmed membership.
    pub own: Option<Own>,
    /// What only those see who may see the members.
    pub members: Option<Members>,
    /// What the provider's people see beside them, and what the client's owners and admins see.
    pub overview: Option<Overview>,
    pub management: Option<Management>,
    /// Who asks to be removed.
    pub removals: Removals,
}

/// What the person is as a member.
#[derive(Clone, Copy, Debug)]
pub struct Own {
    pub id: MemberId,
    pub role: Role,
}

impl Own {
    fn of(shown: &Shown) -> Option<Self> {
        let role = shown.seen.standing().member?;
        Some(Self { id: shown.seen.member_id?, role })
    }
}

/// The organization's page: facts, handover, one page of its members, and what stands beside them. It is
/// noted that somebody of the provider has opened it.
///
/// # Errors
/// As [`crate::service::access::visible`].
pub async fn page(app: &App, actor: &Actor, id: OrganizationId, query: &Query) -> Result<Page> {
    let mut conn = app.db.read().await?;
    let shown = organizations::shown_to(&mut conn, actor.reader(), id).await?.ok_or_else(not_found)?;
    may_view(&shown.seen)?;
    actor.works_for(shown.seen.provider_concerned());
    let (standing, own) = (shown.seen.standing(), Own::of(&shown));
    let asks_for_owners = standing.provider.is_some() || standing.member == Some(Role::Owner);
    let owners = if asks_for_owners { members::owners(&mut conn, id).await? } else { Vec::new() };
    let members = match standing.may(Action::ViewMembers) {
        Ok(()) => Some(service::load(&mut conn, actor, &shown, &owners, query).await?),
        Err(_) => None,
    };
    let overview = overview::overview(app, &mut conn, &shown, owners).await?;
    let management = overview::management(&mut conn, &shown).await?;
    let removals = service::concerning(&mut conn, actor, &shown).await?;
    drop(conn);
    if standing.provider.is_some() {
        openings::note(app, actor, id, shown.opened_at).await;
    }
    let (organization, provider_name) = (shown.seen.organization, shown.seen.provider_name);
    Ok(Page { organization, provider_name, standing, own, members, overview, management, removals })
}
