//! SQL and nothing else. The only place that knows that there are two engines.
//!
//! A statement is written once and compiled for both drivers. Every function takes the connection
//! first: `&mut Conn` where reading is enough, `&mut Tx` where something is written.

pub mod engine;

pub mod access;
pub mod clients;
pub mod deliveries;
pub mod events;
pub mod identity;
pub mod kept_settings;
pub mod members;
pub mod nodes;
pub mod operator;
pub mod organizations;
pub mod provider_members;
pub mod providers;
pub(crate) mod search;

pub use engine::{
    Conn, Db, FileLock, MemberText, NewerSchema, Schema, Trouble, Tx, Unfit, claim, is_busy, is_unique_violation, member_texts,
    schema, schema_of_file, took_too_long,
};
