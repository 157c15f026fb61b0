//! What a form shows when somebody else changed what it edits after it was shown: what stands there now and what was
//! typed, side by side. Nothing is saved until somebody decides.

use super::visit::Visit;
use crate::service::events::read::Last;
use crate::texts;

/// What stands there now, beside what was typed.
#[derive(Debug)]
pub struct Meanwhile {
    /// Who changed it last and when, where a log says so.
    pub who: Option<String>,
    pub differences: Vec<Difference>,
    /// The page where it stands as it is now.
    pub theirs: String,
}

/// One field in which they differ.
#[derive(Debug)]
pub struct Difference {
    pub label: String,
    pub now: String,
    pub typed: String,
}

impl Meanwhile {
    /// Of fields with their labels, what stands in them now, and what was typed.
    pub fn new(v: &Visit, last: Option<Last>, theirs: &str, fields: Vec<(String, String, String)>) -> Self {
        let name = |actor: &str| actor.split(" <").next().unwrap_or_default().to_owned();
        let who = last.map(|Last { actor, at }| v.t.meanwhile_who(name(&actor), texts::moment(v.language, at, &v.zone)));
        let differing = fields.into_iter().filter(|(_, now, typed)| now != typed);
        let differences = differing.map(|(label, now, typed)| Difference { label, now, typed }).collect();
        Self { who, differences, theirs: theirs.to_owned() }
    }
}
