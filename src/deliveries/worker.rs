//! The worker that carries out what one channel owes: claims with a lease, attempts with no
//! transaction open, marks. Each delivery is attempted at least once; a retry carries the same id
//! and the same link.

use super::Carrier;
use super::retry::{CHANNEL_REST, LONGEST_WAIT, wait_after};
use crate::app::App;
use crate::domain::deliveries::Outcome;
use crate::domain::identity::mailed_link::Progress;
use crate::domain::time::MINUTE;
use crate::error::Result;
use crate::store::deliveries::{self, Delivery, Due, State, Unsent};
use crate::store::identity::mailed_links;
use std::time::Duration;
use tokio::sync::watch;

/// One attempt may take this long in all; the lease outlives it.
const PATIENCE: Duration = Duration::from_secs(60);
const LEASE: i64 = 2 * MINUTE;
/// Deliveries of a channel under way at once.
const HANDS: usize = 3;

/// What is due at this moment, and how long anything can be held back.
#[must_use]
pub fn due(now: i64) -> Due {
    Due { now, lease_until: now + LEASE, longest_rest: CHANNEL_REST, longest_wait: LONGEST_WAIT }
}

/// Carries out the deliveries of one channel.
#[derive(Clone)]
pub struct Worker {
    app: App,
    carrier: Carrier,
    patience: Duration,
}

impl Worker {
    #[must_use]
    pub fn new(app: App, carrier: Carrier) -> Self {
        Self { app, carrier, patience: PATIENCE }
    }

    /// Waits for one attempt only this long; it has to be less than the lease.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Carries out what is due, until told to stop; what is under way is finished first.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let mut hands = tokio::task::JoinSet::new();
        for _ in 0..HANDS {
            hands.spawn(self.clone().work(stop.clone()));
        }
        while hands.join_next().await.is_some() {}
    }

    async fn work(self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            let wait = match self.deliver_one().await {
                Ok(true) => continue,
                Ok(false) => Duration::from_secs(5),
                Err(error) => {
                    tracing::error!(%error, "what is owed cannot be read; trying again");
                    Duration::from_secs(10)
                }
            };
            tokio::select! {
                _ = stop.changed() => {}
                () = self.app.deliveries.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Carries out everything that is due now; gives how many attempts were made.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn deliver_due(&self) -> Result<usize> {
        let mut attempts = 0;
        while self.deliver_one().await? {
            attempts += 1;
        }
        Ok(attempts)
    }

    /// Claims what is due and tries to carry it out; `false` when nothing is due.
    async fn deliver_one(&self) -> Result<bool> {
        let due = due(self.app.now());
        let lease = due.lease_until;
        let mut tx = self.app.db.write().await?;
        let Some(delivery) = deliveries::claim(&mut tx, self.carrier.channel(), due).await? else { return Ok(false) };
        tx.commit().await?;
        // There may be more: the next hand looks.
        self.app.wake_deliveries();
        let outcome = match self.pointless(&delivery).await {
            Some(reason) => Outcome::Cancelled(reason),
            None => self.attempt(&delivery).await,
        };
        self.mark(&delivery, lease, outcome).await?;
        Ok(true)
    }

    /// A task of its own, so that what makes the carrier panic is the only one to suffer.
    async fn attempt(&self, delivery: &Delivery) -> Outcome {
        let (carrier, row) = (self.carrier.clone(), delivery.clone());
        let mut trying = tokio::spawn(async move { carrier.attempt(&row).await });
        match tokio::time::timeout(self.patience, &mut trying).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Outcome::Dead(self.carrier.unspeakable().into()),
            Err(_) => {
                trying.abort();
                Outcome::Later(self.carrier.silence().into())
            }
        }
    }

    /// Why it need not be carried out any more: its link is used, replaced, expired or withdrawn.
    async fn pointless(&self, delivery: &Delivery) -> Option<String> {
        let id = delivery.link_id?;
        let mut conn = self.app.db.read().await.ok()?;
        let link = mailed_links::by_id(&mut conn, id).await.ok()?;
        let is_open = link.is_some_and(|link| link.life().fault(Progress::Waits, self.app.now()).is_none());
        (!is_open).then(|| "its link no longer works".into())
    }

    async fn mark(&self, delivery: &Delivery, lease: i64, outcome: Outcome) -> Result<()> {
        let (now, id, channel) = (self.app.now(), delivery.id, self.carrier.channel().word());
        let (state, forgiven, next_at, error) = match outcome {
            Outcome::Sent => (State::Sent, 0, now, String::new()),
            Outcome::Later(error) => {
                tracing::warn!(channel, delivery = %id, attempt = delivery.attempts, error, "a delivery failed; it is tried again");
                match wait_after(delivery.attempts, self.app.random.bytes()) {
                    Some(wait) => (State::Pending, 0, now + wait, error),
                    None => (State::Dead, 0, now, error),
                }
            }
            Outcome::ChannelDown(error) => {
                tracing::error!(channel, error, "the other side does not let us in; the delivery waits");
                (State::Pending, 1, now + CHANNEL_REST, error)
            }
            Outcome::Dead(error) => {
                tracing::error!(channel, delivery = %id, error, "a delivery is given up");
                (State::Dead, 0, now, error)
            }
            Outcome::Cancelled(reason) => (State::Cancelled, 0, now, reason),
        };
        let mut tx = self.app.db.write().await?;
        if state == State::Sent {
            deliveries::mark_sent(&mut tx, id, lease, now).await?;
        } else {
            deliveries::mark_unsent(&mut tx, id, lease, &Unsent { state, forgiven, next_at, error: &error }).await?;
        }
        Ok(tx.commit().await?)
    }
}
