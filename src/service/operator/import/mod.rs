//! Bringing in organizations that exist already, from a file: all of it or nothing.
//!
//! An organization is made once. One that an import made before, told by its folded name, is never
//! changed by another import, whatever the file says: only so does a second run of the same file
//! change nothing, and nobody who was removed, demoted or renamed in the portal since comes back.

use crate::app::App;
use crate::domain::events::Event;
use crate::domain::ids::{AccountId, LogId, OrganizationId};
use crate::domain::members::Status;
use crate::domain::operator::import::{Contents, ImportFile, ImportedMember, ImportedOrganization};
use crate::error::{Error, Result};
use crate::service::change::{Scope, change};
use crate::service::events::record::{Author, search_text};
use crate::store::Tx;
use crate::store::events::{self, Log, NewEvent};
use crate::store::identity::accounts::{self, NewAccount};
use crate::store::members::{self, NewMember};
use crate::store::organizations::{self, NewOrganization};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

/// Rows that are made ready at a time.
const PART: usize = 1024;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    pub file: Contents,
    pub organizations_made: usize,
    /// Made by an earlier import and left as they are, with the number of their lines.
    pub organizations_there: usize,
    pub members_there: usize,
    pub members_made: usize,
    pub accounts_made: usize,
    /// Accounts that existed and became members, unchanged.
    pub accounts_reused: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.organizations_made == 0 {
            writeln!(f, "Nothing was changed")?;
        } else {
            writeln!(f, "The import is done")?;
        }
        writeln!(f, "  {:>9}  organizations made", self.organizations_made)?;
        writeln!(f, "  {:>9}  members made", self.members_made)?;
        writeln!(f, "  {:>9}  accounts made", self.accounts_made)?;
        writeln!(f, "  {:>9}  accounts that existed are used", self.accounts_reused)?;
        writeln!(f, "  {:>9}  organizations already there", self.organizations_there)?;
        write!(f, "  {:>9}  lines of these", self.members_there)?;
        if self.organizations_there > 0 {
            write!(f, "\nOrganizations that an import made before are left as they are: change them in the portal.")?;
        }
        if self.accounts_made > 0 {
            write!(f, "\nPeople with a new account choose their password with \"Forgot password?\" on the sign-in page.")?;
        }
        if self.organizations_made > 0 && self.file.invited > 0 {
            write!(f, "\nNo mail was sent. Send invited people their invitation again in the portal.")?;
        }
        Ok(())
    }
}

/// An organization of the file under the id that it gets.
type Placed<'a> = (OrganizationId, &'a ImportedOrganization);

/// Makes the organizations of the file that no import made before, with their members and the
/// accounts of those who have accepted. No mail goes out and no link is made.
///
/// # Errors
/// The database is away or busy; nothing has changed then.
pub async fn import(app: &App, file: &ImportFile) -> Result<Summary> {
    let mut placed: Vec<Placed<'_>> = file.organizations().iter().map(|one| (app.new_id(), one)).collect();
    // Two imports at once take their locks in the same order, so neither waits for the other in turn.
    placed.sort_by(|(_, one), (_, other)| one.key.cmp(&other.key));
    change!(app, Author::operator(), Scope::nothing(), |change| {
        let stored = make_organizations(app, &mut change.tx, &placed).await?;
        let made: Vec<Placed<'_>> = placed.iter().filter(|(id, _)| stored.contains(id)).copied().collect();
        let accounts = make_accounts(app, &mut change.tx, &made).await?;
        let members_made = make_members(app, &mut change.tx, &made, &accounts.by_key).await?;
        let file = file.contents();
        Ok(Summary {
            file,
            organizations_made: made.len(),
            organizations_there: file.organizations - made.len(),
            members_made,
            members_there: file.members - members_made,
            accounts_made: accounts.made,
            accounts_reused: accounts.by_key.len() - accounts.made,
        })
    })
}

/// Stores the organizations whose import key is free, each with its event; gives their ids.
async fn make_organizations(app: &App, tx: &mut Tx, placed: &[Placed<'_>]) -> Result<HashSet<OrganizationId>> {
    let now = app.now();
    let mut made = HashSet::new();
    for part in placed.chunks(PART) {
        let rows: Vec<(NewOrganization<'_>, i64)> = part.iter().map(|(id, one)| (row(*id, one, now), one.occupied)).collect();
        let stored: HashSet<OrganizationId> = organizations::insert_many(tx, &rows).await?.into_iter().map(|(id,)| id).collect();
        let written: Vec<(OrganizationId, Event)> =
            part.iter().filter(|(id, _)| stored.contains(id)).map(|(id, one)| (*id, imported(one))).collect();
        record_first(tx, Log::Organization, &written, now).await?;
        made.extend(stored);
    }
    Ok(made)
}

fn row(id: OrganizationId, one: &ImportedOrganization, now: i64) -> NewOrganization<'_> {
    NewOrganization {
        id,
        name: &one.name,
        plan: one.plan,
        seats: one.seats,
        suspended_by: None,
        provider: None,
        import_key: Some(&one.key),
        now,
    }
}

fn imported(one: &ImportedOrganization) -> Event {
    Event::OrganizationImported {
        organization: one.name.as_str().to_owned(),
        members: i64::try_from(one.members.len()).unwrap_or(i64::MAX),
    }
}

/// The accounts of the file's people and their names by address key, and how many of them were made.
#[derive(Default)]
struct Accounts<'a> {
    by_key: HashMap<&'a str, (AccountId, String)>,
    made: usize,
}

/// Whether the person has said yes, and so has an account.
fn has_account(member: &ImportedMember) -> bool {
    matches!(member.status, Status::Accepted | Status::Confirmed)
}

/// Makes an account without a password for everybody who has said yes and has none. Somebody who
/// stands in several organizations gets the name of the first.
async fn make_accounts<'a>(app: &App, tx: &mut Tx, placed: &[Placed<'a>]) -> Result<Accounts<'a>> {
    let now = app.now();
    let mut people: BTreeMap<&str, &ImportedMember> = BTreeMap::new();
    for member in placed.iter().flat_map(|(_, one)| &one.members).filter(|member| has_account(member)) {
        people.entry(member.email.key()).or_insert(member);
    }
    let people: Vec<(&str, &ImportedMember)> = people.into_iter().collect();
    let mut accounts = Accounts::default();
    for part in people.chunks(PART) {
        let rows: Vec<NewAccount<'_>> = part
            .iter()
            .map(|(_, member)| NewAccount {
                id: app.new_id(),
                email: &member.email,
                name: &member.name,
                password_hash: None,
                now,
            })
            .collect();
        let stored = accounts::insert_or_find(tx, &rows).await?;
        let mut stored: HashMap<String, (AccountId, String)> =
            stored.into_iter().map(|(id, key, name)| (key, (id, name))).collect();
        let mut written = Vec::new();
        for ((key, member), row) in part.iter().zip(&rows) {
            let (id, name) = stored.remove(*key).ok_or_else(lost)?;
            accounts.by_key.insert(key, (id, name));
            if id == row.id {
                written.push((id, Event::AccountCreated { email: member.email.as_str().to_owned() }));
            }
        }
        record_first(tx, Log::Account, &written, now).await?;
        accounts.made += written.len();
    }
    Ok(accounts)
}

/// Stores the members of the new organizations; gives how many.
async fn make_members(
    app: &App,
    tx: &mut Tx,
    placed: &[Placed<'_>],
    accounts: &HashMap<&str, (AccountId, String)>,
) -> Result<usize> {
    let now = app.now();
    let people: Vec<(OrganizationId, &ImportedMember)> =
        placed.iter().flat_map(|(id, one)| one.members.iter().map(|member| (*id, member))).collect();
    for part in people.chunks(PART) {
        let mut rows = Vec::with_capacity(part.len());
        for (organization, member) in part {
            let account = if has_account(member) { Some(accounts.get(member.email.key()).ok_or_else(lost)?) } else { None };
            rows.push(NewMember {
                id: app.new_id(),
                organization: *organization,
                account: account.map(|(id, _)| *id),
                email: &member.email,
                // An account that was there before is shown, and found, by the name that it has.
                name: account.map_or(&member.name, |(_, name)| name),
                role: member.role,
                status: member.status,
                invited_by: None,
                now,
            });
        }
        members::insert_many(tx, &rows).await?;
    }
    Ok(people.len())
}

/// Writes the first event of each of these new logs, by the operator. Their owners' rows are stored
/// with the number 1 given out.
pub(crate) async fn record_first<I: Copy + Into<LogId>>(tx: &mut Tx, log: Log, written: &[(I, Event)], now: i64) -> Result<()> {
    let author = Author::operator();
    let texts: Vec<[String; 2]> = written.iter().map(|(_, event)| [event.details(), search_text(&author.label, event)]).collect();
    let rows: Vec<NewEvent<'_>> = written
        .iter()
        .zip(&texts)
        .map(|((id, event), [details, search])| NewEvent {
            log,
            log_id: (*id).into(),
            sequence: 1,
            at: now,
            actor_id: author.id,
            actor: &author.label,
            through: author.through,
            for_provider: None,
            address: None,
            kind: event.kind(),
            organization: (log == Log::Organization).then(|| (*id).into().uuid().into()),
            feed: None,
            details,
            search,
        })
        .collect();
    Ok(events::insert_many(tx, &rows).await?)
}

fn lost() -> Error {
    Error::Internal(anyhow::anyhow!("an account is gone in the middle of the import"))
}

#[cfg(test)]
mod tests;
