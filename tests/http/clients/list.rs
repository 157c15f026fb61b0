//! The Clients page: its table, its button, and whose clients stand there.

use crate::help::{drop_member, set_state, sql_id};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::{Person, Story};
use portico::domain::clients::Cursor;
use portico::domain::members::{Role, Status};
use portico::domain::providers::ProviderRole;
use std::collections::BTreeSet;
use uuid::Uuid;

pub(super) fn names(page: &Page) -> Vec<String> {
    page.texts("#clients tbody th a")
}

fn ids(page: &Page) -> Vec<String> {
    page.select("#clients tbody tr").iter().map(|row| row.attr("id").expect("a row has an id").to_owned()).collect()
}

/// A provider with these clients and its admin, signed in.
pub(super) async fn provider_with(app: &TestApp, clients: &[&str]) -> (Uuid, Person, Client) {
    let provider = app.provider("Example Services").await;
    let admin = app.person("ada@provider.example").await;
    app.join(provider, &admin, ProviderRole::Admin).await;
    for name in clients {
        app.client_of((provider, &admin), name, "Teams (Monthly)", 5).await;
    }
    let client = app.signed_in(&admin).await;
    (provider, admin, client)
}

#[tokio::test]
async fn each_client_is_a_row_with_name_users_and_plan() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    app.invited(story.client, "ines@client.example", Role::Owner).await;
    let page = app.signed_in(&story.admin).await.get("/clients").await.expect(200);
    assert_eq!(page.texts("thead th"), ["Selected Select all on this page", "Name", "Number of users", "Plan", "Actions"]);
    assert_eq!(page.texts("#clients tbody td[data-label]"), ["1 / 15", "Teams (Monthly) 2020"]);
    let name = page.one("#clients tbody th a");
    assert_eq!(name.text, "Second Client's Organization");
    assert_eq!(name.attr("href"), Some(format!("/organizations/{}", story.client).as_str()));
    assert_eq!(page.text("nav.pager"), "1 client");
    assert!(!page.has("tr.is-new"));
}

#[tokio::test]
async fn a_part_of_a_name_finds_it_in_any_case_and_with_any_accents() {
    let app = TestApp::spawn().await;
    let all = ["100% Natural", "Back\\slash", "Bäckerei Österreich", "Under_score", "Zeta"];
    let (_, _, admin) = provider_with(&app, &all).await;
    let found = [
        ("backerei", "Bäckerei Österreich"),
        ("ÖSTER", "Bäckerei Österreich"),
        ("BA\u{308}CKE", "Bäckerei Österreich"),
        ("  zETa ", "Zeta"),
        ("ckerei ö", "Bäckerei Österreich"),
        ("00%", "100% Natural"),
        ("r_s", "Under_score"),
        ("k\\s", "Back\\slash"),
    ];
    for (search, name) in found {
        let page = admin.get("/clients").await.form("form.search").set("q", search).submit().await.expect(200);
        assert_eq!(names(&page), [name], "{search:?}");
        assert_eq!(page.form("form.search").value("q").unwrap(), search.trim(), "the search stays in its field");
        assert_eq!(page.text("nav.pager"), "1 client");
    }
    assert_eq!(names(&admin.get("/clients?q=+").await), all);
    let long = format!("/clients?q={}", "%25".repeat(2000));
    assert!(names(&admin.get(&long).await.expect(200)).is_empty());
}

#[tokio::test]
async fn every_column_sorts_in_both_directions_and_keeps_the_search() {
    let app = TestApp::spawn().await;
    let (provider, admin, visitor) = provider_with(&app, &[]).await;
    let rows =
        [("alpha x", "Teams (Annually)", 2), ("Bravo x", "Enterprise (Monthly)", 0), ("Émile x", "Teams (Monthly) 2020", 1)];
    for (name, plan, members) in rows {
        let id = app.client_of((provider, &admin), name, plan, 5).await;
        for number in 0..members {
            app.invited(id, &format!("m{number}@client.example"), Role::User).await;
        }
    }
    app.client_of((provider, &admin), "Zulu", "Teams (Monthly)", 5).await;
    let by_plan = ["Émile x", "alpha x", "Bravo x"];
    for (column, sort, ascending) in [
        ("Number of users", "users", ["Bravo x", "Émile x", "alpha x"]),
        ("Plan", "plan", by_plan),
        ("Name", "name", ["alpha x", "Bravo x", "Émile x"]),
    ] {
        let page = visitor.get("/clients?q=x&sort=name&dir=desc").await.click(column).await;
        assert_eq!(page.path, format!("/clients?sort={sort}&dir=asc&q=x"));
        assert_eq!(names(&page), ascending, "{column}");
        assert_eq!(page.texts("th[aria-sort='ascending']"), [column]);
        let page = page.click(column).await;
        assert_eq!(page.path, format!("/clients?sort={sort}&dir=desc&q=x"));
        assert_eq!(names(&page), ascending.into_iter().rev().collect::<Vec<_>>(), "{column}");
        assert_eq!(page.texts("th[aria-sort='descending']"), [column]);
    }
}

/// Goes through all pages by the link of one side.
async fn walk(from: Page, side: &str) -> Vec<Page> {
    let mut pages = vec![from];
    let link = format!("a[rel={side}]");
    while pages.last().is_some_and(|page| page.has(&link)) {
        assert!(pages.len() < 9, "the pages never end");
        let next = pages.last().expect("there is one").click(&link).await.expect(200);
        pages.push(next);
    }
    pages
}

#[tokio::test]
async fn the_pages_hold_every_client_once_forward_and_back() {
    let app = TestApp::spawn().await;
    let mut all = vec!["Same Name"; 30];
    let others: Vec<String> = (0..33).map(|number| format!("Some {number:02}")).collect();
    all.extend(others.iter().map(String::as_str));
    let (_, _, admin) = provider_with(&app, &all).await;
    for order in [
        "sort=name&dir=asc",
        "sort=name&dir=desc",
        "sort=users&dir=asc",
        "sort=users&dir=desc",
        "sort=plan&dir=asc",
        "sort=plan&dir=desc",
    ] {
        let start = format!("/clients?{order}&q=S");
        let forward = walk(admin.get(&start).await, "next").await;
        let rows: Vec<_> = forward.iter().map(ids).collect();
        assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 13], "{order}");
        assert_eq!(rows.concat().into_iter().collect::<BTreeSet<_>>().len(), 63, "{order}");
        assert!(forward[1].path.starts_with(&format!("/clients?{order}&q=S&after=")), "{}", forward[1].path);
        assert!(forward.iter().all(|page| page.text("nav.pager p") == "63 clients"));
        let mut back = walk(forward[2].clone(), "prev").await;
        assert!(back[1].path.starts_with(&format!("/clients?{order}&q=S&before=")), "{}", back[1].path);
        back.reverse();
        assert_eq!(back.iter().map(ids).collect::<Vec<_>>(), rows, "{order}");
        assert_eq!(back[0].texts("nav.pager span[aria-disabled]"), ["Previous"]);
        assert_eq!(forward[2].texts("nav.pager span[aria-disabled]"), ["Next"]);
    }
}

#[tokio::test]
async fn a_place_or_a_search_that_makes_no_sense_shows_a_page_all_the_same() {
    let app = TestApp::spawn().await;
    let (_, _, admin) = provider_with(&app, &["Alpha", "Bravo"]).await;
    let nil = Cursor { number: 0, name_key: b"no utf-8: \xff\0".to_vec(), id: Uuid::nil().into() }.encode();
    let odd = Cursor { number: i64::MAX, name_key: vec![0; 2000], id: Uuid::max().into() }.encode();
    let garbage = ["after=x", "before=%00", "after=&before=", "sort=seats&dir=up", "before=!&after=!", "new=x", "unknown=1"];
    let long = format!("after={}", "A".repeat(5000));
    for query in garbage.into_iter().chain([long.as_str()]) {
        let page = admin.get(&format!("/clients?{query}")).await.expect(200);
        assert_eq!(names(&page), ["Alpha", "Bravo"], "{query}");
    }
    let last = Cursor { number: i64::MAX, name_key: vec![0xFF], id: Uuid::max().into() }.encode();
    for place in [nil, odd, last] {
        for query in ["sort=name", "sort=name&dir=desc", "sort=users", "sort=plan&dir=desc"] {
            for side in ["after", "before"] {
                let page = admin.get(&format!("/clients?{query}&{side}={place}")).await.expect(200);
                assert!(!names(&page).is_empty(), "behind the last row the table begins anew: {page}");
            }
        }
    }
    assert_eq!(names(&admin.get("/clients?q=%00alp").await.expect(200)), ["Alpha"]);
    admin.get("/clients?q=a&q=b").await.expect(422);
}

#[tokio::test]
async fn an_empty_table_says_what_to_do_next() {
    let app = TestApp::spawn().await;
    let (provider, _, admin) = provider_with(&app, &[]).await;
    let service = app.person("sem@provider.example").await;
    app.join(provider, &service, ProviderRole::Service).await;
    let page = admin.get("/clients").await.expect(200);
    assert_eq!(page.text("#clients .empty h2"), "No clients yet");
    assert!(page.text("#clients .empty p").contains("New client"));
    let page = app.signed_in(&service).await.get("/clients").await.expect(200);
    assert!(page.text("#clients .empty p").contains("As soon as a provider admin adds a client"));
    let page = admin.get("/clients?q=%3Cb%3Enobody").await.expect(200);
    assert_eq!(page.text("#clients .empty h2"), "Nothing found");
    assert!(page.text("#clients .empty p").contains("“<b>nobody”") || page.text("#clients .empty p").contains("<b>nobody"));
    assert_eq!(page.click("Show all clients").await.path, "/clients");
}

#[tokio::test]
async fn other_providers_clients_are_neither_shown_nor_counted_nor_found() {
    let app = TestApp::spawn().await;
    let (_, _, admin) = provider_with(&app, &["Own"]).await;
    let other = app.provider("Other Services").await;
    let bea = app.person("bea@other.example").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    app.client_of((other, &bea), "Hidden Gem", "Teams (Monthly)", 5).await;
    app.organization("Hidden Alone", "Teams (Monthly)", 5).await;
    for path in ["/clients", "/clients?sort=users&dir=desc", "/clients?q=hidden", "/clients?q=g"] {
        let page = admin.get(path).await.expect(200);
        assert!(!page.says("Hidden"), "{page}");
    }
    assert_eq!(admin.get("/clients").await.text("nav.pager"), "1 client");
    let page = app.signed_in(&bea).await.get("/clients").await;
    assert_eq!((names(&page), page.text("nav.pager")), (vec!["Hidden Gem".to_owned()], "1 client".to_owned()));
}

async fn offers_existing(app: &TestApp, person: &Person) -> bool {
    let page = app.signed_in(person).await.get("/clients").await.expect(200);
    let shown = page.has("#client-actions a#add-existing");
    assert_eq!(page.html.contains("/clients/existing"), shown, "it is in the HTML or it is not");
    assert_eq!(page.texts("#client-actions a").contains(&"Add existing organization".to_owned()), shown);
    shown
}

#[tokio::test]
async fn the_button_is_there_for_a_confirmed_owner_who_is_admin_of_an_active_provider_only() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    assert!(offers_existing(&app, &story.admin).await);
    app.member(story.organization, &story.service, Role::Owner, Status::Confirmed).await;
    assert!(!offers_existing(&app, &story.service).await, "a service user never sees it");
    set_state(&app, "providers", story.provider, "suspended").await;
    assert!(!offers_existing(&app, &story.admin).await, "nor anybody of a suspended provider");
    let page = app.signed_in(&story.admin).await.get("/clients").await;
    assert!(!page.has("#client-actions a"), "New client is not there either");
    set_state(&app, "providers", story.provider, "active").await;
    drop_member(&app, story.organization, story.admin_member).await;
    assert!(!offers_existing(&app, &story.admin).await, "nothing to add");
    for (role, status) in [(Role::Owner, Status::Invited), (Role::Owner, Status::Accepted), (Role::Admin, Status::Confirmed)] {
        let member = app.member(story.organization, &story.admin, role, status).await;
        assert!(!offers_existing(&app, &story.admin).await, "{role:?} {status:?}");
        drop_member(&app, story.organization, member).await;
    }
    let free = app.organization("Free Club", "Free", 2).await;
    app.member(free, &story.admin, Role::Owner, Status::Confirmed).await;
    assert!(offers_existing(&app, &story.admin).await, "the dialog says why it cannot be added");
    let (id, provider) = (sql_id(&app.db, free), sql_id(&app.db, story.provider));
    app.db.execute(&format!("UPDATE organizations SET provider_id = {provider}, linked_at = 1 WHERE id = {id}")).await;
    assert!(!offers_existing(&app, &story.admin).await, "it has a provider");
}
