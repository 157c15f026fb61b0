//! Who is asking: read anew for every request, with one statement.

use super::sessions::{self, Lifetimes};
use crate::domain::ids::{AccountId, ProviderId};
use crate::domain::list::Direction;
use crate::domain::providers::{ProviderRole, State};
use crate::store::Conn;
use crate::store::engine::select::Select;
use sqlx::Error;

/// An enabled account and what it is: in the provider in which the person works, and anywhere.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Visitor {
    pub id: AccountId,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub language: Option<String>,
    pub time_zone: Option<String>,
    pub provider_zone: Option<String>,
    pub provider_id: Option<ProviderId>,
    pub provider_name: Option<String>,
    pub provider_state: Option<String>,
    pub provider_role: Option<String>,
    /// How many clients that provider has.
    pub clients: i64,
    /// In how many providers the person is confirmed.
    pub providers: i64,
    /// Whether the person is a confirmed member of any organization.
    pub is_member: bool,
    /// Whether the person is a confirmed owner of an organization without a provider.
    pub owns_alone: bool,
    /// Whether two-step sign-in is turned on, and whether any provider of the person requires it.
    pub has_two_step: bool,
    pub two_step_required: bool,
    /// Whether what the session reached through a provider was ended.
    pub is_cut_off: bool,
    /// When that provider last unlinked an organization that has no provider since.
    pub unlinked_at: Option<i64>,
}

impl Visitor {
    /// The provider's id and name, the person's role in it, and its state.
    #[must_use]
    pub fn provider(&self) -> Option<(ProviderId, &str, ProviderRole, State)> {
        let role = ProviderRole::parse(self.provider_role.as_deref()?)?;
        let state = State::parse(self.provider_state.as_deref()?)?;
        Some((self.provider_id?, self.provider_name.as_deref()?, role, state))
    }
}

/// A session that is not over, and whose it is.
#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Visiting {
    pub data: String,
    pub seen_at: i64,
    /// When the person signed in, and last proved in it who it is.
    pub created_at: i64,
    pub proven_at: i64,
    /// Which sign-in of the account it was begun with.
    pub sign_in: i64,
    /// When it was last used for the provider in which the person works.
    pub visited_at: Option<i64>,
    #[sqlx(flatten)]
    pub visitor: Visitor,
}

/// The account `a` and one of its providers.
macro_rules! account {
    () => {
        "a.id, a.email, a.email_key, a.name, a.language, a.time_zone, p.time_zone AS provider_zone, p.id AS provider_id, p.name AS provider_name, \
         p.state AS provider_state, m.role AS provider_role, COALESCE(p.clients, 0) AS clients"
    };
}

/// The providers in which it is confirmed, with another condition on that membership.
macro_rules! its_providers {
    ($reached:literal) => {
        concat!(
            "LEFT JOIN provider_members m ON m.account_id = a.id AND m.status = 'confirmed'",
            $reached,
            " LEFT JOIN providers p ON p.id = m.provider_id"
        )
    };
}

/// What else is asked about the one account `v` that was found.
const FLAGS: &str = "v.*, (SELECT COUNT(*) FROM provider_members n WHERE n.account_id = v.id AND n.status = 'confirmed' \
    AND n.ended_sign_in < v.sign_in) AS providers, \
    CAST(EXISTS (SELECT 1 FROM members o WHERE o.account_id = v.id AND o.status = 'confirmed') AS BOOLEAN) AS is_member, \
    CAST(EXISTS (SELECT 1 FROM members w JOIN organizations g ON g.id = w.organization_id WHERE w.account_id = v.id \
    AND w.status = 'confirmed' AND w.role = 'owner' AND g.provider_id IS NULL) AS BOOLEAN) AS owns_alone, \
    CAST(EXISTS (SELECT 1 FROM two_steps t WHERE t.account_id = v.id AND t.confirmed_at IS NOT NULL) AS BOOLEAN) AS has_two_step, \
    CAST(EXISTS (SELECT 1 FROM provider_members r JOIN providers q ON q.id = r.provider_id WHERE r.account_id = v.id \
    AND r.status = 'confirmed' AND q.require_two_step) AS BOOLEAN) AS two_step_required, \
    CAST(EXISTS (SELECT 1 FROM provider_members c WHERE c.account_id = v.id AND c.status = 'confirmed' \
    AND c.ended_sign_in >= v.sign_in) AS BOOLEAN) AS is_cut_off, \
    (SELECT MAX(u.unlinked_at) FROM unlinkings u WHERE u.provider_id = v.provider_id AND u.ended_at IS NULL) AS unlinked_at";

/// Who the session belongs to, in the provider that was chosen in it or in the first by name. The session as
/// [`super::sessions::find`] finds it.
pub async fn of_session(conn: &mut Conn, id_hash: &[u8], lifetimes: Lifetimes) -> Result<Option<Visiting>, Error> {
    let columns = concat!("s.data, s.seen_at, s.created_at, s.proven_at, s.sign_in, x.seen_at AS visited_at, ", account!());
    let chosen_first = ["CASE WHEN p.id = s.provider_id THEN 0 ELSE 1 END", "p.name_key"];
    let visits = "LEFT JOIN session_visits x ON x.session_hash = s.id_hash AND x.member_id = m.id";
    let reached = its_providers!(" AND m.ended_sign_in < s.sign_in");
    let session = Select::of(columns, [], sessions::TABLES).join(reached).join(visits).and("s.id_hash = ?", [id_hash.into()]);
    sessions::live(session, lifetimes)
        .and("a.disabled_at IS NULL", [])
        .first(chosen_first, Direction::Ascending, 1)
        .asked_once(FLAGS, [])
        .fetch_optional(conn)
        .await
}

/// The account, in the first of its providers by name.
pub async fn of_account(conn: &mut Conn, id: AccountId) -> Result<Option<Visitor>, Error> {
    let columns = concat!("CAST(9223372036854775807 AS BIGINT) AS sign_in, ", account!());
    Select::of(columns, [], concat!("accounts a ", its_providers!("")))
        .and("a.id = ? AND a.disabled_at IS NULL", [id.into()])
        .first(["p.name_key"], Direction::Ascending, 1)
        .asked_once(FLAGS, [])
        .fetch_optional(conn)
        .await
}
