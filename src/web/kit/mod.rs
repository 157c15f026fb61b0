//! What every page and form is made with.

pub mod assets;
pub mod cookies;
pub mod csv;
pub mod demo_mails;
pub mod edge;
pub mod explain;
pub mod failure;
pub mod form;
pub mod health;
pub mod invite_form;
pub mod mailed_link;
pub mod markup;
pub mod metrics;
pub mod paths;
pub mod request;
mod responder;
mod session;
pub mod session_store;
pub mod sure;
pub mod visit;
