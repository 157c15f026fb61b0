//! What one attempt to carry out a delivery comes to.

/// What became of one attempt.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    /// To be tried again after the usual wait.
    Later(String),
    /// As `Later`: the other side does not answer at all.
    Unreachable(String),
    /// The other side does not let us in at all: not this delivery's fault.
    ChannelDown(String),
    Dead(String),
    /// Nobody needs it any more.
    Cancelled(String),
    /// The program stops before it is known: to be tried again by whoever comes next, as if nothing had been tried.
    Interrupted,
}
