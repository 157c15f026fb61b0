//! Where a world comes from: `portico import` and `portico demo`, run as the real program.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::time::timeout;

use super::commands::{Place, portico, said, terminate};
use super::providers::{asked, provider};
use crate::support::client::Client;
use crate::support::markup::outside_landmarks;

const GOOD: &str = "organization,plan,seats,email,name,role,status
Example Corporation,Enterprise (Annually) 2020,3,olga@client.example,Olga Owner,owner,confirmed
Example Corporation,Enterprise (Annually) 2020,3,ivo@client.example,,user,invited
Example Corporation,Enterprise (Annually) 2020,3,rik@client.example,Rik,user,revoked
Second Example,Free,2,olga@client.example,Olga Owner,owner,confirmed
";

#[tokio::test]
async fn an_import_is_whole_or_nothing_and_a_second_run_changes_nothing() {
    let place = Place::new().await;
    provider(&place, "Example Services", "ada@provider.example").await;
    let file = place.db.folder().join("organizations.csv");
    let path = file.to_str().expect("a path");
    std::fs::write(&file, GOOD.replace("user,invited", "boss,invited").replace(",Free,", ",Gold,")).expect("a file");
    let refused = place.run(&["import", path]).await;
    assert_eq!(refused.status.code(), Some(1));
    let told = said(&refused);
    assert!(told.contains("line 3") && told.contains("boss") && told.contains("line 5") && told.contains("Gold"), "{told}");
    assert!(told.contains("Nothing was changed"), "{told}");

    std::fs::write(&file, GOOD).expect("a file");
    let done = place.run(&["import", path]).await;
    assert!(done.status.success() && said(&done).contains("2  organizations made"), "{}", said(&done));
    assert_eq!(place.db.number("SELECT CAST(SUM(occupied) AS BIGINT) FROM organizations").await, 3);
    assert_eq!(place.db.number("SELECT COUNT(*) FROM accounts").await, 2);
    let before = place.db.snapshot().await;
    let again = place.run(&["import", path]).await;
    assert!(again.status.success() && said(&again).contains("Nothing was changed"), "{}", said(&again));
    let told = asked(&place, 0, &["import", path]).await;
    assert_eq!((&told["organizations_made"], &told["organizations_there"]), (&0.into(), &2.into()), "{told}");
    place.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn files_of_a_dutch_spreadsheet_come_in_with_what_was_understood_said_first() {
    let place = Place::new().await;
    provider(&place, "Łódź & Zonen", "ada@provider.example").await;
    let path = |name: &str| format!("{}/tests/fixtures/import/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let before = place.db.snapshot().await;
    for (name, understood) in [
        ("semicolons", "UTF-8, its columns separated by semicolons"),
        ("sep-line", "its first line names the separator"),
        ("capitals-and-trailing-column", "1 column without a name is empty and left out"),
        ("utf16-tabs", "UTF-16, its columns separated by tabs"),
    ] {
        let dry = place.run(&["import", &path(name), "--dry-run"]).await;
        let told = said(&dry);
        assert!(dry.status.success() && told.contains(understood) && told.contains("2  organizations"), "{told}");
        assert!(told.contains("Nothing was changed: without --dry-run it is imported."), "{told}");
    }
    let dry = asked(&place, 0, &["import", &path("utf16-tabs"), "--dry-run"]).await;
    assert_eq!((&dry["written"]["encoding"], &dry["written"]["separator"]), (&"UTF-16".into(), &"\t".into()));
    assert_eq!(dry["file"]["members"], 3);
    place.db.assert_unchanged_since(&before).await;
    let done = asked(&place, 0, &["import", &path("utf16-tabs")]).await;
    assert_eq!((&done["organizations_made"], &done["written"]["encoding"]), (&2.into(), &"UTF-16".into()), "{done}");
    let again = said(&place.run(&["import", &path("semicolons")]).await);
    assert!(again.contains("separated by semicolons") && again.contains("Nothing was changed"), "{again}");
    assert_eq!(place.db.texts("SELECT name FROM accounts WHERE email LIKE 'eigenaar@klant-twee%'").await, ["Łukasz Example"]);
}

#[tokio::test]
async fn providers_are_found_in_plain_letters() {
    let place = Place::new().await;
    provider(&place, "Łódź & Zonen", "ada@provider.example").await;
    provider(&place, "Plain Services", "bo@provider.example").await;
    let listed = async |words: &str| {
        let told = asked(&place, 0, &["provider", "list", "--search", words]).await;
        let names =
            told["providers"].as_array().expect("a list").iter().map(|one| one["name"].as_str().expect("a name").to_owned());
        names.collect::<Vec<_>>()
    };
    assert_eq!(listed("zonen lodz").await, ["Łódź & Zonen"]);
    assert_eq!(listed("lodz nobody").await, [""; 0]);
    assert_eq!(asked(&place, 0, &["provider", "suspend", "lodz & zonen"]).await["changed"], true);
    asked(&place, 0, &["organization", "list", "--provider", "LODZ & zonen"]).await;
}

/// The printed line of an account: address and password.
fn printed<'a>(lines: &'a [String], who: &str) -> (&'a str, &'a str) {
    let line = lines.iter().find(|line| line.contains(who)).unwrap_or_else(|| panic!("{who} in {lines:#?}"));
    let mut words = line.split_whitespace();
    (words.next().expect("an address"), words.next().expect("a password"))
}

#[tokio::test]
async fn the_demonstration_prints_who_can_sign_in_and_keeps_its_mails() {
    let place = Place::new().await;
    let mut command = portico();
    let mut child =
        command.args(["demo", "--listen", "127.0.0.1:0", "--database-url", place.db.url()]).spawn().expect("it starts");
    let mut out = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut lines = Vec::new();
    while let Ok(Ok(Some(line))) = timeout(Duration::from_secs(60), out.next_line()).await {
        let last = line.contains("/demo/mail");
        lines.push(line);
        if last {
            break;
        }
    }
    let base = lines.iter().find(|line| line.starts_with("http://127.0.0.1:")).expect("the address").trim().to_owned();
    let (email, password) = printed(&lines, "provider admin of Example Managed Services");
    let visitor = Client::new(&base);
    let page = visitor.get("/sign-in").await;
    assert!(page.has("footer a[href='/demo/mail']"), "{page}");
    assert_eq!(outside_landmarks(&page), [""; 0]);
    let form = page.form("form[action='/sign-in']");
    form.set("email", email).set("password", password).submit().await.expect(303);
    let clients = visitor.get("/clients").await;
    assert_eq!(clients.texts("tbody th a"), ["Second Client's Organization", "Third Client's Organization"]);
    assert_eq!(clients.texts("tbody td[data-label='Plan']"), ["Teams (Monthly) 2020", "Enterprise (Monthly) 2020"]);
    let dialog = clients.click("#add-existing").await;
    assert!(dialog.has("#existing form") && dialog.has("#existing li.off .why"));
    assert!(dialog.says("My Client's Organization") && dialog.says("1 / 25"));
    assert!(visitor.get("/demo/mail").await.has(".mails a[href*='/invitation/']"));
    answers_on_localhost_too(&base, email, password).await;
    terminate(child).await;
}

async fn answers_on_localhost_too(base: &str, email: &str, password: &str) {
    let named = base.replacen("127.0.0.1", "localhost", 1);
    let visitor = Client::new(base).behind_proxy(&named);
    let form = visitor.get("/sign-in").await.form("form[action='/sign-in']").set("email", email).set("password", password);
    form.clone().submit().await.expect(303);
    visitor.get("/clients").await.expect(200);
    let mails = visitor.get("/demo/mail").await;
    assert!(mails.has(&format!(".mails a[href^='{named}/invitation/']")), "links stay on the name that was typed: {mails}");
    // Each name is an origin of its own, and no third one is answered.
    let elsewhere = [("origin", base), ("sec-fetch-site", "")];
    visitor.send("post", "/sign-out", &[], &elsewhere).await.expect(403);
    for host in ["localhost", "localhost.evil.example", "evil.example"] {
        visitor.get_with("/sign-in", &[("host", host)]).await.expect(421);
    }
}

#[tokio::test]
async fn the_demonstration_stays_on_this_machine_and_out_of_a_database_in_use() {
    let output = portico().args(["demo", "--listen", "0.0.0.0:0"]).output().await.expect("it starts");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("loopback"), "{}", said(&output));
    let place = Place::new().await;
    let made = place.run(&["provider", "create", "--name", "In Use", "--admin-email", "ada@provider.example"]).await;
    assert!(made.status.success(), "{}", said(&made));
    let before = place.db.snapshot().await;
    let output = portico().args(["demo", "--listen", "127.0.0.1:0", "--database-url", place.db.url()]).output().await;
    let output = output.expect("it starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("not empty"), "{}", said(&output));
    place.db.assert_unchanged_since(&before).await;
}
