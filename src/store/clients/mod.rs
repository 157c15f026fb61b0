//! The clients of a provider, and the organizations that could be added to it.

mod list;

pub use list::{ClientRow, Which, count_up_to, row, rows};

use super::engine::select::Select;
use super::{Conn, access};
use crate::domain::ids::AccountId;
use crate::domain::list::Direction;
use crate::store::organizations::{Organization, organization};
use sqlx::Error;

/// The organizations without a provider of which the account is a confirmed owner: those that can
/// be added first (Teams and Enterprise rank from 200,000 on, `Plan::rank`), then by name; 200 at most.
pub async fn addable_by(conn: &mut Conn, account: AccountId) -> Result<Vec<Organization>, Error> {
    let can_be_added = concat!("CASE WHEN o.plan_rank < 200000 OR ", access::suspended!(), " THEN 1 ELSE 0 END");
    let order = [can_be_added, "o.name_key", "o.id"];
    addable(account, organization!()).first(order, Direction::Ascending, 200).fetch_all(conn).await
}

fn addable(account: AccountId, columns: &'static str) -> Select {
    access::joined_by(account, columns).and("m.role = 'owner' AND o.provider_id IS NULL", [])
}
