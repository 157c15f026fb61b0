//! What a browser sends and sees.

pub mod kit;

pub mod account;
pub mod clients;
pub mod events;
pub mod identity;
pub mod members;
pub mod organizations;
pub mod provider_members;
pub mod providers;
