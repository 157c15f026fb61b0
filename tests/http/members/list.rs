//! Searching, filtering and paging the members.

use super::super::help::sql_id;
use super::begin;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::page::Page;
use portico::domain::email::Email;
use portico::domain::members::{Role, Status};
use portico::store::members::{self, NewMember};
use tokio::time::Instant;
use uuid::Uuid;

fn shown(page: &Page) -> Vec<String> {
    page.texts("#members tbody .cell-text > span:first-child")
}

async fn search(client: &Client, page: &str, words: &str) -> Page {
    client.get(page).await.form("#member-search").set("q", words).submit().await.expect(200)
}

/// Invites `p00000@…` and so on, without mails, every tenth of them accepted by nobody in particular.
async fn crowd(app: &TestApp, organization: Uuid, number: usize) {
    let emails: Vec<Email> = (0..number).map(|n| Email::parse(&format!("p{n:05}@client.example")).unwrap()).collect();
    let row = |email| NewMember {
        id: app.app.new_id(),
        organization: organization.into(),
        account: None,
        email,
        name: "",
        role: Role::User,
        status: Status::Invited,
        invited_by: None,
        now: app.app.now(),
    };
    let rows: Vec<_> = emails.iter().map(row).collect();
    let mut tx = app.app.db.write().await.unwrap();
    members::insert_many(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
    let id = sql_id(&app.db, organization);
    let seats = format!("UPDATE organizations SET seats = {0} + 25, occupied = occupied + {0} WHERE id = {id}", number);
    app.db.execute(&seats).await;
}

#[tokio::test]
async fn a_search_looks_in_addresses_and_names_whatever_their_case_and_accents() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let zoe = app.person("z.k@client.example").await;
    let member = app.member(story.organization, &zoe, Role::User, Status::Confirmed).await;
    app.invited(story.organization, "Percent_100%@client.example", Role::User).await;
    let mut tx = app.app.db.write().await.unwrap();
    portico::store::identity::accounts::set_name(&mut tx, zoe.id.into(), "Zoë Künstler").await.unwrap();
    tx.commit().await.unwrap();
    for (words, found) in [
        ("ZOE", vec!["Zoë Künstler"]),
        ("zoë kunst", vec!["Zoë Künstler"]),
        ("z.K@Client", vec!["Zoë Künstler"]),
        ("100%", vec!["Percent_100%@client.example"]),
        ("t_1", vec!["Percent_100%@client.example"]),
        ("provider.example", vec!["ada You"]),
        ("nobody", vec![]),
    ] {
        let page = search(&admin, &story.page(), words).await;
        assert_eq!(shown(&page), found, "{words}");
    }
    let page = search(&admin, &story.page(), "no\u{0}body").await;
    assert_eq!(page.texts(".empty :is(h3, p)"), ["Nothing found", "Nobody here has “nobody” in the name or address."]);
    let page = admin.get(&format!("{}?status=revoked", story.page())).await;
    assert_eq!(page.texts(".empty :is(h3, p)"), ["Nothing found", "Nobody has this status at the moment."]);
    let page = admin.get(&format!("{}?q=zoe&status=invited", story.page())).await;
    assert_eq!(page.text(".empty p"), "Nobody with “zoe” in the name or address has this status.");
    assert!(shown(&page.click(".empty a").await).len() > 1, "everybody, whatever was asked for");
    assert!(shown(&page).is_empty() && page.has(&format!(".segments a[href='{}?q=zoe#members']", story.page())));
    assert_eq!(shown(&page.click(&format!(".segments a[href='{}?q=zoe#members']", story.page())).await), ["Zoë Künstler"]);
    assert!(admin.get(&story.page()).await.has(&format!("#member-{member}")));
}

#[tokio::test]
async fn words_in_any_order_find_members_of_this_organization_by_plain_letters() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let lukasz = app.person("l.o@client.example").await;
    app.member(story.organization, &lukasz, Role::User, Status::Confirmed).await;
    app.invited(story.organization, "Sor'en@client.example", Role::User).await;
    let other = app.person("lukasz.oersted@other.example").await;
    app.member(story.client, &other, Role::Owner, Status::Confirmed).await;
    let mut tx = app.app.db.write().await.unwrap();
    portico::store::identity::accounts::set_name(&mut tx, lukasz.id.into(), "Łukasz Œrsted O’Neil").await.unwrap();
    tx.commit().await.unwrap();
    let (name, invited) = ("Łukasz Œrsted O’Neil", "Sor'en@client.example");
    for (words, found) in [
        ("lukasz client", vec![name]),
        ("ŒRSTED łukasz", vec![name]),
        ("o'neil oersted l.o@", vec![name]),
        ("oneil lu", vec![name]),
        ("soren@client", vec![invited]),
        ("SØR'EN", vec![invited]),
        ("other.example", vec![]),
        ("lukasz other", vec![]),
        ("uk", vec![]),
    ] {
        assert_eq!(shown(&search(&admin, &story.page(), words).await), found, "{words}");
    }
    let says = "Nobody here has “uk” in the name or address. One or two letters find the beginnings of words; from three letters \
                on, a search looks inside words too.";
    assert_eq!(search(&admin, &story.page(), "uk").await.text(".empty p"), says);
}

#[tokio::test]
async fn a_changed_address_is_found_and_the_old_one_no_longer() {
    let mut app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    let ivo = app.person("ivo@client.example").await;
    app.member(story.organization, &ivo, Role::User, Status::Confirmed).await;
    let own = app.signed_in(&ivo).await;
    let form = own.get("/account/address").await.expect(200).form("#address-form");
    let form = form.set("email", "o'ivo@new.example").set("current_password", crate::support::world::PASSWORD);
    form.submit().await.expect(200);
    let link = app.mail_for("o'ivo@new.example").await.link();
    own.get(&link).await.expect(303).follow().await.form("#address-form").submit().await.expect(303);
    for (words, number) in [("ivo@client", 0), ("ivo client", 0), ("oivo@new", 1), ("o’ivo@new.example", 1), ("new oivo ivo", 1)]
    {
        assert_eq!(shown(&search(&admin, &story.page(), words).await).len(), number, "{words}");
    }
    app.ignore_mail();
}

#[tokio::test]
async fn who_accepts_is_found_by_name() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    super::super::help::post(&admin, &format!("{}/members", story.page()), &[("emails", "ivo@client.example"), ("role", "user")])
        .await
        .expect(303);
    let link = super::invitations::path_of(&app, &app.mail_for("ivo@client.example").await.link());
    let form = app.client().get(&link).await.follow().await.form("form[action='/invitation/account']");
    form.set("name", "Ivo Ångström").set("password", crate::support::world::PASSWORD).submit().await.expect(303);
    app.mail_for("ada@provider.example").await;
    assert_eq!(shown(&search(&admin, &story.page(), "angstrom").await), ["Ivo Ångström"]);
}

#[tokio::test]
async fn pages_lead_forwards_and_back_and_keep_the_search() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    crowd(&app, story.organization, 130).await;
    let first = search(&admin, &story.page(), "p0").await;
    assert_eq!((shown(&first).len(), first.text(".pager p")), (50, "130 members found".into()));
    assert!(!first.has("a[rel=prev]"));
    let second = first.click("a[rel=next]").await;
    let third = second.click("a[rel=next]").await;
    assert_eq!((shown(&second)[0].as_str(), shown(&third).len()), ("p00050@client.example", 30));
    assert!(!third.has("a[rel=next]"));
    let back = third.click("a[rel=prev]").await;
    assert_eq!(shown(&back), shown(&second));
    let start = back.click("a[rel=prev]").await;
    assert_eq!(shown(&start), shown(&first));
    assert!(!start.has("a[rel=prev]"));
    let beyond = admin.get(&format!("{}?after=zzzz%00&status=invited", story.page())).await.expect(200);
    assert_eq!(shown(&beyond).len(), 50);
    assert_eq!(shown(&admin.get(&format!("{}?after=zzzz", story.page())).await).len(), 50, "the list begins anew");
}

/// Prints how long the pages of ten thousand members take; fails when one takes a second.
#[tokio::test]
async fn ten_thousand_members_are_searched_and_paged_quickly() {
    let app = TestApp::spawn().await;
    let (story, admin) = begin(&app).await;
    crowd(&app, story.organization, 10_000).await;
    for (what, query) in [
        ("first page", ""),
        ("middle", "?after=p05000@client.example"),
        ("last page back", "?before=zzz"),
        ("invited", "?status=invited"),
        ("revoked", "?status=revoked"),
        ("search, many", "?q=client"),
        ("search, one", "?q=p09999"),
        ("search, none", "?q=nobody"),
    ] {
        let path = format!("{}{query}", story.page());
        admin.get(&path).await.expect(200);
        let start = Instant::now();
        let page = admin.get(&path).await.expect(200);
        let took = start.elapsed();
        println!("10,000 members, {what}: {} ms, {} rows", took.as_millis(), shown(&page).len());
        assert!(took.as_millis() < 1000, "{what} took {took:?}");
    }
}
