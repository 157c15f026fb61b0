//! The domain service: one function for each thing that a person can do, one transaction each.

pub mod account_access;
pub mod account_deletion;
pub mod accounts;
pub mod address_change;
pub mod bulk;
pub mod check;
pub mod client_export;
pub mod clients;
pub mod credentials;
pub mod event_logs;
pub mod events;
pub mod import;
pub mod invitations;
pub mod links;
pub mod members;
pub mod new_organization;
pub mod newcomers;
pub mod openings;
pub mod operation;
pub mod organizations;
pub mod outbox;
pub mod overview;
pub mod particulars;
mod places;
pub mod profile;
pub mod provider_invitations;
pub mod provider_members;
pub mod providers;
pub mod registration;
pub mod restore;
mod second_step;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod suspending;
pub mod throttles;
pub mod two_step;
pub mod unlinking;

use crate::domain::language::Language;
use crate::domain::policy::{self, Action, Denial, ProviderAction};
use crate::domain::provider::{ProviderRole, State};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::organizations::Seen;
use crate::store::providers::OwnProvider;
use crate::store::{self, Tx};
use uuid::Uuid;

/// Who is asking, read from the database on this request.
#[derive(Clone, Debug)]
pub struct Actor {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub email_key: String,
    pub language: Option<Language>,
    /// An IANA time zone; UTC where none was chosen.
    pub time_zone: Option<String>,
    pub provider: Option<ProviderSeat>,
    /// Where there are several: every provider in which the person is confirmed, to choose from.
    pub providers: Vec<OwnProvider>,
    /// Whether the person is a confirmed member of any organization.
    pub is_member: bool,
    /// Whether two-step sign-in is turned on.
    pub has_two_step: bool,
    /// Whether a provider of the person requires it and it is not: then there is nothing to do here
    /// but to set it up.
    pub owes_two_step: bool,
    /// The network address of the request.
    pub address: Option<String>,
}

/// What the person confirmedly is in a provider.
#[derive(Clone, Debug)]
pub struct ProviderSeat {
    pub id: Uuid,
    pub name: String,
    pub role: ProviderRole,
    pub state: State,
}

impl ProviderSeat {
    /// Whether the person may do this with the provider.
    ///
    /// # Errors
    /// The reason why not.
    pub fn may(&self, action: ProviderAction) -> std::result::Result<(), Denial> {
        policy::provider_may(self.role, self.state, action)
    }
}

impl Actor {
    /// The person's provider, if it allows this.
    ///
    /// # Errors
    /// Not found for somebody who is in no provider; forbidden, with the reason, otherwise.
    pub fn provider_for(&self, action: ProviderAction) -> Result<&ProviderSeat> {
        let provider = self.provider.as_ref().ok_or(Refusal::NotFound)?;
        provider.may(action)?;
        Ok(provider)
    }

    #[must_use]
    pub fn may_in_provider(&self, action: ProviderAction) -> bool {
        self.provider.as_ref().is_some_and(|provider| provider.may(action).is_ok())
    }
}

fn not_found() -> Error {
    Error::Refused(Refusal::NotFound)
}

/// Whether the person gets in at all: nobody but the provider's admins while it is suspended.
fn may_view(seen: &Seen) -> Result<()> {
    let suspended = || {
        let (organization, provider) = (seen.organization.name.clone(), seen.provider_name.clone());
        Refusal::Suspended { organization, provider }
    };
    seen.standing().may(Action::View).map_err(|denial| match denial {
        Denial::OrganizationSuspended => suspended().into(),
        other => other.into(),
    })
}

/// Locks the organization, and the provider for which the person acts in it; gives what the person is
/// in it then. A statement that waited for one lock does not see what was committed behind another:
/// so it is asked again after the second.
async fn lock_visible(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<Seen> {
    if !store::organizations::lock(tx, id).await? {
        return Err(not_found());
    }
    let seen = store::organizations::visible_to(tx, actor.id, id).await?.ok_or_else(not_found)?;
    let Some(provider) = seen.provider_concerned() else { return Ok(seen) };
    store::providers::lock(tx, provider).await?;
    store::organizations::visible_to(tx, actor.id, id).await?.ok_or_else(not_found)
}
