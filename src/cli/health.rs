//! `portico health`: whether the portal on this machine is ready, for a container's health check.

use super::{terminal, with_config};
use crate::config::{self, Config};
use anyhow::{Context, bail};
use clap::{ArgMatches, Command};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(4);
const QUESTION: &[u8] = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

pub fn command() -> Command {
    config::with_keys(Command::new("health").about("Ask the portal that serves on this machine whether it is ready"))
}

pub async fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    with_config(matches, async |config: Config| {
        let at = reachable(config.listen);
        let answer = tokio::time::timeout(PATIENCE, ask(at)).await.with_context(|| format!("{at} does not answer in time"))?;
        let answer = answer.with_context(|| format!("{at} does not answer"))?;
        if !answer.starts_with("HTTP/1.1 200 ") {
            bail!("{}", answer.rsplit("\r\n\r\n").next().unwrap_or_default().trim());
        }
        terminal::say("ready");
        Ok(ExitCode::SUCCESS)
    })
    .await
}

async fn ask(at: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(at).await?;
    stream.write_all(QUESTION).await?;
    let mut answer = Vec::new();
    stream.take(16 * 1024).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Who listens everywhere listens on loopback too.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
