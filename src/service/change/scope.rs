//! What a change locks, and what it asks before it begins.

use crate::domain::ids::{AccountId, OrganizationId, ProviderId};

/// As what a change counts that a person makes: nobody writes into the logs without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Counted {
    /// An act like any other.
    #[default]
    Act,
    /// An act of which others hear by mail.
    Notice,
    /// It stands in no log, or another limit stands before it.
    Elsewhere,
}

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
    pub(super) counted: Counted,
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
        Self { counted: Counted::Notice, ..self }
    }

    /// An act that stands in no log, or that another limit bounds: a proof of who it is, a link that works once.
    pub fn counted_elsewhere(self) -> Self {
        Self { counted: Counted::Elsewhere, ..self }
    }

    pub fn and_provider(mut self, id: Option<ProviderId>) -> Self {
        self.providers.extend(id);
        self
    }
}
