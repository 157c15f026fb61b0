//! Lines of a log as pages show them.

use super::visit::Visit;
use crate::domain::event::Event;
use crate::store::events::EventRow;
use crate::texts::events::{Sentence, sentence, unknown};

/// One line of a log: `templates/event_logs/_line.html` draws it.
#[derive(Clone, Debug)]
pub struct Line {
    pub at: i64,
    /// Name and address of who did it, as they were.
    pub who: String,
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
        let sentence = Event::read(&row.details).map_or_else(|| unknown(&row.kind), |event| sentence(v.t, &row.actor, &event));
        Self { at: row.at, who: row.actor.clone(), address: row.address.clone(), sentence, link: None }
    }
}
