//! What a browser sends and sees.

pub mod kit;

pub(crate) mod account;
pub(crate) mod clients;
pub(crate) mod events;
pub(crate) mod identity;
pub(crate) mod members;
pub(crate) mod organizations;
pub(crate) mod provider_members;
pub(crate) mod providers;
