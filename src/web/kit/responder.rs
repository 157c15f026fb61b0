//! How an answer goes back: as a page or a fragment, or on to another page.

use super::failure::Result;
use super::paths::without_query;
use super::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

impl Visit {
    /// A whole page, or its fragment for htmx. The one place that chooses.
    ///
    /// # Errors
    /// The template cannot be written.
    pub fn page(&self, status: StatusCode, page: &impl Template, fragment: &impl Template) -> Result<Response> {
        // Room for a list, so that it is not copied again and again while it grows.
        let mut body = String::with_capacity(32 * 1024);
        if self.htmx { fragment.render_into(&mut body) } else { page.render_into(&mut body) }.map_err(anyhow::Error::new)?;
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        let mut response = (status, [(header::CONTENT_TYPE, html)], body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::VARY, HeaderValue::from_static("HX-Request, Accept-Language, Cookie"));
        if let Some(cookie) = &self.new_visitor {
            headers.append(header::SET_COOKIE, cookie.clone());
        }
        Ok(response)
    }

    /// Sends the browser on to a path of this portal after a change: htmx closes an open dialog
    /// and loads the page into its place, a browser without script follows the redirect.
    #[must_use]
    pub fn go_to(&self, path: &str) -> Response {
        let location = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
        if !self.htmx {
            return (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
        }
        // The page that one stands on already is no other one to come back from.
        let is_same = without_query(path) == without_query(self.stands_on());
        let (push, replace) = if is_same { ("", path) } else { ("true", "") };
        let swap = "innerHTML show:window:top";
        let target =
            serde_json::json!({ "path": path, "target": "#main", "swap": swap, "push": push, "replace": replace }).to_string();
        let mut headers = HeaderMap::new();
        headers.insert("hx-location", HeaderValue::from_str(&target).unwrap_or(location));
        headers.insert("hx-trigger", HeaderValue::from_static("close-dialog"));
        (StatusCode::NO_CONTENT, headers).into_response()
    }
}
