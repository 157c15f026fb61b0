//! How many seats there were and how many were occupied, at the end of each day on which that changed.

use crate::domain::ids::OrganizationId;
use crate::domain::organizations::seat_history::{SeatDay, day_of};
use crate::store::engine::batch::execute_for_rows;
use crate::store::engine::{execute, fetch_all};
use crate::store::{Conn, Tx};
use sqlx::Error;

/// Keeps the seats as they are now as those of this day.
pub async fn keep(tx: &mut Tx, organization: OrganizationId, now: i64) -> Result<(), Error> {
    execute!(
        tx,
        "INSERT INTO seat_days (organization_id, day, occupied, seats) SELECT id, $2, occupied, seats FROM organizations WHERE id = $1 \
         ON CONFLICT (organization_id, day) DO UPDATE SET occupied = excluded.occupied, seats = excluded.seats",
        organization,
        day_of(now)
    )
    .map(|_| ())
}

/// Keeps the first day of organizations that were just made.
pub async fn keep_first(tx: &mut Tx, days: &[(OrganizationId, SeatDay)]) -> Result<(), Error> {
    execute_for_rows!(
        tx,
        "INSERT INTO seat_days (organization_id, day, occupied, seats) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        days,
        |row| [row.0, row.1.day, row.1.occupied, row.1.seats]
    )
}

/// The days behind `from` in their order, after the last one that is known up to then.
pub async fn since(conn: &mut Conn, organization: OrganizationId, from: i64) -> Result<Vec<SeatDay>, Error> {
    fetch_all!(
        conn,
        SeatDay,
        "SELECT day, occupied, seats FROM seat_days WHERE organization_id = $1 AND day >= COALESCE(\
         (SELECT MAX(day) FROM seat_days WHERE organization_id = $1 AND day <= $2), $2) ORDER BY day",
        organization,
        from
    )
}
