//! Searching the clients: which words find which names, and whose clients are found.

use std::collections::BTreeSet;

use super::list::{names, provider_with};
use crate::help::{post, set_state};
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use portico::demo::seed_clients;
use portico::domain::providers::ProviderRole;

async fn search(client: &Client, words: &str) -> Page {
    client.get("/clients").await.form("form.search").set("q", words).submit().await.expect(200)
}

async fn found(client: &Client, words: &str) -> Vec<String> {
    names(&search(client, words).await)
}

/// Hyphens as word processors write them, and a letter with a stroke.
const DASHES: &str = "Van\u{2011}der\u{2011}Berg – Ƶwart";

#[tokio::test]
async fn words_are_found_in_any_order_whatever_letters_are_typed() {
    let app = TestApp::spawn().await;
    let all = [
        "Ærø Sølv Œuvre",
        "D'Hondt Logistics",
        "Đorđe Guðrún Þór",
        "Ħamrun Işık",
        "Lodz Strasse Oneil",
        "Łódź Straße Groep",
        "O’Neil & Sons",
        "Plain Company",
        DASHES,
    ];
    let (_, _, admin) = provider_with(&app, &all).await;
    let cases: [(&str, &[&str]); 24] = [
        ("lodz strasse groep", &["Łódź Straße Groep"]),
        ("Straße ŁÓDŹ", &["Lodz Strasse Oneil", "Łódź Straße Groep"]),
        ("GROEP łód", &["Łódź Straße Groep"]),
        ("STRAẞE oneil", &["Lodz Strasse Oneil"]),
        ("oeuvre aero solv", &["Ærø Sølv Œuvre"]),
        ("ŒUVRE æRØ SØLV", &["Ærø Sølv Œuvre"]),
        ("thor dorde gudrun", &["Đorđe Guðrún Þór"]),
        ("ÞÓR đorđe guðrún", &["Đorđe Guðrún Þór"]),
        ("isik hamrun", &["Ħamrun Işık"]),
        ("ħAMRUN IŞIK ışık", &["Ħamrun Işık"]),
        ("oneil", &["Lodz Strasse Oneil", "O’Neil & Sons"]),
        ("O'Neil", &["Lodz Strasse Oneil", "O’Neil & Sons"]),
        ("o‘neil", &["Lodz Strasse Oneil", "O’Neil & Sons"]),
        ("Oʼneil", &["Lodz Strasse Oneil", "O’Neil & Sons"]),
        ("O´NEIL `sons", &["O’Neil & Sons"]),
        ("sons & o′neil", &["O’Neil & Sons"]),
        ("D’Hondt", &["D'Hondt Logistics"]),
        ("log dhondt", &["D'Hondt Logistics"]),
        ("company  \u{a0} plain", &["Plain Company"]),
        ("plain nobody", &[]),
        ("plain logistics", &[]),
        ("van-der-berg", &[DASHES]),
        ("- zwart", &[DASHES]),
        ("Berg — van−der", &[DASHES]),
    ];
    for (typed, expected) in cases {
        let page = search(&admin, typed).await;
        assert_eq!(BTreeSet::from_iter(names(&page)), expected.iter().map(|name| (*name).to_owned()).collect(), "{typed}");
        if !expected.is_empty() {
            let plural = if expected.len() == 1 { "" } else { "s" };
            assert_eq!(page.text("nav.pager p"), format!("{} client{plural}", expected.len()), "{typed}");
        }
    }
}

#[tokio::test]
async fn one_and_two_letters_find_the_beginnings_of_words_and_the_page_says_so() {
    let app = TestApp::spawn().await;
    let (_, _, admin) = provider_with(&app, &["Alder Group", "Grand Alpha", "Portal", "Łask Æbler"]).await;
    for (typed, expected) in [
        ("a", &["Alder Group", "Grand Alpha", "Łask Æbler"][..]),
        ("AL", &["Alder Group", "Grand Alpha"]),
        ("al gro", &["Alder Group"]),
        ("g al", &["Alder Group", "Grand Alpha"]),
        ("æ l", &["Łask Æbler"]),
        ("tal", &["Portal"]),
        ("or", &[]),
        ("q", &[]),
        ("portal x", &[]),
    ] {
        assert_eq!(found(&admin, typed).await, expected, "{typed}");
    }
    let says = "One or two letters find the beginnings of words; from three letters on, a search looks inside words too.";
    for (typed, said) in [("or", true), ("portal x", true), ("orx", false), ("portalx nobody", false)] {
        assert_eq!(search(&admin, typed).await.text("#clients .empty p").ends_with(says), said, "{typed}");
    }
    assert!(admin.get("/clients?q=or&state=active").await.text("#clients .empty p").ends_with(says));
    assert!(!admin.get("/clients?state=suspended").await.text("#clients .empty p").ends_with(says));
}

#[tokio::test]
async fn marks_of_the_engines_are_letters() {
    let app = TestApp::spawn().await;
    let all = ["\"Quoted\" Or Not", "100% Pure_Gold*", "Back\\slash^Near", "C++ (Lab)", "Plain -Dash"];
    let (_, _, admin) = provider_with(&app, &all).await;
    for (typed, expected) in [
        ("\"quoted\"", vec![all[0]]),
        ("or \"qu", vec![all[0]]),
        ("\"\"\"", vec![]),
        ("100%", vec![all[1]]),
        ("1_0", vec![]),
        ("e_gold*", vec![all[1]]),
        ("ck\\s", vec![all[2]]),
        ("ash^near", vec![all[2]]),
        ("(lab) c++", vec![all[3]]),
        ("pl -d", vec![all[4]]),
        ("plain AND dash", vec![]),
        ("name_search : plain", vec![]),
        ("pla* ", vec![]),
        ("' OR 1=1 --", vec![]),
    ] {
        assert_eq!(found(&admin, typed).await, expected, "{typed}");
    }
}

#[tokio::test]
async fn what_others_have_is_neither_found_nor_counted() {
    let app = TestApp::spawn().await;
    let (_, _, admin) = provider_with(&app, &["Own Garden", "Shared Word"]).await;
    let other = app.other_provider("Other Services").await;
    let bea = app.person("bea@other.example").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    for name in ["Hidden Gem", "Shared Word Too"] {
        app.client_of((other, &bea), name, "Teams (Monthly)", 5).await;
    }
    app.organization("Shared Word Alone", "Teams (Monthly)", 5).await;
    for order in ["", "&sort=users&dir=desc", "&sort=plan", "&state=active"] {
        for typed in ["hidden", "gem hidden", "h", "ge", "alone", "too+shared"] {
            let page = admin.get(&format!("/clients?q={typed}{order}")).await.expect(200);
            assert!(names(&page).is_empty() && page.has("#clients .empty") && !page.says("1 client"), "{typed}{order}: {page}");
        }
        let page = admin.get(&format!("/clients?q=word+shared{order}")).await.expect(200);
        assert_eq!((names(&page), page.text("nav.pager p")), (vec!["Shared Word".to_owned()], "1 client".to_owned()));
    }
    let visitor = app.signed_in(&bea).await;
    assert_eq!(found(&visitor, "shared").await, ["Shared Word Too"]);
}

#[tokio::test]
async fn a_renamed_client_is_found_by_its_new_name_alone() {
    let app = TestApp::spawn().await;
    let (provider, ada, admin) = provider_with(&app, &[]).await;
    let id = app.client_of((provider, &ada), "Øresund Partners", "Teams (Monthly)", 5).await;
    assert_eq!(found(&admin, "oresund").await, ["Øresund Partners"]);
    let sheet = admin.get(&format!("/organizations/{id}")).await.click("#rename").await;
    sheet.form("section.sheet form").set("name", "Großstadt Advies").submit().await.expect(303);
    for (typed, number) in
        [("oresund", 0), ("partners", 0), ("øre", 0), ("o", 0), ("grossstadt", 1), ("advies groß", 1), ("gr ad", 1)]
    {
        assert_eq!(found(&admin, typed).await.len(), number, "{typed}");
    }
}

/// All pages of what a query finds, by their links; each client once.
async fn every_page(client: &Client, query: &str) -> (Vec<String>, String) {
    let mut page = client.get(&format!("/clients?{query}")).await.expect(200);
    let said = |page: &Page| page.texts("nav.pager p").join(" ");
    let (mut all, count) = (names(&page), said(&page));
    while page.has("a[rel=next]") {
        page = page.click("a[rel=next]").await.expect(200);
        assert_eq!(said(&page), count, "{query}");
        all.extend(names(&page));
    }
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{query}: somebody stands there twice");
    (all, count)
}

/// The names in the file of all that a query finds.
async fn exported(client: &Client, query: &str) -> BTreeSet<String> {
    let file = post(client, "/clients/export", &[("all", "true"), ("query", query)]).await.expect(200);
    let mut reader = csv::Reader::from_reader(file.html.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|row| row.expect("a row")[0].to_owned()).collect()
}

#[tokio::test]
async fn few_and_many_are_found_alike_on_pages_in_files_and_together() {
    let app = TestApp::spawn().await;
    let (provider, ada, admin) = provider_with(&app, &[]).await;
    let other = app.other_provider("Other Services").await;
    let bea = app.person("bea@other.example").await;
    app.join(other, &bea, ProviderRole::Admin).await;
    seed_clients(&app.app, provider.into(), 1100).await.expect("they are made");
    seed_clients(&app.app, other.into(), 300).await.expect("they are made");
    let last = app.client_of((provider, &ada), "Zilver Studio Ærø", "Teams (Monthly)", 5).await;
    set_state(&app, "organizations", last, "suspended").await;
    // A part of a name that many have, one that few of many have, and words that are common alone and rare together.
    let orders = ["sort=name&dir=asc", "sort=users&dir=desc", "sort=plan&dir=asc"];
    for (words, orders, own, count) in [
        ("000 0", &orders[..1], 1001, "More than 1,000 clients"),
        ("studio", &orders[..], 184, "184 clients"),
        ("noorder 00 lan", &orders[..], 0, ""),
        ("meadow studio", &orders[..], 0, ""),
        ("zilver logis 0010", &orders[..], 4, "4 clients"),
        ("aero", &orders[..], 1, "1 client"),
    ] {
        let query = format!("q={}", words.replace(' ', "+"));
        let file = exported(&admin, &query).await;
        for order in orders {
            let (all, said) = every_page(&admin, &format!("{order}&{query}")).await;
            assert_eq!((all.len(), said.as_str()), (own, count), "{words} {order}");
            assert_eq!(file, BTreeSet::from_iter(all), "{words} {order}");
        }
        let narrowed = format!("{query}&state=active&plan=enterprise&seats=free&owners=one");
        let (active, _) = every_page(&admin, &narrowed).await;
        assert_eq!(exported(&admin, &narrowed).await, BTreeSet::from_iter(active), "{words}");
    }
    let suspended = every_page(&admin, "q=zilver&state=suspended").await;
    assert_eq!(suspended, (vec!["Zilver Studio Ærø".to_owned()], "1 client".to_owned()));
    // All that was found, together.
    let fields = [("all", "found"), ("query", "q=zilver+logis+0010"), ("act", "suspend")];
    let plan = post(&admin, "/clients/bulk/plan", &fields).await.expect(200);
    assert_eq!(plan.select("#plan tbody tr").len(), 4, "{plan}");
}
