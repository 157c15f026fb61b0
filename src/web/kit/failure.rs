//! Why a request is not answered as it was asked: what the portal refuses, and what only this door
//! can say. `explain` puts it into words.

use super::markup::Faults;
use super::stale::Stale;
use crate::domain::refusal::{LinkFault, Refusal};
use crate::error::{self, Error};
use crate::texts::{self, Texts};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::cell::RefCell;
use std::sync::Arc;
use uuid::Uuid;

/// What a handler gives.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why a request is not answered as it was asked.
#[derive(Debug)]
pub enum Failure {
    Core(Error),
    /// What was sent cannot be read as what this path takes: the status that says in which way.
    Unreadable(StatusCode),
    /// The browser brought no cookie of ours: with a form, or on its way from a mailed link to the link's page.
    Cookieless {
        on_link: bool,
    },
    /// A proof of who it is came with the form, and was refused: nothing of the form was looked at.
    Unproven(Refusal),
    /// A form of this browser, of a time in which somebody else, or nobody, was signed in.
    Stale(Stale),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Core(error.into())
    }
}

impl IntoResponse for Failure {
    /// The bare status. What went wrong stands beside it, for the layer that explains it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

impl Failure {
    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Core(error) => match error {
                Error::Refused(refusal) => status(refusal),
                Error::SignInNeeded => StatusCode::UNAUTHORIZED,
                Error::TwoStepNeeded => StatusCode::SEE_OTHER,
                Error::ProofNeeded => StatusCode::FORBIDDEN,
                Error::Again(_) | Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
                // No page runs what the operator runs: shown to a visitor, it is a defect.
                Error::OperatorRefused(_) | Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Unreadable(status) => *status,
            Self::Cookieless { on_link: true } => StatusCode::NOT_FOUND,
            Self::Cookieless { on_link: false } => StatusCode::FORBIDDEN,
            Self::Unproven(refusal) => status(refusal),
            Self::Stale(Stale::Ended(..)) => StatusCode::UNAUTHORIZED,
            Self::Stale(_) => StatusCode::FORBIDDEN,
        }
    }
}

/// The status of each kind of refusal.
#[must_use]
pub fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NotFound | Refusal::Link { fault: LinkFault::Unknown, .. } => StatusCode::NOT_FOUND,
        Refusal::Forbidden(_)
        | Refusal::Suspended { .. }
        | Refusal::StaleForm
        | Refusal::Link { fault: LinkFault::OtherAccount, .. } => StatusCode::FORBIDDEN,
        Refusal::Conflict(_) | Refusal::Link { fault: LinkFault::AccountExists, .. } => StatusCode::CONFLICT,
        Refusal::Invalid(_) | Refusal::WrongCredentials => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::Link {
            fault: LinkFault::Expired | LinkFault::LetGo | LinkFault::Used | LinkFault::Replaced | LinkFault::Withdrawn,
            ..
        } => StatusCode::GONE,
        Refusal::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Busy => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// What is kept of a request while it is handled.
#[derive(Debug, Default)]
pub struct Noted {
    /// What the handler refused on its own form.
    pub refusal: Option<Refusal>,
    /// The ids in its form.
    pub ids: Vec<Uuid>,
}

tokio::task_local! {
    static NOTED: RefCell<Noted>;
}

/// Runs a handler; gives what was noted meanwhile beside its answer, for the logs.
pub async fn noting<T>(handler: impl Future<Output = T>) -> (T, Noted) {
    let handled = async { (handler.await, NOTED.with(RefCell::take)) };
    NOTED.scope(RefCell::default(), handled).await
}

/// Keeps in mind which things a form names.
pub fn note_ids(ids: impl Iterator<Item = Uuid>) {
    let _ = NOTED.try_with(|noted| noted.borrow_mut().ids.extend(ids));
}

/// Keeps in mind what is refused on a form.
pub fn note(refusal: &Refusal) {
    // Without a request, as in a test of a page, nobody asks.
    let _ = NOTED.try_with(|noted| noted.borrow_mut().refusal = Some(refusal.clone()));
}

/// Sets aside what is said on the form itself: its faults, a conflict, a wrong password, too many
/// attempts. Everything else goes on to the page that explains it.
///
/// # Errors
/// Every other error.
pub fn on_form<T>(outcome: error::Result<T>) -> Result<std::result::Result<T, Refusal>> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(Error::Refused(
            refusal @ (Refusal::Invalid(_) | Refusal::Conflict(_) | Refusal::WrongCredentials | Refusal::Throttled { .. }),
        )) => {
            note(&refusal);
            Ok(Err(refusal))
        }
        Err(error) => Err(error.into()),
    }
}

/// No fault at any field.
#[must_use]
pub fn nothing() -> Faults {
    Faults::none()
}

/// A refusal as a form shows it: the status, what stands at the fields, and what stands above them.
#[must_use]
pub fn said(t: &Texts, refusal: &Refusal) -> (StatusCode, Faults, Option<String>) {
    note(refusal);
    let (faults, text) = match refusal {
        Refusal::Invalid(faults) => (Faults::of(t, faults), None),
        other => (Faults::none(), Some(texts::refusal(t, other))),
    };
    (status(refusal), faults, text)
}
