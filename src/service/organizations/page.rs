//! One organization, as its page shows it.

use crate::app::App;
use crate::domain::access::{Action, Standing};
use crate::domain::ids::OrganizationId;
use crate::error::Result;
use crate::service::access::visible;
use crate::service::actor::Actor;
use crate::service::members::{Members, Query};
use crate::store::members::{self, Member};
use crate::store::organizations::Organization;

#[derive(Clone, Debug)]
pub struct Page {
    pub organization: Organization,
    pub provider_name: Option<String>,
    pub standing: Standing,
    /// The person's own confirmed membership.
    pub own: Option<Member>,
    /// What only those see who may see the members.
    pub members: Option<Members>,
}

/// The organization's page: facts, handover, and one page of its members.
pub async fn page(app: &App, actor: &Actor, id: OrganizationId, query: &Query) -> Result<Page> {
    let seen = visible(app, actor, id).await?;
    let standing = seen.standing();
    let mut conn = app.db.read().await?;
    let own = members::confirmed_of(&mut conn, id, actor.id).await?;
    let members = match standing.may(Action::ViewMembers) {
        Ok(()) => Some(crate::service::members::load(&mut conn, actor, &seen, own.as_ref(), query).await?),
        Err(_) => None,
    };
    Ok(Page { organization: seen.organization, provider_name: seen.provider_name, standing, own, members })
}
