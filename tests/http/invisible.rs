//! Characters that nobody sees: no name is made of them, no address breaks on them, and what scripts and emoji need stays.

use crate::help::{edit, post, refused, version};
use crate::identity::sign_in::password_mail;
use crate::support::app::TestApp;
use crate::support::client::Client;
use crate::support::world::{PASSWORD, Person, Story};
use portico::domain::members::{Role, Status};
use portico::service::operator::check;

const NOTHING: [&str; 13] = [
    "\u{3164}",
    "\u{115F}",
    "\u{1160}",
    "\u{2800}",
    "\u{FE0F}",
    "\u{34F}",
    "\u{E0100}",
    "\u{1D173}",
    "\u{A0}\u{2003}\u{3000}",
    "\u{301}\u{302}",
    "\u{200D}",
    "\u{FFFC}",
    "\u{E0067}\u{E007F}",
];
/// Within a name: nobody would see what tells it from another.
const WITHIN: [&str; 8] =
    ["Ac\u{3164}me", "Ac\u{200B}me", "Ac\u{AD}me", "Ac\u{200D}me", "Ac\u{E0100}me", "Ac\u{E0067}me", "Ac\u{202E}me", "Ac\u{7}me"];
const NEEDED: [&str; 6] = ["می‌خواهم", "শ্রী ক্‍ষ", "ශ්‍රී ලංකා", "👨‍👩‍👧‍👦 Family", "Café ❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 Pub"];

/// Saves a name everywhere a name can be typed.
async fn forms<'a>(story: &Story, admin: &Client, name: &'a str) -> Vec<(String, Vec<(&'static str, &'a str)>)> {
    let key = async |path: &str| admin.get(path).await.form("main form").value("id").unwrap_or_default().leak() as &'static str;
    let client = vec![
        ("id", key("/clients/new").await),
        ("name", name),
        ("plan", "Teams (Monthly)"),
        ("seats", "5"),
        ("owner_email", "o@new.example"),
        ("note", ""),
    ];
    let own = vec![("id", key("/organizations/new").await), ("name", name), ("plan", "Teams (Monthly)"), ("seats", "5")];
    vec![
        ("/account".into(), vec![("name", name), ("language", "en"), ("time_zone", "UTC")]),
        (format!("/organizations/{}/name", story.organization), vec![("name", name)]),
        ("/provider/settings/profile".into(), vec![("provider_name", name), ("billing_email", "")]),
        ("/clients/new".into(), client),
        ("/organizations/new".into(), own),
    ]
}

#[tokio::test]
async fn a_name_that_shows_nothing_or_hides_something_is_refused_everywhere() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    for (number, name) in NOTHING.iter().chain(&WITHIN).enumerate() {
        // Each name at one form, and each form with several names.
        let forms = forms(&story, &admin, name).await;
        let (path, fields) = &forms[number % forms.len()];
        refused(&app, &admin, path, fields, 422).await;
    }
}

#[tokio::test]
async fn what_scripts_and_emoji_need_is_kept_and_what_hangs_at_the_ends_goes() {
    let mut app = TestApp::spawn().await;
    app.ignore_mail();
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    for name in NEEDED {
        let typed = format!("\u{FEFF} {name}\u{200B}\u{3164}");
        for (path, fields) in forms(&story, &admin, &typed).await {
            edit(&admin, &path, &fields).await.expect(303);
        }
        assert_eq!(app.db.texts("SELECT name FROM accounts WHERE email_key = 'ada@provider.example'").await, [name]);
        assert_eq!(app.db.texts("SELECT name FROM providers").await, [name]);
        let quoted = name.replace('\'', "''");
        assert_eq!(app.db.number(&format!("SELECT COUNT(*) FROM organizations WHERE name = '{quoted}'")).await, 3, "{name}");
    }
    let note = format!("/clients/{}/note", story.client);
    post(&admin, &note, &[("note", "\u{200B}می‌خواهم\r\n👨‍👩‍👧\u{2060}")]).await.expect(303);
    assert_eq!(app.db.texts("SELECT text FROM client_notes").await, ["می‌خواهم\n👨‍👩‍👧"]);
    refused(&app, &admin, &note, &[("note", "hid\u{200B}den")], 422).await;
}

#[tokio::test]
async fn names_that_differ_in_what_nobody_sees_are_one() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    app.other_provider("میخواهم").await;
    app.other_provider("A B").await;
    for same in ["می‌خواهم", "A\u{2800}B", "A\u{A0}B"] {
        let seen = version(&["Example Services", "", "UTC"]);
        let fields = [("provider_name", same), ("billing_email", ""), ("version", seen.as_str())];
        let page = refused(&app, &admin, "/provider/settings/profile", &fields, 409).await;
        assert!(!page.has("#meanwhile"), "the name is taken: {page}");
    }
    app.client_of((story.provider, &story.admin), "باغ می‌خواهم", "Teams (Monthly)", 5).await;
    for typed in ["میخواهم", "می‌خواهم", "\u{200B}می\u{FEFF}خواهم\u{A0}"] {
        let found = admin.get(&format!("/clients?q={}", percent(typed))).await;
        assert_eq!(found.texts("tbody th a"), ["باغ می‌خواهم"], "{typed:?}");
    }
}

fn percent(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[tokio::test]
async fn a_pasted_address_is_the_address_that_is_seen() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    let pasted = "\u{FEFF}ol\u{200B}ga@cli\u{AD}ent.exam\u{2060}ple\u{A0}; \u{200B}, \u{A0}Olga@client.example\u{200B}\u{A0}bo\u{200D}@client.example";
    let form = admin.get(&format!("/organizations/{}/members/new", story.organization)).await.form("section.sheet form");
    form.set("emails", pasted).submit().await.expect(303);
    for invited in ["olga@client.example", "bo@client.example"] {
        app.mail_for(invited).await;
    }
    let found = admin.get(&format!("/organizations/{}?q={}", story.organization, percent("ol\u{200B}ga@cli"))).await;
    assert!(found.says("olga@client.example") && !found.says("bo@client.example"), "{found}");
    // Signing in, and a link for a new password.
    let sem = Person { email: "\u{200B}sem@pro\u{AD}vider.example\u{A0}".into(), ..story.service.clone() };
    app.signed_in(&sem).await;
    let asked = app.client().get("/forgot-password").await.form("form[action='/forgot-password']");
    asked.set("email", &sem.email).submit().await.expect(200);
    password_mail(&app, "sem@provider.example").await;
}

#[tokio::test]
async fn two_words_beside_an_address_do_not_become_one_with_it() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let admin = app.signed_in(&story.admin).await;
    for bad in ["ada@client.example\u{A0}Ada", "a\u{202E}da@client.example", "=?utf-8?q?ada?=@client.example"] {
        let page = refused(&app, &admin, "/account/address", &[("email", bad), ("current_password", PASSWORD)], 422).await;
        assert!(page.says("email address"), "{page}");
    }
}

/// Before, such characters passed and were a part of the keys by which names sort and are told apart.
#[tokio::test]
async fn keys_of_before_are_made_anew_at_the_next_start() {
    let app = TestApp::spawn().await;
    let story = Story::begin(&app).await;
    let olga = app.person("olga@client.example").await;
    app.member(story.client, &olga, Role::Owner, Status::Confirmed).await;
    app.db.execute("UPDATE organizations SET name = name || '\u{3164}'").await;
    app.other_provider("Twin Services").await;
    let twin = app.other_provider("Twin Services and").await;
    let twin = crate::help::sql_id(&app.db, twin);
    app.db.execute(&format!("UPDATE providers SET name = 'Twin Services\u{3164}' WHERE id = {twin}")).await;
    app.db.execute("UPDATE search_folding SET version = 2").await;
    app.app.db.migrate().await.expect("it is brought up to date");
    let found = check::run(&app.app.db).await.expect("it can be asked");
    assert!(found.broken.is_empty(), "{:?}", found.broken);
    assert_eq!(app.db.number("SELECT COUNT(*) FROM providers WHERE name = 'Twin Services\u{3164} (2)'").await, 1);
}
