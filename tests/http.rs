//! Everything that can be asked of Portico without a browser.

mod support;

#[path = "http/account.rs"]
mod account;
#[path = "http/account_deletion.rs"]
mod account_deletion;
#[path = "http/backup.rs"]
mod backup;
#[path = "http/bulk.rs"]
mod bulk;
#[path = "http/check.rs"]
mod check;
#[path = "http/client_export.rs"]
mod client_export;
#[path = "http/client_filters.rs"]
mod client_filters;
#[path = "http/clients.rs"]
mod clients;
#[path = "http/commands.rs"]
mod commands;
#[path = "http/controls.rs"]
mod controls;
#[path = "http/credentials.rs"]
mod credentials;
#[path = "http/dead_links.rs"]
mod dead_links;
#[path = "http/edges.rs"]
mod edges;
#[path = "http/event_logs.rs"]
mod event_logs;
#[path = "http/existing.rs"]
mod existing;
#[path = "http/handover.rs"]
mod handover;
#[path = "http/headers/mod.rs"]
mod headers;
#[path = "http/help.rs"]
mod help;
#[path = "http/invitations.rs"]
mod invitations;
#[path = "http/killed.rs"]
mod killed;
#[path = "http/members/mod.rs"]
mod members;
#[path = "http/metrics.rs"]
mod metrics;
#[path = "http/new_client.rs"]
mod new_client;
#[path = "http/new_organization.rs"]
mod new_organization;
#[path = "http/operator.rs"]
mod operator;
#[path = "http/outbox/mod.rs"]
mod outbox;
#[path = "http/overview.rs"]
mod overview;
#[path = "http/particulars.rs"]
mod particulars;
#[path = "http/provider_choice.rs"]
mod provider_choice;
#[path = "http/provider_invitations.rs"]
mod provider_invitations;
#[path = "http/provider_members.rs"]
mod provider_members;
#[path = "http/provider_races.rs"]
mod provider_races;
#[path = "http/races.rs"]
mod races;
#[path = "http/readme.rs"]
mod readme;
#[path = "http/registration.rs"]
mod registration;
#[path = "http/rig/mod.rs"]
mod rig;
#[path = "http/routes.rs"]
mod routes;
#[path = "http/seats.rs"]
mod seats;
#[path = "http/session_list.rs"]
mod session_list;
#[path = "http/sessions.rs"]
mod sessions;
#[path = "http/settings.rs"]
mod settings;
#[path = "http/sign_in/mod.rs"]
mod sign_in;
#[path = "http/sql.rs"]
mod sql;
#[path = "http/story.rs"]
mod story;
#[path = "http/suspending.rs"]
mod suspending;
#[path = "http/two_step/mod.rs"]
mod two_step;
#[path = "http/unlinking.rs"]
mod unlinking;
#[path = "http/upgrading.rs"]
mod upgrading;
#[path = "http/visitors.rs"]
mod visitors;
#[path = "http/waiting.rs"]
mod waiting;
#[path = "http/worlds.rs"]
mod worlds;
