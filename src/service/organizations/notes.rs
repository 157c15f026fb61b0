//! What a provider's people note down about a client: dated entries, each with its author. Nobody overwrites one; its
//! author or an admin of the provider may remove it. The client's people see none, and its own log says nothing of them.

use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::events::Event;
use crate::domain::ids::{NoteId, OrganizationId};
use crate::domain::organizations::Note;
use crate::domain::refusal::{Conflict, Part, Problem, Refusal};
use crate::error::Result;
use crate::service::access::{may_view, not_found, visible_client};
use crate::service::actor::{Actor, ProviderSeat};
use crate::service::change::{Scope, change};
use crate::service::events::record::Logs;
use crate::store::organizations::notes::{self, NoteRow};
use crate::store::organizations::{Organization, Seen};

/// Every entry about a client, newest first.
#[derive(Clone, Debug)]
pub struct Noted {
    pub seen: Seen,
    pub notes: Vec<NoteRow>,
}

/// What is noted down about a client.
///
/// # Errors
/// Not found unless the person is somebody of the organization's provider.
pub async fn noted(app: &App, actor: &Actor, id: OrganizationId) -> Result<Noted> {
    let mut conn = app.db.read().await?;
    let (seen, _) = visible_client(&mut conn, actor, id, ProviderAction::ViewClients).await?;
    may_view(&seen)?;
    Ok(Noted { seen, notes: notes::newest(&mut conn, id, Note::MOST_OF_CLIENT).await? })
}

/// The client, for whoever may write down something about it.
///
/// # Errors
/// As [`noted`]; forbidden while the provider is suspended.
pub async fn writable(app: &App, actor: &Actor, id: OrganizationId) -> Result<Organization> {
    let mut conn = app.db.read().await?;
    let (seen, _) = visible_client(&mut conn, actor, id, ProviderAction::AddNote).await?;
    may_view(&seen)?;
    Ok(seen.organization)
}

/// Another entry about a client.
#[derive(Clone, Debug)]
pub struct AddNote {
    pub organization: OrganizationId,
    /// Chosen by the portal when it showed the form, so that the same form sent twice makes one entry.
    pub id: NoteId,
    pub note: Note,
}

/// Adds an entry.
///
/// # Errors
/// As [`writable`]; invalid without words; a conflict for more than [`Note::MOST_OF_CLIENT`].
pub async fn add(app: &App, actor: &Actor, command: &AddNote) -> Result<()> {
    let AddNote { organization: id, id: note_id, note } = command;
    change!(app, actor, Scope::client(*id), |change| {
        may_view(change.seen()?)?;
        let (organization, seat) = change.client(ProviderAction::AddNote).await?;
        if note.as_str().is_empty() {
            return Err(Refusal::at(Part::Note, Problem::Missing).into());
        }
        let new = by(app, actor, *note_id, note);
        if !notes::add(&mut change.tx, *id, &new).await? {
            change.discard();
            let same = notes::find(&mut change.tx, *id, *note_id).await?;
            let is_again = same.is_some_and(|same| same.account_id == new.account_id && same.text == new.text);
            return if is_again { Ok(()) } else { Err(Refusal::StaleForm.into()) };
        }
        if notes::number(&mut change.tx, *id).await? > Note::MOST_OF_CLIENT {
            return Err(Conflict::TooManyNotes.into());
        }
        let event = Event::NoteAdded { organization: organization.name };
        change.record(Logs::Client { provider: seat.id, organization: *id }, &event).await
    })
}

/// An entry that this person writes now.
pub(crate) fn by(app: &App, actor: &Actor, id: NoteId, note: &Note) -> NoteRow {
    NoteRow { id, account_id: Some(actor.id), author: actor.name.clone(), text: note.as_str().to_owned(), written_at: app.now() }
}

/// Whether somebody with this seat may write down something.
#[must_use]
pub fn may_add(seat: &ProviderSeat) -> bool {
    seat.may(ProviderAction::AddNote).is_ok()
}

/// Whether the person, who has this seat, may remove the entry: its author, and whoever may remove everybody's.
#[must_use]
pub fn may_remove(actor: &Actor, seat: &ProviderSeat, note: &NoteRow) -> bool {
    must_be_removable(actor, seat, note).is_ok()
}

/// The entry with its client, to say what removing means before it is done.
///
/// # Errors
/// As [`remove`].
pub async fn removable(app: &App, actor: &Actor, id: OrganizationId, note: NoteId) -> Result<(Seen, NoteRow)> {
    let mut conn = app.db.read().await?;
    let (seen, seat) = visible_client(&mut conn, actor, id, ProviderAction::ViewClients).await?;
    may_view(&seen)?;
    let note = notes::find(&mut conn, id, note).await?.ok_or_else(not_found)?;
    must_be_removable(actor, &seat, &note)?;
    Ok((seen, note))
}

fn must_be_removable(actor: &Actor, seat: &ProviderSeat, note: &NoteRow) -> Result<()> {
    let is_own = note.account_id == Some(actor.id);
    Ok(seat.may(if is_own { ProviderAction::AddNote } else { ProviderAction::RemoveOthersNote })?)
}

/// Removes an entry. The event does not repeat what it said.
///
/// # Errors
/// Not found as [`noted`], and for an entry that is gone; forbidden for who is neither its author nor an admin of the
/// provider, and while that is suspended.
pub async fn remove(app: &App, actor: &Actor, id: OrganizationId, note: NoteId) -> Result<()> {
    change!(app, actor, Scope::client(id), |change| {
        may_view(change.seen()?)?;
        let (organization, seat) = change.client(ProviderAction::ViewClients).await?;
        let row = notes::find(&mut change.tx, id, note).await?.ok_or_else(not_found)?;
        must_be_removable(actor, &seat, &row)?;
        notes::delete(&mut change.tx, id, note).await?;
        let event = Event::NoteRemoved { organization: organization.name };
        change.record(Logs::Client { provider: seat.id, organization: id }, &event).await
    })
}
