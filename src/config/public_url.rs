//! The address under which people open the portal.

use axum::http::Uri;

use super::parse::{Parsed, fault, host_and_port};
use crate::domain::network::is_loopback;

/// The one source of absolute links; what a request says about its host never is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublicUrl {
    https: bool,
    authority: String,
}

impl PublicUrl {
    /// Whether what is typed travels encrypted.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// `https://portal.example.org`: without a slash at the end, the port only if it is not the
    /// usual one.
    pub fn origin(&self) -> String {
        format!("{}://{}", if self.https { "https" } else { "http" }, self.authority)
    }
}

pub(super) fn parse(text: &str) -> Parsed<PublicUrl> {
    let remedy = "write it like https://portal.example.org, with nothing behind the host and port";
    // A URI of this type drops a fragment without a word.
    let uri = text.parse::<Uri>().ok().filter(|_| !text.contains('#'));
    let Some((uri, authority)) = uri.and_then(|uri| Some((uri.clone(), uri.into_parts().authority?))) else {
        return fault(format!("{:?} is not a web address", redacted(text)), remedy);
    };
    let https = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return fault("begins with neither https:// nor http://", remedy),
    };
    if authority.as_str().contains('@') {
        return fault("has a user in it", remedy);
    }
    let Some((host, port)) = host_and_port(&authority) else {
        let what = format!("{:?} has no valid host and port", authority.as_str());
        return fault(what, remedy);
    };
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
        return fault("has a path or a query", remedy);
    }
    if !https && !is_loopback(&host) {
        return fault(
            format!("{host:?} is not this machine, and http would show passwords to the network"),
            "write https:// and put a proxy with a certificate in front",
        );
    }
    let port = port.filter(|port| *port != if https { 443 } else { 80 });
    let authority = port.map_or(host.clone(), |port| format!("{host}:{port}"));
    Ok(PublicUrl { https, authority })
}

/// Whatever stands before an `@` may be a password.
fn redacted(text: &str) -> String {
    text.rsplit_once('@').map_or(text.to_owned(), |(_, rest)| format!("…@{rest}"))
}
