//! What the operator brings, and what the operator is refused.

pub mod import;
pub mod refusal;
