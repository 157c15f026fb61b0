//! The logs: the provider's, the feed over all its clients, an organization's, an account's own.

use super::line::{Line, sentence_of};
use crate::domain::csv::Separator;
use crate::domain::events::read::{Cursor, Filter, Format, MOST_DAYS, Range, in_field};
use crate::domain::events::{Kind, Subject};
use crate::domain::ids::OrganizationId;
use crate::domain::list::Place;
use crate::domain::refusal::{self, Problem, Refusal};
use crate::error;
use crate::service::events::read::{self, Export, Log, Opened, Query};
use crate::store::events::EventRow;
use crate::texts::{self, Texts};
use crate::web::kit::csv::{MARK, line};
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::markup::Faults;
use crate::web::kit::paths::{Path, Query as InUrl};
use crate::web::kit::prove;
use crate::web::kit::visit::Visit;
use crate::web::organizations::place::{home, place};
use askama::Template;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::Timestamp;
use serde::Deserialize;
use std::fmt::Write;
use strum::VariantArray;

/// What stands in the URL: a saved view of a log is its URL.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Part {
    from: String,
    to: String,
    person: String,
    client: String,
    kind: String,
    text: String,
    after: String,
    before: String,
    format: String,
}

fn not_a_choice(part: refusal::Part) -> Refusal {
    Refusal::at(part, Problem::NotAChoice)
}

impl Part {
    fn query(&self, v: &Visit, log: Log) -> std::result::Result<Query, Refusal> {
        let kind = match self.kind.as_str() {
            "" => None,
            word => Some(Kind::parse(word).filter(|kind| log.holds(*kind)).ok_or_else(|| not_a_choice(refusal::Part::Kind))?),
        };
        Ok(Query {
            filter: Filter {
                range: Range::parse(&self.from, &self.to, &v.zone, v.app.now())?,
                person: self.person.clone(),
                client: self.client.clone(),
                text: self.text.clone(),
                kind,
            },
            place: Place::of(Cursor::decode(&self.after), Cursor::decode(&self.before)),
        })
    }

    fn filters(&self) -> [(&'static str, &str); 4] {
        [("person", &self.person), ("client", &self.client), ("kind", &self.kind), ("text", &self.text)]
    }
}

#[derive(Template)]
#[template(path = "events/index.html", blocks = ["main"])]
struct Index<'a> {
    v: &'a Visit,
    log: Log,
    opened: Opened,
    part: Part,
    faults: Faults,
    shown: Option<Shown>,
}

/// What is shown where the URL could be read.
struct Shown {
    range: Range,
    lines: Vec<Line>,
    newer: Option<Cursor>,
    older: Option<Cursor>,
}

impl Index<'_> {
    fn path(&self) -> String {
        match self.log {
            Log::Provider => "/provider/events".into(),
            Log::Clients => "/provider/events/clients".into(),
            Log::Organization(id) => format!("{}/events", home(id)),
            Log::Account => "/account/events".into(),
        }
    }

    fn title(&self) -> String {
        let t = self.v.t;
        match (self.log, &self.opened.seen) {
            (Log::Organization(_), Some(seen)) => t.event_log_organization_title(&seen.organization.name),
            (Log::Account, _) => t.event_log_account_title(),
            _ => t.event_logs(),
        }
    }

    fn lede(&self) -> String {
        let t = self.v.t;
        let provider = self.v.actor.as_ref().and_then(|actor| actor.provider.as_ref()).map_or("", |provider| &provider.name);
        match self.log {
            Log::Provider => t.event_log_provider_lede(provider),
            Log::Clients => t.event_log_clients_lede(provider),
            Log::Organization(_) => t.event_log_organization_lede(),
            Log::Account => t.event_log_account_lede(),
        }
    }

    /// Where the page above this one is, and its name.
    fn above(&self) -> Option<(String, String)> {
        match (self.log, &self.opened.seen) {
            (Log::Organization(id), Some(seen)) => Some((home(id), seen.organization.name.clone())),
            (Log::Account, _) => Some(("/account".into(), self.v.t.event_log_back_account())),
            _ => None,
        }
    }

    fn is_of_provider(&self) -> bool {
        matches!(self.log, Log::Provider | Log::Clients)
    }

    /// Who did it, and for whom. Everything in its own log was done for the provider.
    fn who(&self, line: &Line) -> String {
        let provider = line.for_provider.as_deref().filter(|_| self.log != Log::Provider);
        texts::events::acting_for(self.v.t, &line.who, provider)
    }

    fn can_export(&self) -> bool {
        self.log != Log::Account
    }

    fn fields(&self) -> (String, String) {
        let sent = || (in_field(&self.part.from), in_field(&self.part.to));
        self.shown.as_ref().map_or_else(sent, |shown| shown.range.fields())
    }

    /// The kinds that can stand in this log, by what they are about.
    fn kinds(&self) -> Vec<(String, Vec<(&'static str, String)>)> {
        let of = |subject: Subject| {
            let kinds = Kind::ALL.iter().filter(move |kind| kind.subject() == subject && self.log.holds(**kind));
            kinds.map(|kind| (kind.word(), texts::events::kind(self.v.t, *kind))).collect::<Vec<_>>()
        };
        let groups = Subject::VARIANTS.iter().map(|subject| (texts::events::subject(self.v.t, *subject), of(*subject)));
        groups.filter(|(_, kinds)| !kinds.is_empty()).collect()
    }

    /// The formats of an export: that which the reader's spreadsheet takes comes first.
    fn formats(&self) -> [(Format, String); 3] {
        let t = self.v.t;
        let own = Separator::of(self.v.language);
        let other = (csv(own.other()), t.event_log_as_csv_with(own.other().sign()));
        [(csv(own), t.event_log_as_csv()), other, (Format::Jsonl, t.event_log_as_jsonl())]
    }

    fn is_filtered(&self) -> bool {
        self.part.filters().iter().any(|(_, value)| !value.trim().is_empty())
    }

    /// What is asked for, as the fields of a form have it.
    fn asked(&self) -> Vec<(&'static str, String)> {
        let (from, to) = self.fields();
        let filters = self.part.filters().into_iter().filter(|(_, value)| !value.is_empty());
        let filters = filters.map(|(name, value)| (name, value.to_owned()));
        [("from", from), ("to", to)].into_iter().chain(filters).collect()
    }

    /// The URL of the lines beside these.
    fn beside(&self, side: &'static str, cursor: &Cursor) -> String {
        let mut pairs = self.asked();
        pairs.push((side, cursor.encode()));
        format!("{}?{}", self.path(), serde_urlencoded::to_string(pairs).unwrap_or_default())
    }

    fn zone(&self) -> String {
        match self.v.zone.iana_name() {
            Some(zone) if zone != "UTC" => self.v.t.event_log_zone(zone.replace('_', " ")),
            _ => self.v.t.event_log_utc(),
        }
    }

    fn longest(&self) -> String {
        self.v.t.event_log_shortened(MOST_DAYS)
    }
}

async fn index(v: &Visit, log: Log, part: Part) -> Result<Response> {
    let opened = read::open(&v.app, v.actor()?, log).await?;
    match part.query(v, log) {
        Ok(query) => show(v, log, opened, part, query).await,
        Err(refusal) => refused(v, log, opened, part, refusal),
    }
}

async fn show(v: &Visit, log: Log, opened: Opened, part: Part, query: Query) -> Result<Response> {
    let page = match on_form(read::page(&v.app, v.actor()?, &opened, &query).await)? {
        Ok(page) => page,
        Err(refusal) => return refused(v, log, opened, part, refusal),
    };
    if let Some(seen) = &opened.seen {
        place(v, seen);
    }
    let lines = page.rows.iter().map(|row| Line::of(v, row)).collect();
    let shown = Some(Shown { range: query.filter.range, lines, newer: page.previous, older: page.next });
    let page = Index { v, log, opened, part, faults: Faults::none(), shown };
    v.page(StatusCode::OK, &page, &page.as_main())
}

/// The page without lines: it says which part of the URL means nothing, or asks for too much.
fn refused(v: &Visit, log: Log, opened: Opened, part: Part, refusal: Refusal) -> Result<Response> {
    let (status, faults, _) = said(v.t, &refusal);
    let page = Index { v, log, opened, part, faults, shown: None };
    v.page(status, &page, &page.as_main())
}

/// Not a link: an export is an event, and a link can be followed for somebody who did not mean it.
async fn export(v: &Visit, log: Log, part: Part) -> Result<Response> {
    let opened = read::open(&v.app, v.actor()?, log).await?;
    let asked = Format::parse(&part.format).ok_or_else(|| not_a_choice(refusal::Part::Format));
    let (format, query) = match asked.and_then(|format| Ok((format, part.query(v, log)?))) {
        Ok(asked) => asked,
        Err(refusal) => return refused(v, log, opened, part, refusal),
    };
    if let Some(go_on) = prove::before_download(v)? {
        return Ok(go_on);
    }
    let name = file_name(log, &query.filter.range, format);
    let lines = match on_form(read::export(&v.app, v.actor()?, &opened, &query.filter).await)? {
        Ok(lines) => lines,
        Err(refusal) => return refused(v, log, opened, part, refusal),
    };
    let (head, kind) = match format {
        Format::Csv | Format::CsvSemicolon => {
            (format!("{MARK}{}", line(separator(format), &CSV_HEAD)), "text/csv; charset=utf-8")
        }
        Format::Jsonl => (String::new(), "application/jsonl; charset=utf-8"),
    };
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    let t = v.t;
    let lines = stream::try_unfold((lines, head), move |(lines, head)| batch(t, format, lines, head));
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// The first line. The words are the same in every language, for whatever reads the file.
const CSV_HEAD: [&str; 8] = ["timestamp", "address", "user", "event", "kind", "object", "through", "for_provider"];

fn csv(separator: Separator) -> Format {
    match separator {
        Separator::Comma => Format::Csv,
        Separator::Semicolon => Format::CsvSemicolon,
    }
}

fn separator(format: Format) -> Separator {
    if format == Format::CsvSemicolon { Separator::Semicolon } else { Separator::Comma }
}

/// The next piece of the file and what is needed for the one after it.
type Piece = Option<(String, (Export, String))>;

/// The lines of one batch. Only the first ones come with the head, also where there are no others.
async fn batch(t: &Texts, format: Format, mut lines: Export, mut text: String) -> error::Result<Piece> {
    let rows = lines.next().await.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
    for row in &rows {
        match format {
            Format::Csv | Format::CsvSemicolon => text.push_str(&csv_line(separator(format), t, row)),
            Format::Jsonl => json_line(&mut text, row),
        }
    }
    Ok(if text.is_empty() { None } else { Some((text, (lines, String::new()))) })
}

fn csv_line(separator: Separator, t: &Texts, row: &EventRow) -> String {
    let sentence = sentence_of(t, row);
    let (at, text) = (timestamp(row.at), sentence.text());
    let (address, provider) = (row.address.as_deref().unwrap_or_default(), row.for_provider.as_deref().unwrap_or_default());
    line(separator, &[&at, address, &row.actor, &text, &row.kind, &sentence.object, &row.through, provider])
}

fn json_line(text: &mut String, row: &EventRow) {
    let event = serde_json::from_str(&row.details).unwrap_or_else(|_| serde_json::Value::from(row.details.as_str()));
    let line = serde_json::json!({
        "timestamp": timestamp(row.at), "log": row.log_id, "number": row.sequence, "address": row.address, "user": row.actor,
        "kind": row.kind, "organization": row.organization_id, "event": event,
        "through": row.through, "for_provider": row.for_provider,
    });
    let _ = writeln!(text, "{line}");
}

fn timestamp(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map(|moment| moment.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()).unwrap_or_default()
}

/// A name of plain letters, made here: nothing in it was typed.
fn file_name(log: Log, range: &Range, format: Format) -> String {
    let which = match log {
        Log::Provider => "provider",
        Log::Clients => "clients",
        Log::Organization(_) => "organization",
        Log::Account => "account",
    };
    let ending = if format == Format::Jsonl { "jsonl" } else { "csv" };
    format!("portico-events-{which}-{}-{}.{ending}", range.from.date(), range.to.date())
}

pub async fn of_provider(visit: Visit, InUrl(part): InUrl<Part>) -> Result<Response> {
    index(&visit, Log::Provider, part).await
}

pub async fn of_clients(visit: Visit, InUrl(part): InUrl<Part>) -> Result<Response> {
    index(&visit, Log::Clients, part).await
}

pub async fn of_organization(visit: Visit, Path(id): Path<OrganizationId>, InUrl(part): InUrl<Part>) -> Result<Response> {
    index(&visit, Log::Organization(id), part).await
}

pub async fn of_account(visit: Visit, InUrl(part): InUrl<Part>) -> Result<Response> {
    index(&visit, Log::Account, part).await
}

pub async fn export_of_provider(Submitted { visit, fields }: Submitted<Part>) -> Result<Response> {
    export(&visit, Log::Provider, fields).await
}

pub async fn export_of_clients(Submitted { visit, fields }: Submitted<Part>) -> Result<Response> {
    export(&visit, Log::Clients, fields).await
}

pub async fn export_of_organization(
    Path(id): Path<OrganizationId>,
    Submitted { visit, fields }: Submitted<Part>,
) -> Result<Response> {
    export(&visit, Log::Organization(id), fields).await
}
