//! The way back from the page of one row to its list: the same page of it, in the same order, with the same filter. The
//! browser says which page it came from; while it stays on the row's page, a cookie of this session does.

use super::cookies::{self, Cookies};
use super::paths::without_query;
use super::visit::Visit;
use axum::http::HeaderValue;

/// What the cookie is sealed for.
const LIST: &str = "list";

impl Visit {
    /// Where the list is that the person came from, which has its first page there.
    #[must_use]
    pub fn way_back(&self, list: &'static str) -> String {
        let known = self.list_before(list).unwrap_or_else(|| list.to_owned());
        let Some(from) = self.from.as_deref().filter(|from| without_query(from) == list) else { return known };
        if from != known {
            let _ = self.came_from.set(from.to_owned());
        }
        from.to_owned()
    }

    /// What the cookie says, where it is of this very person.
    fn list_before(&self, list: &str) -> Option<String> {
        let sealed = Cookies::of(&self.app).get(&self.cookies, cookies::LIST)?;
        let opened = self.app.secrets.unseal(LIST, sealed)?;
        let path = opened.strip_prefix(self.actor.as_ref()?.id.uuid().as_bytes())?;
        let path = String::from_utf8(path.to_vec()).ok()?;
        (without_query(&path) == list).then_some(path)
    }

    /// The cookie that keeps it until the browser is closed.
    pub(super) fn list_cookie(&self) -> Option<HeaderValue> {
        let (actor, path) = (self.actor.as_ref()?, self.came_from.get()?);
        let sealed = self.app.secrets.seal(LIST, &[actor.id.uuid().as_bytes(), path.as_bytes()].concat());
        Cookies::of(&self.app).set(cookies::LIST, &sealed, None).filter(|cookie| cookie.len() < 4000)
    }
}
