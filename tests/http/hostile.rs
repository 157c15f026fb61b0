//! Names and notes that are markup stand on every page as what they are: texts.

use crate::help::{link, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::Story;
use portico::domain::members::{Role, Status};
use scraper::{Html, Selector};
use std::collections::BTreeSet;

/// What would run, ask or break out, were it markup. An apostrophe and quotes for the attributes, a template for whoever
/// has one.
const HOSTILE: [&str; 5] = [
    r#""><img src=x onerror=alert(1)>"#,
    "' hx-get=/x hx-trigger=load '",
    "</title></textarea><script>alert(2)</script>",
    "{{7*7}}${7*7}<%=7*7%>",
    "<svg/onload=alert(3)>&lt;b&gt;",
];

/// Puts it wherever a text of somebody is stored, as a database that was written by something else would hold it.
async fn spoil(app: &TestApp, story: &Story, text: &str) {
    let quoted = text.replace('\'', "''");
    app.db.execute(&format!("UPDATE organizations SET name = '{quoted}', name_key = name_key")).await;
    let (id, client) = (sql_id(&app.db, app.app.new_id()), sql_id(&app.db, story.client));
    let note = format!(
        "INSERT INTO client_notes (id, organization_id, author, text, written_at) VALUES ({id}, {client}, '{quoted}', '{quoted}', 1)"
    );
    app.db.execute(&note).await;
    app.db
        .execute(&format!("UPDATE members SET removal_asked_at = 1, removal_asked_of = '{quoted}', removal_declined_by = NULL"))
        .await;
    app.db.execute(&format!("UPDATE accounts SET name = '{quoted}' WHERE id = {}", sql_id(&app.db, story.admin.id))).await;
    app.db.execute(&format!("UPDATE members SET name = '{quoted}'")).await;
    app.db.execute(&format!("UPDATE providers SET name = '{quoted}', billing_email = '{quoted}'")).await;
    app.db.execute(&format!("UPDATE sessions SET agent = '{quoted}', address = '{quoted}'")).await;
}

/// The pages that can be reached by links from here, each once, and what stands on them.
async fn walk(client: &Client, most: usize) -> Vec<(String, String)> {
    let (mut waiting, mut seen, mut pages) = (vec!["/".to_owned()], BTreeSet::new(), Vec::new());
    let links = Selector::parse("a[href^='/'], [hx-get]").expect("a selector");
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) || pages.len() >= most {
            continue;
        }
        let page = client.get(&path).await;
        if let Some(place) = page.header("location").strip_prefix('/') {
            waiting.push(format!("/{place}"));
        }
        let document = Html::parse_document(&page.html);
        for element in document.select(&links) {
            let to = element.attr("href").or(element.attr("hx-get")).unwrap_or_default();
            let to = to.split('#').next().unwrap_or_default();
            // Other orders and other days are the same page again.
            if to.starts_with('/') && !to.contains("sort=") && !to.contains("from=") && !to.starts_with("/assets") {
                waiting.push(to.to_owned());
            }
        }
        pages.push((path, page.html));
    }
    pages
}

#[tokio::test]
async fn hostile_texts_stay_texts_on_every_page() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    link(&app, &story).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Accepted).await;
    let admin = app.signed_in(&story.admin).await;
    let foreign = "img[src='x'], svg[onload], [onerror], [onload], [hx-get='/x'], script:not([src])";
    let foreign = Selector::parse(foreign).expect("a selector");
    let mut shown = 0;
    for text in HOSTILE {
        spoil(&app, &story, text).await;
        let pages = walk(&admin, 40).await;
        assert!(pages.len() > 20, "{} pages", pages.len());
        for (path, html) in pages {
            let document = Html::parse_document(&html);
            let found: Vec<_> = document.select(&foreign).map(|element| element.html()).collect();
            assert!(found.is_empty(), "{path}: {found:?}");
            assert!(!html.contains("49${") && !html.contains(">49<"), "{path}: {html}");
            shown += usize::from(document.root_element().text().any(|own| own.contains(text)));
        }
    }
    assert!(shown > 5 * HOSTILE.len(), "the texts are seen: {shown}");
    app.db.leave_everything_broken("names were written past the program");
}
