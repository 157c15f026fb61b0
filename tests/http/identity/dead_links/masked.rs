//! Whoever opens somebody else's link while signed in does not learn whose it is.

use super::words::{Link, links};
use crate::help::post;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::world::PASSWORD;

/// For whom each purpose's link is, and how much of that another account sees.
fn whose(purpose: &str) -> (&'static str, Option<&'static str>) {
    match purpose {
        "invitation" => ("olga@client.example", Some("o…@c….example")),
        "provider_invitation" => ("nina@provider.example", Some("n…@p….example")),
        "password" => ("pam@client.example", Some("p…@c….example")),
        "registration" => ("nora@new.example", Some("n…@n….example")),
        "address" => ("ann@new.example", None),
        _ => ("lea@lonely.example", None),
    }
}

/// The page, and what it answers to a form that is wrong.
async fn pages(link: &Link, eve: &Client) -> Vec<Page> {
    let page = link.open(eve).await;
    let (path, field) = match link.purpose {
        "password" => ("/password", "link"),
        "registration" => ("/registration", "registration"),
        "invitation" => ("/invitation/account", "invitation"),
        "provider_invitation" => ("/provider-invitation/account", "invitation"),
        _ => return vec![page],
    };
    let id = page.select(&format!("input[name={field}]")).first().and_then(|input| input.attr("value")).map(str::to_owned);
    let id = id.unwrap_or_else(|| uuid::Uuid::nil().to_string());
    let mut fields = vec![(field, id.as_str()), ("password", "short")];
    if link.purpose != "password" {
        fields.push(("name", "Eve"));
    }
    vec![page, post(eve, path, &fields).await]
}

#[tokio::test]
async fn another_account_sees_the_address_of_no_link() {
    let app = TestApp::spawn().await;
    let eve = app.person("eve@else.example").await;
    for link in links(&app).await {
        let (email, masked) = whose(link.purpose);
        for page in pages(&link, &app.signed_in(&eve).await).await {
            assert!(!page.html.to_lowercase().contains(email), "{}: {page}", link.purpose);
        }
        if let Some(masked) = masked {
            let page = link.open(&app.signed_in(&eve).await).await.expect(200);
            assert!(page.html.contains(masked), "{}: {page}", link.purpose);
        }
    }
}

#[tokio::test]
async fn who_it_is_for_and_who_is_not_signed_in_see_it_whole() {
    let app = TestApp::spawn().await;
    for link in links(&app).await {
        let (email, masked) = whose(link.purpose);
        if masked.is_some() {
            let page = link.open(&app.client()).await.expect(200);
            assert!(page.html.contains(email), "{}: {page}", link.purpose);
        }
    }
}

#[tokio::test]
async fn another_account_sees_neither_address_of_a_change_that_can_be_undone() {
    let app = TestApp::spawn().await;
    let (ann, eve) = (app.person("ann@client.example").await, app.person("eve@else.example").await);
    let hers = app.signed_in(&ann).await;
    let form = hers.get("/account/address").await.form("#address-form");
    form.set("email", "ann@new.example").set("current_password", PASSWORD).submit().await.expect(200);
    let link = app.mail_for("ann@new.example").await.link();
    hers.get(&link).await.follow().await.form("#address-form").submit().await.expect(303);
    let link = app.mail_for("ann@client.example").await.link();
    let page = app.signed_in(&eve).await.get(&link).await.follow().await.expect(200);
    assert!(page.html.contains("a…@c….example") && page.html.contains("a…@n….example"), "{page}");
    assert!(!page.html.contains("ann@"), "{page}");
    let page = app.client().get(&link).await.follow().await.expect(200);
    assert!(page.html.contains("ann@client.example") && page.html.contains("ann@new.example"), "{page}");
}
