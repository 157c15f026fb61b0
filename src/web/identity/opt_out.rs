//! The page on which somebody says that they do not know who had a mail sent to them.

use crate::domain::identity::mailed_link::Purpose;
use crate::domain::ids::LinkId;
use crate::service::identity::opt_outs::{self, Shown};
use crate::web::kit::failure::Result;
use crate::web::kit::form::Submitted;
use crate::web::kit::mailed_link::{brought, brought_with};
use crate::web::kit::visit::Visit;
use askama::Template;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

const PURPOSE: Purpose = Purpose::OptOut;

#[derive(Template)]
#[template(path = "identity/opt_out.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    shown: Shown,
}

impl Page<'_> {
    /// What the mail was about.
    fn about(&self) -> String {
        let t = self.v.t;
        match (self.shown.purpose, &self.shown.name) {
            (Purpose::Registration, _) => t.opt_out_registration(),
            (Purpose::Address, _) => t.opt_out_address(),
            (_, Some(name)) => t.opt_out_invitation(name),
            (_, None) => t.opt_out_gone(),
        }
    }
}

/// Says what it is about, or that it is done, and changes nothing.
pub async fn show(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let shown = opt_outs::view(&visit.app, &brought(&visit, &headers, PURPOSE).await?).await?;
    let page = Page { v: &visit, shown };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pressed {
    link: LinkId,
}

pub async fn press(headers: HeaderMap, Submitted { visit, fields }: Submitted<Pressed>) -> Result<Response> {
    opt_outs::press(&visit.app, &brought_with(&visit, &headers, PURPOSE, fields.link).await?).await?;
    Ok(visit.go_to(PURPOSE.path()))
}
