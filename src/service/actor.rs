//! Who is asking, and what the person confirmedly is.

use crate::app::App;
use crate::domain::access::{self, Denial, ProviderAction};
use crate::domain::ids::{AccountId, ProviderId};
use crate::domain::language::Language;
use crate::domain::proof;
use crate::domain::providers::{ProviderRole, State};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::access::{ClientsOf, Reader};
use crate::store::organizations::Seen;
use crate::store::providers::OwnProvider;
use std::sync::{Arc, OnceLock};

/// Who is asking, read from the database on this request.
#[derive(Clone, Debug)]
pub struct Actor {
    pub id: AccountId,
    pub name: String,
    pub email: String,
    pub email_key: String,
    pub language: Option<Language>,
    /// The IANA time zone that the person chose.
    pub time_zone: Option<String>,
    /// What the provider offers those who chose none.
    pub provider_zone: Option<String>,
    pub provider: Option<ProviderSeat>,
    /// How many clients that provider has.
    pub clients: i64,
    /// Where there are several: every provider in which the person is confirmed, to choose from.
    pub providers: Vec<OwnProvider>,
    /// Whether the person is a confirmed member of any organization.
    pub is_member: bool,
    /// Whether the person is a confirmed owner of an organization without a provider.
    pub owns_alone: bool,
    /// Whether two-step sign-in is turned on.
    pub has_two_step: bool,
    /// Whether a provider of the person requires it and it is not: then there is nothing to do here
    /// but to set it up.
    pub owes_two_step: bool,
    /// The network address of the request.
    pub address: Option<String>,
    /// The session of the request. None where the program acts as somebody, as for the demonstration.
    pub session: Option<CurrentSession>,
    /// When this session was last used for that provider.
    pub visited_at: Option<i64>,
    /// The provider for which something was done or looked at in this request.
    pub worked_for: Arc<OnceLock<ProviderId>>,
    /// Whether an admin of a provider ended what this session reached through it.
    pub is_cut_off: bool,
    /// When the provider last unlinked an organization that has no provider since.
    pub unlinked_at: Option<i64>,
}

/// The session in which somebody is signed in.
#[derive(Clone, Debug)]
pub struct CurrentSession {
    /// The hash of its identifier.
    pub id_hash: Vec<u8>,
    /// With which sign-in of the account it was begun, and when.
    pub sign_in: i64,
    pub began_at: i64,
    /// When the person last proved in it who it is.
    pub proven_at: i64,
}

/// What the person confirmedly is in a provider.
#[derive(Clone, Debug)]
pub struct ProviderSeat {
    pub id: ProviderId,
    pub name: String,
    pub role: ProviderRole,
    pub state: State,
}

impl From<OwnProvider> for ProviderSeat {
    fn from(own: OwnProvider) -> Self {
        Self { id: own.id, name: own.name, role: own.role, state: own.state }
    }
}

impl ProviderSeat {
    /// What the person is in the provider that this organization has.
    #[must_use]
    pub fn in_client(seen: &Seen) -> Option<Self> {
        seen.provider_seat().map(|(id, name, role, state)| Self { id, name: name.to_owned(), role, state })
    }

    /// Whether the person may do this with the provider.
    ///
    /// # Errors
    /// The reason why not.
    pub fn may(&self, action: ProviderAction) -> std::result::Result<(), Denial> {
        access::provider_may(self.role, self.state, action)
    }
}

impl Actor {
    /// The time zone in which the person reads, by its IANA name; `None` is UTC.
    #[must_use]
    pub fn reads_in(&self) -> Option<&str> {
        self.time_zone.as_deref().or(self.provider_zone.as_deref())
    }

    /// As whom the person's rights are asked for: in this session.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader { account: self.id, sign_in: self.session.as_ref().map_or(i64::MAX, |session| session.sign_in) }
    }

    /// Notes that the person has used a right of this provider's people, if it is one's.
    pub fn works_for(&self, provider: Option<ProviderId>) {
        if let Some(provider) = provider {
            let _ = self.worked_for.set(provider);
        }
    }

    /// The clients of a provider of the person's, for the person.
    #[must_use]
    pub fn clients_of(&self, provider: ProviderId) -> ClientsOf {
        ClientsOf { provider, reader: self.reader() }
    }

    /// The person's provider, if it allows this.
    ///
    /// # Errors
    /// Not found for somebody who is in no provider; forbidden, with the reason, otherwise.
    pub fn provider_for(&self, action: ProviderAction) -> Result<&ProviderSeat> {
        let provider = self.provider.as_ref().ok_or(Refusal::NotFound)?;
        provider.may(action)?;
        self.works_for(Some(provider.id));
        Ok(provider)
    }

    /// Whether the person proved a short time ago who it is, where that is `needed`.
    ///
    /// # Errors
    /// [`Error::ProofNeeded`].
    pub fn proven_for(&self, app: &App, needed: bool) -> Result<()> {
        let stale = |session: &CurrentSession| !proof::holds(session.proven_at, app.now());
        if needed && self.session.as_ref().is_some_and(stale) { Err(Error::ProofNeeded) } else { Ok(()) }
    }

    #[must_use]
    pub fn may_in_provider(&self, action: ProviderAction) -> bool {
        self.provider.as_ref().is_some_and(|provider| provider.may(action).is_ok())
    }
}
