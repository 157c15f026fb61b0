//! The one way of every mailed link: made in the transaction that owes its mail, opened any number of
//! times without changing anything, used once.

use super::limits::{Counters, NetworkLimit};
use super::places::Place;
use super::throttles;
use crate::app::App;
use crate::domain::identity::mailed_link::{Progress, Purpose};
use crate::domain::ids::LinkId;
use crate::domain::refusal::{LinkFault, Refusal};
use crate::error::Result;
use crate::secrets::Token;
use crate::service::actor::Actor;
use crate::store::identity::mailed_links::{self, MailedLink, Target};
use crate::store::identity::opt_outs;
use crate::store::{Conn, Tx, deliveries};

/// A link as a visitor brings it.
#[derive(Clone, Debug)]
pub struct Brought {
    pub token: Token,
    /// On a form, the link that the form was shown for: another one may have been opened since.
    pub shown: Option<LinkId>,
}

/// Makes a link for this target, ends the older ones and takes back the mails that carry them; gives
/// its id, for the mail that carries it.
pub async fn make(app: &App, tx: &mut Tx, target: Target<'_>, lifetime: i64) -> Result<LinkId> {
    let (now, id) = (app.now(), app.new_id::<LinkId>());
    for (older,) in mailed_links::replace_open(tx, target, now).await? {
        deliveries::cancel_with_link(tx, older, now).await?;
    }
    let token = app.secrets.token(target.purpose().word(), id.uuid());
    mailed_links::insert(tx, id, &token.hash(), target, now, now + lifetime).await?;
    Ok(id)
}

/// The secret of the link that stands open for this target: for who may open it without its mail.
///
/// # Errors
/// [`LinkFault::Withdrawn`] where there is none; what else ended it is said on its page.
pub async fn secret_of(app: &App, conn: &mut Conn, target: Target<'_>) -> Result<Token> {
    let purpose = target.purpose();
    let link = mailed_links::newest(conn, target).await?.ok_or(purpose.refused(LinkFault::Withdrawn))?;
    Ok(app.secrets.token(purpose.word(), link.id.uuid()))
}

/// Refuses a link that nobody was ever sent, whatever it would be for, and holds back the networks from which such
/// links are brought again and again.
///
/// # Errors
/// [`LinkFault::Unknown`]; throttled.
pub async fn must_be_ours(app: &App, purpose: Purpose, token: &Token, place: &Place) -> Result<()> {
    let counters = Counters::none().in_networks(NetworkLimit::UnknownLink, &place.networks());
    throttles::must_have_room(app, &counters).await?;
    if is_ours(&mut app.db.read().await?, purpose, token).await? {
        return Ok(());
    }
    throttles::count_under(app, &counters).await?;
    Err(purpose.refused(LinkFault::Unknown).into())
}

async fn is_ours(conn: &mut Conn, purpose: Purpose, token: &Token) -> Result<bool> {
    Ok(match purpose {
        Purpose::OptOut => opt_outs::by_hash(conn, &token.hash()).await?.is_some(),
        _ => mailed_links::by_hash(conn, purpose, &token.hash()).await?.is_some(),
    })
}

/// The link of this purpose, open or not: whoever asks knows how far its target has come, and asks
/// [`must_work`] next.
///
/// # Errors
/// [`LinkFault::Unknown`].
pub async fn find(conn: &mut Conn, purpose: Purpose, brought: &Brought) -> Result<MailedLink> {
    let link = mailed_links::by_hash(conn, purpose, &brought.token.hash()).await?;
    Ok(link.ok_or(purpose.refused(LinkFault::Unknown))?)
}

/// # Errors
/// Why the link does nothing; [`Refusal::StaleForm`] for a form that was shown for another link.
pub fn must_work(app: &App, link: &MailedLink, brought: &Brought, progress: Progress) -> Result<()> {
    if let Some(fault) = link.life().fault(progress, app.now()) {
        return Err(link.purpose.refused(fault).into());
    }
    match brought.shown {
        Some(shown) if shown != link.id => Err(Refusal::StaleForm.into()),
        _ => Ok(()),
    }
}

/// The open link of this purpose. Changes nothing.
///
/// # Errors
/// As [`find`] and [`must_work`].
pub async fn open(app: &App, conn: &mut Conn, purpose: Purpose, brought: &Brought) -> Result<MailedLink> {
    let link = find(conn, purpose, brought).await?;
    must_work(app, &link, brought, Progress::Waits)?;
    Ok(link)
}

/// As [`open`], for the account alone that asked for the link.
///
/// # Errors
/// As [`open`]; [`LinkFault::OtherAccount`].
pub async fn open_own(app: &App, actor: &Actor, purpose: Purpose, brought: &Brought) -> Result<MailedLink> {
    let link = open(app, &mut app.db.read().await?, purpose, brought).await?;
    must_be_theirs(purpose, link.account_id == Some(actor.id))?;
    Ok(link)
}

/// # Errors
/// [`LinkFault::OtherAccount`] unless the link is for who is signed in.
pub fn must_be_theirs(purpose: Purpose, is_theirs: bool) -> Result<()> {
    if is_theirs { Ok(()) } else { Err(purpose.refused(LinkFault::OtherAccount).into()) }
}

/// Uses the link up.
///
/// # Errors
/// What ended it since it was read.
pub async fn take(app: &App, tx: &mut Tx, link: &MailedLink) -> Result<()> {
    if mailed_links::take(tx, link.id, app.now()).await? {
        return Ok(());
    }
    let now = mailed_links::by_id(tx, link.id).await?;
    let fault = now.and_then(|now| now.life().fault(Progress::Waits, app.now()));
    Err(link.purpose.refused(fault.unwrap_or(LinkFault::Used)).into())
}

/// Why a form does nothing that was shown for this link, in a browser that has let go of it: it was used or has ended
/// since, or the page was open for too long.
///
/// # Errors
/// The database.
pub async fn let_go(app: &App, purpose: Purpose, shown: LinkId) -> Result<Refusal> {
    let mut conn = app.db.read().await?;
    if !is_ours(&mut conn, purpose, &app.secrets.token(purpose.word(), shown.uuid())).await? {
        return Ok(purpose.refused(LinkFault::Unknown));
    }
    let link = mailed_links::by_id(&mut conn, shown).await?.filter(|link| link.purpose == purpose);
    // The link that ends the inviting stands beside another one, and lives as long as that.
    let fault = link.and_then(|link| link.life().fault(Progress::Waits, app.now())).unwrap_or(LinkFault::LetGo);
    Ok(purpose.refused(fault))
}

/// Why the link does nothing any more, for whoever looks after its mail; `None` while it works.
pub async fn fault_of(app: &App, conn: &mut Conn, id: Option<LinkId>) -> Result<Option<LinkFault>> {
    let link = match id {
        Some(id) => mailed_links::by_id(conn, id).await?,
        None => None,
    };
    Ok(link.map_or(Some(LinkFault::Withdrawn), |link| link.life().fault(Progress::Waits, app.now())))
}
