//! People who get an account: by accepting an invitation on the way, or by registering. A mailed
//! link has proven the address before.

use super::accounts::SignedIn;
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::{Event, Through};
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::identity::password::NewPassword;
use crate::domain::language::Language;
use crate::domain::refusal::LinkFault;
use crate::domain::text::PersonName;
use crate::domain::time_zone::ZoneName;
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::change::Change;
use crate::service::events::record::{Author, Logs};
use crate::store::Tx;
use crate::store::identity::{accounts, mailed_links};

/// An account that somebody makes.
#[derive(Clone, Debug)]
pub struct NewAccount {
    pub name: PersonName,
    pub password: NewPassword,
    pub language: Option<Language>,
    /// The zone of the browser, where it said one.
    pub time_zone: Option<ZoneName>,
    /// The network address of who makes it.
    pub address: Option<String>,
}

/// Somebody whose account can be made: everything is read and hashed.
pub(crate) struct Newcomer {
    /// Of the link that has proven the address.
    purpose: Purpose,
    email: Email,
    name: PersonName,
    hash: String,
    language: Option<Language>,
    time_zone: Option<ZoneName>,
    address: Option<String>,
}

/// Hashes the password, before any transaction begins. The link of this purpose has proven the address.
///
/// # Errors
/// [`LinkFault::Unknown`] for what is no address; busy.
pub(crate) async fn prepare(app: &App, purpose: Purpose, email: &str, account: NewAccount) -> Result<Newcomer> {
    let email = Email::parse(email).map_err(|_| purpose.refused(LinkFault::Unknown))?;
    let NewAccount { name, password, language, time_zone, address } = account;
    let hash = app.passwords.hash(password.into_secret(), app.random.bytes()).await?;
    Ok(Newcomer { purpose, email, name, hash, language, time_zone, address })
}

impl Newcomer {
    /// The name that the person chose.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Who it is before there is an account.
    pub fn author(&self) -> Author {
        let label = format!("{} <{}>", self.name.as_str(), self.email.as_str());
        Author { id: None, label, through: Through::Session, address: self.address.clone() }
    }

    /// Makes the account, with its event; gives who that is, who is the author of what follows.
    ///
    /// # Errors
    /// [`LinkFault::AccountExists`] when the address has an account with a password by now.
    pub async fn arrive(&self, change: &mut Change<'_>) -> Result<SignedIn> {
        let who = self.account(change.app, &mut change.tx).await?;
        if let Some(zone) = &self.time_zone {
            accounts::set_first_zone(&mut change.tx, who.account, zone.as_str()).await?;
        }
        change.continue_as(Author { id: Some(who.account), ..self.author() });
        let event = Event::AccountCreated { email: self.email.as_str().into() };
        change.record(Logs::Account(who.account), &event).await?;
        Ok(who)
    }

    /// The new account of the address, or the one that an import made without a password.
    async fn account(&self, app: &App, tx: &mut Tx) -> Result<SignedIn> {
        let (id, name) = (app.new_id(), self.name.as_str());
        let language = self.language.map(Language::word);
        if accounts::insert(tx, id, &self.email, name, Some(&self.hash), language, app.now()).await? {
            return Ok(SignedIn { account: id, session_epoch: 0 });
        }
        let known = accounts::by_email(tx, self.email.key()).await?.ok_or_else(not_found)?;
        if known.password_hash.is_some() || known.disabled_at.is_some() {
            return Err(self.purpose.refused(LinkFault::AccountExists).into());
        }
        accounts::set_password(tx, known.id, &self.hash).await?;
        accounts::set_name(tx, known.id, name).await?;
        mailed_links::withdraw_of_account(tx, known.id, app.now()).await?;
        Ok(SignedIn { account: known.id, session_epoch: known.session_epoch + 1 })
    }
}
