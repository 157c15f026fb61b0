//! Turns the text of one value into its type. Messages name what is wrong; the ones for values
//! that may hold a secret do not repeat the value.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::time::Duration;

use axum::http::uri::Authority;
use axum::http::{HeaderName, Uri};
use secrecy::SecretString;

use super::LogFormat;
use crate::domain::network::Network;

/// What is wrong and what to do about it.
pub(super) struct Fault(pub String, pub String);

pub(super) type Parsed<T> = Result<T, Fault>;

pub(super) fn fault<T>(what: impl Into<String>, remedy: impl Into<String>) -> Parsed<T> {
    Err(Fault(what.into(), remedy.into()))
}

pub(super) fn listen(text: &str) -> Parsed<SocketAddr> {
    text.parse().or_else(|_| {
        let what = format!("{text:?} is not an IP address with a port");
        fault(what, "write it like 127.0.0.1:8080 or [::]:8080")
    })
}

/// A length of time within 1 minute and 30 days.
pub(super) fn duration(text: &str) -> Parsed<Duration> {
    within(text, 60..=2_592_000, "write a whole number with its unit, such as 90s, 30m, 12h or 7d (1m to 30d)")
}

/// A length of time within a day, that may be none.
pub(super) fn wait(text: &str) -> Parsed<Duration> {
    within(text, 0..=86_400, "write a whole number with its unit, such as 0s, 90s or 5m (1d at most)")
}

/// A length of time of 5 minutes at most, or none.
pub(super) fn delay(text: &str) -> Parsed<Duration> {
    within(text, 0..=300, "write a whole number with its unit, such as 0s, 15s or 1m (5m at most)")
}

fn within(text: &str, seconds: RangeInclusive<u64>, remedy: &str) -> Parsed<Duration> {
    let given = (|| {
        let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
        let factor = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => return None,
        };
        whole(digits)?.checked_mul(factor)
    })();
    match given {
        None => fault(format!("{text:?} is not a length of time"), remedy),
        Some(given) if seconds.contains(&given) => Ok(Duration::from_secs(given)),
        Some(_) => fault(format!("{text:?} is too short or too long"), remedy),
    }
}

/// A whole number from `least` to `most`.
pub(super) fn number(least: u64, most: u64) -> impl Fn(&str) -> Parsed<u64> {
    move |text| match whole(text) {
        Some(number) if (least..=most).contains(&number) => Ok(number),
        _ => fault(format!("{text:?} is not a whole number from {least} to {most}"), "give a number in that range"),
    }
}

fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

pub(super) fn networks(text: &str) -> Parsed<Vec<Network>> {
    let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    entries
        .map(|entry| {
            let say = |error| {
                Fault(format!("{entry:?} {error}"), "list addresses such as 10.0.0.5 and networks such as 10.0.0.0/8".to_owned())
            };
            entry.parse().map_err(say)
        })
        .collect()
}

pub(super) fn header_name(text: &str) -> Parsed<HeaderName> {
    match text.parse::<HeaderName>() {
        Ok(name) if name.as_str() == "forwarded" => fault(
            "the Forwarded header has a form of its own that is not read",
            "let the proxy set X-Forwarded-For, or another header with addresses alone",
        ),
        Ok(name) => Ok(name),
        Err(_) => fault(format!("{text:?} is not the name of a header"), "write it like x-forwarded-for"),
    }
}

pub(super) fn log_filter(text: &str) -> Parsed<String> {
    match tracing_subscriber::EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => fault(format!("{text:?} is not a log filter: {error}"), "write it like info or warn,portico=debug"),
    }
}

pub(super) fn open_or_closed(text: &str) -> Parsed<bool> {
    match text {
        "open" => Ok(true),
        "closed" => Ok(false),
        _ => fault(format!("{text:?} is neither open nor closed"), "write open or closed"),
    }
}

pub(super) fn yes_or_no(text: &str) -> Parsed<bool> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => fault(format!("{text:?} is neither yes nor no"), "write yes or no"),
    }
}

pub(super) fn log_format(text: &str) -> Parsed<LogFormat> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => fault(format!("{text:?} is not a log format"), "write text or json"),
    }
}

pub(super) fn path(text: &str) -> Parsed<std::path::PathBuf> {
    if text.is_empty() || text.contains('\0') {
        return fault("is not a path", "give the path of a file or folder");
    }
    Ok(text.into())
}

/// Only the kind of database is looked at here: the driver knows the rest. Never quotes the value.
pub(super) fn database_url(text: &str) -> Parsed<SecretString> {
    let remedy = "write sqlite:FILE or postgres://USER:PASSWORD@HOST/NAME";
    if text.chars().any(char::is_control) {
        return fault("has a control character in it", remedy);
    }
    let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
    if is_postgres && let Some(reserved) = unescaped(text) {
        return fault(
            format!("has a {reserved} in the user or the password that a URL takes for something else"),
            "write %23 for #, %2F for /, %3F for ?, %40 for @ and %25 for %, or give the password in PGPASSWORD",
        );
    }
    match text.strip_prefix("sqlite:") {
        Some(file) if file.trim_start_matches('/').is_empty() => fault("names no file", remedy),
        Some(_) => Ok(SecretString::from(text)),
        None if is_postgres && names_place(text) => Ok(SecretString::from(text)),
        None if is_postgres => fault("is not a valid PostgreSQL address", remedy),
        None => fault("is neither an SQLite nor a PostgreSQL address", remedy),
    }
}

/// A character in front of the last `@` that has another meaning in a URL: everything behind it would be lost.
fn unescaped(url: &str) -> Option<char> {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    // Parameters may hold an @ of their own.
    let before_parameters = rest.split_once("?host=").map_or(rest, |(before, _)| before);
    let (user, _) = before_parameters.rsplit_once('@')?;
    let is_escape = |at: usize| user.get(at + 1..at + 3).is_some_and(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()));
    user.char_indices().find(|(at, c)| matches!(c, '#' | '/' | '?' | '@') || (*c == '%' && !is_escape(*at))).map(|(_, c)| c)
}

/// Whether a PostgreSQL URL says where: a host, or the folder of a socket on this machine, as
/// `%2Frun%2Fpostgresql` in the host's place or as `postgres:///NAME?user=USER&host=/run/postgresql`.
fn names_place(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.rsplit_once('@').map_or(authority, |(_, host)| host) {
        socket if socket.to_ascii_lowercase().starts_with("%2f") => true,
        _ if authority.is_empty() => rest.contains("?host=/") || rest.contains("&host=/"),
        _ => url.parse::<Uri>().is_ok_and(|uri| uri.host().is_some()),
    }
}

/// Whether a URL carries a password in its user part or as a parameter.
pub(super) fn has_password(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    user.contains(':') || rest.to_lowercase().contains("password=")
}

/// The host in lower case, and the port if one is written. `None` when one of them is not valid;
/// a colon without a port behind it is not.
pub(super) fn host_and_port(authority: &Authority) -> Option<(String, Option<u16>)> {
    let text = authority.as_str();
    let written = text.rsplit_once('@').map_or(text, |(_, host_and_port)| host_and_port);
    let host = authority.host().to_ascii_lowercase();
    let port = authority.port_u16().filter(|port| *port > 0);
    let is_whole = port.is_some() || written.len() == host.len();
    (is_whole && is_host(&host)).then_some((host, port))
}

/// Letters, digits, dots and dashes, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    host.split('.').all(label)
}
