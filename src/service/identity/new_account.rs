//! People who get an account: by accepting an invitation on the way, or by registering. A mailed
//! link has proven the address before.

use super::accounts::SignedIn;
use crate::app::App;
use crate::domain::email::Email;
use crate::domain::events::Event;
use crate::domain::identity::password::NewPassword;
use crate::domain::language::Language;
use crate::domain::refusal::{LinkFault, Parsing, Part, Problem};
use crate::domain::text::PersonName;
use crate::error::Result;
use crate::service::access::not_found;
use crate::service::events::record::{self, Author, Logs};
use crate::store::Tx;
use crate::store::identity::accounts;
use crate::store::identity::mailed_links::{self, Target};

/// The fields with which somebody makes an account, as they were typed.
#[derive(Clone, Debug, Default)]
pub struct NewAccountForm {
    pub name: String,
    pub password: String,
    pub language: Option<Language>,
    pub address: Option<String>,
}

/// Somebody whose account can be made: everything is read and hashed.
pub(crate) struct Newcomer {
    email: Email,
    name: PersonName,
    hash: String,
    language: Option<Language>,
    address: Option<String>,
}

/// Reads the form and hashes the password, before any transaction begins. `joined` is the name of
/// what the person comes into, no part of a good password; empty for nothing.
///
/// # Errors
/// The faults of the form.
pub(crate) async fn prepare(app: &App, email: &str, joined: &str, form: &NewAccountForm) -> Result<Newcomer> {
    let email = Email::parse(email).map_err(|_| LinkFault::Unknown)?;
    let mut faults = Parsing::default();
    let name = faults.check(Part::Name, PersonName::parse(&form.name));
    let typed_name = name.as_ref().map_or("", PersonName::as_str);
    let context = [email.local_part(), joined, typed_name];
    let password = faults.check(Part::Password, NewPassword::parse(&form.password, &context).map_err(Problem::from));
    let (name, password) = faults.finish(name.zip(password))?;
    let hash = app.passwords.hash(password.into_secret(), app.random.bytes()).await?;
    Ok(Newcomer { email, name, hash, language: form.language, address: form.address.clone() })
}

impl Newcomer {
    /// The name that the person chose.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// Makes the account, with its event; gives who that is, also as the author of what follows.
    ///
    /// # Errors
    /// [`LinkFault::AccountExists`] when the address has an account with a password by now.
    pub async fn arrive(&self, app: &App, tx: &mut Tx) -> Result<(SignedIn, Author)> {
        let who = self.account(app, tx).await?;
        let label = format!("{} <{}>", self.name.as_str(), self.email.as_str());
        let author = Author { id: Some(who.account), label, address: self.address.clone() };
        let event = Event::AccountCreated { email: self.email.as_str().into() };
        record::record(app, tx, &author, Logs::Account(who.account), &event).await?;
        Ok((who, author))
    }

    /// The new account of the address, or the one that an import made without a password.
    async fn account(&self, app: &App, tx: &mut Tx) -> Result<SignedIn> {
        let (id, name) = (app.new_id(), self.name.as_str());
        let language = self.language.map(Language::word);
        if accounts::insert(tx, id, &self.email, name, Some(&self.hash), language, app.now()).await? {
            return Ok(SignedIn { account: id, password_version: 0 });
        }
        let known = accounts::by_email(tx, self.email.key()).await?.ok_or_else(not_found)?;
        if known.password_hash.is_some() || known.disabled_at.is_some() {
            return Err(LinkFault::AccountExists.into());
        }
        accounts::set_password(tx, known.id, &self.hash).await?;
        accounts::set_name(tx, known.id, name).await?;
        mailed_links::replace_open(tx, Target::Password(known.id), app.now()).await?;
        Ok(SignedIn { account: known.id, password_version: known.password_version + 1 })
    }
}
