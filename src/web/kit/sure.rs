//! The page that says what an act on a member means before it is done, or why it cannot be.

use super::failure::{Result, status};
use super::visit::Visit;
use crate::domain::refusal::Refusal;
use crate::texts;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "kit/sure.html", blocks = ["sheet"])]
pub struct Sure<'a> {
    v: &'a Visit,
    title: String,
    effects: Vec<String>,
    action: String,
    /// What does it. Without, it cannot be done.
    button: Option<String>,
    back: String,
    refusal: Option<String>,
    /// Where somebody is invited who has to be there first.
    invite: Option<String>,
}

impl<'a> Sure<'a> {
    pub fn new(v: &'a Visit, title: String, effects: Vec<String>, (action, button): (String, String), back: &str) -> Self {
        Self { v, title, effects, action, button: Some(button), back: back.into(), refusal: None, invite: None }
    }

    /// As [`Self::new`], for what has nothing to press.
    pub fn barred(v: &'a Visit, title: String, back: &str) -> Self {
        Self { button: None, ..Self::new(v, title, Vec::new(), Default::default(), back) }
    }

    /// Answers with it: before it was tried, with the `reason` why it cannot be done, where there is
    /// one, or after it was `refused`. What cannot happen has no consequences and nothing to press;
    /// `invite` is the way out for the last one who has a role.
    ///
    /// # Errors
    /// The template cannot be written.
    pub fn answer(mut self, refused: Option<Refusal>, reason: Option<Refusal>, invite: Option<String>) -> Result<Response> {
        let code = refused.as_ref().map_or(StatusCode::OK, status);
        if let Some(refusal) = refused.or(reason) {
            self.refusal = Some(texts::refusal(self.v.t, &refusal));
            if matches!(refusal, Refusal::Conflict(_)) {
                (self.effects, self.button) = (Vec::new(), None);
            }
            self.invite = invite.filter(|_| refusal.is_about_the_last_one());
        }
        self.v.page(code, &self, &self.as_sheet())
    }
}
