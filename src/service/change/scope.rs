//! What a change locks, and what it asks before it begins.

use crate::domain::ids::{AccountId, OrganizationId, ProviderId};

/// What is locked before the block runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(super) organizations: Vec<OrganizationId>,
    /// Whether the person has to be somebody in these organizations.
    pub(super) entered: bool,
    /// Whether somebody who unlinked it meanwhile is told so, where anybody else finds nothing.
    pub(super) as_client: bool,
    pub(super) providers: Vec<ProviderId>,
    pub(super) account: Option<AccountId>,
    pub(super) everything: bool,
    /// Whether it counts as an act of which others hear by mail.
    pub(super) telling: bool,
}

impl Scope {
    /// Nothing beforehand: rows that are new, or that lock themselves.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// An organization in which the person is somebody, and the provider for which they act in it.
    pub fn organization(id: OrganizationId) -> Self {
        Self { entered: true, ..Self::rows_of(&[id]) }
    }

    /// A client of the provider for which the person acts.
    pub fn client(id: OrganizationId) -> Self {
        Self { as_client: true, ..Self::organization(id) }
    }

    /// Organizations as they are, whatever the person is in them.
    pub fn rows_of(ids: &[OrganizationId]) -> Self {
        Self { organizations: ids.to_vec(), ..Self::default() }
    }

    pub fn provider(id: ProviderId) -> Self {
        Self::nothing().and_provider(Some(id))
    }

    pub fn account(id: AccountId) -> Self {
        Self { account: Some(id), ..Self::default() }
    }

    /// An account, and every organization and provider that it is in, in whatever status.
    pub fn everything_of(id: AccountId) -> Self {
        Self { account: Some(id), everything: true, ..Self::default() }
    }

    /// An act of which others hear by mail: one person does not do many of these in an hour.
    pub fn telling(self) -> Self {
        Self { telling: true, ..self }
    }

    pub fn and_provider(mut self, id: Option<ProviderId>) -> Self {
        self.providers.extend(id);
        self
    }
}
