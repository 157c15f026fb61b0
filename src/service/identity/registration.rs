//! Making an account without an invitation: the address is proven by a mailed link before there
//! is an account at all.

use super::accounts::SignedIn;
use super::follow_ups::{self, FollowUp};
use super::limits::{self, Counters, Limit, NetworkLimit};
use super::mailed_links::{self, Brought};
use super::new_account::{self, NewAccount};
use super::opt_outs::{self, By};
use super::places::Place;
use super::throttles;
use crate::app::App;
use crate::domain::access::Denial;
use crate::domain::email::Email;
use crate::domain::identity::mailed_link::{Progress, Purpose};
use crate::domain::ids::FollowUpId;
use crate::domain::language::Language;
use crate::domain::refusal::LinkFault;
use crate::domain::time::DAY;
use crate::error::Result;
use crate::mail::{AccountMail, Message, To};
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::store::Conn;
use crate::store::identity::accounts;
use crate::store::identity::follow_ups as taken;
use crate::store::identity::mailed_links::{self as links, MailedLink, Target};

/// How long the link holds: people register at work and read the mail in the evening.
const LIFETIME: i64 = DAY;

/// Whether people can register: the operator allows it, and the mail with the link gets out.
#[must_use]
pub fn is_open(app: &App) -> bool {
    let settings = &app.settings;
    settings.registration_open && (settings.mails_are_sent || settings.demo)
}

/// # Errors
/// [`Denial::RegistrationClosed`].
pub fn must_be_open(app: &App) -> Result<()> {
    if is_open(app) { Ok(()) } else { Err(Denial::RegistrationClosed.into()) }
}

/// Mails a link with which the address makes an account; to an address that has one, how to get
/// in. The caller learns nothing of which it was: the work is done a moment after the answer.
///
/// # Errors
/// Throttled; forbidden where registration is closed.
pub async fn ask(app: &App, email: Email, language: Language, place: &Place) -> Result<()> {
    must_be_open(app)?;
    let (key, networks) = (email.key(), place.networks());
    let counters = Counters::none().in_networks(NetworkLimit::Registration, &networks);
    let counters = counters.of_in(NetworkLimit::RegistrationTo, key, &networks).of(Limit::Registration, key);
    throttles::count_under(app, &counters).await?;
    let (email, language) = (email.as_str().to_owned(), language.word().to_owned());
    follow_ups::owe(app, &FollowUp::Registration { email, language }).await
}

pub(super) async fn send(app: &App, id: FollowUpId, email: &str, language: &str) -> Result<()> {
    let email = Email::parse(email).map_err(|_| anyhow::anyhow!("what was stored is no address"))?;
    let language = Language::parse(language).unwrap_or(Language::English);
    change!(app, Author::portal(), Scope::nothing(), |change| {
        if !taken::take(&mut change.tx, id).await? {
            change.discard();
            return Ok(());
        }
        // Whoever asks again at once is on the way to the mail.
        if !limits::is_first(app, &mut change.tx, Limit::LinkMailed, &format!("registration {}", email.key())).await? {
            return Ok(());
        }
        match accounts::by_email(&mut change.tx, email.key()).await? {
            Some(account) if account.disabled_at.is_some() => Ok(()),
            Some(account) => {
                let language = account.language.as_deref().and_then(Language::parse).unwrap_or(language);
                let to = To { email: account.email, language };
                change.tell(None, &to, &Message::Account(AccountMail::Exists)).await
            }
            None if !opt_outs::may_be_asked(&mut change.tx, email.key(), app.now()).await? => Ok(()),
            None => {
                let target = (Target::Registration(email.key()), email.key());
                let link = opt_outs::make_link(app, &mut change.tx, target, LIFETIME, By::Anybody).await?;
                let to = To { email: email.as_str().to_owned(), language };
                let message = Message::Account(AccountMail::Registration { expires_at: app.now() + LIFETIME });
                change.tell_with_link(None, &to, &message, link).await
            }
        }
    })
}

/// The link and the address that it proves. Changes nothing.
///
/// # Errors
/// As [`mailed_links::open`]; the link is used too when the address has got an account in another way;
/// forbidden where registration is closed.
pub async fn view(app: &App, brought: &Brought) -> Result<(MailedLink, Email)> {
    must_be_open(app)?;
    let mut conn = app.db.read().await?;
    find(app, &mut conn, brought).await
}

async fn find(app: &App, conn: &mut Conn, brought: &Brought) -> Result<(MailedLink, Email)> {
    let link = mailed_links::find(conn, Purpose::Registration, brought).await?;
    let email = link.email.as_deref().and_then(|email| Email::parse(email).ok());
    let email = email.ok_or(Purpose::Registration.refused(LinkFault::Unknown))?;
    let known = accounts::by_email(conn, email.key()).await?;
    let is_done = known.is_some_and(|account| account.password_hash.is_some() || account.disabled_at.is_some());
    mailed_links::must_work(app, &link, brought, if is_done { Progress::Done } else { Progress::Waits })?;
    Ok((link, email))
}

/// Makes the account of the proven address and uses the link up; gives who that is.
///
/// # Errors
/// As [`view`].
pub async fn create(app: &App, brought: &Brought, account: NewAccount) -> Result<SignedIn> {
    let (_, email) = view(app, brought).await?;
    let newcomer = new_account::prepare(app, Purpose::Registration, email.as_str(), account).await?;
    change!(app, newcomer.author(), Scope::nothing(), |change| {
        let (link, email) = find(app, &mut change.tx, brought).await?;
        mailed_links::take(app, &mut change.tx, &link).await?;
        let who = newcomer.arrive(change).await?;
        links::replace_open(&mut change.tx, Target::Registration(email.key()), app.now()).await?;
        Ok(who)
    })
}
