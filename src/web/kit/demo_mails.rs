//! The mails of a demonstration without a mail server. These pages exist in `demo` only.

use super::failure::Result;
use super::visit::Visit;
use crate::domain::refusal::Refusal;
use crate::mail::render;
use crate::store::deliveries::{self, Channel};
use crate::texts;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

struct Mail {
    to: String,
    subject: String,
    text: Vec<Piece>,
    at: String,
}

/// A piece of a mail's text: words, or a link that can be clicked.
enum Piece {
    Words(String),
    Link(String),
}

#[derive(Template)]
#[template(path = "kit/demo_mails.html", blocks = ["main"])]
struct Page<'a> {
    v: &'a Visit,
    mails: Vec<Mail>,
}

pub async fn index(visit: Visit) -> Result<Response> {
    if !visit.app.settings.demo {
        return Err(Refusal::NotFound.into());
    }
    let rows = deliveries::newest(&mut visit.app.db.read().await?, Channel::Mail, 100).await?;
    let mails = rows.into_iter().filter_map(|row| {
        let letter = render::letter(&visit.app, &row).ok()?;
        let at = texts::moment(visit.language, row.created_at, &visit.zone);
        Some(Mail { to: row.recipient, subject: letter.subject, text: pieces(&letter.text, &visit.app.settings.public_url), at })
    });
    let page = Page { v: &visit, mails: mails.collect() };
    visit.page(StatusCode::OK, &page, &page.as_main())
}

fn pieces(text: &str, public_url: &str) -> Vec<Piece> {
    let is_link = |line: &str| line.strip_prefix(public_url).is_some_and(|path| path.starts_with('/'));
    text.split_inclusive('\n')
        .map(|line| if is_link(line) { Piece::Link(line.trim_end().to_owned()) } else { Piece::Words(line.to_owned()) })
        .collect()
}
