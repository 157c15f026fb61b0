//! What stands in the program's own log, and what never does.

use std::process::Output;

use serde_json::Value;

use super::commands::{Place, said, terminate};
use super::providers::{asked, provider};
use crate::support::client::Client;
use crate::support::database::Engine;
use crate::support::smtp::SmtpSink;
use crate::support::smtp_mail::Mail;
use crate::support::world::PASSWORD;

const ADA: &str = "ada@provider.example";
const GUEST: &str = "guest@client.example";
const OTHER_PASSWORD: &str = "another long ferry crossing";

/// `serve` with its mails going to this server.
async fn serve(place: &Place, smtp: &SmtpSink, flags: &[&str]) -> tokio::process::Child {
    let url = format!("smtp+insecure://{}", smtp.address());
    let mail = ["--smtp-url", &url, "--mail-from", "Portico <portico@portal.example>"];
    place.serve_with(&[&mail, flags].concat()).await
}

fn path_in(place: &Place, link: &str) -> String {
    link.strip_prefix(&place.url()).expect("a link of the portal").to_owned()
}

async fn mail(smtp: &SmtpSink, to: &str) -> Mail {
    smtp.wait_for(to, "", std::time::Duration::from_secs(10)).await
}

async fn choose_password(client: &Client, path: &str, password: &str) {
    let page = client.get(path).await.expect(303).follow().await.expect(200);
    page.form("form[action='/password']").set("password", password).submit().await.expect(303);
}

async fn sign_in(client: &Client, email: &str, password: &str) -> crate::support::page::Page {
    let form = client.get("/sign-in").await.form("form[action='/sign-in']");
    form.set("email", email).set("password", password).submit().await
}

/// Walks through everything that is secret; gives every secret that there was.
async fn tell_every_secret(place: &Place, smtp: &SmtpSink) -> Vec<String> {
    let mut secrets: Vec<String> =
        [PASSWORD, OTHER_PASSWORD, "wrong secret word", "no such code at all"].map(str::to_owned).into();
    let link = asked(place, 0, &["account", "reset-link", ADA]).await["link"].as_str().expect("a link").to_owned();
    let mut paths = vec![path_in(place, &link)];
    let ada = place.client();
    choose_password(&place.client(), &paths[0], PASSWORD).await;
    mail(smtp, ADA).await;
    mail(smtp, ADA).await;
    sign_in(&place.client(), ADA, "wrong secret word").await.expect(422);
    sign_in(&ada, ADA, PASSWORD).await.expect(303);

    // A forgotten password, and a link that is used twice.
    let visitor = place.client();
    let form = visitor.get("/forgot-password").await.form("form[action='/forgot-password']");
    form.set("email", ADA).submit().await.expect(200);
    let forgotten = mail(smtp, ADA).await;
    paths.push(path_in(place, &forgotten.link()));
    choose_password(&visitor, &paths[1], OTHER_PASSWORD).await;
    visitor.get(&paths[1]).await.follow().await.expect(410);
    visitor.get(&format!("{}x", paths[1])).await;
    mail(smtp, ADA).await;
    sign_in(&ada, ADA, OTHER_PASSWORD).await.expect(303);

    // Two-step sign-in, with a wrong code.
    let form = ada.get("/account/two-step/set-up").await.expect(200).form("form[action='/account/two-step/set-up']");
    let page = form.set("current_password", OTHER_PASSWORD).submit().await.expect(200);
    secrets.push(page.text("#secret").replace(' ', ""));
    secrets.push(page.text("#secret"));
    page.form("#set-up").set("code", "no such code at all").submit().await.expect(422);

    // An invitation, and an account that is made through it.
    let form = ada.get("/clients/new").await.expect(200).form("form[action='/clients/new']");
    let form = form.set("name", "Harbour Works").set("owner_email", GUEST).set("plan", "Teams (Monthly)").set("seats", "5");
    form.submit().await.expect(303);
    let invited = mail(smtp, GUEST).await;
    paths.push(path_in(place, &invited.link()));
    let guest = place.client();
    let page = guest.get(&paths[2]).await.expect(303).follow().await.expect(200);
    page.form("form[action='/invitation/account']").set("name", "Guy").set("password", PASSWORD).submit().await.expect(303);
    guest.get("/").await;

    secrets.extend(paths.iter().map(|path| path.rsplit('/').next().expect("a secret").to_owned()));
    for client in [&ada, &visitor, &guest] {
        let names = ["session", "visitor", "invitation", "password", "second-step"];
        secrets.extend(names.iter().filter_map(|name| client.cookie(&format!("portico-{name}"))));
    }
    secrets.extend([&forgotten, &invited].iter().flat_map(|mail| mail.text.lines().map(str::to_owned).collect::<Vec<_>>()));
    secrets
}

/// What is worth looking for: short lines of a mail, such as a greeting, stand anywhere.
fn worth(secrets: &[String]) -> Vec<&str> {
    secrets.iter().map(|secret| secret.trim()).filter(|secret| secret.len() >= 6).collect()
}

async fn has_no_secret(format: &str) {
    let (place, smtp) = (Place::new().await, SmtpSink::start().await);
    provider(&place, "Example Services", ADA).await;
    let filter = "trace,lettre=trace,tower_http=trace,tower_sessions=trace,hyper=trace";
    let child = serve(&place, &smtp, &["--log", filter, "--log-format", format]).await;
    let secrets = tell_every_secret(&place, &smtp).await;
    let (output, _) = terminate(child).await;
    let log = said(&output);
    assert!(log.contains("DEBUG") && log.contains("sqlx") && log.contains("answered"), "it is a log with everything in it");
    assert!(worth(&secrets).len() > 15, "{secrets:?}");
    let found: Vec<_> = worth(&secrets).into_iter().filter(|secret| log.contains(secret)).collect();
    assert!(found.is_empty(), "{found:?} in {:?}", lines_with(&log, found[0]));
}

fn lines_with<'a>(log: &'a str, words: &str) -> Vec<&'a str> {
    log.lines().filter(|line| line.contains(words)).collect()
}

#[tokio::test]
async fn no_secret_and_no_mail_stands_in_a_log_for_people_at_any_level() {
    has_no_secret("text").await;
}

#[tokio::test]
async fn no_secret_and_no_mail_stands_in_a_log_for_programs_at_any_level() {
    has_no_secret("json").await;
}

fn lines(output: &Output) -> Vec<Value> {
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    log.lines().map(line).collect()
}

fn of_message<'a>(lines: &'a [Value], message: &str) -> Vec<&'a Value> {
    lines.iter().map(|line| &line["fields"]).filter(|fields| fields["message"] == message).collect()
}

#[tokio::test]
async fn a_postgres_that_takes_no_writes_is_one_line_however_many_requests_meet_it() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        // The same with a file: `faults::a_file_that_may_not_be_written_is_not_ready_until_it_may`.
        return;
    }
    provider(&place, "Example Services", ADA).await;
    let child = place.serve_with(&["--log-format", "json"]).await;
    place.db.administer_postgres("ALTER DATABASE {} SET default_transaction_read_only = on", true).await;
    for _ in 0..20 {
        sign_in(&place.client(), ADA, PASSWORD).await.expect(503);
    }
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let (output, _) = terminate(child).await;
    let lines = lines(&output);
    let errors: Vec<_> = lines.iter().filter(|line| line["level"] == "ERROR").collect();
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert!(of_message(&lines, "answered").len() >= 40, "what was asked is told as ever");
}

#[tokio::test]
async fn a_line_says_who_asked_for_what_and_numbers_are_numbers() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let flags = ["--log-format", "json", "--trusted-proxies", "127.0.0.1"];
    let child = place.serve_with(&flags).await;
    let ada = super::backup::signed_in(&place).await.with_header("x-forwarded-for", "192.0.2.7");
    let page = ada.get("/clients?q=Harbour").await.expect(200);
    let refused = sign_in(&place.client(), ADA, "wrong").await.expect(422);
    let missing = ada.get("/organizations/01890000-0000-7000-8000-000000000000").await.expect(404);
    let form = ada.get("/clients/new").await.form("form[action='/clients/new']");
    let empty = form.set("name", " ").set("owner_email", "no address").submit().await.expect(422);
    let foreign = ada.post_cross_site("/sign-out", &[]).await.expect(403);
    ada.get("/healthz").await.expect(200);
    ada.get("/readyz").await.expect(200);
    let elsewhere = ada.get_with("/sign-in", &[("host", "portal.elsewhere.example")]).await.expect(421);
    let (output, _) = terminate(child).await;
    let lines = lines(&output);

    let answered = of_message(&lines, "answered");
    let clients = answered.iter().find(|line| line["route"] == "/clients" && line["method"] == "GET").expect("a line");
    assert_eq!((&clients["status"], &clients["address"]), (&200.into(), &"192.0.2.7".into()), "{clients}");
    assert!(clients["ms"].is_u64() && clients["request"] == page.header("x-request-id"), "{clients}");
    assert!(!answered.iter().any(|line| ["/healthz", "/readyz"].iter().any(|route| line["route"] == *route)));
    assert!(answered.iter().all(|line| line["status"].is_u64() && line["ms"].is_u64()), "{answered:?}");

    let of_request = |page: &crate::support::page::Page| {
        let id = page.header("x-request-id");
        lines.iter().map(|line| &line["fields"]).filter(|line| line["request"] == id).collect::<Vec<_>>()
    };
    for (page, path, refusal) in [
        (&refused, "/sign-in", "WrongCredentials"),
        (&missing, "/organizations/01890000-0000-7000-8000-000000000000", "NotFound"),
        (&empty, "/clients/new", "Invalid"),
    ] {
        let about = of_request(page);
        assert_eq!(about.len(), 2, "each message once: {about:?}");
        assert!(
            about[0]["path"] == path && about[0]["refusal"].as_str().is_some_and(|said| said.starts_with(refusal)),
            "{about:?}"
        );
    }
    assert!(of_request(&foreign).iter().any(|line| line["reason"].is_string()), "{:?}", of_request(&foreign));
    let host = of_request(&elsewhere);
    let expected = place.url().replace("http://", "");
    assert!(host.iter().any(|line| line["host"] == "portal.elsewhere.example" && line["expected"] == expected), "{host:?}");
    let warned = lines.iter().filter(|line| line["level"] == "WARN").map(|line| line["fields"]["message"].clone());
    assert_eq!(warned.collect::<Vec<_>>().len(), 2, "no mail server, and the sign-in that failed: {output:?}");
    assert_eq!(of_message(&lines, "stopping").len(), 1);
}

#[tokio::test]
async fn nothing_that_somebody_sends_makes_a_line_of_its_own_or_steers_a_terminal() {
    for (format, first) in [("text", "20"), ("json", "{")] {
        let place = Place::new().await;
        let child = place.serve_with(&["--log", "debug", "--log-format", format]).await;
        let forged = "2026-01-01T00:00:00Z  INFO portico: forged";
        let host = place.url().replace("http://", "");
        let sent = [
            format!("GET /%0a{forged}%1b[31m HTTP/1.1\r\nHost: {host}\r\n"),
            format!("GET /sign-in?next=%0d%0a{}&x=%1b]0;x%07 HTTP/1.1\r\nHost: {host}\r\n", forged.replace(' ', "%20")),
            format!("GET / HTTP/1.1\r\nHost: \x1b[31m{host}\r\n"),
            format!("GET / HTTP/1.1\r\nHost: evil\t{}\r\n", forged.replace(' ', "\t")),
            format!("GET / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: \x1b[31m{forged}\r\nX-Forwarded-For: \x1b[2J\r\n"),
        ];
        for request in sent {
            let mut stream = tokio::net::TcpStream::connect(&host).await.expect("it listens");
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            stream.write_all(format!("{request}Connection: close\r\n\r\n").as_bytes()).await.expect("it reads");
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
        }
        let visitor = place.client();
        let form = visitor.get("/sign-in").await.form("form[action='/sign-in']");
        form.set("email", &format!("a\n{forged}\u{1b}[31m")).set("password", &format!("b\n{forged}")).submit().await;
        let (output, _) = terminate(child).await;
        let text = said(&output);
        assert!(text.contains("answered") && !text.contains('\u{1b}') && !text.contains('\r'), "{text}");
        for line in text.lines().filter(|line| !line.is_empty()) {
            assert!(line.starts_with(first), "no line but the program's own: {line:?}");
            assert!(!line.starts_with("2026-01-01T00:00:00Z"), "{line}");
        }
    }
}
