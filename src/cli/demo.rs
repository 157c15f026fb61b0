//! `portico demo`: a made-up world to click through, on loopback only.

use super::opening::{self, May};
use super::{UNUSABLE, list, serve, start, terminal};
use crate::app::{App, Settings};
use crate::config::{self, Config, Sources};
use crate::demo;
use crate::domain::network::host_of;
use crate::routes;
use crate::server::{self, Limits};
use anyhow::Context;
use axum::Router;
use axum::extract::Request;
use axum::http::header;
use clap::{Arg, ArgMatches, Command};
use std::collections::BTreeMap;
use std::fs::Permissions;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::process::ExitCode;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower::ServiceExt;

pub fn command() -> Command {
    let arg =
        |name: &'static str, value: &'static str, help: &'static str| Arg::new(name).long(name).value_name(value).help(help);
    Command::new("demo")
        .about("Try Portico with a made-up world, on this machine only")
        .arg(arg("listen", "ADDRESS:PORT", "Where to listen, on loopback").default_value("127.0.0.1:8080"))
        .arg(arg("database-url", "URL", "An empty database to use instead of a temporary one"))
        .arg(arg(
            "smtp-url",
            "URL",
            "A mail server, such as smtp+insecure://127.0.0.1:1025; without one, mails are kept at /demo/mail",
        ))
        .arg(arg("clients", "NUMBER", "So many more made-up clients").default_value("0").hide(true))
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let Some(listen) = text("listen").and_then(|text| text.parse::<SocketAddr>().ok()).filter(|to| to.ip().is_loopback()) else {
        terminal::complain(
            "--listen: give a loopback address and a port, such as 127.0.0.1:8080. The demonstration is for this machine only.",
        );
        return Ok(ExitCode::from(UNUSABLE));
    };
    let Some(clients) = text("clients").and_then(|text| text.parse::<usize>().ok()) else {
        terminal::complain("--clients: give a whole number");
        return Ok(ExitCode::from(UNUSABLE));
    };
    let folder =
        tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().context("making a temporary folder")?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("listening on {listen}"))?;
    let sources = sources(&folder, listener.local_addr()?, text("database-url"), text("smtp-url"));
    let config = match config::load(sources) {
        Ok(config) => config,
        Err(problems) => return Ok(list(&problems)),
    };
    start::log(&config);
    show(&config, listener, clients).await?;
    Ok(ExitCode::SUCCESS)
}

/// The configuration of a demonstration: what was asked for, and a temporary folder for the rest.
fn sources(folder: &TempDir, at: SocketAddr, database: Option<String>, smtp: Option<String>) -> Sources {
    let mut flags = BTreeMap::new();
    let mut set = |key: &str, value: String| flags.insert(key.to_owned(), value);
    set("listen", at.to_string());
    set("public-url", format!("http://{at}"));
    set("data-dir", folder.path().display().to_string());
    set("registration", "open".into());
    set("log", std::env::var("PORTICO_LOG").unwrap_or_else(|_| "warn".into()));
    if let Some(url) = database {
        set("database-url", url);
    }
    if let Some(url) = smtp {
        set("smtp-url", url);
        set("mail-from", "Portico <portico@portal.example>".into());
    }
    Sources::of_flags(flags)
}

async fn show(config: &Config, listener: TcpListener, clients: usize) -> anyhow::Result<()> {
    let opened = opening::open(config, May::Begin).await?;
    let app = start::application(config, &opened);
    let settings = Settings { demo: config.mail.is_none(), ..(*app.settings).clone() };
    let app = app.with(|parts| parts.settings = Arc::new(settings));
    let world = demo::seed(&app).await?;
    if clients > 0 {
        demo::seed_clients(&app, world.provider, clients).await?;
    }
    terminal::say(world.announcement(&app.settings.public_url));
    if config.mail.is_none() {
        terminal::say(format_args!("Mails are kept: {}", app.link("/demo/mail")));
    }
    let router = under_both_names(&app)?;
    serve::work(&app, router, (listener, None), config.mail.as_ref(), Limits::default(), server::stop_signal()).await?;
    opened.close().await;
    Ok(())
}

/// The portal under its own address, and under `localhost` for whoever types that: each is a portal whose links,
/// cookies and origin are those of its name.
fn under_both_names(app: &App) -> anyhow::Result<Router> {
    let authority = app.settings.public_url.trim_start_matches("http://");
    let name = authority.replacen(host_of(authority), "localhost", 1);
    let public_url = format!("http://{name}");
    let named = app.with(|parts| parts.settings = Arc::new(Settings { public_url, ..(*parts.settings).clone() }));
    let (own, named) = (routes::router(app)?, routes::router(&named)?);
    Ok(Router::new().fallback_service(tower::service_fn(move |request: Request| {
        let asked = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
        let is_named = asked.is_some_and(|host| host.eq_ignore_ascii_case(&name));
        if is_named { named.clone() } else { own.clone() }.oneshot(request)
    })))
}
