//! What was unlinked lately, and asking its owners to link it again.

use crate::domain::clients::relink::{ASKING_LIFETIME, MOST_ASKS};
use crate::domain::ids::OrganizationId;
use crate::domain::refusal::{Conflict, Refusal};
use crate::service::clients::relink::{self, AskToLink};
use crate::store::organizations::unlinkings::Unlinking;
use crate::texts;
use crate::web::kit::failure::{Result, on_form, said};
use crate::web::kit::form::Submitted;
use crate::web::kit::notice::WayBack;
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// Where it is.
const PATH: &str = "/clients/unlinked";

/// The way back from unlinking.
pub(super) fn way_back(visit: &Visit) -> WayBack {
    WayBack::Follow { label: visit.t.relink_ask(), href: PATH.into() }
}

#[derive(Template)]
#[template(path = "clients/unlinked.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    unlinked: Vec<(Unlinking, std::result::Result<(), Conflict>)>,
    refusal: Option<String>,
}

impl<'a> Page<'a> {
    async fn load(v: &'a Visit, refusal: Option<String>) -> Result<Self> {
        Ok(Self { v, unlinked: relink::unlinked(&v.app, v.actor()?).await?, refusal })
    }

    /// Until when the owners can be asked.
    fn until(&self, unlinking: &Unlinking) -> i64 {
        unlinking.unlinked_at + ASKING_LIFETIME
    }

    fn asked(&self, unlinking: &Unlinking) -> String {
        self.v.t.relink_asked(unlinking.asks, MOST_ASKS)
    }

    fn why(&self, conflict: &Conflict) -> String {
        texts::refusal(self.v.t, &(*conflict).into())
    }

    /// How many can be asked about.
    fn open(&self) -> usize {
        self.unlinked.iter().filter(|(_, verdict)| verdict.is_ok()).count()
    }
}

pub async fn index(visit: Visit) -> Result<Response> {
    let page = Page::load(&visit, None).await?;
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    #[serde(default)]
    organization: Vec<OrganizationId>,
}

pub async fn ask(Submitted { visit, fields }: Submitted<Chosen>) -> Result<Response> {
    let actor = visit.actor()?;
    actor.provider_for(crate::domain::access::ProviderAction::AskToLink)?;
    if fields.organization.is_empty() {
        visit.say(visit.t.bulk_nothing()).await?;
        return Ok(visit.go_to(PATH));
    }
    let command = AskToLink { organizations: fields.organization };
    match on_form(relink::ask(&visit.app, actor, &command).await)? {
        Ok(names) => {
            let sentence = match names.as_slice() {
                [name] => visit.t.relink_notice(name),
                many => visit.t.relink_notice_many(many.len()),
            };
            visit.say(sentence).await?;
            Ok(visit.go_to(PATH))
        }
        Err(refusal @ Refusal::Conflict(_)) => {
            let (status, _, refusal) = said(visit.t, &refusal);
            let page = Page::load(&visit, refusal).await?;
            visit.page(status, &page, &page.as_main())
        }
        Err(refusal) => Err(refusal.into()),
    }
}
