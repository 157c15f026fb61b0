//! How often something may be tried. Counted in the database before anything costly happens, so
//! that a restart forgets nothing and two requests at once count as two.

use super::limits::{Counter, Counters, key, too_often};
use crate::app::App;
use crate::error::Result;
use crate::service::change::{Scope, change};
use crate::service::events::record::Author;
use crate::store::identity::throttles;

pub use super::limits::{Limit, NetworkLimit};

/// Counts one attempt by `who`.
///
/// # Errors
/// [`Refusal::Throttled`](crate::domain::refusal::Refusal::Throttled) when there were too many in the window.
pub async fn count(app: &App, limit: Limit, who: &str) -> Result<()> {
    count_all(app, &[(limit, who)]).await
}

/// Counts one attempt under each of these, in one transaction, up to the first that is over its
/// limit.
///
/// # Errors
/// As [`count`], when there were too many of one of them in its window.
pub async fn count_all(app: &App, attempts: &[(Limit, &str)]) -> Result<()> {
    let counters = attempts.iter().fold(Counters::none(), |counters, (limit, who)| counters.of(*limit, who));
    count_under(app, &counters).await.map(|_| ())
}

/// As [`count_all`], under all of these counters; gives whether it was the last attempt that one of them lets
/// somebody make.
///
/// # Errors
/// As [`count_all`].
pub async fn count_under(app: &App, Counters(counters): &Counters) -> Result<bool> {
    let now = app.now();
    refuse_full(app, counters, now)?;
    let _turn = app.gate.turn().await;
    refuse_full(app, counters, now)?;
    let counted: Result<_> = change!(app, Author::portal(), Scope::nothing(), |change| {
        let mut is_last = false;
        for counter in counters {
            let (attempts, ends_at) = throttles::count(&mut change.tx, &counter.key, now, counter.window).await?;
            if attempts >= counter.most {
                app.gate.close(&counter.key, ends_at, now);
            }
            if attempts > counter.most {
                return Ok((false, Some(ends_at)));
            }
            is_last |= attempts == counter.most && counter.is_somebodys;
        }
        Ok((is_last, None))
    });
    match counted? {
        (is_last, None) => Ok(is_last),
        (_, Some(ends_at)) => Err(too_often(ends_at, now)),
    }
}

fn refuse_full(app: &App, counters: &[Counter], now: i64) -> Result<()> {
    let full = counters.iter().filter_map(|counter| app.gate.full_until(&counter.key, now)).max();
    full.map_or(Ok(()), |ends_at| Err(too_often(ends_at, now)))
}

/// Counts nothing, and looks whether there is room under all of these.
///
/// # Errors
/// As [`count_all`].
pub async fn must_have_room(app: &App, Counters(counters): &Counters) -> Result<()> {
    let now = app.now();
    refuse_full(app, counters, now)?;
    let mut conn = app.db.read().await?;
    for counter in counters {
        if let Some((attempts, ends_at)) = throttles::find(&mut conn, &counter.key, now, counter.window).await?
            && attempts >= counter.most
        {
            app.gate.close(&counter.key, ends_at, now);
            return Err(too_often(ends_at, now));
        }
    }
    Ok(())
}

/// Keeps in mind that `who` did this.
pub async fn remember(app: &App, limit: Limit, who: &str) -> Result<()> {
    count(app, limit, who).await
}

/// Whether `who` did this within the window.
pub async fn is_known(app: &App, limit: Limit, who: &str) -> Result<bool> {
    let (mut conn, (name, _, window)) = (app.db.read().await?, limit.numbers());
    Ok(throttles::find(&mut conn, &key(name, who), app.now(), window).await?.is_some())
}

/// Forgets the attempts of `who`.
pub async fn forget(app: &App, limit: Limit, who: &str) -> Result<()> {
    forget_under(app, &Counters::none().of(limit, who)).await
}

/// Forgets what was counted under all of these.
pub async fn forget_under(app: &App, Counters(counters): &Counters) -> Result<()> {
    let reset: Result<()> = change!(app, Author::portal(), Scope::nothing(), |change| {
        for counter in counters {
            throttles::reset(&mut change.tx, &counter.key).await?;
        }
        Ok(())
    });
    reset?;
    counters.iter().for_each(|counter| app.gate.open(&counter.key));
    Ok(())
}
