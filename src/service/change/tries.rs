//! How a change that failed on others who changed the same begins again.

use crate::app::App;
use crate::error::Error;
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::time::Instant;

/// How long a change is begun again after deadlocks and serialization failures.
const PATIENCE: Duration = Duration::from_secs(2);
/// The first wait before it is begun again, and the longest one, in milliseconds.
const FIRST_WAIT: u64 = 4;
const LONGEST_WAIT: u64 = 200;

/// How often, and for how long, a change was begun.
pub(crate) struct Tries<'a> {
    app: &'a App,
    since: Instant,
    number: u32,
}

impl<'a> Tries<'a> {
    pub fn new(app: &'a App) -> Self {
        Self { app, since: Instant::now(), number: 0 }
    }

    /// Waits, with jitter, where the change failed on others who changed the same; gives any other
    /// error back. A commit whose answer was lost is such another: it may have taken hold.
    pub async fn again(&mut self, error: Error) -> ControlFlow<Error> {
        let Error::Again(cause) = error else { return ControlFlow::Break(error) };
        if self.since.elapsed() >= PATIENCE {
            return ControlFlow::Break(Error::Unavailable(cause));
        }
        self.number += 1;
        tracing::debug!(cause, number = self.number, "a change begins again");
        let longest = (FIRST_WAIT << self.number.min(8)).min(LONGEST_WAIT);
        let [chance] = self.app.random.bytes();
        tokio::time::sleep(Duration::from_millis(longest / 2 + longest * u64::from(chance) / 512)).await;
        ControlFlow::Continue(())
    }
}
