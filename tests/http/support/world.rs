//! A made-up world for tests, put together piece by piece through the store.

use portico::domain::email::Email;
use portico::domain::inviting::FRESH;
use portico::domain::members::{Role, Status};
use portico::domain::organizations::plan::Plan;
use portico::domain::organizations::{OrganizationName, Seats};
use portico::domain::providers::{self as provider, ProviderName, ProviderRole};
use portico::store::identity::accounts;
use portico::store::members::{self, NewMember};
use portico::store::organizations::{self, NewOrganization};
use portico::store::provider_members::{self, NewProviderMember};
use portico::store::{Tx, providers};
use uuid::Uuid;

use super::app::TestApp;
use super::client::Client;

/// The password of every account of a test.
pub const PASSWORD: &str = "quiet lantern over seven rivers";
/// What Portico makes of [`PASSWORD`] and a salt of threes; `rig::database` makes it again.
pub const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AwMDAwMDAwMDAwMDAwMDAw$4ZDTZ7u+o2MrJ/CwS0z8RLXhW5/kNeQZdvRYP3OwqJY";

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: Uuid,
    pub email: String,
}

impl TestApp {
    async fn tx(&self) -> Tx {
        self.app.db.write().await.expect("a transaction begins")
    }

    /// A moment at which whoever was here is new no more.
    fn long_ago(&self) -> i64 {
        self.app.now() - 2 * FRESH
    }

    /// An account named after the part of its address before the @, here for long.
    pub async fn person(&self, email: &str) -> Person {
        let (address, id) = (Email::parse(email).expect("an address"), self.app.new_id::<Uuid>());
        let mut tx = self.tx().await;
        let name = address.local_part().to_owned();
        let made = accounts::insert(&mut tx, id.into(), &address, &name, Some(PASSWORD_HASH), None, self.long_ago()).await;
        assert!(made.expect("the account is stored"), "{email} is free");
        tx.commit().await.expect("it is kept");
        Person { id, email: email.into() }
    }

    pub async fn provider(&self, name: &str) -> Uuid {
        let (id, mut tx) = (self.app.new_id::<Uuid>(), self.tx().await);
        let name = ProviderName::parse(name).expect("a name");
        providers::insert(&mut tx, id.into(), &name, self.app.now()).await.expect("the provider is stored");
        tx.commit().await.expect("it is kept");
        id
    }

    /// A provider that other people run: it has an admin of its own, who never signs in.
    pub async fn other_provider(&self, name: &str) -> Uuid {
        let (provider, id) = (self.provider(name).await, self.app.new_id::<Uuid>());
        let email = format!("admin@{}.example", id.simple());
        let address = Email::parse(&email).expect("an address");
        let mut tx = self.tx().await;
        let made = accounts::insert(&mut tx, id.into(), &address, "Other", None, None, self.app.now()).await;
        assert!(made.expect("the account is stored"), "{email} is free");
        tx.commit().await.expect("it is kept");
        self.join(provider, &Person { id, email }, ProviderRole::Admin).await;
        provider
    }

    /// Counts the seats anew, after a statement of the test changed members by hand.
    pub async fn count_seats(&self) {
        let counted = "UPDATE organizations SET occupied = (SELECT COUNT(*) FROM members m \
                       WHERE m.organization_id = organizations.id AND m.status <> 'revoked')";
        self.db.execute(counted).await;
    }

    /// Puts somebody into a provider, confirmed; gives the id of that membership.
    pub async fn join(&self, provider: Uuid, person: &Person, role: ProviderRole) -> Uuid {
        let (email, mut tx) = (Email::parse(&person.email).expect("an address"), self.tx().await);
        let id: Uuid = self.app.new_id();
        let new = NewProviderMember {
            id: id.into(),
            provider: provider.into(),
            account: Some(person.id.into()),
            email: &email,
            role,
            status: provider::Status::Confirmed,
            invited_by: None,
            now: self.app.now(),
        };
        assert!(provider_members::insert(&mut tx, &new).await.expect("the member is stored"));
        tx.commit().await.expect("it is kept");
        id
    }

    /// An active organization without members and without a provider, here for long.
    pub async fn organization(&self, name: &str, plan: &str, seats: i64) -> Uuid {
        self.organization_of(None, name, plan, seats).await
    }

    /// A client of a provider, linked by somebody.
    pub async fn client_of(&self, provider: (Uuid, &Person), name: &str, plan: &str, seats: i64) -> Uuid {
        self.organization_of(Some((provider.0, provider.1.id)), name, plan, seats).await
    }

    async fn organization_of(&self, provider: Option<(Uuid, Uuid)>, name: &str, plan: &str, seats: i64) -> Uuid {
        let id: Uuid = self.app.new_id();
        let name = OrganizationName::parse(name).expect("a name");
        let new = NewOrganization {
            id: id.into(),
            name: &name,
            plan: Plan::parse(plan).expect("a plan"),
            seats: Seats::parse(&seats.to_string()).expect("seats"),
            suspended_by: None,
            provider: provider.map(|(provider, by)| (provider.into(), by.into())),
            import_key: None,
            now: self.app.now(),
        };
        let mut tx = self.tx().await;
        assert!(organizations::insert(&mut tx, &new).await.expect("it is stored"));
        tx.commit().await.expect("it is kept");
        let (created, literal) = (self.long_ago(), self.db.id(id));
        self.db.execute(&format!("UPDATE organizations SET created_at = {created} WHERE id = {literal}")).await;
        id
    }

    /// Makes somebody a member in this role and status; gives the member's id.
    pub async fn member(&self, organization: Uuid, person: &Person, role: Role, status: Status) -> Uuid {
        let account = (status != Status::Invited).then_some(person.id);
        self.seat(organization, &person.email, account, role, status).await
    }

    /// Somebody without an account who is invited, without a mail.
    pub async fn invited(&self, organization: Uuid, email: &str, role: Role) -> Uuid {
        self.seat(organization, email, None, role, Status::Invited).await
    }

    async fn seat(&self, organization: Uuid, email: &str, account: Option<Uuid>, role: Role, status: Status) -> Uuid {
        let (id, email) = (self.app.new_id::<Uuid>(), Email::parse(email).expect("an address"));
        let name = if account.is_some() { email.local_part() } else { "" };
        let new = NewMember {
            id: id.into(),
            organization: organization.into(),
            account: account.map(Into::into),
            email: &email,
            name,
            role,
            status,
            invited_by: None,
            now: self.app.now(),
        };
        let mut tx = self.tx().await;
        assert!(members::insert(&mut tx, &new).await.expect("it is stored"));
        if status.occupies_a_seat() {
            assert!(organizations::occupy_seat(&mut tx, organization.into(), self.app.now()).await.expect("a seat is counted"));
        }
        tx.commit().await.expect("it is kept");
        id
    }

    /// A visitor who signs in as this person, through the form.
    pub async fn signed_in(&self, person: &Person) -> Client {
        let client = self.client();
        let page = client.get("/sign-in").await;
        let answer = page.form("form[action='/sign-in']").set("email", &person.email).set("password", PASSWORD).submit().await;
        answer.expect(303);
        client
    }
}

/// The story's people and places: a provider with an admin and a service user, an organization
/// that the admin owns and that has no provider, and one client that is there already.
pub struct Story {
    pub provider: Uuid,
    pub admin: Person,
    pub service: Person,
    pub organization: Uuid,
    /// The admin's membership of the organization.
    pub admin_member: Uuid,
    pub client: Uuid,
}

impl Story {
    pub async fn begin(app: &TestApp) -> Self {
        let provider = app.provider("Example Services").await;
        let admin = app.person("ada@provider.example").await;
        let service = app.person("sem@provider.example").await;
        app.join(provider, &admin, ProviderRole::Admin).await;
        app.join(provider, &service, ProviderRole::Service).await;
        let client = app.client_of((provider, &admin), "Second Client's Organization", "Teams (Monthly) 2020", 15).await;
        let organization = app.organization("My Client's Organization", "Enterprise (Annually) 2020", 25).await;
        let admin_member = app.member(organization, &admin, Role::Owner, Status::Confirmed).await;
        Self { provider, admin, service, organization, admin_member, client }
    }

    /// The path of the organization's page.
    pub fn page(&self) -> String {
        format!("/organizations/{}", self.organization)
    }
}
