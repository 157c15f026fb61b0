//! The made-up world of `portico demo`, and clients in bulk for measurements.
//!
//! The world is written as if its people had worked in it for the last weeks, so that every log
//! has something to show. Nobody in it exists.

use crate::app::App;
use crate::clock::Clock;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::password::NewPassword;
use crate::domain::ids::{AccountId, OrganizationId, ProviderId};
use crate::domain::members::{Role, Status};
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{OrganizationName, Seats, Suspender};
use crate::domain::pasted::Pasted;
use crate::domain::providers::{self as provider, ProviderName, ProviderRole};
use crate::domain::time::{DAY, HOUR, MINUTE};
use crate::service;
use crate::service::events::record::{self, Author, Logs};
use crate::service::identity::visits::actor;
use crate::store::identity::accounts;
use crate::store::members::{self, NewMember};
use crate::store::organizations::{self, NewOrganization};
use crate::store::provider_members::{self, NewProviderMember};
use crate::store::{Tx, providers};
use anyhow::{Context, Result, anyhow, ensure};
use std::collections::HashMap;

mod bulk;
mod people;

pub use bulk::seed_clients;
use people::{ACCOUNTS, Company, ORGANIZATIONS, OTHER_PROVIDER, PROVIDER, Person};

/// How long ago the world begins.
const AGE: i64 = 45 * DAY;
/// Characters of passwords: none that looks like another.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Somebody of the made-up world who can sign in.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    pub email: String,
    pub password: String,
    /// Who this is, in a line.
    pub who: &'static str,
}

/// What [`seed`] made.
#[derive(Clone, Debug)]
pub struct World {
    pub accounts: Vec<DemoAccount>,
    /// The first account's provider.
    pub provider: ProviderId,
    /// The organization of the story, which can be added to that provider.
    pub my_client: OrganizationId,
}

impl World {
    /// The address, and one aligned line per account: e-mail, password, who this is.
    #[must_use]
    pub fn announcement(&self, public_url: &str) -> String {
        let width = |text: fn(&DemoAccount) -> &str| {
            let widths = self.accounts.iter().map(|one| text(one).chars().count());
            widths.max().unwrap_or_default()
        };
        let (emails, passwords) = (width(|one| &one.email), width(|one| &one.password));
        let line = |one: &DemoAccount| format!("{:emails$}  {:passwords$}  {}", one.email, one.password, one.who);
        let lines: Vec<String> = self.accounts.iter().map(line).collect();
        format!("{public_url}\n\n{}", lines.join("\n"))
    }
}

/// Fills an empty database with the made-up world.
///
/// # Errors
/// The database is away, or holds this world already.
pub async fn seed(app: &App) -> Result<World> {
    let past = app.with(|parts| parts.clock = Clock::manual(app.now() - AGE));
    // Passwords are hashed before the transaction begins.
    let (mut secrets, mut listed) = (HashMap::new(), Vec::new());
    for (email, who) in ACCOUNTS {
        let password = password(&past, email)?;
        let hash = past.passwords.hash(password.clone().into(), past.random.bytes()).await?;
        secrets.insert(*email, hash);
        listed.push(DemoAccount { email: (*email).to_owned(), password, who });
    }
    let tx = past.db.write().await?;
    let mut world = Building { app: past, tx, secrets, known: HashMap::new(), invited: Vec::new() };
    let provider = world.provider(&PROVIDER).await?;
    let other = world.provider(&OTHER_PROVIDER).await?;
    let mut my_client = None;
    for company in ORGANIZATIONS {
        let id = world.organization(company, [provider, other]).await?;
        my_client = my_client.or(Some(id));
    }
    world.colleagues(provider).await?;
    world.sign_ins(app.now()).await?;
    world.finish(app.now()).await?;
    Ok(World { accounts: listed, provider, my_client: my_client.context("there are organizations")? })
}

/// Five random groups of four characters: a hundred bits.
fn password(app: &App, email: &str) -> Result<String> {
    let local_part = email.split('@').next().unwrap_or_default();
    for _ in 0..100 {
        let drawn = app.random.bytes::<20>().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        let groups: Vec<String> = drawn.chunks(4).map(|group| group.iter().collect()).collect();
        let password = groups.join("-");
        if NewPassword::parse(&password, &[local_part, PROVIDER.name]).is_ok() {
            return Ok(password);
        }
    }
    Err(anyhow!("chance gave no good password"))
}

/// An invitation that is still open: it is made last, as people make it, with its mail.
struct OpenInvitation {
    organization: OrganizationId,
    by: AccountId,
    email: &'static str,
    role: Role,
}

struct Building {
    app: App,
    tx: Tx,
    /// Password hashes by address, for those who can sign in.
    secrets: HashMap<&'static str, String>,
    known: HashMap<&'static str, (AccountId, Person)>,
    invited: Vec<OpenInvitation>,
}

impl Building {
    /// Lets time pass: people do not do everything at once.
    fn later(&self) {
        self.app.clock.advance(5 * HOUR + 17 * MINUTE + 23_411);
    }

    /// The person's account, made with its event where there is none yet.
    async fn account(&mut self, person: &Person) -> Result<AccountId> {
        if let Some((id, _)) = self.known.get(person.email) {
            return Ok(*id);
        }
        let (id, email) = (self.app.new_id(), address(person.email)?);
        let hash = self.secrets.get(person.email).map(String::as_str);
        let made = accounts::insert(&mut self.tx, id, &email, person.name, hash, Some(person.language), self.app.now()).await?;
        ensure!(made, "{} has an account already: the made-up world needs an empty database", person.email);
        self.known.insert(person.email, (id, *person));
        let event = Event::AccountCreated { email: person.email.into() };
        let author = self.author(person.email)?;
        record::record(&self.app, &mut self.tx, &author, Logs::Account(id), &event).await?;
        Ok(id)
    }

    fn id(&self, email: &str) -> Result<AccountId> {
        Ok(self.known.get(email).with_context(|| format!("{email} is nobody yet"))?.0)
    }

    fn author(&self, email: &str) -> Result<Author> {
        let (id, person) = self.known.get(email).with_context(|| format!("{email} is nobody yet"))?;
        Ok(Author::person(*id, person.name, person.email, Some(person.address.into())))
    }

    /// A provider with its admin and, where it has one, its service user.
    async fn provider(&mut self, team: &people::Team) -> Result<ProviderId> {
        self.later();
        let id = self.app.new_id();
        let name = ProviderName::parse(team.name).map_err(|fault| anyhow!("{fault:?}"))?;
        ensure!(providers::insert(&mut self.tx, id, &name, self.app.now()).await?, "there is a provider {} already", team.name);
        let event = Event::ProviderCreated { provider: team.name.into() };
        record::record(&self.app, &mut self.tx, &Author::operator(), Logs::Provider(id), &event).await?;
        let service = team.service.map(|person| (person, ProviderRole::Service));
        for (person, role) in [Some((team.admin, ProviderRole::Admin)), service].into_iter().flatten() {
            let account = self.account(&person).await?;
            self.provider_member(id, (account, &person), role, provider::Status::Confirmed).await?;
        }
        Ok(id)
    }

    async fn provider_member(
        &mut self,
        provider: ProviderId,
        (account, person): (AccountId, &Person),
        role: ProviderRole,
        status: provider::Status,
    ) -> Result<()> {
        let email = address(person.email)?;
        let (id, now) = (self.app.new_id(), self.app.now());
        let invited_by = self.known.get(PROVIDER.admin.email).map(|(id, _)| *id).filter(|id| *id != account);
        let new = NewProviderMember { id, provider, account: Some(account), email: &email, role, status, invited_by, now };
        ensure!(provider_members::insert(&mut self.tx, &new).await?, "{} is in the provider already", person.email);
        Ok(())
    }

    /// Two former and new colleagues of the first provider: one is suspended, one has accepted and
    /// waits. A third is invited at the end, with a mail.
    async fn colleagues(&mut self, provider: ProviderId) -> Result<()> {
        let (admin, role) = (self.author(PROVIDER.admin.email)?, ProviderRole::Service);
        for (person, status) in
            [(&people::AWAY, provider::Status::Suspended), (&people::NEW_COLLEAGUE, provider::Status::Accepted)]
        {
            let email = || person.email.to_owned();
            self.later();
            let invited = Event::ProviderMemberInvited { email: email(), role };
            record::record(&self.app, &mut self.tx, &admin, Logs::Provider(provider), &invited).await?;
            self.later();
            let account = self.account(person).await?;
            let accepted = Event::ProviderInvitationAccepted { email: email() };
            let colleague = self.author(person.email)?;
            record::record(&self.app, &mut self.tx, &colleague, Logs::Provider(provider), &accepted).await?;
            self.provider_member(provider, (account, person), role, status).await?;
            if status == provider::Status::Suspended {
                for event in
                    [Event::ProviderMemberConfirmed { email: email(), role }, Event::ProviderMemberSuspended { email: email() }]
                {
                    self.later();
                    record::record(&self.app, &mut self.tx, &admin, Logs::Provider(provider), &event).await?;
                }
            }
        }
        Ok(())
    }

    /// An organization, made by its first member, with its other members and its provider.
    async fn organization(&mut self, company: &'static Company, all: [ProviderId; 2]) -> Result<OrganizationId> {
        self.later();
        let id = self.app.new_id();
        let name = OrganizationName::parse(company.name).map_err(|fault| anyhow!("{fault:?}"))?;
        let plan = Plan::parse(company.plan).map_err(|fault| anyhow!("{fault:?}"))?;
        let seats = Seats::parse(company.seats).map_err(|fault| anyhow!("{fault:?}"))?;
        let now = self.app.now();
        let suspended_by = company.is_suspended.then_some(Suspender::Operator);
        let row = NewOrganization { id, name: &name, plan, seats, suspended_by, provider: None, import_key: None, now };
        ensure!(organizations::insert(&mut self.tx, &row).await?, "there is an organization {} already", company.name);
        let founder = &company.members[0].0;
        self.account(founder).await?;
        let event = Event::OrganizationCreated { organization: company.name.into(), plan: plan.to_string(), seats: seats.get() };
        self.record(founder.email, id, None, &event).await?;
        if company.is_suspended {
            self.later();
            let (logs, event) =
                (Logs::Organization { id, provider: None }, Event::OrganizationSuspended { organization: company.name.into() });
            record::record(&self.app, &mut self.tx, &Author::operator(), logs, &event).await?;
        }
        let provider = company.client_of.map(|(place, by)| (all[place], by));
        if let Some((provider, by)) = provider {
            self.later();
            let linker = self.id(by)?;
            ensure!(organizations::link(&mut self.tx, id, provider, linker, self.app.now()).await?, "it has a provider already");
            let names = [PROVIDER.name, OTHER_PROVIDER.name];
            let place = company.client_of.map_or(0, |(place, _)| place);
            let event = Event::ClientAdded { organization: company.name.into(), provider: names[place].into() };
            self.record(by, id, Some(provider), &event).await?;
        }
        for (number, (person, role, status)) in company.members.iter().enumerate() {
            if *status == Status::Invited {
                let by = self.id(founder.email)?;
                self.invited.push(OpenInvitation { organization: id, by, email: person.email, role: *role });
            } else {
                self.member(company, id, (person, *role, *status), number > 0).await?;
            }
        }
        Ok(id)
    }

    /// A member who has an account. Everybody but the founder was invited before.
    async fn member(
        &mut self,
        company: &Company,
        organization: OrganizationId,
        (person, role, status): (&Person, Role, Status),
        was_invited: bool,
    ) -> Result<()> {
        let (by, name, email) = (company.members[0].0.email, company.name, person.email);
        if was_invited {
            self.later();
            let event = Event::MemberInvited { organization: name.into(), email: email.into(), role };
            self.record(by, organization, None, &event).await?;
            self.later();
        }
        let account = self.account(person).await?;
        if was_invited {
            let event = Event::InvitationAccepted { organization: name.into(), email: email.into() };
            self.record(email, organization, None, &event).await?;
        }
        let (id, now, typed) = (self.app.new_id(), self.app.now(), address(email)?);
        let invited_by = if was_invited { Some(self.id(by)?) } else { None };
        let new = NewMember {
            id,
            organization,
            account: Some(account),
            email: &typed,
            name: person.name,
            role,
            // Whose access is revoked now was confirmed before.
            status: if status == Status::Revoked { Status::Confirmed } else { status },
            invited_by,
            now,
        };
        ensure!(members::insert(&mut self.tx, &new).await?, "{email} is a member of {name} already");
        ensure!(organizations::occupy_seat(&mut self.tx, organization, self.app.now()).await?, "{name} is full");
        if was_invited && status != Status::Accepted {
            self.later();
            let event = Event::MemberConfirmed { organization: name.into(), email: email.into(), role };
            self.record(by, organization, None, &event).await?;
        }
        if status == Status::Revoked {
            self.later();
            members::revoke(&mut self.tx, organization, id).await?;
            organizations::free_seat(&mut self.tx, organization, self.app.now()).await?;
            let event = Event::MemberRevoked { organization: name.into(), email: email.into(), role };
            self.record(by, organization, None, &event).await?;
        }
        Ok(())
    }

    async fn record(
        &mut self,
        by: &str,
        organization: OrganizationId,
        provider: Option<ProviderId>,
        event: &Event,
    ) -> Result<()> {
        let author = self.author(by)?;
        Ok(record::record(&self.app, &mut self.tx, &author, Logs::Organization { id: organization, provider }, event).await?)
    }

    /// Moves on to `ago` milliseconds before now, unless it is later already.
    fn move_to(&self, now: i64, ago: i64) {
        self.app.clock.advance((now - ago - self.app.now()).max(0));
    }

    /// Those who can sign in did so yesterday.
    async fn sign_ins(&mut self, now: i64) -> Result<()> {
        self.move_to(now, DAY + 2 * HOUR);
        for (email, _) in ACCOUNTS {
            self.app.clock.advance(7 * MINUTE);
            let (id, author) = (self.id(email)?, self.author(email)?);
            record::record(&self.app, &mut self.tx, &author, Logs::Account(id), &Event::SignedIn).await?;
        }
        Ok(())
    }

    /// Commits, then invites whoever is still invited, as their inviters do it.
    async fn finish(self, now: i64) -> Result<()> {
        self.tx.commit().await?;
        for open in &self.invited {
            self.app.clock.advance(11 * MINUTE);
            let person = self.known.values().find(|(id, _)| *id == open.by);
            let address = person.map(|(_, person)| person.address.to_owned());
            let by = actor(&self.app, open.by, address).await?.context("the inviter has an account")?;
            let addresses = Pasted::read(open.email, 1).map_err(|_| anyhow!("{} is one address", open.email))?.listed;
            let command = service::members::Invite { organization: open.organization, addresses, role: open.role };
            service::members::invite(&self.app, &by, &command).await?;
        }
        self.app.clock.advance(11 * MINUTE);
        let admin = self.known.get(PROVIDER.admin.email).context("the provider has an admin")?;
        let by = actor(&self.app, admin.0, Some(PROVIDER.admin.address.to_owned())).await?;
        let by = by.context("the admin has an account")?;
        let addresses = Pasted::read(people::INVITED_COLLEAGUE, 1).map_err(|_| anyhow!("a colleague has one address"))?.listed;
        let command = service::provider_members::invitations::Invite { addresses, role: ProviderRole::Service };
        service::provider_members::invitations::invite(&self.app, &by, &command).await?;
        ensure!(self.app.now() <= now, "the made-up past reaches into the future");
        Ok(())
    }
}

fn address(email: &str) -> Result<Email> {
    Email::parse(email).map_err(|_| anyhow!("{email} is no address"))
}

#[cfg(test)]
mod tests;
