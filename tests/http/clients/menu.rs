//! What can be done with one client, from its row: by one menu with script, by its own page without.

use crate::help::set_state;
use crate::support::app::TestApp;
use crate::support::page::Page;
use crate::support::world::Story;

/// A full page with all that an admin can see on it, and 3 clients more.
async fn many(app: &TestApp, story: &Story) {
    for number in 0..27 {
        let name = [format!("Van der Berg {number:02} & Zn"), format!("Noordwind Advies {number:02}")];
        let plan = ["Enterprise (Annually) 2020", "Teams (Monthly)"];
        let (name, plan) = (&name[number % 2], plan[number % 2]);
        app.client_of((story.provider, &story.admin), name, plan, 25).await;
    }
}

#[tokio::test]
async fn a_page_of_25_clients_weighs_at_most_30_kb() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    many(&app, &story).await;
    let admin = app.signed_in(&story.admin).await;
    for language in ["en", "nl"] {
        let page = admin.with_language(language).get("/clients").await.expect(200);
        assert_eq!(page.select("#clients tbody tr").len(), 25);
        assert!(page.has("#add-existing") && page.has("[rel=next]"), "nothing is left out");
        assert!(page.html.len() <= 30_000, "{} bytes in {language}", page.html.len());
    }
}

/// What the menu of a client's own page offers, and that each leads on.
async fn offered(client: &Page) -> Vec<String> {
    let links = client.select("#organization-menu .menu-list a");
    for link in &links {
        assert!(client.click(&link.text).await.expect(200).has("section.sheet form"), "{} leads to a form", link.text);
    }
    links.into_iter().map(|link| link.text).collect()
}

#[tokio::test]
async fn without_script_a_row_leads_to_the_menu_on_the_page_of_its_client() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let row = format!("#client-{} .cell-menu a", story.client);
    let list = admin.get("/clients").await;
    assert_eq!(list.one(&row).attr("aria-label"), Some("Actions for Second Client's Organization"));
    let client = list.click(&row).await.expect(200);
    assert_eq!(client.path, format!("/organizations/{}", story.client));
    assert_eq!(offered(&client).await, ["Rename", "Change plan", "Suspend client", "Unlink organization"]);

    set_state(&app, "organizations", story.client, "suspended").await;
    let client = admin.get("/clients").await.click(&row).await.expect(200);
    assert_eq!(offered(&client).await, ["Reactivate client", "Unlink organization"]);
    let done = client.click("#reactivate").await.form("section.sheet form").submit().await.expect(303).follow().await;
    assert!(done.text("#notice").contains("is active again"), "{done}");
}

#[tokio::test]
async fn who_may_not_unlink_has_no_menu() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let page = app.signed_in(&story.service).await.get("/clients").await.expect(200);
    assert!(page.has("#clients tbody tr") && !page.has(".cell-menu, #row-menu, [data-menu]"), "{page}");
}
