//! The unit of work: one transaction behind its locks, with the events and the mails that belong to it.
//!
//! [`change!`] begins the transaction, takes the locks in the one order (organizations by id, then
//! providers by id, then the account), reads what the person is behind them, runs the block, commits,
//! and wakes what delivers. After a deadlock or a serialization failure it begins again, so the block
//! keeps nothing from one run to the next: the compiler refuses one that moves something out of its
//! surroundings.

use super::access::{may_view, not_found};
use super::actor::{Actor, ProviderSeat};
use super::events::record::{self, Author, Logs};
use super::identity::limits::{self, Limit};
use crate::app::App;
use crate::domain::access::{Action, ProviderAction};
use crate::domain::events::Event;
use crate::domain::ids::{AccountId, LinkId, OrganizationId, ProviderId};
use crate::domain::refusal::{Conflict, Refusal};
use crate::error::{Error, Result};
use crate::mail::{self, Message, To};
use crate::store::identity::accounts::{self, Places};
use crate::store::organizations::{self, Organization, Seen};
use crate::store::{Tx, events as log, providers};
use std::ops::ControlFlow;
use std::time::Duration;

mod scope;
mod tries;

use scope::Counted;
pub(crate) use scope::Scope;
pub(crate) use tries::Tries;

/// How long a change waits for a connection and for its locks: then nothing has happened, and it is told so.
const PATIENCE: Duration = Duration::from_secs(2);

/// On whose behalf a change is made.
#[derive(Clone, Debug)]
pub(crate) enum By<'a> {
    Actor(&'a Actor),
    /// Somebody who is not signed in, or the operator.
    Author(Author),
}

impl<'a> From<&'a Actor> for By<'a> {
    fn from(actor: &'a Actor) -> Self {
        Self::Actor(actor)
    }
}

impl From<Author> for By<'_> {
    fn from(author: Author) -> Self {
        Self::Author(author)
    }
}

/// A change under way. Dropped without [`Change::end`] it is rolled back.
pub(crate) struct Change<'a> {
    pub app: &'a App,
    pub tx: Tx,
    by: By<'a>,
    seen: Option<Seen>,
    places: Places,
    owes: bool,
    discarded: bool,
    needs_proof: bool,
}

impl<'a> Change<'a> {
    /// Begins the transaction and takes the locks.
    ///
    /// # Errors
    /// Not found where the person is nobody in one of the organizations; sign-in needed where the
    /// account is gone or disabled; throttled; busy where it does not get the locks in time; the database.
    pub async fn begin(app: &'a App, by: impl Into<By<'a>>, scope: &Scope) -> Result<Self> {
        let begun = tokio::time::timeout(PATIENCE, Self::begin_behind(app, by.into(), scope));
        begun.await.unwrap_or_else(|_| Err(Refusal::Busy.into()))
    }

    async fn begin_behind(app: &'a App, by: By<'a>, scope: &Scope) -> Result<Self> {
        let tx = app.db.write().await?;
        let places = Places::default();
        let mut change = Self { app, tx, by, seen: None, places, owes: false, discarded: false, needs_proof: false };
        let limit = match scope.counted {
            Counted::Act => Some(Limit::ActsBy),
            Counted::Notice => Some(Limit::NoticesBy),
            Counted::Elsewhere => None,
        };
        if let (Some(limit), By::Actor(actor)) = (limit, &change.by) {
            limits::count_in(app, &mut change.tx, limit, &actor.id.to_string()).await?;
        }
        change.lock(scope).await?;
        Ok(change)
    }

    async fn lock(&mut self, scope: &Scope) -> Result<()> {
        let (mut organizations, mut providers) = (scope.organizations.clone(), scope.providers.clone());
        if let Some(account) = scope.account.filter(|_| scope.everything) {
            self.places = accounts::places(&mut self.tx, account).await?;
            organizations.extend(&self.places.organizations);
            providers.extend(&self.places.providers);
        }
        organizations.sort_unstable();
        organizations.dedup();
        for id in &organizations {
            if !organizations::lock(&mut self.tx, *id).await? {
                // Of an account's places one may have been deleted since they were read.
                return Err(if self.places.organizations.contains(id) {
                    Error::Again("a place is gone".into())
                } else {
                    not_found()
                });
            }
        }
        if scope.entered {
            self.see(scope).await?;
            providers.extend(self.seen.as_ref().and_then(Seen::provider_concerned));
        }
        providers.sort_unstable();
        providers.dedup();
        for id in &providers {
            providers::lock(&mut self.tx, *id).await?;
        }
        if let Some(account) = scope.account {
            self.lock_account(account, scope.everything).await?;
        }
        // A statement that waited for one lock does not see what was committed behind another.
        if scope.entered && !providers.is_empty() {
            self.see(scope).await?;
        }
        Ok(())
    }

    async fn lock_account(&mut self, account: AccountId, everything: bool) -> Result<()> {
        if !accounts::lock(&mut self.tx, account).await? {
            return Err(Error::SignInNeeded);
        }
        // The person may have come into a place, or left one, before the last lock was there.
        if everything && accounts::places(&mut self.tx, account).await? != self.places {
            return Err(Error::Again("what the account is in changed".into()));
        }
        Ok(())
    }

    async fn see(&mut self, scope: &Scope) -> Result<()> {
        let actor = self.actor()?;
        for id in &scope.organizations {
            self.seen = organizations::visible_to(&mut self.tx, actor.reader(), *id).await?;
            match &self.seen {
                Some(seen) => actor.works_for(seen.provider_concerned()),
                None => return Err(self.no_client(*id, scope.as_client).await?),
            }
        }
        Ok(())
    }

    /// What is told where the person is nobody (any more).
    async fn no_client(&mut self, id: OrganizationId, as_client: bool) -> Result<Error> {
        let actor = self.actor()?.reader();
        let was_one = as_client && log::tells_of_unlinking(&mut self.tx, actor, id).await?;
        Ok(if was_one { Conflict::AlreadyUnlinked.into() } else { not_found() })
    }

    /// The signed-in person who makes the change.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub fn actor(&self) -> Result<&'a Actor> {
        match self.by {
            By::Actor(actor) => Ok(actor),
            By::Author(_) => Err(Error::SignInNeeded),
        }
    }

    /// Who makes the change, as the logs keep it.
    pub fn author(&self) -> Author {
        match &self.by {
            By::Actor(actor) => Author::from(*actor),
            By::Author(author) => author.clone(),
        }
    }

    /// The author of what follows, where somebody gets an account in the middle of the change.
    pub fn continue_as(&mut self, author: Author) {
        self.by = By::Author(author);
    }

    pub fn now(&self) -> i64 {
        self.app.now()
    }

    /// What the account of [`Scope::everything_of`] is in.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The organization of the scope, as the person sees it behind the locks.
    ///
    /// # Errors
    /// The scope has none.
    pub fn seen(&self) -> Result<&Seen> {
        self.seen.as_ref().ok_or_else(not_found)
    }

    /// The one organization of the scope, once the person may do this in it.
    ///
    /// # Errors
    /// The reason why not.
    pub fn may(&mut self, action: Action) -> Result<&Organization> {
        let seen = self.seen()?;
        may_view(seen)?;
        let standing = seen.standing();
        standing.may(action)?;
        self.demand_proof(standing.needs_proof(action));
        Ok(&self.seen()?.organization)
    }

    /// What is done here is kept only for somebody who proved a short time ago who it is, where that is `needed`.
    ///
    /// It is asked when everything else was found to be in order ([`Change::end`]): nobody proves who it is to be
    /// told that it cannot be done. What is not a person's session, such as a command of the operator's, is not asked.
    pub fn demand_proof(&mut self, needed: bool) {
        self.needs_proof |= needed;
    }

    fn proven(&self) -> Result<()> {
        match self.by {
            By::Actor(actor) => actor.proven_for(self.app, self.needs_proof),
            By::Author(_) => Ok(()),
        }
    }

    /// The client of the scope and its provider, once the person may do this to it as somebody of that.
    ///
    /// # Errors
    /// Not found, or unlinked already, where the person is nobody in the organization's provider; the
    /// reason why not.
    pub async fn client(&mut self, action: ProviderAction) -> Result<(Organization, ProviderSeat)> {
        let seen = self.seen()?.clone();
        match ProviderSeat::in_client(&seen) {
            Some(seat) => {
                seat.may(action)?;
                self.demand_proof(action.needs_proof());
                Ok((seen.organization, seat))
            }
            None => Err(self.no_client(seen.organization.id, true).await?),
        }
    }

    /// The person's own provider, locked by the scope, once they may do this behind the lock.
    ///
    /// # Errors
    /// Not found for who is nobody in it any more; the reason why not.
    pub async fn provider(&mut self, id: ProviderId, action: ProviderAction) -> Result<ProviderSeat> {
        let actor = self.actor()?;
        let own = providers::own(&mut self.tx, id, actor.reader()).await?.ok_or_else(not_found)?;
        let seat = ProviderSeat::from(own);
        seat.may(action)?;
        actor.works_for(Some(id));
        self.demand_proof(action.needs_proof());
        Ok(seat)
    }

    /// The log of the one organization of the scope, and that of the provider for which the person acts.
    ///
    /// # Errors
    /// The scope has no organization.
    pub fn here(&self) -> Result<Logs> {
        let seen = self.seen()?;
        Ok(Logs::Organization { id: seen.organization.id, provider: seen.provider_concerned() })
    }

    /// Writes an event, by whoever makes the change, into the logs of its logs.
    ///
    /// # Errors
    /// The database.
    pub async fn record(&mut self, logs: Logs, event: &Event) -> Result<()> {
        let author = self.author();
        record::record(self.app, &mut self.tx, &author, logs, event).await
    }

    /// Owes somebody a mail, sent once the change is committed.
    ///
    /// # Errors
    /// The database.
    pub async fn tell(&mut self, about: Option<OrganizationId>, to: &To, message: &Message) -> Result<()> {
        self.owes = true;
        mail::enqueue(self.app, &mut self.tx, to, message, about).await
    }

    /// Owes many people the same mail.
    ///
    /// # Errors
    /// The database.
    pub async fn tell_all(&mut self, everybody: &[To], message: &Message) -> Result<()> {
        self.owes = true;
        mail::enqueue_all(self.app, &mut self.tx, everybody, message).await
    }

    /// As [`Self::tell`], with a mailed link.
    ///
    /// # Errors
    /// The database.
    pub async fn tell_with_link(
        &mut self,
        about: Option<OrganizationId>,
        to: &To,
        message: &Message,
        link: LinkId,
    ) -> Result<()> {
        self.owes = true;
        mail::enqueue_with_link(self.app, &mut self.tx, to, message, about, link).await
    }

    /// As [`Self::tell`], where the account is there and enabled.
    ///
    /// # Errors
    /// The database.
    pub async fn tell_account(
        &mut self,
        about: Option<OrganizationId>,
        account: Option<AccountId>,
        message: &Message,
    ) -> Result<()> {
        match mail::to_account(&mut self.tx, account).await? {
            Some(to) => self.tell(about, &to, message).await,
            None => Ok(()),
        }
    }

    /// Something is owed that was written by other means, such as a mail that is due again.
    pub fn wake(&mut self) {
        self.owes = true;
    }

    /// Keeps nothing of this change: what was asked for is so already.
    pub fn discard(&mut self) {
        self.discarded = true;
    }

    /// Commits what the block did, or rolls it back, also where it needs a proof; `Continue` to run it again.
    pub async fn end<T>(self, outcome: Result<T>, tries: &mut Tries<'_>) -> ControlFlow<Result<T>> {
        let done = match outcome {
            Ok(value) if self.discarded => Ok(value),
            Ok(value) => match self.proven() {
                Ok(()) => self.commit().await.map(|()| value),
                Err(error) => Err(error),
            },
            Err(error) => {
                drop(self);
                Err(error)
            }
        };
        match done {
            Ok(value) => ControlFlow::Break(Ok(value)),
            Err(error) => tries.again(error).await.map_break(Err),
        }
    }

    async fn commit(self) -> Result<()> {
        self.tx.commit().await?;
        if self.owes {
            self.app.wake_deliveries();
        }
        Ok(())
    }
}

/// `change!(app, by, scope, |change| { … })`: runs the block as a [`Change`]; gives what it gives, once
/// that is committed. `?` and `return` in the block end the block and roll back what it did on an error.
macro_rules! change {
    ($app:expr, $by:expr, $scope:expr, |$change:ident| $body:block) => {{
        let mut tries = $crate::service::change::Tries::new($app);
        loop {
            let begun = $crate::service::change::Change::begin($app, $by, &$scope).await;
            let mut begun = match begun {
                Ok(begun) => begun,
                Err(error) => match tries.again(error).await {
                    std::ops::ControlFlow::Continue(()) => continue,
                    std::ops::ControlFlow::Break(error) => break Err(error),
                },
            };
            let outcome: $crate::error::Result<_> = {
                let $change = &mut begun;
                async { $body }.await
            };
            if let std::ops::ControlFlow::Break(done) = begun.end(outcome, &mut tries).await {
                break done;
            }
        }
    }};
}
pub(crate) use change;
