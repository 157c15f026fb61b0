//! `portico serve`: the real thing.

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
    let listener = TcpListener::bind(config.listen).await.with_context(|| format!("listening on {}", config.listen))?;
    if config.mail.is_none() {
        tracing::warn!("no smtp-url is set: mails wait in the outbox until there is one");
    }
    let limits = Limits { connections: config.max_connections, ..Limits::default() };
    work(&app, listener, config.mail.as_ref(), limits).await?;
    app.db.close().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Serves the application and its background work on this listener until a signal says stop.
pub async fn work(app: &App, listener: TcpListener, mail: Option<&Mail>, limits: Limits) -> anyhow::Result<()> {
    let router = routes::router(app)?;
    let (stop, stopped) = watch::channel(false);
    let mut background = JoinSet::new();
    if let Some(mail) = mail {
        background.spawn(start::postman(app, mail)?.run(stopped.clone()));
    }
    background.spawn(jobs::sweep(app.clone(), stopped.clone()));
    let stopping = app.stopping.clone();
    let signal = tokio::spawn(async move {
        server::stop_signal().await;
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
