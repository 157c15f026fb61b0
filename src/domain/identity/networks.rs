//! The networks that a visitor comes from, at every width at which attempts are counted: whoever is given one
//! network by a provider of theirs has many addresses in it, and no more room for that.

use std::net::IpAddr;

/// How wide a network is: the place of its allowance in a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// One IPv4 address, or one IPv6 /64: one line, or one machine.
    Line,
    /// An IPv6 /56: what a household or a small office is given.
    Site,
    /// An IPv4 /24 or an IPv6 /48: what a company or a hosting customer is given.
    Wide,
}

/// All networks of one address, the widest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Networks(Vec<(Width, String)>);

impl Networks {
    /// The networks of this address. What is no address is one network of its own.
    #[must_use]
    pub fn of(address: Option<&str>) -> Self {
        let address = address.and_then(|text| text.parse::<IpAddr>().ok()).map(|address| address.to_canonical());
        let name = |width| match address {
            Some(IpAddr::V4(v4)) => {
                let bits = if width == Width::Wide { 24 } else { 32 };
                format!("{}/{bits}", std::net::Ipv4Addr::from_bits(v4.to_bits() & (u32::MAX << (32 - bits))))
            }
            Some(IpAddr::V6(v6)) => {
                let bits = match width {
                    Width::Line => 64,
                    Width::Site => 56,
                    Width::Wide => 48,
                };
                format!("{}/{bits}", std::net::Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << (128 - bits))))
            }
            None => "unknown".into(),
        };
        let widths: &[Width] = match address {
            Some(IpAddr::V6(_)) => &[Width::Wide, Width::Site, Width::Line],
            Some(IpAddr::V4(_)) | None => &[Width::Wide, Width::Line],
        };
        Self(widths.iter().map(|width| (*width, name(*width))).collect())
    }

    /// Each of them, the widest first.
    pub fn each(&self) -> impl Iterator<Item = (Width, &str)> {
        self.0.iter().map(|(width, name)| (*width, name.as_str()))
    }

    /// The narrowest, by which a place is known again.
    #[must_use]
    pub fn line(&self) -> &str {
        self.0.last().map_or("", |(_, name)| name)
    }

    /// The widest: a phone that moves about in its carrier's network stays in it.
    #[must_use]
    pub fn widest(&self) -> &str {
        self.0.first().map_or("", |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Vec<String> {
        Networks::of(Some(address)).each().map(|(_, name)| name.to_owned()).collect()
    }

    #[test]
    fn an_address_is_in_every_width() {
        assert_eq!(of("2001:db8:1:2fe::9"), ["2001:db8:1::/48", "2001:db8:1:200::/56", "2001:db8:1:2fe::/64"]);
        assert_eq!(of("192.0.2.77"), ["192.0.2.0/24", "192.0.2.77/32"]);
        assert_eq!(of("::ffff:192.0.2.77"), of("192.0.2.77"));
        assert_eq!(of("nonsense"), ["unknown", "unknown"]);
        assert_eq!(Networks::of(Some("192.0.2.77")).line(), "192.0.2.77/32");
        assert_eq!(Networks::of(Some("2001:db8:1:2fe::9")).widest(), "2001:db8:1::/48");
    }

    #[test]
    fn neighbours_share_what_they_are_in() {
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_eq!(of("2001:db8:1:2::1")[..2], of("2001:db8:1:3::1")[..2]);
        assert_eq!(of("2001:db8:1:2::1")[..1], of("2001:db8:1:ff02::1")[..1]);
        assert_ne!(of("2001:db8:1:2::1")[0], of("2001:db8:2:2::1")[0]);
        assert_ne!(of("192.0.2.7")[1], of("192.0.2.8")[1]);
    }
}
