//! The kinds of visitor that every route is asked by, in one small world.

use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::Person;
use portico::domain::email::Email;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use portico::domain::time::HOUR;
use portico::service::operator::accounts::{self, Disabled};
use uuid::Uuid;

pub const KINDS: [&str; 12] = [
    "anonymous",
    "expired session",
    "disabled account",
    "admin of provider A",
    "service user of provider A",
    "admin of provider B",
    "owner, invited",
    "owner, accepted",
    "owner, confirmed",
    "admin of the organization",
    "user of the organization",
    "former member",
];

pub struct World {
    /// One for each of [`KINDS`].
    pub visitors: Vec<Client>,
    /// A client of provider A, and its only confirmed owner.
    pub organization: Uuid,
    pub owner: Uuid,
    /// A client of provider B, and a member of it.
    pub foreign: Uuid,
    pub foreigner: Uuid,
    /// Provider A and its admin.
    pub provider: (Uuid, Person),
    /// Provider B.
    pub rival: Uuid,
    /// The memberships of the only admins of providers A and B who can sign in.
    pub admin: Uuid,
    pub foreign_admin: Uuid,
}

async fn provider(app: &TestApp, name: &str, admin: &str) -> (Uuid, Person, Uuid) {
    let provider = app.provider(name).await;
    let admin = app.person(admin).await;
    let member = app.join(provider, &admin, ProviderRole::Admin).await;
    (provider, admin, member)
}

impl World {
    pub async fn begin(app: &TestApp) -> Self {
        let (a, ada, admin) = provider(app, "Provider A", "ada@a.example").await;
        let (b, bea, foreign_admin) = provider(app, "Provider B", "bea@b.example").await;
        let late = app.person("late@a.example").await;
        app.join(a, &late, ProviderRole::Service).await;
        let expired = app.signed_in(&late).await;
        app.clock.advance(13 * HOUR);
        let sem = app.person("sem@a.example").await;
        app.join(a, &sem, ProviderRole::Service).await;
        let organization = app.client_of((a, &ada), "Alpha GmbH", "Teams (Monthly)", 20).await;
        let foreign = app.client_of((b, &bea), "Beta BV", "Teams (Monthly)", 20).await;
        let foreigner = app.invited(foreign, "fay@beta.example", Role::Admin).await;
        let olga = app.person("olga@alpha.example").await;
        let owner = app.member(organization, &olga, Role::Owner, Status::Confirmed).await;
        let mut visitors = vec![app.client(), expired, Self::disabled(app, a).await];
        for person in [&ada, &sem, &bea] {
            visitors.push(app.signed_in(person).await);
        }
        for (name, standing) in [
            ("ivan", Some((Role::Owner, Status::Invited))),
            ("anna", Some((Role::Owner, Status::Accepted))),
            ("olga", None),
            ("adam", Some((Role::Admin, Status::Confirmed))),
            ("uma", Some((Role::User, Status::Confirmed))),
            ("fred", None),
        ] {
            let person = if name == "olga" { olga.clone() } else { app.person(&format!("{name}@alpha.example")).await };
            if let Some((role, status)) = standing {
                app.member(organization, &person, role, status).await;
            }
            visitors.push(app.signed_in(&person).await);
        }
        // That somebody of a provider opens a client is noted, once an hour: here it is noted already.
        for visitor in &visitors[3..6] {
            visitor.get(&format!("/organizations/{organization}")).await;
            visitor.get(&format!("/organizations/{foreign}")).await;
        }
        Self { visitors, provider: (a, ada), rival: b, organization, owner, foreign, foreigner, admin, foreign_admin }
    }

    /// Somebody of the provider whose account was disabled after signing in.
    async fn disabled(app: &TestApp, provider: Uuid) -> Client {
        let person = app.person("dan@a.example").await;
        app.join(provider, &person, ProviderRole::Admin).await;
        let client = app.signed_in(&person).await;
        let email = Email::parse(&person.email).expect("an address");
        let done = accounts::disable(&app.app, &email, false).await.expect("the operator can");
        assert!(matches!(done, Disabled::Done { sessions: 1, .. }), "{done:?}");
        client
    }
}
