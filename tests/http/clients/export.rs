//! The clients as a CSV file: what it holds, whose clients, and that no spreadsheet runs it.

use crate::help::{events, post, set_state};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::Story;
use portico::demo::seed_clients;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use std::collections::BTreeSet;

/// The rows of the file, without its head.
fn rows(file: &Page) -> Vec<Vec<String>> {
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert_eq!(file.header("cache-control"), "no-store");
    let name = file.header("content-disposition");
    assert!(name.starts_with("attachment; filename=\"clients-20") && name.ends_with(".csv\""), "{name}");
    assert!(file.html.starts_with("\u{feff}name,plan,seats,occupied,state,owners,linked_since,id\r\n"), "{}", file.html);
    assert!(file.html.ends_with("\r\n") && file.html.matches('\n').count() == file.html.matches("\r\n").count());
    let mut reader = csv::Reader::from_reader(file.html.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// All that a query finds.
async fn export(client: &Client, query: &str) -> Page {
    post(client, "/clients/export", &[("all", "true"), ("query", query)]).await.expect(200)
}

#[tokio::test]
async fn the_file_holds_what_the_table_shows_and_nothing_that_runs() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.member(story.client, &story.admin, Role::Owner, Status::Confirmed).await;
    for name in ["=HYPERLINK(\"https://bad.example\",\"x\")", "+1", "-1", "@SUM(A1)", "Bäckerei, \"Ost\""] {
        app.client_of((story.provider, &story.admin), name, "Enterprise (Annually) 2020", 5).await;
    }
    let other = app.other_provider("Other Services").await;
    app.client_of((other, &story.admin), "Hidden", "Teams (Monthly)", 5).await;
    let admin = app.signed_in(&story.admin).await;
    let page = admin.get("/clients").await;
    let file = page.form("#filter-links form").submit().await.expect(200);
    let found = rows(&file);
    let names: BTreeSet<&str> = found.iter().map(|row| row[0].as_str()).collect();
    let expected = [
        "'=HYPERLINK(\"https://bad.example\",\"x\")",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        "Bäckerei, \"Ost\"",
        "Second Client's Organization",
    ];
    assert_eq!(names, BTreeSet::from(expected));
    let second = found.iter().find(|row| row[7] == story.client.to_string()).expect("it is there");
    assert_eq!(second[1..6], ["Teams (Monthly) 2020", "15", "1", "active", "1"]);
    assert!(second[6].starts_with("20") && second[6].ends_with('Z'), "{}", second[6]);
    assert_eq!(events(&app, story.provider).await, ["1 clients_exported ada <ada@provider.example>"]);
    let details = app.db.texts("SELECT details FROM events WHERE kind = 'clients_exported'").await;
    assert!(details[0].contains("\"number\":6"), "{details:?}");
}

#[tokio::test]
async fn many_rows_come_in_the_order_of_the_table_each_once_and_as_far_as_the_filter_goes() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    seed_clients(&app.app, story.provider.into(), 1200).await.expect("they are made");
    set_state(&app, "organizations", story.client, "suspended").await;
    let admin = app.signed_in(&story.admin).await;
    for order in ["", "sort=name&dir=desc", "sort=users&dir=asc", "sort=plan&dir=desc"] {
        let found = rows(&export(&admin, &format!("{order}&state=active&after=x")).await);
        assert_eq!(found.len(), 1200, "{order}");
        assert_eq!(found.iter().map(|row| &row[7]).collect::<BTreeSet<_>>().len(), 1200, "{order}");
        assert_eq!(found[0][4], "active");
        let shown = admin.get(&format!("/clients?{order}&state=active")).await.texts("#clients tbody th a");
        assert_eq!(found.iter().take(25).map(|row| row[0].clone()).collect::<Vec<_>>(), shown, "{order}");
    }
    assert_eq!(rows(&export(&admin, "state=suspended").await).len(), 1);
    assert!(rows(&export(&admin, "q=nowhere").await).is_empty());
}

#[tokio::test]
async fn a_selection_exports_only_what_was_chosen_for_service_users_too() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let one = app.client_of((story.provider, &story.admin), "One", "Teams (Monthly)", 5).await;
    app.client_of((story.provider, &story.admin), "Two", "Teams (Monthly)", 5).await;
    let service = app.signed_in(&story.service).await;
    let page = service.get("/clients").await;
    let form = page.form("#selection").check("client", &one.to_string()).check("client", &story.client.to_string());
    let found = rows(&form.press("Export").submit().await.expect(200));
    assert_eq!(found.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["One", "Second Client's Organization"]);
    let nothing = page.form("#selection").press("Export").submit().await.expect(303).follow().await;
    assert!(nothing.says("Select one or more clients first."));
    let all = page.form("#selection").tamper("all", "found").tamper("query", "q=two").press("Export").submit().await.expect(200);
    assert_eq!(rows(&all).len(), 1);
    let bea = app.person("bea@other.example").await;
    let other = app.provider("Other Services").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    assert!(rows(&export(&app.signed_in(&bea).await, "").await).is_empty());
}

#[tokio::test]
async fn the_separator_is_that_of_the_readers_language_or_the_other_one() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    for name in ["Bäckerei, \"Ost\"; Łódź", "=1;2"] {
        app.client_of((story.provider, &story.admin), name, "Teams (Monthly)", 5).await;
    }
    let admin = app.signed_in(&story.admin).await;
    for (visitor, labels) in [
        (admin.clone(), [("Export", ","), ("Export with “;”", ";")]),
        (admin.with_language("nl"), [("Exporteren", ";"), ("Exporteren met “,”", ",")]),
    ] {
        let page = visitor.get("/clients").await;
        for (label, separator) in labels {
            for form in [page.form("#filter-links form"), page.form("#selection").tamper("all", "found")] {
                let file = form.press(label).submit().await.expect(200);
                let lines: Vec<_> = file.html.split("\r\n").collect();
                let head = ["\u{feff}name", "plan", "seats", "occupied", "state", "owners", "linked_since", "id"].join(separator);
                assert_eq!(lines[0], head, "{label}");
                let row = ["\"Bäckerei, \"\"Ost\"\"; Łódź\"", "Teams (Monthly)", "5", "0", "active", "0", ""].join(separator);
                assert!(lines.iter().any(|line| line.starts_with(&row)), "{row}: {lines:?}");
                assert!(lines.iter().any(|line| line.starts_with(&format!("\"'=1;2\"{separator}"))), "no formula: {lines:?}");
            }
        }
    }
    post(&admin, "/clients/export", &[("all", "true"), ("query", ""), ("separator", "tab")]).await.expect(422);
}
