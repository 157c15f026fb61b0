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
use crate::readiness::{Failed, Readiness};
use crate::store::deliveries::{self, Delivery, Due, State, Unsent};
use crate::store::identity::mailed_links;
use crate::{jobs, log};
use std::pin::{Pin, pin};
use std::time::Duration;
use tokio::sync::watch;

/// One attempt may take this long in all; the lease outlives it.
const PATIENCE: Duration = Duration::from_secs(60);
/// What is under way at a stop may take this long to end.
const GRACE: Duration = Duration::from_secs(15);
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
    grace: Duration,
}

/// What became of looking for something to do.
#[derive(PartialEq, Eq)]
enum Done {
    Nothing,
    Attempted,
    Interrupted,
}

impl Worker {
    #[must_use]
    pub fn new(app: App, carrier: Carrier) -> Self {
        Self { app, carrier, patience: PATIENCE, grace: GRACE }
    }

    /// Waits for one attempt only this long; it has to be less than the lease.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Gives what is under way when it is told to stop this long to end; then it is put back.
    #[must_use]
    pub fn with_grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// Carries out what is due, until told to stop; what is under way then is finished or put back.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let mut hands = tokio::task::JoinSet::new();
        for _ in 0..HANDS {
            let (worker, stop) = (self.clone(), stop.clone());
            hands.spawn(jobs::keep_going("deliveries", stop.clone(), move || worker.clone().work(stop.clone())));
        }
        while hands.join_next().await.is_some() {}
    }

    async fn work(self, mut stop: watch::Receiver<bool>) {
        let mut told = stop.clone();
        let mut give_up = pin!(async {
            let _ = told.wait_for(|stop| *stop).await;
            tokio::time::sleep(self.grace).await;
        });
        while !*stop.borrow() {
            let wait = match self.deliver_one(give_up.as_mut()).await {
                Ok(Done::Attempted) => continue,
                Ok(Done::Nothing) => Duration::from_secs(5),
                Ok(Done::Interrupted) => return,
                Err(error) => {
                    Readiness::tell(&self.app, Failed::work("what is owed cannot be read; trying again", error));
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
        let (mut attempts, mut never) = (0, std::future::pending());
        while self.deliver_one(Pin::new(&mut never)).await? == Done::Attempted {
            attempts += 1;
        }
        Ok(attempts)
    }

    /// Carries out everything that is due now; what is still under way when `give_up` ends is put back. Gives
    /// whether there was time for all of it.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn deliver_until(&self, give_up: impl Future<Output = ()>) -> Result<bool> {
        let mut give_up = pin!(give_up);
        loop {
            match self.deliver_one(give_up.as_mut()).await? {
                Done::Attempted => {}
                done => return Ok(done == Done::Nothing),
            }
        }
    }

    /// Claims what is due and tries to carry it out, until `give_up` ends.
    async fn deliver_one(&self, give_up: Pin<&mut impl Future<Output = ()>>) -> Result<Done> {
        let due = due(self.app.now());
        let lease = due.lease_until;
        let mut tx = self.app.db.write().await?;
        let Some(delivery) = deliveries::claim(&mut tx, self.carrier.channel(), due).await? else { return Ok(Done::Nothing) };
        tx.commit().await?;
        // There may be more: the next hand looks.
        self.app.wake_deliveries();
        let outcome = match self.pointless(&delivery).await {
            Some(reason) => Outcome::Cancelled(reason),
            None => self.attempt(&delivery, give_up).await,
        };
        let done = if outcome == Outcome::Interrupted { Done::Interrupted } else { Done::Attempted };
        self.mark(&delivery, lease, outcome).await?;
        Ok(done)
    }

    /// A task of its own, so that what makes the carrier panic is the only one to suffer.
    async fn attempt(&self, delivery: &Delivery, give_up: Pin<&mut impl Future<Output = ()>>) -> Outcome {
        let (carrier, row) = (self.carrier.clone(), delivery.clone());
        let mut trying = tokio::spawn(async move { carrier.attempt(&row).await });
        let outcome = tokio::select! {
            biased;
            tried = tokio::time::timeout(self.patience, &mut trying) => match tried {
                Ok(Ok(outcome)) => return outcome,
                Ok(Err(_)) => return Outcome::Dead(self.carrier.unspeakable().into()),
                Err(_) => Outcome::Later(self.carrier.silence().into()),
            },
            () = give_up => Outcome::Interrupted,
        };
        trying.abort();
        outcome
    }

    /// Why it need not be carried out any more: its link is used, replaced, expired or withdrawn.
    async fn pointless(&self, delivery: &Delivery) -> Option<String> {
        let id = delivery.link_id?;
        let mut conn = self.app.db.read().await.ok()?;
        let link = mailed_links::by_id(&mut conn, id).await.ok()?;
        let is_open = link.is_some_and(|link| link.life().fault(Progress::Waits, self.app.now()).is_none());
        (!is_open).then(|| "its link no longer works".into())
    }

    /// What concerns one delivery is a line of its own; what concerns all of them is said once.
    fn tell(&self, delivery: &Delivery, outcome: &Outcome) {
        let (id, attempt, channel) = (delivery.id, delivery.attempts, self.carrier.channel().word());
        match outcome {
            Outcome::Sent => log::MAIL_SERVER.is_over(),
            Outcome::Unreachable(error) | Outcome::ChannelDown(error) => log::MAIL_SERVER.happens(error),
            Outcome::Later(error) => {
                tracing::warn!(channel, delivery = %id, attempt, error, "a delivery failed; it is tried again");
            }
            Outcome::Dead(error) => tracing::error!(channel, delivery = %id, attempt, error, "a delivery is given up"),
            Outcome::Cancelled(_) | Outcome::Interrupted => {}
        }
    }

    async fn mark(&self, delivery: &Delivery, lease: i64, outcome: Outcome) -> Result<()> {
        self.tell(delivery, &outcome);
        let (now, id) = (self.app.now(), delivery.id);
        let (state, forgiven, next_at, error) = match outcome {
            Outcome::Sent => (State::Sent, 0, now, None),
            Outcome::Interrupted => (State::Pending, 1, now, None),
            Outcome::Unreachable(error) | Outcome::Later(error) => match wait_after(delivery.attempts, self.app.random.bytes()) {
                Some(wait) => (State::Pending, 0, now + wait, Some(error)),
                None => (State::Dead, 0, now, Some(error)),
            },
            Outcome::ChannelDown(error) => (State::Pending, 1, now + CHANNEL_REST, Some(error)),
            Outcome::Dead(error) => (State::Dead, 0, now, Some(error)),
            Outcome::Cancelled(reason) => (State::Cancelled, 0, now, Some(reason)),
        };
        let ended_at = (state != State::Pending).then_some(now);
        let mut tx = self.app.db.write().await?;
        if state == State::Sent {
            deliveries::mark_sent(&mut tx, id, lease, now, &self.carrier.kept_of(delivery)).await?;
        } else {
            deliveries::mark_unsent(&mut tx, id, lease, &Unsent { state, forgiven, next_at, ended_at, error: error.as_deref() })
                .await?;
        }
        Ok(tx.commit().await?)
    }
}
