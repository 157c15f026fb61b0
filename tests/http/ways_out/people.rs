//! The people who walk the ways, and what each of them does.

use portico::domain::email::Email;
use portico::domain::members::{Role, Status};
use portico::domain::operator::refusal::OperatorRefusal;
use portico::domain::organizations::Suspender;
use portico::domain::providers::ProviderRole;
use portico::error::Error;
use portico::service::operator::organizations::{delete, set_suspended};
use portico::service::operator::release::{Owner, release};
use uuid::Uuid;

use super::{Managed, Owned, State, Way};
use crate::help::{post, proven, reason, refused, set_state, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, Person};

/// The people of all organizations of the test, signed in.
pub struct People {
    pub app: TestApp,
    pub active: Uuid,
    suspended: Uuid,
    /// Admin and service user of each provider.
    pub admins: [Client; 2],
    services: [Client; 2],
    linker: Person,
    pub owner: (Person, Client),
    disabled: Person,
    user: (Person, Client),
    /// Whom the operator makes an owner.
    pub newcomer: (Person, Client),
}

impl People {
    pub async fn begin() -> Self {
        let mut app = TestApp::spawn().await;
        app.ignore_mail();
        let mut providers = Vec::new();
        let (mut admins, mut services) = (Vec::new(), Vec::new());
        let linker = app.person("ada@active.example").await;
        for name in ["active", "suspended"] {
            let provider = app.provider(&format!("{name} services")).await;
            let admin = if name == "active" { linker.clone() } else { app.person("adam@suspended.example").await };
            let service = app.person(&format!("sem@{name}.example")).await;
            app.join(provider, &admin, ProviderRole::Admin).await;
            app.join(provider, &service, ProviderRole::Service).await;
            providers.push(provider);
            admins.push(app.signed_in(&admin).await);
            services.push(app.signed_in(&service).await);
        }
        set_state(&app, "providers", providers[1], "suspended").await;
        let owner = app.person("olga@client.example").await;
        let disabled = app.person("dora@client.example").await;
        let id = sql_id(&app.db, disabled.id);
        app.db.execute(&format!("UPDATE accounts SET disabled_at = 1 WHERE id = {id}")).await;
        let user = app.person("uma@client.example").await;
        let newcomer = app.person("nina@client.example").await;
        let [owner, user, newcomer] = [owner, user, newcomer];
        let clients = [app.signed_in(&owner).await, app.signed_in(&user).await, app.signed_in(&newcomer).await];
        let [of_owner, of_user, of_newcomer] = clients;
        Self {
            active: providers[0],
            suspended: providers[1],
            admins: admins.try_into().unwrap_or_else(|_| unreachable!()),
            services: services.try_into().unwrap_or_else(|_| unreachable!()),
            linker,
            owner: (owner, of_owner),
            disabled,
            user: (user, of_user),
            newcomer: (newcomer, of_newcomer),
            app,
        }
    }

    /// An organization in this state, with a user; full, where nobody owns it.
    pub async fn organization(&self, state: State) -> Uuid {
        let (app, seats) = (&self.app, if state.owned == Owned::Nobody { 1 } else { 2 });
        let id = match state.managed {
            Managed::Alone => app.organization("Harbour", "Teams (Monthly)", seats).await,
            Managed::ByActive => app.client_of((self.active, &self.linker), "Harbour", "Teams (Monthly)", seats).await,
            Managed::BySuspended => app.client_of((self.suspended, &self.linker), "Harbour", "Teams (Monthly)", seats).await,
        };
        app.member(id, &self.user.0, Role::User, Status::Confirmed).await;
        let owner = match state.owned {
            Owned::Owner => Some(&self.owner.0),
            Owned::Disabled => Some(&self.disabled),
            Owned::Nobody => None,
        };
        if let Some(owner) = owner {
            app.member(id, owner, Role::Owner, Status::Confirmed).await;
        }
        if let Some(by) = state.suspended {
            let (by, sql) = (by.word(), sql_id(&app.db, id));
            app.db.execute(&format!("UPDATE organizations SET suspended_by = '{by}' WHERE id = {sql}")).await;
        }
        id
    }

    /// Who gets in as it is: its own people while it is open, its provider's admins always, its service users as its own.
    pub async fn look(&self, state: State, id: Uuid) {
        let page = format!("/organizations/{id}");
        let own = if state.is_closed() { 403 } else { 200 };
        self.user.1.get(&page).await.expect(own);
        if state.owned == Owned::Owner {
            let seen = self.owner.1.get(&page).await.expect(own);
            let ask = match state.suspended {
                Some(Suspender::Provider) => "ask active services",
                _ => "Ask the operator to reactivate it",
            };
            assert!(own == 200 || reason(&seen).contains(ask), "{state:?}: {seen}");
            let rests = state.suspended == Some(Suspender::Provider) && state.managed == Managed::BySuspended;
            assert_eq!(seen.has("#suspension-rests"), rests, "{state:?}");
        }
        let of_provider = match state.managed {
            Managed::Alone => None,
            Managed::ByActive => Some(0),
            Managed::BySuspended => Some(1),
        };
        for (number, (admin, service)) in self.admins.iter().zip(&self.services).enumerate() {
            let there = of_provider == Some(number);
            let seen = admin.get(&page).await.expect(if there { 200 } else { 404 });
            assert_eq!(there && seen.has("#suspended"), there && state.is_closed(), "{state:?}");
            service.get(&page).await.expect(if there { own } else { 404 });
        }
        for (number, admin) in self.admins.iter().enumerate().filter(|(number, _)| of_provider == Some(*number)) {
            let listed = admin.get("/clients?state=suspended").await.has(&format!("#client-{id}"));
            assert_eq!(listed, state.is_closed(), "{state:?} in the list of provider {number}");
        }
        let row = format!("#own tr:has(a[href='{page}']) .status.suspended");
        assert_eq!(self.user.1.get("/organizations").await.has(&row), state.is_closed(), "{state:?}");
    }

    /// What leads nowhere in this state is refused, and changes nothing.
    pub async fn refusals(&self, state: State, id: Uuid) {
        let before = self.app.db.snapshot().await;
        let (given, nina) = (id.to_string(), Email::parse(&self.newcomer.0.email).expect("an address"));
        match state.owned {
            Owned::Owner => {
                let refusal = release(&self.app.app, &given, Some(&nina)).await.expect_err("there is an owner");
                assert!(matches!(refusal, Error::OperatorRefused(OperatorRefusal::OwnerThere { .. })), "{refusal:?}");
            }
            Owned::Disabled | Owned::Nobody => {
                let refusal = release(&self.app.app, &given, None).await.expect_err("there is no owner");
                assert!(matches!(refusal, Error::OperatorRefused(OperatorRefusal::OwnerNeeded { .. })), "{refusal:?}");
                let dora = Email::parse(&self.disabled.email).expect("an address");
                let refusal = release(&self.app.app, &given, Some(&dora)).await.expect_err("the account is disabled");
                assert!(matches!(refusal, Error::OperatorRefused(OperatorRefusal::AccountDisabled { .. })), "{refusal:?}");
            }
        }
        let (path, deletion) = (format!("/clients/{id}"), format!("/organizations/{id}/deletion"));
        let password = [("current_password", PASSWORD)];
        if state.managed == Managed::ByActive && state.suspended == Some(Suspender::Operator) {
            let told = refused(&self.app, &self.admins[0], &format!("{path}/reactivate"), &[], 409).await;
            assert!(reason(&told).contains("only the operator can reactivate it"), "{told}");
            let sheet = self.admins[0].get(&format!("{path}/reactivate")).await.expect(200);
            assert!(sheet.says("only the operator can reactivate it") && !sheet.has("section.sheet .primary"), "{sheet}");
        }
        if state.managed == Managed::BySuspended {
            for act in ["reactivate", "suspend", "unlink"] {
                refused(&self.app, &self.admins[1], &format!("{path}/{act}"), &[], 403).await;
            }
        }
        if state.owned == Owned::Owner && state.managed != Managed::Alone {
            let status = if state.is_closed() { 403 } else { 409 };
            let told = refused(&self.app, &self.owner.1, &deletion, &password, status).await;
            let way_on = match state.managed {
                Managed::BySuspended => "Ask the operator of this portal to release your organization",
                _ => "Ask a provider admin to unlink it first",
            };
            assert!(status == 403 || told.says(way_on), "{told}");
        }
        self.app.db.assert_unchanged_since(&before).await;
    }

    pub async fn walk(&self, state: State, way: Way, id: Uuid) {
        let (admin, path, app) = (&self.admins[0], format!("/clients/{id}"), &self.app.app);
        match way {
            Way::ProviderReactivates => drop(post(admin, &format!("{path}/reactivate"), &[]).await.expect(303)),
            Way::ProviderUnlinks => drop(proven(post(admin, &format!("{path}/unlink"), &[]).await).await.expect(303)),
            Way::OperatorReactivates => {
                let done = set_suspended(app, &id.to_string(), false).await.expect("the operator can");
                assert_eq!((done.changed, done.before), (true, state.suspended));
            }
            Way::OperatorReleases => self.release(id, state.owned != Owned::Owner).await,
            Way::OwnerDeletes => self.owner_deletes(&self.owner, id).await,
            Way::OperatorDeletes => drop(delete(app, &id.to_string()).await.expect("the operator can")),
        }
    }

    async fn release(&self, id: Uuid, needs_owner: bool) {
        let email = Email::parse(&self.newcomer.0.email).expect("an address");
        self.take_mails().await;
        let done = release(&self.app.app, &id.to_string(), needs_owner.then_some(&email)).await.expect("the operator can");
        if !needs_owner {
            return;
        }
        assert!(matches!(done.owner, Some(Owner::Invited { .. })), "{done:?}");
        if done.suspended {
            self.take_mails().await;
            return;
        }
        self.accept(id).await;
    }

    /// Accepts the newest invitation: that confirms.
    async fn accept(&self, id: Uuid) {
        let link = self.link(&self.newcomer.0.email, "/invitation/").await;
        let page = self.newcomer.1.get(&link).await.expect(303).follow().await.expect(200);
        assert!(page.says("When you accept, you are its owner at once."), "{page}");
        let done = page.form("form[action='/invitation/acceptance']").submit().await.expect(303).follow().await;
        assert!(done.text("#notice").contains("You are the owner of Harbour now."), "{done}");
        self.newcomer.1.get(&format!("/organizations/{id}")).await.expect(200);
    }

    async fn owner_deletes(&self, (person, client): &(Person, Client), id: Uuid) {
        self.take_mails().await;
        let page = client.get(&format!("/organizations/{id}")).await.expect(200).click("#delete-organization").await;
        page.form("section.sheet form").set("current_password", PASSWORD).submit().await.expect(303);
        let link = self.link(&person.email, "/organization-deletion/").await;
        let last = client.get(&link).await.expect(303).follow().await.expect(200);
        last.form("form#delete").submit().await.expect(303);
    }

    async fn take_mails(&self) {
        self.app.deliver().await;
        self.app.smtp.take_all();
    }

    /// The path of the link to this place in the newest mail that has one.
    async fn link(&self, email: &str, place: &str) -> String {
        self.app.deliver().await;
        let mails = self.app.smtp.take_all().into_iter().rev();
        let mut links = mails.filter(|mail| mail.is_for(email)).flat_map(|mail| mail.html_links());
        let link = links.find(|link| link.contains(place)).unwrap_or_else(|| panic!("no {place} for {email}"));
        link.replace(&self.app.url(""), "")
    }

    /// One number about the organization.
    async fn ask(&self, id: Uuid, what: &str) -> i64 {
        let id = sql_id(&self.app.db, id);
        self.app
            .db
            .number(&format!("SELECT CAST(COALESCE((SELECT {what} FROM organizations o WHERE o.id = {id}), -1) AS BIGINT)"))
            .await
    }

    /// Goes on from wherever it is, until it is out.
    pub async fn go_on(&self, id: Uuid) {
        if self.ask(id, "o.seats").await < 0 {
            return;
        }
        if self.ask(id, "CASE WHEN o.suspended_by IS NULL THEN 0 ELSE 1 END").await == 1 {
            set_suspended(&self.app.app, &id.to_string(), false).await.expect("the operator can");
        }
        let acting = "(SELECT COUNT(*) FROM members m JOIN accounts a ON a.id = m.account_id WHERE m.organization_id = o.id \
                      AND m.role = 'owner' AND m.status = 'confirmed' AND a.disabled_at IS NULL)";
        if self.ask(id, acting).await == 0 {
            self.release(id, true).await;
        }
        let page = format!("/organizations/{id}");
        let owner = if self.newcomer.1.get(&page).await.status == 200 { &self.newcomer } else { &self.owner };
        owner.1.get(&page).await.expect(200);
        if self.ask(id, "CASE WHEN o.provider_id IS NULL THEN 0 ELSE 1 END").await == 1 {
            release(&self.app.app, &id.to_string(), None).await.expect("the operator can");
        }
        self.owner_deletes(owner, id).await;
        assert_eq!(self.ask(id, "o.seats").await, -1, "it is gone");
    }
}
