//! What every page and form is made with.

pub(crate) mod assets;
mod audit;
pub(crate) mod cookies;
pub(crate) mod csv;
pub(crate) mod demo_mails;
pub(crate) mod edge;
pub(crate) mod explain;
pub(crate) mod failure;
pub(crate) mod form;
pub(crate) mod health;
pub(crate) mod invite_form;
pub(crate) mod labels;
pub(crate) mod made;
pub(crate) mod mailed_link;
pub(crate) mod markup;
pub(crate) mod meanwhile;
pub(crate) mod metrics;
pub(crate) mod notice;
pub mod paths;
pub(crate) mod prove;
pub(crate) mod request;
mod responder;
mod session;
pub mod session_store;
pub(crate) mod sure;
pub(crate) mod visit;
