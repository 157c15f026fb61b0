//! How many seats there were and how many were occupied, on each day on which that changed: at its end, and between
//! which numbers it went.

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
        "INSERT INTO seat_days (organization_id, day, occupied, seats, least_occupied, most_occupied, fewest_seats, most_seats) \
         SELECT id, $2, occupied, seats, occupied, occupied, seats, seats FROM organizations WHERE id = $1 \
         ON CONFLICT (organization_id, day) DO UPDATE SET occupied = excluded.occupied, seats = excluded.seats, \
         least_occupied = CASE WHEN COALESCE(seat_days.least_occupied, seat_days.occupied) < excluded.occupied \
         THEN COALESCE(seat_days.least_occupied, seat_days.occupied) ELSE excluded.occupied END, \
         most_occupied = CASE WHEN COALESCE(seat_days.most_occupied, seat_days.occupied) > excluded.occupied \
         THEN COALESCE(seat_days.most_occupied, seat_days.occupied) ELSE excluded.occupied END, \
         fewest_seats = CASE WHEN COALESCE(seat_days.fewest_seats, seat_days.seats) < excluded.seats \
         THEN COALESCE(seat_days.fewest_seats, seat_days.seats) ELSE excluded.seats END, \
         most_seats = CASE WHEN COALESCE(seat_days.most_seats, seat_days.seats) > excluded.seats \
         THEN COALESCE(seat_days.most_seats, seat_days.seats) ELSE excluded.seats END",
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
        "SELECT day, occupied, seats, COALESCE(least_occupied, occupied) AS least_occupied, \
         COALESCE(most_occupied, occupied) AS most_occupied, COALESCE(fewest_seats, seats) AS fewest_seats, \
         COALESCE(most_seats, seats) AS most_seats FROM seat_days WHERE organization_id = $1 AND day >= COALESCE(\
         (SELECT MAX(day) FROM seat_days WHERE organization_id = $1 AND day <= $2), $2) ORDER BY day",
        organization,
        from
    )
}
