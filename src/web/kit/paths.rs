//! What stands in a URL.

use super::failure::Failure;
use crate::domain::identity::mailed_link::Purpose;
use crate::domain::refusal::Refusal;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// Where a script asks how long the session goes on, and says that it shall go on.
pub const SESSION: &str = "/session";

/// The ids in a path. One that is no id is not found, like one that is not there.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = axum::extract::Path::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0)).map_err(|_| Refusal::NotFound.into())
    }
}

/// The query of a URL. A repeated name is a list where the type has a list (check boxes).
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let query = serde_html_form::from_str(parts.uri.query().unwrap_or_default());
        query.map(Self).map_err(|_| Failure::Unreadable(StatusCode::UNPROCESSABLE_ENTITY))
    }
}

/// The path to go to after signing in: one of this portal, or `/`.
///
/// A path begins with one slash that no slash or backslash follows, and holds neither backslashes
/// nor control characters: browsers read those as another host.
#[must_use]
pub fn safe_next(raw: &str) -> &str {
    let mut chars = raw.chars();
    let starts_well = chars.next() == Some('/') && !matches!(chars.next(), Some('/' | '\\'));
    let is_plain = raw.len() <= 2000 && raw.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if starts_well && is_plain { raw } else { "/" }
}

/// Whether the path is a page behind a one-time link, with its secret or without.
#[must_use]
pub fn is_about_a_link(path: &str) -> bool {
    pages_of_links().any(|page| path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// The path without the secret of a mailed link: what pages and logs may hold, and where its
/// visitor finds the same link again.
#[must_use]
pub fn without_secret(path: &str) -> &str {
    let below = |page: &&str| path.strip_prefix(*page).is_some_and(|rest| rest.starts_with('/'));
    pages_of_links().find(below).unwrap_or(path)
}

/// The path alone.
#[must_use]
pub fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

fn pages_of_links() -> impl Iterator<Item = &'static str> {
    Purpose::ALL.iter().map(|purpose| purpose.path())
}

/// A text as one value of a query string.
#[must_use]
pub fn query_value(text: &str) -> String {
    serde_urlencoded::to_string([("", text)]).map(|pair| pair.trim_start_matches('=').to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn other_hosts_are_not_followed() {
        for bad in
            ["//evil", "/\\evil", "https://evil", "https:evil", "\t//evil", "", "evil", "/a\\b", "/a\r\nb", "javascript:alert(1)"]
        {
            assert_eq!(safe_next(bad), "/", "{bad:?}");
        }
        for good in ["/", "/clients?q=a%2f%2fb", "/@evil", "/organizations/1#x"] {
            assert_eq!(safe_next(good), good);
        }
    }

    #[test]
    fn the_secret_of_a_link_is_left_out() {
        assert_eq!(without_secret("/invitation/s3cret.?a=b"), "/invitation");
        assert_eq!(without_secret("/password/s3cret"), "/password");
        for same in ["/invitation", "/password?a=/b", "/organizations/1", "/"] {
            assert_eq!(without_secret(same), same);
        }
    }

    proptest! {
        #[test]
        fn what_is_followed_stays_on_this_origin(raw in "[/\\\\a-z:@.%?#\\t ]{0,20}") {
            let next = safe_next(&raw);
            prop_assert!(next.starts_with('/') && !next.starts_with("//") && !next.contains('\\'));
        }
    }
}
