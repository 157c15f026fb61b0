//! Who reaches which organization as what: one relation. Whatever somebody sees of organizations is put
//! together over it, so that a new way of reaching one is written here and in `domain/access.rs`.
//!
//! In it `o` is the organization, `m` the account's own membership of it, `s` its seat in the
//! organization's provider, `p` that provider. Only who is confirmed is somebody.

use super::engine::select::{Select, Value};
use crate::domain::ids::{AccountId, ProviderId};

/// The relation, for one reader, bound three times ([`reader`]). A member is found by its account: what is put behind the status
/// keeps both engines from reading everybody who is confirmed in a large organization instead.
macro_rules! relation {
    () => {
        "organizations o LEFT JOIN providers p ON p.id = o.provider_id \
         LEFT JOIN members m ON m.organization_id = o.id AND m.account_id = ? AND m.status || '' = 'confirmed' \
         LEFT JOIN provider_members s ON s.provider_id = o.provider_id AND s.account_id = ? AND s.status = 'confirmed' \
         AND s.ended_sign_in < ?"
    };
}

macro_rules! reached {
    () => {
        "(m.id IS NOT NULL OR s.id IS NOT NULL)"
    };
}

/// Whether the [`reader`] reaches the organization that a line `v` of a log is about.
macro_rules! reaches {
    () => {
        concat!(
            "EXISTS (SELECT 1 FROM ",
            $crate::store::access::relation!(),
            " WHERE o.id = v.organization_id AND ",
            $crate::store::access::reached!(),
            ")"
        )
    };
}

/// Whether a suspension of the organization holds, as [`suspension`] decides it of a row.
///
/// [`suspension`]: crate::domain::access::suspension
macro_rules! suspended {
    () => {
        "(o.suspended_by = 'operator' OR (o.suspended_by = 'provider' AND p.state = 'active'))"
    };
}

/// The same of a client ([`clients`]), whose table has no name. `suspended_by IS NOT NULL` stands as it does in the
/// index of those few; the provider is asked once.
macro_rules! client_is_suspended {
    () => {
        "suspended_by IS NOT NULL AND (suspended_by <> 'provider' \
         OR (SELECT p.state FROM providers p WHERE p.id = ?) = 'active')"
    };
}

macro_rules! client_is_open {
    () => {
        "(suspended_by IS NULL OR (suspended_by = 'provider' \
         AND (SELECT p.state FROM providers p WHERE p.id = ?) <> 'active'))"
    };
}
pub(crate) use {client_is_open, client_is_suspended, reached, reaches, relation, suspended};

/// Whose rights are asked for: those of an account, in a session that was begun with this sign-in of it. What it
/// reached through a provider may have been ended since then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    pub account: AccountId,
    pub sign_in: i64,
}

impl Reader {
    /// An account as if it signed in at this moment: what it may do at all.
    #[must_use]
    pub fn anew(account: AccountId) -> Self {
        Self { account, sign_in: i64::MAX }
    }
}

/// The values of the relation.
pub(crate) fn reader(Reader { account, sign_in }: Reader) -> [Value; 3] {
    [account.into(), account.into(), sign_in.into()]
}

/// The organizations that the reader reaches.
pub(crate) fn reached_by(of: Reader, columns: &'static str) -> Select {
    Select::over(columns, relation!(), reader(of)).and(reached!(), [])
}

/// The organizations of which the account is itself a member, read from its memberships; `s` is not there.
pub(crate) fn joined_by(account: AccountId, columns: &'static str) -> Select {
    let tables = "members m JOIN organizations o ON o.id = m.organization_id LEFT JOIN providers p ON p.id = o.provider_id";
    Select::over(columns, tables, []).and("m.account_id = ? AND m.status = 'confirmed'", [account.into()])
}

/// The clients of a provider, for somebody who has a seat in it.
#[derive(Clone, Copy, Debug)]
pub struct ClientsOf {
    pub provider: ProviderId,
    pub reader: Reader,
}

/// The organizations, without a name for the table, that are these clients; none once the seat is gone.
pub(crate) fn clients(of: ClientsOf, columns: &'static str) -> Select {
    clients_among(of, columns, "organizations")
}

/// As [`clients`], of the organizations in these tables.
pub(crate) fn clients_among(of: ClientsOf, columns: &'static str, tables: &'static str) -> Select {
    let seat = "EXISTS (SELECT 1 FROM provider_members s WHERE s.provider_id = ? AND s.account_id = ? AND s.status = 'confirmed' \
         AND s.ended_sign_in < ?)";
    Select::over(columns, tables, [])
        .and("provider_id = ?", [of.provider.into()])
        .and(seat, [of.provider.into(), of.reader.account.into(), of.reader.sign_in.into()])
}
