//! The mail server and the sender.

use axum::http::Uri;
use secrecy::SecretString;

use super::parse::{self, Parsed, fault};

/// How mail leaves.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The server.
    pub smtp: Smtp,
    /// The sender of all mail.
    pub from: MailFrom,
}

/// A mail server. Its `Debug` shows no password.
#[derive(Clone, Debug)]
pub struct Smtp {
    /// Host name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is protected.
    pub security: SmtpSecurity,
    /// Who signs in, if anybody.
    pub user: Option<String>,
    /// The password; there is one exactly when there is a user.
    pub password: Option<SecretString>,
}

/// How the connection to the mail server is protected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SmtpSecurity {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, and no mail without it.
    StartTls,
    /// None at all, because somebody asked for it by name.
    Plain,
}

/// The sender of all mail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MailFrom {
    /// The name that is shown, without control characters.
    pub name: Option<String>,
    /// The address.
    pub address: String,
}

/// The password of a file is added later. Never quotes the value.
pub(super) fn smtp_url(text: &str) -> Parsed<Smtp> {
    let remedy = "write smtps://USER@HOST:465, smtp://USER@HOST:587 or smtp+insecure://HOST:25, with %XX for special characters in user and password";
    let uri = text.parse::<Uri>().ok().filter(|_| !text.contains('#'));
    let Some(uri) = uri else {
        return fault("is not a valid address", remedy);
    };
    let (security, usual_port) = match uri.scheme_str() {
        Some("smtps") => (SmtpSecurity::Tls, 465),
        Some("smtp") => (SmtpSecurity::StartTls, 587),
        Some("smtp+insecure") => (SmtpSecurity::Plain, 25),
        _ => {
            return fault("begins with none of smtps://, smtp:// and smtp+insecure://", remedy);
        }
    };
    let Some(authority) = uri.authority() else {
        return fault("names no host", remedy);
    };
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
        return fault("has a path or a query", remedy);
    }
    let Some((host, port)) = parse::host_and_port(authority) else {
        return fault("has no valid host and port", remedy);
    };
    let userinfo = authority.as_str().rsplit_once('@').map_or("", |(user, _)| user);
    let Some((user, password)) = credentials(userinfo) else {
        return fault("has a user or password that is empty or not decodable", remedy);
    };
    if security == SmtpSecurity::Plain && user.is_some() {
        return fault("would send a password in clear text", "use smtp:// or smtps:// with a user");
    }
    let password = password.map(SecretString::from);
    Ok(Smtp { host, port: port.unwrap_or(usual_port), security, user, password })
}

/// User and password before the `@`; `None` when they are there but make no sense.
fn credentials(userinfo: &str) -> Option<(Option<String>, Option<String>)> {
    if userinfo.is_empty() {
        return Some((None, None));
    }
    let (user, password) = match userinfo.split_once(':') {
        Some((user, password)) => (user, Some(password)),
        None => (userinfo, None),
    };
    let decoded = |text: &str| decode(text).filter(|text| !text.is_empty());
    let password = password.map(decoded);
    Some((Some(decoded(user)?), password.map_or(Some(None), |decoded| decoded.map(Some))?))
}

/// Undoes `%XX`; `None` for a broken one, for what is not UTF-8, and for control characters.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok().filter(|text| !text.chars().any(char::is_control))
}

/// `Name <address>` or an address alone. The mail library panics on control characters in a name,
/// so they end here.
pub(super) fn mail_from(text: &str) -> Parsed<MailFrom> {
    let remedy = "write it like Example Hosting <portal@example.org>";
    if text.chars().any(char::is_control) {
        return fault("has a control character in it", remedy);
    }
    let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (name.trim().trim_matches('"'), address),
        None => ("", text.trim()),
    };
    if name.contains(['<', '>', '"']) || address.parse::<lettre::Address>().is_err() {
        return fault(format!("{text:?} is not a sender"), remedy);
    }
    Ok(MailFrom { name: (!name.is_empty()).then(|| name.to_owned()), address: address.to_owned() })
}
