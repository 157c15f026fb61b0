//! Noting that somebody of the provider has opened a client's page.

use crate::app::App;
use crate::domain::events::Event;
use crate::domain::ids::OrganizationId;
use crate::domain::time::{HOUR, SKEW};
use crate::error::Result;
use crate::readiness::{Failed, Readiness};
use crate::service::actor::Actor;
use crate::service::change::{Scope, change};
use crate::store::organizations::openings;
use std::time::Duration;

/// Within this time the same person opening the same client again is the same opening.
const LATELY: i64 = HOUR;
/// How long the page waits for the note to be written; it is written behind it where that takes longer.
const PATIENCE: Duration = Duration::from_millis(100);

/// Notes the opening in both logs, at most once an hour for each person and client: `opened_at` is the last
/// time that is noted. For whoever sees the organization as somebody of its provider; a page never fails or
/// waits because of it.
pub(super) async fn note(app: &App, actor: &Actor, organization: OrganizationId, opened_at: Option<i64>) {
    let now = app.now();
    if opened_at.is_some_and(|at| (now - LATELY + 1..=now + SKEW).contains(&at)) {
        return;
    }
    let (app, actor) = (app.clone(), actor.clone());
    let writing = tokio::spawn(async move {
        if let Err(error) = write(&app, &actor, organization).await {
            let path = Some(format!("/organizations/{organization}"));
            let what = "that a client was opened could not be noted";
            Readiness::tell(&app, Failed { path, ..Failed::work(what, error) });
        }
    });
    let _ = tokio::time::timeout(PATIENCE, writing).await;
}

async fn write(app: &App, actor: &Actor, organization: OrganizationId) -> Result<()> {
    let (now, lately) = (app.now(), app.now() - LATELY);
    change!(app, actor, Scope::organization(organization).counted_elsewhere(), |change| {
        let (name, provider) = (change.seen()?.organization.name.clone(), change.seen()?.provider_concerned());
        if provider.is_none() || !openings::note(&mut change.tx, organization, actor.id, now, lately).await? {
            change.discard();
            return Ok(());
        }
        change.record(change.here()?, &Event::ClientOpened { organization: name }).await
    })
}
