//! PostgreSQL as people run it: away when the portal starts, gone while it works, behind a pooler, a socket, TLS.

use super::commands::{Place, portico, said, terminate};
use super::faults::{until, until_there, write};
use super::providers::{asked, provider};
use crate::support::client::Client;
use crate::support::cluster::{Cluster, as_nobody_special, free_port, hand_over};
use crate::support::crowd::{Visitor, at_once};
use crate::support::database::Engine;
use crate::support::figures::figure;
use crate::support::proxy::{Proxy, Way};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Child;
use tokio::time::{Instant, sleep, timeout};

const ADA: &str = "ada@provider.example";

/// A place on PostgreSQL with a provider in it, and a way to the server that can be broken.
async fn behind_a_proxy(way: Way) -> Option<(Place, Proxy, String)> {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return None;
    }
    provider(&place, "Example Services", ADA).await;
    let mut url = url::Url::parse(place.db.url()).expect("a URL");
    let server = format!("{}:{}", url.host_str().unwrap_or("127.0.0.1"), url.port().unwrap_or(5432));
    let proxy = Proxy::before(server, way).await;
    url.set_port(Some(proxy.at.port())).expect("it has a host");
    Some((place, proxy, url.into()))
}

#[tokio::test]
async fn a_database_that_is_away_at_the_start_is_waited_for() {
    let Some((place, proxy, url)) = behind_a_proxy(Way::Broken).await else { return };
    let child = place.command(&["serve", "--database-url", &url]).spawn().expect("it starts");
    let told = until_there(&place, "/readyz", 503).await;
    assert_eq!(told, "not ready: waiting for the database\n");
    place.client().get("/healthz").await.expect(200);
    let page = place.client().get("/sign-in").await.expect(503);
    assert_eq!(page.header("retry-after"), "5");
    proxy.set(Way::Open);
    until(&place, "/readyz", 200).await;
    place.client().get("/sign-in").await.expect(200);
    let (output, _) = terminate(child).await;
    let log = said(&output);
    assert_eq!(log.lines().filter(|line| line.contains("does not answer yet")).count(), 1, "{log}");
}

#[tokio::test]
async fn whoever_waits_for_a_database_ends_when_told_or_after_its_time() {
    let Some((place, _proxy, url)) = behind_a_proxy(Way::Broken).await else { return };
    let child = place.command(&["serve", "--database-url", &url]).spawn().expect("it starts");
    until_there(&place, "/readyz", 503).await;
    let (output, took) = terminate(child).await;
    assert!(output.status.code() == Some(0) && took < Duration::from_secs(5), "{took:?} {}", said(&output));
    for (wait, longest) in [("0s", 3), ("2s", 6)] {
        let began = Instant::now();
        let refused = place.run(&["serve", "--database-url", &url, "--database-wait", wait]).await;
        assert_eq!(refused.status.code(), Some(1));
        assert!(said(&refused).contains("opening the database"), "{}", said(&refused));
        assert!(began.elapsed() < Duration::from_secs(longest), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn a_database_that_goes_away_is_told_at_once_and_worked_with_again_when_it_is_back() {
    for way in [Way::Broken, Way::Silent] {
        let Some((place, proxy, url)) = behind_a_proxy(Way::Open).await else { return };
        let child = place.serve_with(&["--database-url", &url]).await;
        let client = place.client();
        assert_eq!(write(&place, 0).await, 422);
        let stylesheet = client.get("/sign-in").await.one("link[rel=stylesheet]");
        proxy.set(way);
        let token = "/password/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for _ in 0..if way == Way::Silent { 1 } else { 3 } {
            let began = Instant::now();
            let page = client.get(token).await.follow().await;
            assert_eq!(page.status, 503, "a link that cannot be looked up is not told to be dead: {way:?}");
            // A statement that was sent waits for its answer as long as the patience of the request.
            assert!(way == Way::Silent || began.elapsed() < Duration::from_secs(4), "{way:?} {:?}", began.elapsed());
        }
        client.get("/healthz").await.expect(200);
        client.get(stylesheet.attr("href").expect("a path")).await.expect(200);
        until(&place, "/readyz", 503).await;
        proxy.set(Way::Open);
        let began = Instant::now();
        until(&place, "/readyz", 200).await;
        assert_eq!(write(&place, 1).await, 422, "{way:?}");
        figure(&format!("a way to the server that is {way:?}: works again after"), format!("{:.1?}", began.elapsed()));
        assert!(began.elapsed() < Duration::from_secs(6), "{way:?}: {:?}", began.elapsed());
        let (output, _) = terminate(child).await;
        assert!(!said(&output).contains("internal error"), "{}", said(&output));
    }
}

/// A PgBouncer that gives each transaction another connection.
async fn pooler(database: &url::Url, folder: &Path) -> (Child, String) {
    let port = free_port().await;
    let (host, server) = (database.host_str().expect("a host"), database.port().unwrap_or(5432));
    let users = folder.join("users.txt");
    std::fs::write(&users, format!("\"{}\" \"\"\n", database.username())).expect("a file");
    let settings = format!(
        "[databases]\n* = host={host} port={server}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = trust\nauth_file = {}\npool_mode = transaction\ndefault_pool_size = 3\nserver_reset_query =\n",
        users.display()
    );
    std::fs::write(folder.join("pgbouncer.ini"), settings).expect("a file");
    hand_over(folder);
    let mut command = as_nobody_special(Path::new("/usr/sbin/pgbouncer"));
    command.arg(folder.join("pgbouncer.ini")).stdout(Stdio::null()).stderr(Stdio::null());
    let child =
        tokio::process::Command::from(command).kill_on_drop(true).spawn().expect("pgbouncer is installed: bin/test does it");
    let mut url = database.clone();
    url.set_port(Some(port)).expect("it has a host");
    while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        sleep(Duration::from_millis(20)).await;
    }
    (child, url.into())
}

/// Many changes at once, and pages of every kind.
async fn work_through(client: &Client) {
    let visitor = Visitor::of(client.clone()).await;
    let mut ids = Vec::new();
    for _ in 0..24 {
        ids.push(visitor.form_id("/clients/new").await);
    }
    let posts = ids.iter().enumerate().map(|(number, id)| {
        let (name, owner) = (format!("Client {number}"), format!("owner{number}@client.example"));
        let fields = [
            ("id", id.as_str()),
            ("name", &name),
            ("owner_email", &owner),
            ("plan", "Teams (Monthly)"),
            ("seats", "5"),
            ("note", ""),
        ];
        visitor.post("/clients/new", &fields)
    });
    assert_eq!(at_once(posts.collect()).await.number(303), 24);
    for path in [
        "/clients?search=client",
        "/clients?sort=plan&dir=desc",
        "/provider/events",
        "/provider/events/clients?text=client",
        "/account",
    ] {
        client.get(path).await.expect(200);
    }
}

#[tokio::test]
async fn a_pooler_that_shares_connections_by_transaction_works() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (_pooler, url) = pooler(&url::Url::parse(place.db.url()).expect("a URL"), folder.path()).await;
    let refused = place.run(&["provider", "list", "--database-url", &url]).await;
    assert!(said(&refused).contains("database-admin-url"), "it says what a pooler needs: {}", said(&refused));
    let through = ["--database-url", &url, "--database-admin-url", place.db.url()];
    let create = ["provider", "create", "--name", "Example Services", "--admin-email", ADA];
    let made = place.run(&[&create[..], &through].concat()).await;
    assert_eq!(made.status.code(), Some(0), "{}", said(&made));
    let child = place.serve_with(&through).await;
    let other = free_port().await.to_string();
    let other = format!("127.0.0.1:{other}");
    let second = place.command(&[&["serve", "--listen", &other], &through[..]].concat()).spawn().expect("it starts");
    let link = String::from_utf8_lossy(&made.stdout).lines().last().expect("a link").replace(&place.url(), "");
    let client = place.client();
    let page = client.get(&link).await.follow().await.expect(200);
    page.form("form[action='/password']").set("password", crate::support::world::PASSWORD).submit().await.expect(303);
    work_through(&client).await;
    let backup = folder.path().join("backup");
    let whole = place.run(&[&["backup", backup.to_str().expect("a path")], &through[..]].concat()).await;
    assert_eq!(whole.status.code(), Some(0), "{}", said(&whole));
    assert_eq!(asked(&place, 0, &[&["check"], &through[..]].concat()).await["ok"], true);
    for child in [child, second] {
        let (output, _) = terminate(child).await;
        assert!(output.status.success() && !said(&output).contains("ERROR"), "{}", said(&output));
    }
}

#[tokio::test]
async fn a_server_by_socket_and_by_tls_may_crash_and_come_back() {
    let place = Place::new().await;
    if place.db.engine() == Engine::Sqlite {
        return;
    }
    let cluster = Cluster::new().await;
    let (port, ca) = (cluster.port, cluster.path("ca.crt").display().to_string());
    let socket =
        format!("postgres://postgres@{}/postgres?port={port}", cluster.folder().display().to_string().replace('/', "%2F"));
    let tls = |mode: &str| format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode={mode}");
    let trusted = format!("{}&sslrootcert={ca}", tls("verify-full"));
    // Nobody is there yet.
    let child = place.command(&["serve", "--database-url", &trusted]).spawn().expect("it starts");
    until_there(&place, "/readyz", 503).await;
    cluster.start();
    until(&place, "/readyz", 200).await;
    assert_eq!(write(&place, 0).await, 422);
    cluster.stop();
    until(&place, "/readyz", 503).await;
    cluster.start();
    let began = Instant::now();
    until(&place, "/readyz", 200).await;
    figure("a server that crashed: ready again after", format!("{:.1?}", began.elapsed()));
    assert_eq!(write(&place, 1).await, 422, "it does not take a restart");
    terminate(child).await;
    for url in [&socket, &tls("disable"), &tls("prefer"), &tls("require"), &trusted] {
        let listed = place.run(&["provider", "list", "--database-url", url]).await;
        assert_eq!(listed.status.code(), Some(0), "{url}: {}", said(&listed));
    }
    let unknown = place.run(&["provider", "list", "--database-url", &tls("verify-full")]).await;
    assert_eq!(unknown.status.code(), Some(1), "an authority that nobody knows vouches for nobody");
    assert!(said(&unknown).to_lowercase().contains("certificate"), "{}", said(&unknown));
    let file = place.db.folder().join("url");
    std::fs::write(&file, format!("{socket}\n")).expect("a file");
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("its mode is set");
    let mut command = portico();
    command.args(["provider", "list", "--database-url-file", file.to_str().expect("a path")]);
    command.env("PORTICO_PUBLIC_URL", place.url()).env("PORTICO_DATA_DIR", place.db.folder().join("data"));
    let listed = timeout(Duration::from_secs(30), command.output()).await.expect("it ends").expect("it starts");
    assert_eq!(listed.status.code(), Some(0), "{}", said(&listed));
}
