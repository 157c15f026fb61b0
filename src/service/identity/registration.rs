//! Making an account without an invitation: the address is proven by a mailed link before there
//! is an account at all.

use super::accounts::SignedIn;
use super::mailed_links;
use super::new_account::{self, NewAccountForm};
use super::throttles::{self, Limit};
use crate::app::App;
use crate::domain::access::Denial;
use crate::domain::email::Email;
use crate::domain::ids::LinkId;
use crate::domain::language::Language;
use crate::domain::refusal::{LinkFault, Parsing, Part};
use crate::domain::time::DAY;
use crate::error::Result;
use crate::mail::{self, Message, To};
use crate::secrets::Token;
use crate::store::Conn;
use crate::store::identity::accounts;
use crate::store::identity::mailed_links::{self as tokens, Purpose, Target};

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
/// in. The caller learns nothing of which it was: the work is done beside the answer.
///
/// # Errors
/// A text that is no address; throttled; forbidden where registration is closed.
pub async fn ask(app: &App, email: &str, language: Language, address: Option<&str>) -> Result<()> {
    must_be_open(app)?;
    let mut faults = Parsing::default();
    let email = faults.check(Part::Email, Email::parse(email));
    let email = faults.finish(email)?;
    throttles::count(app, Limit::RegistrationFromNetwork, &throttles::network_of(address)).await?;
    throttles::count(app, Limit::Registration, email.key()).await?;
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = send(&app, &email, language).await {
            tracing::error!(%error, "a registration link was not made");
        }
    });
    Ok(())
}

async fn send(app: &App, email: &Email, language: Language) -> Result<()> {
    let mut tx = app.db.write().await?;
    // Of two requests at once, the second ends the first's link.
    throttles::hold(&mut tx, Limit::Registration, email.key()).await?;
    match accounts::by_email(&mut tx, email.key()).await? {
        Some(account) if account.disabled_at.is_some() => return Ok(()),
        Some(account) => {
            let language = account.language.as_deref().and_then(Language::parse).unwrap_or(language);
            let to = To { email: account.email, language };
            mail::enqueue(app, &mut tx, &to, &Message::AccountExists, None).await?;
        }
        None => {
            let id = mailed_links::make(app, &mut tx, Target::Registration(email.key()), LIFETIME).await?;
            let to = To { email: email.as_str().to_owned(), language };
            let message = Message::Registration { expires_at: app.now() + LIFETIME };
            mail::enqueue_with_link(app, &mut tx, &to, &message, None, id).await?;
        }
    }
    tx.commit().await?;
    app.outbox.notify_one();
    Ok(())
}

/// The link and the address that it proves. Changes nothing.
///
/// # Errors
/// [`LinkFault`] when the link is unknown, expired, used or replaced, or the address has got an
/// account in another way; forbidden where registration is closed.
pub async fn view(app: &App, token: &Token) -> Result<(LinkId, Email)> {
    must_be_open(app)?;
    let mut conn = app.db.read().await?;
    find(app, &mut conn, token).await
}

async fn find(app: &App, conn: &mut Conn, token: &Token) -> Result<(LinkId, Email)> {
    let row = mailed_links::open(conn, Purpose::Registration, token, app.now()).await?;
    let email = row.email.and_then(|email| Email::parse(&email).ok()).ok_or(LinkFault::Unknown)?;
    let known = accounts::by_email(conn, email.key()).await?;
    if known.is_some_and(|account| account.password_hash.is_some() || account.disabled_at.is_some()) {
        return Err(LinkFault::Used.into());
    }
    Ok((row.id, email))
}

/// Makes the account of the proven address and uses the link up; gives who that is.
///
/// # Errors
/// As [`view`]; the faults of the form.
pub async fn create(app: &App, token: &Token, form: &NewAccountForm) -> Result<SignedIn> {
    let (_, email) = view(app, token).await?;
    let newcomer = new_account::prepare(app, email.as_str(), "", form).await?;
    let mut tx = app.db.write().await?;
    let (token_id, email) = find(app, &mut tx, token).await?;
    if !tokens::take(&mut tx, token_id, app.now()).await? {
        return Err(LinkFault::Used.into());
    }
    let (who, _) = newcomer.arrive(app, &mut tx).await?;
    tokens::replace_open(&mut tx, Target::Registration(email.key()), app.now()).await?;
    tx.commit().await?;
    Ok(who)
}
