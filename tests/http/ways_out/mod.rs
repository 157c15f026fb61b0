//! Whatever state its provider, the organization itself and its owners are in, an organization gets out: each way of
//! each combination is walked, until somebody who can sign in owns it and gets in, or it is gone.

mod people;

use portico::domain::organizations::Suspender;
use portico::domain::time::MINUTE;

use crate::help::{post, set_state};
use crate::support::world::PASSWORD;
use people::People;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Managed {
    Alone,
    ByActive,
    BySuspended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owned {
    Owner,
    /// By somebody whose account is disabled.
    Disabled,
    Nobody,
}

/// A state in which an organization can be.
#[derive(Clone, Copy, Debug)]
struct State {
    managed: Managed,
    suspended: Option<Suspender>,
    owned: Owned,
}

/// What can be done first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    ProviderReactivates,
    ProviderUnlinks,
    OperatorReactivates,
    OperatorReleases,
    OwnerDeletes,
    OperatorDeletes,
}

impl State {
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for managed in [Managed::Alone, Managed::ByActive, Managed::BySuspended] {
            for suspended in [None, Some(Suspender::Provider), Some(Suspender::Operator)] {
                // Without a provider there is no suspension by one: `portico check` asks for it.
                if managed != Managed::Alone || suspended != Some(Suspender::Provider) {
                    all.extend([Owned::Owner, Owned::Disabled, Owned::Nobody].map(|owned| Self { managed, suspended, owned }));
                }
            }
        }
        all
    }

    /// Whether its own people are kept out.
    fn is_closed(self) -> bool {
        match self.suspended {
            Some(Suspender::Provider) => self.managed == Managed::ByActive,
            Some(Suspender::Operator) => true,
            None => false,
        }
    }

    fn ways(self) -> Vec<Way> {
        let active = self.managed == Managed::ByActive;
        let ways = [
            (Way::ProviderReactivates, active && self.suspended == Some(Suspender::Provider)),
            (Way::ProviderUnlinks, active && self.owned == Owned::Owner),
            (Way::OperatorReactivates, self.suspended.is_some()),
            (Way::OperatorReleases, self.managed != Managed::Alone || self.owned != Owned::Owner),
            (Way::OwnerDeletes, self.managed == Managed::Alone && !self.is_closed() && self.owned == Owned::Owner),
            (Way::OperatorDeletes, true),
        ];
        ways.into_iter().filter(|(_, there)| *there).map(|(way, _)| way).collect()
    }
}

/// Walks every way of every state of organizations that are managed so.
async fn walk_all(managed: Managed) {
    let people = People::begin().await;
    let (mut states, mut walked) = (0, 0);
    for state in State::all().into_iter().filter(|state| state.managed == managed) {
        states += 1;
        for (number, way) in state.ways().into_iter().enumerate() {
            println!("{state:?} {way:?}");
            let id = people.organization(state).await;
            if number == 0 {
                people.look(state, id).await;
                people.refusals(state, id).await;
            }
            people.walk(state, way, id).await;
            people.go_on(id).await;
            walked += 1;
            // Somebody proves once more who it is only so often.
            people.app.clock.advance(MINUTE);
        }
    }
    assert_eq!(states, if managed == Managed::Alone { 6 } else { 9 });
    assert_eq!(people.app.db.number("SELECT COUNT(*) FROM organizations").await, 0, "after {walked} ways all are gone");
    people.app.assert_sound().await;
    for person in [&people.owner, &people.newcomer] {
        let page = person.1.get("/account/delete").await.expect(200);
        page.form("#delete-account").set("current_password", PASSWORD).submit().await.expect(303);
    }
}

#[tokio::test]
async fn every_state_of_an_organization_without_a_provider_has_ways_out() {
    walk_all(Managed::Alone).await;
}

#[tokio::test]
async fn every_state_of_a_client_of_an_active_provider_has_ways_out() {
    walk_all(Managed::ByActive).await;
}

#[tokio::test]
async fn every_state_of_a_client_of_a_suspended_provider_has_ways_out() {
    walk_all(Managed::BySuspended).await;
}

#[tokio::test]
async fn a_providers_suspension_rests_while_the_provider_is_suspended_and_holds_again_afterwards() {
    let people = People::begin().await;
    let app = &people.app;
    let state = State { managed: Managed::ByActive, suspended: Some(Suspender::Provider), owned: Owned::Owner };
    let id = people.organization(state).await;
    people.look(state, id).await;
    let before = app.db.texts("SELECT suspended_by FROM organizations").await;
    for _ in 0..2 {
        set_state(app, "providers", people.active, "suspended").await;
        let page = people.owner.1.get(&format!("/organizations/{id}")).await.expect(200);
        assert!(page.text("#suspension-rests").contains("it holds again once active services is reactivated"), "{page}");
        assert!(page.has("#invite") && page.has("#rename"), "its owners work as ever: {page}");
        // So do those who come: an invitation does not wait.
        post(&people.owner.1, &format!("/organizations/{id}/name"), &[("name", "Harbour")]).await.expect(303);
        assert!(people.admins[0].get("/clients").await.text("#provider-suspended").contains("let their people in meanwhile"));
        set_state(app, "providers", people.active, "active").await;
        people.look(state, id).await;
    }
    assert_eq!(app.db.texts("SELECT suspended_by FROM organizations").await, before, "no row changed");
}
