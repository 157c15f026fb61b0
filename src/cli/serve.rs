//! `portico serve`: the portal and its background work.

use super::opening::{self, May, Opened};
use super::{start, with_config};
use crate::app::{App, Settings};
use crate::config::{self, Config, Mail};
use crate::domain::events::Event;
use crate::readiness::{Failed, Readiness};
use crate::server::{self, Limits};
use crate::service::events::audit;
use crate::service::identity::follow_ups;
use crate::store::kept_settings;
use crate::{jobs, routes};
use anyhow::{Context, bail};
use axum::Router;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue).help(help);
    let serve = Command::new("serve")
        .about("Serve the portal")
        .arg(flag("new-database", "Begin anew where the secret key is there and its database is not"))
        .arg(flag("new-key", "Go on with a new secret key where the one of the database is lost: links and second steps end"));
    config::with_keys(serve)
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let flag = |name: &str| matches.get_flag(name);
    let may = May::Serve { new_database: flag("new-database"), new_key: flag("new-key") };
    with_config(matches, async |config: Config| serve(&config, may).await).await
}

/// Serves until a signal says stop; requests and mails under way are finished first. Whoever asks before the
/// database is there is told so.
async fn serve(config: &Config, may: May) -> anyhow::Result<ExitCode> {
    start::log(config);
    // Whoever sees the port open may say stop.
    let mut told = Box::pin(server::stop_signal());
    let limits = Limits { connections: config.max_connections, stop_delay: config.stop_delay, ..Limits::default() };
    let listener = listen(config.listen).await?;
    let metrics = match config.metrics_listen {
        Some(at) => Some(listen(at).await.context("for the metrics")?),
        None => None,
    };
    tracing::info!(address = %listener.local_addr()?, "listening");
    let early = server::copy_of(&listener)?;
    let (opening, opened) = watch::channel(false);
    let waiting = tokio::spawn(server::run(early, routes::starting(), opened, limits));
    let opened = tokio::select! {
        opened = opening::open(config, may) => opened?,
        () = &mut told => return Ok(ExitCode::SUCCESS),
    };
    opening.send_replace(true);
    waiting.await??;
    for line in &opened.said {
        tracing::warn!("{line}");
    }
    serve_opened(config, opened, (listener, metrics), limits, told).await
}

async fn listen(at: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(at).await.with_context(|| format!("listening on {at}"))
}

async fn serve_opened(
    config: &Config,
    opened: Opened,
    listeners: (TcpListener, Option<TcpListener>),
    limits: Limits,
    told: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<ExitCode> {
    if let Some(at) = config.metrics_listen.filter(|at| !at.ip().to_canonical().is_loopback()) {
        tracing::warn!(address = %at, "the metrics are open to other machines and ask for no password: keep them behind a firewall");
    }
    if config.mail.is_none() {
        tracing::warn!("no smtp-url is set: mails wait in the outbox until there is one");
    }
    let app = registration_as_kept(config, start::application(config, &opened)).await?;
    let db = opened.db.clone();
    let (lost, mut found) = watch::channel(None);
    let stop = async move {
        tokio::select! {
            () = told => {}
            what = db.replaced() => {
                lost.send_replace(Some(what));
            }
        }
    };
    note(&app, &Event::PortalStarted { version: VERSION.into() }).await;
    work(&app, routes::router(&app)?, listeners, config.mail.as_ref(), limits, stop).await?;
    let lost = found.borrow_and_update().clone();
    if let Some(what) = lost {
        bail!(
            "{what}: what is changed now would be lost, so the portal stops. Put the file back, or restore a backup, and start it again"
        );
    }
    note(&app, &Event::PortalStopped { version: VERSION.into() }).await;
    opened.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Writes it into the portal's own log; whether that works keeps nobody from serving, or from stopping.
async fn note(app: &App, event: &Event) {
    if let Err(error) = audit::note(app, event).await {
        Readiness::tell(app, Failed::work("the portal's own log was not written", error));
    }
}

/// Where nobody says whether people may register, a portal of a version before goes on as it was, and says so.
async fn registration_as_kept(config: &Config, app: App) -> anyhow::Result<App> {
    if config.registration.is_some() || !kept_settings::registration_was_open(&mut app.db.read().await?).await? {
        return Ok(app);
    }
    tracing::warn!(
        "registration is open, as it was before this version: whoever proves an address can make an account. Say what is meant: \
         registration = \"closed\" (the default of a new portal) or \"open\""
    );
    let settings = Settings { registration_open: true, ..(*app.settings).clone() };
    Ok(app.with(|parts| parts.settings = Arc::new(settings)))
}

/// Connections to the listener of the metrics.
const WATCHERS: usize = 16;

/// What is under way at a stop is put back this long before requests are given up.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Serves the application and its background work on the first listener, and the metrics on the
/// second, until it is told to stop: then it is not ready any more, and stops after the delay.
pub async fn work(
    app: &App,
    router: Router,
    (listener, metrics): (TcpListener, Option<TcpListener>),
    mail: Option<&Mail>,
    limits: Limits,
    told: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let mut background = JoinSet::new();
    if let Some(mail) = mail {
        let postman = start::postman(app, mail)?.with_grace(limits.drain.saturating_sub(LAST_WORDS));
        background.spawn(postman.run(stopped.clone()));
    }
    let (app_of, stop_of) = (app.clone(), stopped.clone());
    background.spawn(jobs::keep_going("sweep", stopped.clone(), move || jobs::sweep(app_of.clone(), stop_of.clone())));
    let (app_of, stop_of) = (app.clone(), stopped.clone());
    background.spawn(jobs::keep_going("watch", stopped.clone(), move || jobs::watch(app_of.clone(), stop_of.clone())));
    let (app_of, stop_of) = (app.clone(), stopped.clone());
    let follow = move || follow_ups::work(app_of.clone(), stop_of.clone());
    background.spawn(jobs::keep_going("follow-ups", stopped.clone(), follow));
    if let Some(metrics) = metrics {
        let serving = server::run(metrics, routes::metrics(app), stopped.clone(), Limits { connections: WATCHERS, ..limits });
        background.spawn(async {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the metrics are not served");
            }
        });
    }
    let stopping = app.stopping.clone();
    let signal = tokio::spawn(async move {
        told.await;
        tracing::info!(delay = limits.stop_delay.as_secs(), "stopping");
        stopping.store(true, Ordering::Relaxed);
        tokio::time::sleep(limits.stop_delay).await;
        stop.send_replace(true);
        // Kept until the end: the others take a closed channel for a stop as well.
        std::future::pending::<()>().await;
    });
    server::run(listener, router, stopped, limits).await?;
    let finish = async { while background.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.drain, finish).await.is_err() {
        tracing::warn!("a mail under way was left; its claim runs out and it is sent after the next start");
    }
    signal.abort();
    Ok(())
}
