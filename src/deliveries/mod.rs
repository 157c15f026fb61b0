//! What is owed to the outside: written with the change that owes it, carried out afterwards. Claim,
//! lease, back-off and dead letters are the same for every channel; what a channel does with a
//! delivery is its own.

mod retry;
mod worker;

pub use worker::{Worker, due};

use crate::domain::deliveries::Outcome;
use crate::mail::{self, postman::Postman};
use crate::store::deliveries::{Channel, Delivery};

/// Who carries out the deliveries of a channel.
#[derive(Clone)]
pub enum Carrier {
    Mail(Postman),
}

impl Carrier {
    fn channel(&self) -> Channel {
        match self {
            Self::Mail(_) => Channel::Mail,
        }
    }

    /// Tries once, with no transaction open.
    async fn attempt(&self, delivery: &Delivery) -> Outcome {
        match self {
            Self::Mail(postman) => postman.attempt(delivery).await,
        }
    }

    /// What is kept of what was said, once it is sent.
    fn kept_of(&self, delivery: &Delivery) -> String {
        match self {
            Self::Mail(_) => mail::without_words(&delivery.payload),
        }
    }

    /// Why an attempt that panicked is not tried again.
    fn unspeakable(&self) -> &'static str {
        match self {
            Self::Mail(_) => "this mail cannot be put into words that a mail server takes",
        }
    }

    /// Why an attempt that took too long is tried again.
    fn silence(&self) -> &'static str {
        match self {
            Self::Mail(_) => "the mail server did not answer in time",
        }
    }
}
