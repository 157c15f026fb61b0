//! One request of one visitor, as handlers and templates see it.

use super::markup::{Badge, Icon, Ratio, Time};
use super::notice::Notice;
use crate::app::App;
use crate::domain::access::ProviderAction;
use crate::domain::email::masked;
use crate::domain::language::Language;
use crate::domain::providers;
use crate::error::{Error, Result};
use crate::service::actor::Actor;
use crate::texts::{self, Texts};
use axum::http::{HeaderMap, HeaderValue};
use jiff::tz::TimeZone;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use tower_sessions::Session;
use uuid::Uuid;

/// A request as handlers and templates see it. Cheap to clone.
#[derive(Clone)]
pub struct Visit(pub(super) Arc<Inner>);

#[derive(Clone)]
pub struct Inner {
    pub app: App,
    pub language: Language,
    pub t: &'static Texts,
    pub actor: Option<Actor>,
    pub session: Session,
    /// What was said on the page before, once.
    pub notice: Option<Notice>,
    /// Whether htmx asks, which gets a fragment.
    pub htmx: bool,
    /// The id of the element into which htmx puts the answer.
    pub target: String,
    /// Path and query of this request, without the secret of a mailed link.
    pub path: String,
    /// Where the visitor stands: this page, or for a form the page that it was on.
    pub here: String,
    /// The page of ours that a link or a form led away from, and the list that is kept in mind because of that.
    pub(super) from: Option<String>,
    pub(super) came_from: OnceLock<String>,
    /// The page that a script asks from, where one does.
    pub(super) current: Option<String>,
    /// The network address of the visitor.
    pub address: String,
    /// What the browser says that it is: 200 printable characters at most.
    pub agent: String,
    /// The time zone in which the visitor reads.
    pub zone: TimeZone,
    /// What the browser keeps to be known again: its own, or what it is given with the next session.
    pub(super) device: String,
    /// Whether a session began, and the browser keeps that.
    pub(super) keeps_device: OnceLock<()>,
    pub request_id: Uuid,
    /// The session that this browser came with, by its hash, whether it still holds or not.
    pub(super) came_with: Option<Vec<u8>>,
    /// What forms of this visitor are bound to.
    pub(super) binding: String,
    /// Their token, made when the first form asks for it.
    pub(super) token: OnceLock<String>,
    /// What they are bound to before anybody signs in.
    pub(super) unknown: String,
    /// The cookies of this request, and the link of a mail that was taken out of them.
    pub(super) cookies: HeaderMap,
    pub(super) brought: OnceLock<String>,
    /// The cookie that is set for somebody new.
    pub(super) new_visitor: Option<HeaderValue>,
    pub(super) section: OnceLock<&'static str>,
    /// The fields of the form of this request that may stand in a page again.
    pub(super) sent: OnceLock<Vec<(String, String)>>,
    /// Set when a proof that came with the form was good.
    pub(super) proved: OnceLock<()>,
}

impl Deref for Visit {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Visit {
    /// The signed-in person.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`].
    pub fn actor(&self) -> Result<&Actor> {
        self.actor.as_ref().ok_or(Error::SignInNeeded)
    }

    /// The address that the link of a mail is for, as this visitor may see it: whoever is signed in with another one
    /// sees it masked.
    #[must_use]
    pub fn shown_address(&self, email: &str) -> String {
        self.shown_address_of(email, email)
    }

    /// An address of whoever has the first one, as this visitor may see it.
    #[must_use]
    pub fn shown_address_of(&self, whose: &str, email: &str) -> String {
        if self.is_somebody_else(whose) { masked(email) } else { email.to_owned() }
    }

    /// Whether somebody is signed in with another address than this one.
    #[must_use]
    pub fn is_somebody_else(&self, email: &str) -> bool {
        self.actor.as_ref().is_some_and(|actor| !actor.email_key.eq_ignore_ascii_case(email))
    }

    /// The page that stands in the browser.
    #[must_use]
    pub fn stands_on(&self) -> &str {
        self.current.as_deref().unwrap_or(&self.here)
    }

    /// The hidden value of a form on a page of this visitor.
    #[must_use]
    pub fn form_token(&self) -> &str {
        self.token.get_or_init(|| self.app.secrets.form_token(&self.binding))
    }

    #[must_use]
    pub fn form_token_matches(&self, given: &str) -> bool {
        self.app.secrets.form_token_matches(&self.binding, given)
    }

    /// How many seconds a session goes on without being used.
    #[must_use]
    pub fn idle_seconds(&self) -> i64 {
        self.app.settings.session_idle / 1000
    }

    // What templates ask for.

    #[must_use]
    pub fn icon(&self, name: &'static str) -> Icon {
        Icon(name)
    }

    #[must_use]
    pub fn badge(&self, name: &str) -> Badge {
        Badge::of(name)
    }

    #[must_use]
    pub fn ratio(&self, occupied: &i64, seats: &i64) -> Ratio {
        Ratio { language: self.language, occupied: *occupied, seats: *seats }
    }

    /// A number as people read it.
    #[must_use]
    pub fn number(&self, number: &i64) -> String {
        texts::number(self.language, *number)
    }

    /// `occupied / seats`, in a sentence.
    #[must_use]
    pub fn seats(&self, occupied: &i64, seats: &i64) -> String {
        format!("{} / {}", self.number(occupied), self.number(seats))
    }

    /// A moment, in the reader's zone.
    #[must_use]
    pub fn moment(&self, ms: &i64) -> Time {
        Time { ms: *ms, shown: texts::moment(self.language, *ms, &self.zone) }
    }

    /// A moment to the second, in the reader's zone.
    #[must_use]
    pub fn second(&self, ms: &i64) -> Time {
        Time { ms: *ms, shown: texts::second(*ms, &self.zone) }
    }

    /// A day, in the reader's zone.
    #[must_use]
    pub fn day(&self, ms: &i64) -> Time {
        Time { ms: *ms, shown: texts::day(self.language, *ms, &self.zone) }
    }

    /// Whether the person may do this with the own provider.
    #[must_use]
    pub fn may(&self, action: ProviderAction) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.may_in_provider(action))
    }

    #[must_use]
    pub fn may_view_clients(&self) -> bool {
        self.may(ProviderAction::ViewClients)
    }

    #[must_use]
    pub fn may_manage(&self) -> bool {
        self.may(ProviderAction::ViewProviderMembers)
    }

    #[must_use]
    pub fn may_leave(&self) -> bool {
        self.may(ProviderAction::Leave)
    }

    #[must_use]
    pub fn has_two_step(&self) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.has_two_step)
    }

    /// Whether an admin ended what this session reached through a provider.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.is_cut_off)
    }

    /// The name of the visitor's provider, while it is suspended.
    #[must_use]
    pub fn suspended_provider(&self) -> Option<&str> {
        let provider = self.actor.as_ref()?.provider.as_ref()?;
        (provider.state == providers::State::Suspended).then_some(provider.name.as_str())
    }

    #[must_use]
    pub fn has_organizations(&self) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.is_member || actor.provider.is_none())
    }

    /// Whether people make accounts here without being invited.
    #[must_use]
    pub fn registration_is_open(&self) -> bool {
        crate::service::identity::registration::is_open(&self.app)
    }

    /// Says under which entry of the navigation this page stands, where its path does not.
    pub fn stands_under(&self, entry: &'static str) {
        let _ = self.section.set(entry);
    }

    /// `page` for the entry of the navigation that this page is, `true` for one above it.
    #[must_use]
    pub fn current(&self, entry: &str) -> Option<&'static str> {
        if let Some(section) = self.section.get() {
            return (*section == entry).then_some("true");
        }
        let path = self.path.split('?').next().unwrap_or_default();
        if path == entry {
            Some("page")
        } else if path.strip_prefix(entry).is_some_and(|rest| rest.starts_with('/')) {
            Some("true")
        } else {
            None
        }
    }
}
