//! Time zones that people can choose: those of the IANA database that are named after a place.

use crate::domain::problem::Problem;
use jiff::tz;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The parts of the world in which a zone's place lies; other names are older ones for the same.
const REGIONS: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// The name of a zone that can be chosen, such as `Europe/Amsterdam`, or `UTC`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneName(String);

/// The text names no zone that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAZone;

impl From<NotAZone> for Problem {
    fn from(_: NotAZone) -> Self {
        Self::NotAChoice
    }
}

impl ZoneName {
    /// # Errors
    /// Any text that is not in the list.
    pub fn parse(raw: &str) -> Result<Self, NotAZone> {
        let known = raw == "UTC" || all().iter().any(|(_, zones)| zones.iter().any(|zone| zone.name == raw));
        if known { Ok(Self(raw.to_owned())) } else { Err(NotAZone) }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A zone as a list offers it.
#[derive(Clone, Debug)]
pub struct Zone {
    pub name: String,
    /// The place without its region, such as `Buenos Aires`.
    pub place: String,
}

/// Every zone but UTC, by region.
#[must_use]
pub fn all() -> &'static [(&'static str, Vec<Zone>)] {
    static ALL: OnceLock<Vec<(&'static str, Vec<Zone>)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut found: BTreeMap<&'static str, Vec<Zone>> = BTreeMap::new();
        for name in tz::db().available() {
            let Some((region, place)) = name.as_str().split_once('/') else { continue };
            let Some(region) = REGIONS.into_iter().find(|known| *known == region) else { continue };
            let zone = Zone { name: name.as_str().to_owned(), place: place.replace('_', " ").replace('/', ", ") };
            found.entry(region).or_default().push(zone);
        }
        for zones in found.values_mut() {
            zones.sort_by(|one, other| one.place.cmp(&other.place));
        }
        found.into_iter().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_can_be_chosen_and_nothing_else() {
        for good in ["UTC", "Europe/Amsterdam", "America/Argentina/Buenos_Aires", "Asia/Kolkata"] {
            assert_eq!(ZoneName::parse(good).unwrap().as_str(), good);
            assert!(tz::TimeZone::get(good).is_ok());
        }
        for bad in ["", "Mars/Olympus", "europe/amsterdam", "EST5EDT", "Etc/GMT+5", "../etc/passwd", " UTC"] {
            assert_eq!(ZoneName::parse(bad), Err(NotAZone), "{bad}");
        }
        let (region, zones) = &all()[7];
        assert_eq!(*region, "Europe");
        assert!(zones.len() > 40 && zones.iter().any(|zone| zone.place == "Amsterdam"));
    }
}
