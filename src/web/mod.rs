//! What a browser sends and sees.

pub mod account_deletion;
pub mod address_change;
pub mod assets;
pub mod bulk;
pub mod client_export;
pub mod clients;
pub mod credentials;
pub mod demo_mails;
pub mod health;
pub mod home;
pub mod invitations;
pub mod members;
pub mod metrics;
pub mod new_organization;
pub mod organizations;
pub mod passwords;
pub mod profile;
pub mod provider_deletion;
pub mod registration;
pub mod seats;
pub mod session_list;
pub mod settings;
pub mod sign_in;
pub mod two_step;
pub mod unlinking;

pub mod cookies;
pub mod csv;
pub mod edge;
pub mod event_lines;
pub mod failure;
pub mod form;
pub mod markup;
pub mod paths;
pub mod sessions;
pub mod visit;
