//! The id of what a form makes. The portal chooses it when it shows the form, and the form brings it back sealed: the
//! same form sent twice makes one, and nobody chooses an id.

use super::failure::Result;
use super::visit::Visit;
use crate::domain::refusal::Refusal;
use uuid::Uuid;

/// What a form makes: the id of one kind is none of another.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Makes {
    Client,
    Organization,
    Note,
}

impl Makes {
    fn purpose(self) -> &'static str {
        match self {
            Self::Client => "new client",
            Self::Organization => "new organization",
            Self::Note => "new note",
        }
    }
}

impl Visit {
    /// A new id for a form of this person, sealed.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub(crate) fn new_form_id(&self, makes: Makes) -> Result<String> {
        let (id, person) = (self.app.new_id::<Uuid>(), self.actor()?.id.uuid());
        Ok(self.app.secrets.seal(makes.purpose(), &[id.into_bytes(), person.into_bytes()].concat()))
    }

    /// The id that a form of this person brings back.
    ///
    /// # Errors
    /// [`Refusal::StaleForm`] for what this portal did not give this person.
    pub(crate) fn form_id<I: From<Uuid>>(&self, makes: Makes, sealed: &str) -> Result<I> {
        let person = self.actor()?.id.uuid();
        let bytes = self.app.secrets.unseal(makes.purpose(), sealed).unwrap_or_default();
        let id = bytes.strip_suffix(person.as_bytes()).and_then(|id| Uuid::from_slice(id).ok());
        Ok(id.map(I::from).ok_or(Refusal::StaleForm)?)
    }
}
