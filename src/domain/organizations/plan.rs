//! Plans, such as `Enterprise (Annually) 2020`.

use crate::domain::problem::Problem;
use crate::domain::words;
use std::fmt;

words! { Family { Free = "free", Families = "families", Teams = "teams", Enterprise = "enterprise" } }
words! { Cadence { Monthly = "monthly", Annually = "annually" } }

impl Family {
    /// The name as the portal shows it, in every language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Free => "Free",
            Self::Families => "Families",
            Self::Teams => "Teams",
            Self::Enterprise => "Enterprise",
        }
    }

    /// Whether a provider can manage organizations on this family.
    #[must_use]
    pub fn suits_a_client(self) -> bool {
        matches!(self, Self::Teams | Self::Enterprise)
    }

    /// The lowest and the highest rank of its plans ([`Plan::rank`]).
    #[must_use]
    pub fn ranks(self) -> (i64, i64) {
        (self as i64 * 100_000, self as i64 * 100_000 + 99_999)
    }
}

/// What an organization pays for: family, billing cadence where there is one, vintage year where
/// there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    family: Family,
    cadence: Option<Cadence>,
    year: Option<i64>,
}

/// The text or the combination is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPlan;

impl From<NotAPlan> for Problem {
    fn from(_: NotAPlan) -> Self {
        Self::NotAPlan
    }
}

impl Plan {
    /// # Errors
    /// Free has no cadence, every other family has one; a year is one from 2000 to 2100.
    pub fn new(family: Family, cadence: Option<Cadence>, year: Option<i64>) -> Result<Self, NotAPlan> {
        let cadence_fits = (family == Family::Free) == cadence.is_none();
        let year_fits = year.is_none_or(|year| (2000..=2100).contains(&year));
        if cadence_fits && year_fits { Ok(Self { family, cadence, year }) } else { Err(NotAPlan) }
    }

    /// Reads the form in which plans are shown, in any case: `Enterprise (Annually) 2020`,
    /// `Teams (Monthly)`, `Free`.
    ///
    /// # Errors
    /// Any other text.
    pub fn parse(raw: &str) -> Result<Self, NotAPlan> {
        let text = raw.trim().to_ascii_lowercase();
        let (head, year) = match text.rsplit_once(' ') {
            Some((head, year)) if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
                (head.trim(), Some(year.parse().map_err(|_| NotAPlan)?))
            }
            _ => (text.as_str(), None),
        };
        let (family, cadence) = match head.split_once('(') {
            Some((family, rest)) => {
                let word = rest.strip_suffix(')').ok_or(NotAPlan)?;
                (family.trim(), Some(Cadence::parse(word.trim()).ok_or(NotAPlan)?))
            }
            None => (head, None),
        };
        Self::new(Family::parse(family).ok_or(NotAPlan)?, cadence, year)
    }

    /// The plans that can be chosen today: those without a vintage.
    #[must_use]
    pub fn offered() -> Vec<Self> {
        let with_cadence =
            |family: &Family| Cadence::ALL.iter().map(|cadence| Self::new(*family, Some(*cadence), None)).collect();
        let of = |family: &Family| match family {
            Family::Free => vec![Self::new(Family::Free, None, None)],
            other => with_cadence(other),
        };
        Family::ALL.iter().flat_map(of).flatten().collect()
    }

    /// Those of them that suit a client.
    #[must_use]
    pub fn offered_to_clients() -> Vec<Self> {
        Self::offered().into_iter().filter(|plan| plan.family().suits_a_client()).collect()
    }

    /// The plans that an organization can have from now on, its own first where that is none of them
    /// (an older vintage).
    #[must_use]
    pub fn choices(managed: bool, own: Option<Self>) -> Vec<Self> {
        let offered = if managed { Self::offered_to_clients() } else { Self::offered() };
        own.filter(|own| !offered.contains(own)).into_iter().chain(offered).collect()
    }

    /// Whether an organization, with a provider or without, can get this plan; its own may stay.
    ///
    /// # Errors
    /// It suits no client, or is not offered (any more).
    pub fn may_be_chosen(self, managed: bool, own: Option<Self>) -> Result<(), Problem> {
        if managed && !self.family.suits_a_client() {
            Err(Problem::PlanNotForClients)
        } else if own == Some(self) || Self::offered().contains(&self) {
            Ok(())
        } else {
            Err(Problem::NotAPlan)
        }
    }

    #[must_use]
    pub fn family(self) -> Family {
        self.family
    }

    /// The number by which plans sort: family, then cadence, then year.
    #[must_use]
    pub fn rank(self) -> i64 {
        let cadence = self.cadence.map_or(0, |cadence| cadence as i64 + 1);
        self.family.ranks().0 + cadence * 10_000 + self.year.unwrap_or(0)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.family.name())?;
        if let Some(cadence) = self.cadence {
            f.write_str(if cadence == Cadence::Monthly { " (Monthly)" } else { " (Annually)" })?;
        }
        self.year.map_or(Ok(()), |year| write!(f, " {year}"))
    }
}

impl TryFrom<String> for Plan {
    type Error = String;
    fn try_from(shown: String) -> Result<Self, String> {
        Self::parse(&shown).map_err(|NotAPlan| format!("unknown plan: {shown}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_read_as_they_are_shown() {
        for shown in
            ["Enterprise (Annually) 2020", "Teams (Monthly)", "Teams (Monthly) 2020", "Free", "Families (Annually)", "Free 2019"]
        {
            assert_eq!(Plan::parse(shown).unwrap().to_string(), shown);
        }
        assert_eq!(Plan::parse(" enterprise (ANNUALLY) 2020 ").unwrap().to_string(), "Enterprise (Annually) 2020");
    }

    #[test]
    fn what_is_offered_has_no_vintage() {
        let offered: Vec<String> = Plan::offered().iter().map(Plan::to_string).collect();
        assert_eq!(offered[..3], ["Free", "Families (Monthly)", "Families (Annually)"]);
        assert_eq!(offered.len(), 7);
        assert!(Plan::offered().iter().all(|plan| plan.year.is_none()));
    }

    #[test]
    fn what_is_no_plan_is_refused() {
        for bad in [
            "",
            "Gold",
            "Free (Monthly)",
            "Teams",
            "Teams (Weekly)",
            "Teams (Monthly",
            "Teams (Monthly) 20",
            "Teams (Monthly) 1899",
        ] {
            assert_eq!(Plan::parse(bad), Err(NotAPlan), "{bad}");
        }
    }

    #[test]
    fn what_is_not_offered_is_not_chosen_and_ones_own_may_stay() {
        let plan = |text| Plan::parse(text).unwrap();
        let old = plan("Teams (Monthly) 2099");
        assert_eq!(plan("Teams (Monthly)").may_be_chosen(true, None), Ok(()));
        assert_eq!(plan("Free").may_be_chosen(false, None), Ok(()));
        assert_eq!(plan("Free").may_be_chosen(true, None), Err(Problem::PlanNotForClients));
        for managed in [true, false] {
            assert_eq!(old.may_be_chosen(managed, None), Err(Problem::NotAPlan));
            assert_eq!(old.may_be_chosen(managed, Some(old)), Ok(()));
            assert_eq!(Plan::choices(managed, Some(old))[0], old);
            assert!(Plan::choices(managed, Some(old)).iter().all(|one| one.may_be_chosen(managed, Some(old)).is_ok()));
        }
    }

    #[test]
    fn plans_sort_by_family_cadence_year() {
        let rank = |text| Plan::parse(text).unwrap().rank();
        assert!(rank("Free") < rank("Teams (Monthly)"));
        assert!(rank("Teams (Monthly) 2099") < rank("Teams (Annually)"));
        assert!(rank("Teams (Annually) 2020") < rank("Teams (Annually) 2023"));
        assert!(rank("Teams (Annually) 2100") < rank("Enterprise (Monthly)"));
        let (low, high) = Family::Teams.ranks();
        assert!(low <= rank("Teams (Monthly)") && rank("Teams (Annually) 2100") <= high && high < Family::Enterprise.ranks().0);
    }
}
