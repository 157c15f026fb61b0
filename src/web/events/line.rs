//! Lines of a log as pages show them.

use crate::domain::events::Event;
use crate::store::events::EventRow;
use crate::texts::Texts;
use crate::texts::events::{Sentence, acting_for, person, sentence, unknown};
use crate::web::kit::visit::Visit;

/// One line of a log: `templates/events/_line.html` draws its sentence.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: i64,
    /// The name of who did it, as it was.
    pub who: String,
    /// The provider for which it was done, by its name as it was.
    pub for_provider: Option<String>,
    /// The e-mail address of who did it, as it was.
    pub email: Option<String>,
    /// The network address from which it was done.
    pub address: Option<String>,
    pub sentence: Sentence,
    /// Where the object of the sentence is found, for a reader who may open it.
    pub link: Option<String>,
}

impl Line {
    /// The line of a stored event, in the visitor's language. What this version cannot read is
    /// shown under its stored word.
    #[must_use]
    pub fn of(v: &Visit, row: &EventRow) -> Self {
        let (who, email) = person(v.t, &row.actor);
        let link = row.organization_id.filter(|_| row.reachable).map(|id| format!("/organizations/{id}"));
        Self {
            at: row.at,
            sentence: told(v.t, &who, row),
            who,
            for_provider: row.for_provider.clone(),
            email: email.map(str::to_owned),
            address: row.address.clone(),
            link,
        }
    }

    /// As [`Line::of`], where no column beside the sentence says who acted for whom: the sentence does.
    #[must_use]
    pub fn alone(v: &Visit, row: &EventRow) -> Self {
        let line = Self::of(v, row);
        Self { sentence: told(v.t, &acting_for(v.t, &line.who, line.for_provider.as_deref()), row), ..line }
    }
}

/// What a stored event says, or the stored word of a kind that this version does not know.
#[must_use]
pub fn sentence_of(t: &Texts, row: &EventRow) -> Sentence {
    told(t, &person(t, &row.actor).0, row)
}

fn told(t: &Texts, who: &str, row: &EventRow) -> Sentence {
    Event::read(&row.details).map_or_else(|| unknown(&row.kind), |event| sentence(t, who, &event))
}
