//! The clients as a CSV file.

use super::bulk::Selected;
use crate::domain::access::ProviderAction;
use crate::domain::csv::Separator;
use crate::error;
use crate::service::clients::bulk::Selection;
use crate::service::clients::export::{self, Export};
use crate::store::clients::ClientRow;
use crate::web::kit::csv::{MARK, line};
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::prove;
use crate::web::kit::visit::Visit;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use jiff::Timestamp;

/// The first line. The words are the same in every language, for whatever reads the file.
const HEAD: [&str; 8] = ["name", "plan", "seats", "occupied", "state", "owners", "linked_since", "id"];

/// The clients that were chosen in the table, or all that its search and its filters find. Not a link:
/// an export is an event, and a link can be followed for somebody who did not mean it.
pub async fn download(Submitted { visit, fields }: Submitted<Selected>) -> Result<Response> {
    let Some(selection) = fields.selection()? else { return fields.ask_again(&visit).await };
    visit.actor()?.provider_for(ProviderAction::ViewClients)?;
    match prove::before_download(&visit)? {
        Some(go_on) => Ok(go_on),
        None => send(&visit, selection, fields.separator(&visit)).await,
    }
}

async fn send(visit: &Visit, selection: Selection, separator: Separator) -> Result<Response> {
    let export = export::begin(&visit.app, visit.actor()?, selection).await?;
    let now = Timestamp::from_millisecond(visit.app.now()).unwrap_or_default().to_zoned(visit.zone.clone());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"clients-{}.csv\"", now.strftime("%Y-%m-%d"))),
    ];
    let head = format!("{MARK}{}", line(separator, &HEAD));
    let lines = stream::try_unfold((export, head), move |(export, head)| batch(export, head, separator));
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// The next lines. Only the first ones come with the head, also where there are no others.
async fn batch(mut export: Export, mut text: String, separator: Separator) -> error::Result<Option<(String, (Export, String))>> {
    let rows = export.next().await.inspect_err(|error| tracing::error!(%error, "an export broke off"))?;
    rows.iter().for_each(|row| text.push_str(&client(separator, row)));
    Ok(if text.is_empty() { None } else { Some((text, (export, String::new()))) })
}

fn client(separator: Separator, row: &ClientRow) -> String {
    let since = Timestamp::from_millisecond(row.linked_at).unwrap_or_default();
    let (plan, since, id) = (row.plan.to_string(), since.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), row.id.to_string());
    let (seats, occupied, owners) = (row.seats.to_string(), row.occupied.to_string(), row.owners.to_string());
    line(separator, &[&row.name, &plan, &seats, &occupied, row.state().word(), &owners, &since, &id])
}
