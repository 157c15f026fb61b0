//! Clients in bulk, to measure with.

use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::ids::{AccountId, OrganizationId, ProviderId};
use crate::domain::members::{Role, Status};
use crate::domain::organizations::plan::Plan;
use crate::domain::organizations::{OrganizationName, Seats};
use crate::service::operator::import::record_first;
use crate::store::events::Log;
use crate::store::identity::accounts::{self, NewAccount};
use crate::store::members::{self, NewMember};
use crate::store::organizations::{self, NewOrganization};
use crate::store::{Tx, provider_members};
use anyhow::{Context, Result, anyhow};
use std::collections::HashMap;

/// Clients that are written in one transaction, so that other writers get their turn in between.
const PART: usize = 2_000;
const FIRST: [&str; 8] = ["Alder", "Birch", "Cedar", "Élan", "Harbour", "Meadow", "Noorder", "Zilver"];
const SECOND: [&str; 6] = ["Advies", "Bakery", "Clinic", "Logistics", "Studio", "Techniek"];
const OWNER: &str = "Made-up Owner";

const PLANS: [&str; 4] =
    ["Teams (Monthly) 2020", "Teams (Annually) 2023", "Enterprise (Monthly) 2020", "Enterprise (Annually) 2020"];

struct Client {
    id: OrganizationId,
    name: OrganizationName,
    plan: Plan,
    seats: Seats,
    owner: Email,
    /// Addresses that are invited beside the owner.
    invited: Vec<Email>,
}

/// Puts `n` made-up clients under the provider: each with a confirmed owner, up to three invited
/// people, and the first event of its log. Names and plans are the same at every run, and no mail
/// is written.
///
/// # Errors
/// The provider has no confirmed admin, or the database is away.
pub async fn seed_clients(app: &App, provider_id: ProviderId, n: usize) -> Result<()> {
    let admin = provider_members::first_admin(&mut app.db.read().await?, provider_id).await?;
    let admin = admin.context("the provider has no admin")?;
    for start in (0..n).step_by(PART) {
        let numbers = start..n.min(start + PART);
        let clients = numbers.map(|number| client(app, provider_id, number)).collect::<Result<Vec<_>>>()?;
        let mut tx = app.db.write().await?;
        write_organizations(app, &mut tx, &clients, (provider_id, admin)).await?;
        write_members(app, &mut tx, &clients).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The client of this number. Addresses are the provider's own, so that two providers share none.
fn client(app: &App, provider: ProviderId, number: usize) -> Result<Client> {
    let name = format!("{} {} {number:06}", FIRST[number % FIRST.len()], SECOND[number % SECOND.len()]);
    let domain = format!("c{number}.{}.example", &provider.uuid().simple().to_string()[20..]);
    let email = |local: String| Email::parse(&format!("{local}@{domain}")).map_err(|fault| anyhow!("{fault:?}"));
    Ok(Client {
        id: app.new_id(),
        name: OrganizationName::parse(&name).map_err(|fault| anyhow!("{fault:?}"))?,
        plan: Plan::parse(PLANS[number % PLANS.len()]).map_err(|fault| anyhow!("{fault:?}"))?,
        seats: Seats::parse(&(5 + number % 200).to_string()).map_err(|fault| anyhow!("{fault:?}"))?,
        owner: email("owner".into())?,
        invited: (0..number % 4).map(|one| email(format!("user{one}"))).collect::<Result<_>>()?,
    })
}

async fn write_organizations(app: &App, tx: &mut Tx, clients: &[Client], provider: (ProviderId, AccountId)) -> Result<()> {
    let now = app.now();
    let row = |client| new_organization(client, provider, now);
    let rows: Vec<(NewOrganization<'_>, i64)> = clients.iter().map(row).collect();
    organizations::insert_many(tx, &rows).await?;
    let created = |client: &Client| Event::OrganizationCreated {
        organization: client.name.as_str().to_owned(),
        plan: client.plan.to_string(),
        seats: client.seats.get(),
    };
    let written: Vec<(OrganizationId, Event)> = clients.iter().map(|client| (client.id, created(client))).collect();
    Ok(record_first(tx, Log::Organization, &written, now).await?)
}

fn new_organization(client: &Client, provider: (ProviderId, AccountId), now: i64) -> (NewOrganization<'_>, i64) {
    let row = NewOrganization {
        id: client.id,
        name: &client.name,
        plan: client.plan,
        seats: client.seats,
        suspended_by: None,
        provider: Some(provider),
        import_key: None,
        now,
    };
    (row, i64::try_from(client.invited.len() + 1).unwrap_or(i64::MAX))
}

async fn write_members(app: &App, tx: &mut Tx, clients: &[Client]) -> Result<()> {
    let now = app.now();
    let owners: Vec<NewAccount<'_>> = clients
        .iter()
        .map(|client| NewAccount { id: app.new_id(), email: &client.owner, name: OWNER, password_hash: None, now })
        .collect();
    let stored = accounts::insert_or_find(tx, &owners).await?;
    let by_key: HashMap<String, AccountId> = stored.into_iter().map(|(id, key, _)| (key, id)).collect();
    let made = owners.iter().filter(|owner| by_key.get(owner.email.key()) == Some(&owner.id));
    let created = |owner: &NewAccount<'_>| (owner.id, Event::AccountCreated { email: owner.email.as_str().to_owned() });
    record_first(tx, Log::Account, &made.map(created).collect::<Vec<_>>(), now).await?;
    let mut rows = Vec::new();
    for client in clients {
        let account = *by_key.get(client.owner.key()).context("the owner's account was just made")?;
        rows.push(member(app, client, &client.owner, Some(account)));
        rows.extend(client.invited.iter().map(|email| member(app, client, email, None)));
    }
    Ok(members::insert_many(tx, &rows).await?)
}

fn member<'a>(app: &App, client: &Client, email: &'a Email, account: Option<AccountId>) -> NewMember<'a> {
    let (role, status) = match account {
        Some(_) => (Role::Owner, Status::Confirmed),
        None => (Role::User, Status::Invited),
    };
    let (id, organization, now) = (app.new_id(), client.id, app.now());
    NewMember {
        id,
        organization,
        account,
        email,
        name: if account.is_some() { OWNER } else { "" },
        role,
        status,
        invited_by: None,
        now,
    }
}
