//! `portico serve`: the portal and its background work.

use super::start;
use crate::app::App;
use crate::config::{Config, Mail};
use crate::server::{self, Limits};
use crate::{jobs, routes};
use anyhow::Context;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Serves until a signal says stop; requests and mails under way are finished first.
pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    start::log(&config);
    let app = start::application(&config).await?;
    let _only_one = app.db.claim()?;
    // Whoever sees the port open may say stop.
    let told = server::stop_signal();
    let listener = TcpListener::bind(config.listen).await.with_context(|| format!("listening on {}", config.listen))?;
    if config.mail.is_none() {
        tracing::warn!("no smtp-url is set: mails wait in the outbox until there is one");
    }
    let metrics = match config.metrics_listen {
        Some(at) => Some(TcpListener::bind(at).await.with_context(|| format!("listening on {at} for the metrics"))?),
        None => None,
    };
    let limits = Limits { connections: config.max_connections, ..Limits::default() };
    work(&app, (listener, metrics), config.mail.as_ref(), limits, told).await?;
    app.db.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Connections to the listener of the metrics.
const WATCHERS: usize = 16;

/// Serves the application and its background work on the first listener, and the metrics on the
/// second, until it is told to stop.
pub async fn work(
    app: &App,
    (listener, metrics): (TcpListener, Option<TcpListener>),
    mail: Option<&Mail>,
    limits: Limits,
    told: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let router = routes::router(app)?;
    let (stop, stopped) = watch::channel(false);
    let mut background = JoinSet::new();
    if let Some(mail) = mail {
        background.spawn(start::postman(app, mail)?.run(stopped.clone()));
    }
    background.spawn(jobs::sweep(app.clone(), stopped.clone()));
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
        tracing::info!("stopping");
        stopping.store(true, Ordering::Relaxed);
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
