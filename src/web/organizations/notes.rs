//! What the provider's people note down about a client: the newest on the client's page, all of them on one of their own.

use super::place::{home, place};
use crate::domain::ids::{NoteId, OrganizationId};
use crate::domain::organizations::Note;
use crate::domain::refusal::{Parsing, Part};
use crate::error;
use crate::service::actor::ProviderSeat;
use crate::service::organizations::notes::{self, AddNote};
use crate::store::organizations::notes::NoteRow;
use crate::store::organizations::{Organization, Seen};
use crate::texts;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::{Nothing, Submitted};
use crate::web::kit::made::Makes;
use crate::web::kit::markup::{Faults, Time};
use crate::web::kit::paths::Path;
use crate::web::kit::sure::Sure;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// One entry as a page shows it.
pub(super) struct Entry<'a> {
    pub text: &'a str,
    pub author: String,
    pub at: Time,
    /// Where it is removed, for who may.
    pub remove: Option<String>,
}

/// Entries about a client, as this visitor sees them.
pub(super) fn entries<'a>(v: &Visit, client: OrganizationId, seat: Option<&ProviderSeat>, rows: &'a [NoteRow]) -> Vec<Entry<'a>> {
    let may_remove = |row: &NoteRow| v.actor.as_ref().zip(seat).is_some_and(|(actor, seat)| notes::may_remove(actor, seat, row));
    let entry = |row: &'a NoteRow| Entry {
        text: &row.text,
        author: author(v, row),
        at: v.moment(&row.written_at),
        remove: may_remove(row).then(|| format!("/clients/{client}/notes/{}/remove", row.id)),
    };
    rows.iter().map(entry).collect()
}

fn author(v: &Visit, row: &NoteRow) -> String {
    if row.author.is_empty() { v.t.note_author_unknown() } else { row.author.clone() }
}

#[derive(Template)]
#[template(path = "organizations/notes.html", blocks = ["main"])]
struct Index<'a> {
    v: &'a Visit,
    seen: &'a Seen,
    entries: Vec<Entry<'a>>,
    may_add: bool,
}

pub async fn index(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    let notes::Noted { seen, notes } = notes::noted(&visit.app, visit.actor()?, id).await?;
    place(&visit, &seen);
    let seat = ProviderSeat::in_client(&seen);
    let may_add = seat.as_ref().is_some_and(notes::may_add);
    let page = Index { v: &visit, seen: &seen, entries: entries(&visit, id, seat.as_ref(), &notes), may_add };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Template)]
#[template(path = "organizations/note.html", blocks = ["sheet"])]
struct New<'a> {
    v: &'a Visit,
    organization: Organization,
    id: String,
    typed: String,
    faults: Faults,
    refusal: Option<String>,
}

impl<'a> New<'a> {
    async fn load(v: &'a Visit, client: OrganizationId, id: String) -> Result<Self> {
        let organization = notes::writable(&v.app, v.actor()?, client).await?;
        v.stands_under("/clients");
        Ok(Self { v, organization, id, typed: String::new(), faults: Faults::none(), refusal: None })
    }
}

pub async fn new(visit: Visit, Path(id): Path<OrganizationId>) -> Result<Response> {
    let page = New::load(&visit, id, visit.new_form_id(Makes::Note)?).await?;
    visit.page(StatusCode::OK, &page, &page.as_sheet())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    #[serde(default)]
    id: String,
    note: String,
}

impl NewNote {
    /// The entry; one that no form of ours was shown for gets an id as well.
    fn command(&self, visit: &Visit, organization: OrganizationId) -> Result<error::Result<AddNote>> {
        let id = if self.id.is_empty() { visit.app.new_id::<NoteId>() } else { visit.form_id(Makes::Note, &self.id)? };
        let mut faults = Parsing::default();
        let note = faults.check(Part::Note, Note::parse(&self.note));
        Ok(faults.finish(note.map(|note| AddNote { organization, id, note })).map_err(Into::into))
    }
}

pub async fn add(Path(id): Path<OrganizationId>, Submitted { visit, fields }: Submitted<NewNote>) -> Result<Response> {
    let outcome = match fields.command(&visit, id)? {
        Ok(command) => notes::add(&visit.app, visit.actor()?, &command).await,
        Err(error) => Err(error),
    };
    let refusal = match on_form(outcome)? {
        Ok(()) => {
            visit.say(visit.t.notice_note_added()).await?;
            return Ok(visit.go_to(&home(id)));
        }
        Err(refusal) => refusal,
    };
    let mut page = New::load(&visit, id, fields.id).await?;
    page.typed = fields.note;
    let status;
    (status, page.faults, page.refusal) = said(visit.t, &refusal);
    visit.page(status, &page, &page.as_sheet())
}

pub async fn ask_remove(visit: Visit, Path((id, note)): Path<(OrganizationId, NoteId)>) -> Result<Response> {
    let (seen, row) = notes::removable(&visit.app, visit.actor()?, id, note).await?;
    place(&visit, &seen);
    let (t, when) = (visit.t, texts::moment(visit.language, row.written_at, &visit.zone));
    let effects = vec![t.note_remove_which(author(&visit, &row), when), t.note_remove_effect()];
    let press = (format!("/clients/{id}/notes/{note}/remove"), t.note_remove());
    Sure::new(&visit, t.note_remove_title(&seen.organization.name), effects, press, &home(id)).answer(None, None, None)
}

pub async fn remove(
    Path((id, note)): Path<(OrganizationId, NoteId)>,
    Submitted { visit, .. }: Submitted<Nothing>,
) -> Result<Response> {
    notes::remove(&visit.app, visit.actor()?, id, note).await?;
    visit.say(visit.t.notice_note_removed()).await?;
    Ok(visit.go_to(&home(id)))
}
