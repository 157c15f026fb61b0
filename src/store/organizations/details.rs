//! What is changed about one organization on its own page: its name, plan and state.

use crate::domain::ids::OrganizationId;
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{OrganizationName, Suspender};
use crate::store::Tx;
use crate::store::engine::execute;
use sqlx::Error;

/// Renames the organization; what it is sorted and searched by keeps in step.
pub async fn rename(tx: &mut Tx, id: OrganizationId, name: &OrganizationName) -> Result<(), Error> {
    execute!(
        tx,
        "UPDATE organizations SET name = $2, name_key = $3, name_search = $4 WHERE id = $1",
        id,
        name.as_str(),
        name.sort_key(),
        name.search_text()
    )
    .map(|_| ())
}

/// Changes the plan and what it is sorted by.
pub async fn set_plan(tx: &mut Tx, id: OrganizationId, plan: Plan) -> Result<(), Error> {
    execute!(tx, "UPDATE organizations SET plan = $2, plan_rank = $3 WHERE id = $1", id, plan.to_string(), plan.rank())
        .map(|_| ())
}

/// Suspends the organization for this one, or reactivates it; `false` when it is so already.
pub async fn set_suspended_by(tx: &mut Tx, id: OrganizationId, by: Option<Suspender>) -> Result<bool, Error> {
    let rows = execute!(
        tx,
        "UPDATE organizations SET suspended_by = $2 WHERE id = $1 AND COALESCE(suspended_by, '') <> COALESCE($2, '')",
        id,
        by.map(Suspender::word)
    )?;
    Ok(rows == 1)
}
