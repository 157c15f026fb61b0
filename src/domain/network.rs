//! Networks of trusted proxies, and the address of the client behind them.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// An address or a CIDR network. IPv4-mapped IPv6 (`::ffff:a.b.c.d`) counts as IPv4 throughout.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

/// Why a text is no network.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NetworkFault {
    /// Not an address, or not one before the slash.
    #[error("is not an IP address or a network such as 10.0.0.0/8")]
    Address,
    /// The number after the slash is none, or beyond the length of the address.
    #[error("has a prefix length that does not fit the address")]
    Prefix,
    /// The address has bits set behind the prefix, so it is unclear what was meant.
    #[error("has address bits set behind its prefix")]
    HostBits,
}

impl FromStr for Network {
    type Err = NetworkFault;

    fn from_str(text: &str) -> Result<Network, NetworkFault> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let written: IpAddr = address.parse().map_err(|_| NetworkFault::Address)?;
        let base = written.to_canonical();
        let length = match prefix {
            None => bits(base),
            Some(digits) => prefix_length(digits, written, base).ok_or(NetworkFault::Prefix)?,
        };
        if masked(base, length) != number(base) {
            return Err(NetworkFault::HostBits);
        }
        Ok(Network { base, prefix: length })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.base, self.prefix)
    }
}

impl Network {
    /// Whether `address` lies in this network.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_ipv4() == self.base.is_ipv4() && masked(address, self.prefix) == number(self.base)
    }
}

/// The address that a request comes from.
///
/// `header` (the value of the one configured header, several lines joined by commas) counts only
/// when `peer` is trusted. Then it is the right-most hop that is not trusted; when all are, the
/// left-most. Anything that is not an address, with or without a port, makes it `peer`: an odd
/// header must not open a way around a limit.
pub fn client_address(peer: IpAddr, header: Option<&str>, trusted: &[Network]) -> IpAddr {
    let peer = peer.to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let Some(header) = header.filter(|_| is_trusted(peer)) else {
        return peer;
    };
    let mut client = peer;
    for hop in header.rsplit(',') {
        match hop_address(hop.trim()) {
            None => return peer,
            Some(address) if !is_trusted(address) => return address,
            Some(address) => client = address,
        }
    }
    client
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`.
fn hop_address(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<IpAddr>().ok();
    let with_port = || Some(text.parse::<std::net::SocketAddr>().ok()?.ip());
    let address = text.parse().ok().or_else(with_port).or_else(bracketed)?;
    Some(address.to_canonical())
}

/// A prefix that was written for the mapped form counts from the IPv4 part on.
fn prefix_length(digits: &str, written: IpAddr, base: IpAddr) -> Option<u8> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let length: u8 = digits.parse().ok()?;
    let mapped = bits(written) - bits(base);
    length.checked_sub(mapped).filter(|length| *length <= bits(base))
}

fn bits(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => u128::from(v4.to_bits()),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// The number of `address` with all bits behind `prefix` cleared.
fn masked(address: IpAddr, prefix: u8) -> u128 {
    let behind = u32::from(bits(address) - prefix);
    let kept = number(address).checked_shr(behind).unwrap_or(0);
    kept.checked_shl(behind).unwrap_or(0)
}

/// The host of an authority without a user: `portal.example:8080` → `portal.example`, `[::1]:8080` → `[::1]`.
pub fn host_of(authority: &str) -> &str {
    match authority.rfind(']') {
        Some(end) => &authority[..=end],
        None => authority.split(':').next().unwrap_or_default(),
    }
}

/// Whether a host is this machine: `localhost`, a name below it, or a loopback address.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_ip = bare.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback());
    is_ip || host == "localhost" || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn networks_contain_what_they_say() {
        for (net, address, inside) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.1.2.3", true),
            ("::ffff:10.0.0.0/104", "10.1.2.3", true),
            ("::ffff:10.0.0.1", "10.0.0.1", true),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("0.0.0.0/0", "203.0.113.9", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("::/0", "2001:db8::1", true),
            ("::/0", "192.0.2.1", false),
            ("2001:db8::/33", "2001:db8:7fff::1", true),
            ("2001:db8::/33", "2001:db8:8000::1", false),
        ] {
            assert_eq!(network(net).contains(ip(address)), inside, "{net} {address}");
        }
        assert_eq!(network("::ffff:10.0.0.0/104").to_string(), "10.0.0.0/8");
    }

    #[test]
    fn this_machine_has_many_names_and_no_other_one_has() {
        for (authority, host, here) in [
            ("127.0.0.1:8080", "127.0.0.1", true),
            ("127.9.0.1", "127.9.0.1", true),
            ("[::1]:8080", "[::1]", true),
            ("[::1]", "[::1]", true),
            ("[::ffff:127.0.0.1]:80", "[::ffff:127.0.0.1]", true),
            ("localhost:8080", "localhost", true),
            ("portal.localhost", "portal.localhost", true),
            ("portal.example:8080", "portal.example", false),
            ("localhost.example", "localhost.example", false),
            ("127.0.0.1.example", "127.0.0.1.example", false),
            ("notlocalhost", "notlocalhost", false),
            ("10.0.0.1:80", "10.0.0.1", false),
            ("[2001:db8::1]:80", "[2001:db8::1]", false),
            ("", "", false),
        ] {
            assert_eq!(host_of(authority), host);
            assert_eq!(is_loopback(host), here, "{host}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        use NetworkFault::*;
        for (text, fault) in [
            ("", Address),
            ("proxy.example.org", Address),
            ("10.0.0/8", Address),
            ("10.0.0.0:80", Address),
            (" 10.0.0.0/8", Address),
            ("10.0.0.0/33", Prefix),
            ("10.0.0.0/", Prefix),
            ("10.0.0.0/+8", Prefix),
            ("10.0.0.0/8/8", Prefix),
            ("2001:db8::/129", Prefix),
            ("::ffff:10.0.0.0/8", Prefix),
            ("10.0.0.1/8", HostBits),
            ("2001:db8::1/32", HostBits),
        ] {
            assert_eq!(text.parse::<Network>(), Err(fault), "{text}");
        }
    }

    #[test]
    fn the_client_is_the_right_most_hop_that_is_not_trusted() {
        let trusted = [network("10.0.0.0/8"), network("::1")];
        for (peer, header, client) in [
            ("203.0.113.5", Some("198.51.100.1"), "203.0.113.5"),
            ("::ffff:203.0.113.5", None, "203.0.113.5"),
            ("10.0.0.1", None, "10.0.0.1"),
            ("10.0.0.1", Some(""), "10.0.0.1"),
            ("10.0.0.1", Some("198.51.100.1"), "198.51.100.1"),
            ("::ffff:10.0.0.1", Some("198.51.100.1"), "198.51.100.1"),
            ("10.0.0.1", Some("1.1.1.1, 198.51.100.1"), "198.51.100.1"),
            ("10.0.0.1", Some("1.1.1.1, 198.51.100.1,10.0.0.9"), "198.51.100.1"),
            ("10.0.0.1", Some("nonsense, 198.51.100.1"), "198.51.100.1"),
            ("10.0.0.1", Some("198.51.100.1, nonsense"), "10.0.0.1"),
            ("10.0.0.1", Some("a"), "10.0.0.1"),
            ("10.0.0.1", Some("198.51.100.1,"), "10.0.0.1"),
            ("10.0.0.1", Some("for=198.51.100.1"), "10.0.0.1"),
            ("10.0.0.1", Some("10.0.0.7, 10.0.0.8"), "10.0.0.7"),
            ("::1", Some("::ffff:198.51.100.1"), "198.51.100.1"),
            ("::1", Some("198.51.100.1:4711"), "198.51.100.1"),
            ("::1", Some("[2001:db8::1]:4711"), "2001:db8::1"),
            ("::1", Some("[2001:db8::1]"), "2001:db8::1"),
            ("::1", Some("2001:db8::1"), "2001:db8::1"),
        ] {
            assert_eq!(client_address(ip(peer), header, &trusted), ip(client), "{peer} {header:?}");
        }
    }

    proptest! {
        #[test]
        fn a_header_from_an_untrusted_peer_never_counts(peer: std::net::IpAddr, header in ".{0,60}") {
            prop_assert_eq!(client_address(peer, Some(&header), &[]), peer.to_canonical());
        }

        #[test]
        fn what_the_client_wrote_itself_never_counts(forged in "[^\\n]{0,40}") {
            let trusted = [network("10.0.0.0/8")];
            let header = format!("{forged}, 198.51.100.1");
            prop_assert_eq!(client_address(ip("10.0.0.1"), Some(&header), &trusted), ip("198.51.100.1"));
        }
    }
}
