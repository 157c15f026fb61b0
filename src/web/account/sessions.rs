//! The list of one's own sessions, and ending them.

use super::password::{ProofFields, ProvePage};
use crate::domain::identity::agent;
use crate::domain::ids::SessionId;
use crate::error::Error;
use crate::service::account::password::Proof;
use crate::service::account::sessions;
use crate::store::identity::sessions::OwnSession;
use crate::web::kit::failure::{Result, on_form};
use crate::web::kit::form::Submitted;
use crate::web::kit::paths::Path;
use crate::web::kit::session_store::hash;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

const HOME: &str = "/account/sessions";

#[derive(Template)]
#[template(path = "account/sessions.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    sessions: Vec<OwnSession>,
    own: Vec<u8>,
}

impl Page<'_> {
    fn browser(&self, session: &OwnSession) -> String {
        browser(self.v, session)
    }

    fn is_this(&self, session: &OwnSession) -> bool {
        session.id_hash == self.own
    }
}

/// `Firefox on Linux`, or what of it is known.
fn browser(v: &Visit, session: &OwnSession) -> String {
    match agent::names(&session.agent) {
        (Some(browser), Some(system)) => v.t.session_browser_on(browser, system),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => v.t.session_browser_unknown(),
    }
}

/// The hash of the session of this request.
fn own(visit: &Visit) -> Result<Vec<u8>> {
    Ok(visit.session.id().map(|id| hash(&id)).ok_or(Error::SignInNeeded)?)
}

pub async fn index(visit: Visit) -> Result<Response> {
    let sessions = sessions::own(&visit.app, visit.actor()?).await?;
    let page = Page { v: &visit, sessions, own: own(&visit)? };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

async fn end_page(v: &Visit, id: SessionId) -> Result<ProvePage<'_>> {
    let session = sessions::one(&v.app, v.actor()?, id).await?;
    let effect = v.t.session_end_effect(browser(v, &session), &session.address);
    let page = ProvePage::new(v, v.t.session_end(), vec![effect], (format!("{HOME}/{id}/end"), HOME));
    Ok(page.titled(v.t.session_end_title()).without_code().danger())
}

pub async fn ask_end(visit: Visit, Path(id): Path<SessionId>) -> Result<Response> {
    end_page(&visit, id).await?.show()
}

pub async fn end(Path(id): Path<SessionId>, Submitted { visit, fields }: Submitted<ProofFields>) -> Result<Response> {
    let proof = Proof::from(fields);
    match on_form(sessions::end(&visit.app, visit.actor()?, id, proof.password).await)? {
        Ok(()) => {
            visit.say(visit.t.notice_session_ended()).await?;
            Ok(visit.go_to(HOME))
        }
        Err(refusal) => end_page(&visit, id).await?.refuse(refusal),
    }
}

fn end_others_page(v: &Visit) -> ProvePage<'_> {
    let effects = vec![v.t.sessions_end_effect()];
    ProvePage::new(v, v.t.sessions_end(), effects, (format!("{HOME}/end-others"), HOME)).without_code().danger()
}

pub async fn ask_end_others(visit: Visit) -> Result<Response> {
    end_others_page(&visit).show()
}

pub async fn end_others(Submitted { visit, fields }: Submitted<ProofFields>) -> Result<Response> {
    let (proof, own) = (Proof::from(fields), own(&visit)?);
    match on_form(sessions::end_others(&visit.app, visit.actor()?, &own, proof.password).await)? {
        Ok(number) => {
            visit.say(visit.t.notice_sessions_ended(number)).await?;
            Ok(visit.go_to(HOME))
        }
        Err(refusal) => end_others_page(&visit).refuse(refusal),
    }
}
