//! Static files: from the program itself, for ever under names that change with their content.

use super::failure::Result;
use crate::assets;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// One file, in the best form that the browser takes.
pub async fn show(Path(name): Path<String>, headers: HeaderMap) -> Result<Response> {
    let asset = assets::find(&format!("/assets/{name}")).ok_or(Error::Refused(Refusal::NotFound))?;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| accepted.split(',').any(|part| names(part, coding));
    let (body, coding) = match (asset.brotli, asset.gzip) {
        (Some(brotli), _) if takes("br") => (brotli, Some("br")),
        (_, Some(gzip)) if takes("gzip") => (gzip, Some("gzip")),
        _ => (asset.plain, None),
    };
    let mut response = body.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(coding) = coding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Ok(response)
}

/// Whether this part of `Accept-Encoding` asks for the coding; a weight of 0 refuses it.
fn names(part: &str, coding: &str) -> bool {
    let mut fields = part.split(';').map(str::trim);
    let refused = |field: &str| field.strip_prefix("q=").and_then(|weight| weight.parse().ok()) == Some(0.0);
    fields.next().is_some_and(|name| name.eq_ignore_ascii_case(coding)) && !fields.any(refused)
}
