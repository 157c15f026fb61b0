//! The domain service: one function for each thing that a person can do, one transaction each.

pub mod access;
pub mod actor;
pub(crate) mod change;

pub mod account;
pub mod clients;
pub mod events;
pub mod identity;
pub mod members;
pub mod operator;
pub mod organizations;
pub mod provider_members;
pub mod providers;
