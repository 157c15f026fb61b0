//! Where somebody stands who wants in: a place that the account knows, by the browser or by the network, has room of
//! its own, so that strangers elsewhere never hold its owner back; and the owner hears of a sign-in from any other.

use super::limits::{Counters, Limit, NetworkLimit};
use super::throttles;
use crate::app::App;
use crate::domain::identity::agent;
use crate::domain::identity::networks::Networks;
use crate::domain::time::DAY;
use crate::error::Result;
use crate::mail::Seen;
use crate::service::change::Change;
use crate::store::identity::accounts::Account;
use crate::store::identity::known_places;
use sha2::{Digest, Sha256};

/// How long a place is known after it was seen last, in milliseconds.
pub const KNOWN_FOR: i64 = 180 * DAY;
/// Rows of one account: three for each browser in each network.
const MOST_ROWS: i64 = 90;

/// Where a request comes from.
#[derive(Clone, Debug)]
pub struct Place {
    /// The network address.
    pub address: String,
    /// What the browser says that it is.
    pub agent: String,
    /// What the browser keeps to be known again.
    pub device: String,
    /// The address of the account that is signed in there.
    pub signed_in: Option<String>,
}

/// Whether an account knows the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does: the name under which its own attempts are counted.
    Known(String),
    Stranger,
}

impl Standing {
    pub(super) fn by_browser(place: &Place) -> Self {
        Self::Known(format!("browser {}", place.device))
    }

    pub(super) fn by_network(place: &Place) -> Self {
        Self::Known(format!("network {}", place.networks().line()))
    }
}

impl Place {
    #[must_use]
    pub fn networks(&self) -> Networks {
        Networks::of(Some(&self.address))
    }

    /// What a mail tells of it: the names of browser and system, and nothing that a stranger could have written.
    pub(crate) fn seen(&self, at: i64) -> Seen {
        Seen::at(at, &self.address, &self.agent)
    }

    /// The browser, the network, and this kind of browser in the wide network, as they are stored.
    fn marks(&self) -> [Vec<u8>; 3] {
        let (browser, system) = agent::names(&self.agent);
        let networks = self.networks();
        let kind = format!("{} {} {}", browser.unwrap_or_default(), system.unwrap_or_default(), networks.widest());
        [mark("device", &self.device), mark("network", networks.line()), mark("browser", &kind)]
    }
}

fn mark(kind: &str, value: &str) -> Vec<u8> {
    Sha256::digest(format!("{kind}\0{value}")).to_vec()
}

/// How the account of this address stands to the place, for its password; an address without one knows none.
///
/// # Errors
/// The database.
pub(super) async fn standing(app: &App, email_key: &str, place: &Place) -> Result<Standing> {
    if place.signed_in.as_deref() == Some(email_key) {
        return Ok(Standing::Known("signed in".into()));
    }
    let proved = throttles::is_known(app, Limit::MailboxProved, &here(email_key, place)).await?;
    match known(app, email_key, place).await? {
        Standing::Stranger if proved => Ok(Standing::by_network(place)),
        standing => Ok(standing),
    }
}

/// How the account of this address stands to the place, for its second step: whoever proved the mailbox has proved
/// nothing of it.
///
/// # Errors
/// The database.
pub(super) async fn known(app: &App, email_key: &str, place: &Place) -> Result<Standing> {
    let (now, [device, network, _]) = (app.now(), place.marks());
    let mut conn = app.db.read().await?;
    let known = known_places::of_address(&mut conn, email_key, [&device, &network], now - KNOWN_FOR, now).await?;
    Ok(if known.contains(&device) {
        Standing::by_browser(place)
    } else if known.contains(&network) {
        Standing::by_network(place)
    } else {
        Standing::Stranger
    })
}

/// Whether the account was signed in to with this very browser.
///
/// # Errors
/// The database.
pub(super) async fn knows_browser(app: &App, account: &Account, place: &Place) -> Result<bool> {
    let (now, [device, ..]) = (app.now(), place.marks());
    let mut conn = app.db.read().await?;
    Ok(!known_places::of_address(&mut conn, &account.email_key, [&device, &device], now - KNOWN_FOR, now).await?.is_empty())
}

fn here(email_key: &str, place: &Place) -> String {
    format!("{email_key} {}", place.networks().line())
}

/// Remembers that the account was signed in to from there; gives whether its owner should hear of it: it knows other
/// places, not this browser, and no browser of this kind in this wide network.
///
/// # Errors
/// The database.
pub(crate) async fn arrive(change: &mut Change<'_>, account: &Account, place: &Place) -> Result<bool> {
    let (now, marks) = (change.now(), place.marks());
    let known = known_places::of_account(&mut change.tx, account.id, now - KNOWN_FOR).await?;
    for mark in &marks {
        known_places::remember(&mut change.tx, account.id, mark, now).await?;
    }
    let [device, _, browser] = &marks;
    let is_new = !known.contains(device);
    if is_new {
        known_places::keep_newest(&mut change.tx, account.id, MOST_ROWS).await?;
    }
    Ok(is_new && !known.is_empty() && !known.contains(browser))
}

/// Somebody used a link that was mailed to this address: what strangers caused is over, and they hold nobody back here
/// for an hour. Of the second step nothing is forgotten: whoever holds the mailbox may be the attacker.
///
/// # Errors
/// The database.
pub(crate) async fn mailbox_proved(app: &App, email_key: &str, address: Option<&str>) -> Result<()> {
    let networks = Networks::of(address);
    let caused = Counters::none()
        .of(Limit::SignInToAccount, email_key)
        .of_in(NetworkLimit::SignInTo, email_key, &networks)
        .of(Limit::PasswordLink, email_key)
        .of_in(NetworkLimit::PasswordLinkTo, email_key, &networks)
        .of(Limit::Registration, email_key)
        .of(Limit::AddressLinkTo, email_key);
    throttles::forget_under(app, &caused).await?;
    throttles::remember(app, Limit::MailboxProved, &format!("{email_key} {}", networks.line())).await
}
