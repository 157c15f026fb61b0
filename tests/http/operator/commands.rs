//! The real program, as an operator starts and stops it.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use crate::support::client::Client;
use crate::support::database::{Engine, TestDatabase, own_folder};
use crate::support::world::PASSWORD;

/// The program with an environment of its own.
pub(crate) fn portico() -> Command {
    started_by(&[])
}

/// As [`portico`], started by another program that is named before it, such as `strace`.
fn started_by(before: &[&str]) -> Command {
    let words = [before, &[env!("CARGO_BIN_EXE_portico")]].concat();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PORTICO_")) {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// An installation: a database, a data folder, an address.
pub(crate) struct Place {
    pub(crate) db: TestDatabase,
    listen: SocketAddr,
}

impl Place {
    pub(crate) async fn new() -> Self {
        Self::with(TestDatabase::create().await).await
    }

    /// An installation over this database.
    pub(crate) async fn with(db: TestDatabase) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        Self { db, listen: free.local_addr().expect("an address") }
    }

    /// One on SQLite whose files lie in this folder.
    pub(crate) async fn at(folder: &Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        Self { db: TestDatabase::sqlite_at(folder), listen: free.local_addr().expect("an address") }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.listen)
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        self.command_under(&[], words)
    }

    /// The program, started by another one that is named before it.
    pub(crate) fn command_under(&self, before: &[&str], words: &[&str]) -> Command {
        let mut command = started_by(before);
        command.args(words).env("PORTICO_LISTEN", self.listen.to_string()).env("PORTICO_PUBLIC_URL", self.url());
        command.env("PORTICO_DATA_DIR", self.db.folder().join("data")).env("PORTICO_DATABASE_URL", self.db.url());
        command
    }

    pub(crate) async fn run(&self, words: &[&str]) -> Output {
        let done = self.command(words).output();
        timeout(Duration::from_secs(30), done).await.expect("it ends").expect("it starts")
    }

    /// Starts `serve` and waits until it answers.
    pub(crate) async fn serve(&self) -> Child {
        self.serve_with(&[]).await
    }

    /// As [`Place::serve`], with more flags.
    pub(crate) async fn serve_with(&self, flags: &[&str]) -> Child {
        self.serve_under(&[], flags).await
    }

    /// As [`Place::serve_with`], started by another program.
    pub(crate) async fn serve_under(&self, before: &[&str], flags: &[&str]) -> Child {
        self.started(self.command_under(before, &[&["serve"], flags].concat())).await
    }

    /// As [`Place::serve`], of a command that serves.
    pub(crate) async fn started(&self, mut command: Command) -> Child {
        let mut child = command.spawn().expect("it starts");
        let began = Instant::now();
        while !self.is_ready().await {
            if let Some(status) = child.try_wait().expect("a child") {
                panic!("serve ended with {status}: {}", said(&child.wait_with_output().await.expect("its output")));
            }
            assert!(began.elapsed() < Duration::from_secs(30), "serve does not listen");
            sleep(Duration::from_millis(20)).await;
        }
        child
    }

    /// Whether somebody listens here and can work.
    pub(crate) async fn is_ready(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(self.listen).await else { return false };
        let question = format!("GET /readyz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.listen);
        let mut answer = String::new();
        let asked = stream.write_all(question.as_bytes()).await.is_ok();
        asked && stream.read_to_string(&mut answer).await.is_ok() && answer.starts_with("HTTP/1.1 200 ")
    }

    /// Whether somebody listens here.
    pub(crate) async fn is_there(&self) -> bool {
        TcpStream::connect(self.listen).await.is_ok()
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(&self.url())
    }
}

/// Everything that the program wrote.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub(crate) async fn terminate(child: Child) -> (Output, Duration) {
    let id = child.id().expect("it runs").to_string();
    let began = Instant::now();
    Command::new("kill").args(["-TERM", &id]).status().await.expect("kill runs");
    let output = timeout(Duration::from_secs(30), child.wait_with_output()).await.expect("it ends");
    (output.expect("its output"), began.elapsed())
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn a_bad_configuration_is_listed_whole_and_writes_nothing() {
    let folder = own_folder(None);
    let bad = [
        ("--public-url", "http://portal.example.org"),
        ("--listen", "nowhere"),
        ("--session-idle", "5"),
        ("--smtp-url", "ftp://mail.example"),
        ("--trusted-proxies", "10.0.0.0/99"),
        ("--hash-threads", "0"),
        ("--log-format", "xml"),
        ("--database-url", "mysql://127.0.0.1/x"),
    ];
    let mut command = portico();
    command.arg("serve").current_dir(folder.path()).args(bad.iter().flat_map(|(flag, value)| [*flag, *value]));
    let output = command.output().await.expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for (flag, _) in bad {
        assert!(told.contains(flag.trim_start_matches("--")), "{flag} in\n{told}");
    }
    assert!(told.contains("Nothing was started or written."), "{told}");
    assert_eq!(names_in(folder.path()), [""; 0]);

    for words in [&["serve", "--no-such-flag", "1"][..], &["serve", "--config", "missing.toml"], &["serve"], &["nonsense"], &[]] {
        let output = portico().args(words).current_dir(folder.path()).output().await.expect("it starts");
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{words:?}");
    }
    assert_eq!(names_in(folder.path()), [""; 0]);
    let help = portico().args(["serve", "--help"]).output().await.expect("it starts");
    assert_eq!(help.status.code(), Some(0));
    for key in portico::config::KEYS {
        assert!(said(&help).contains(key.env), "{}", key.env);
    }
}

#[tokio::test]
async fn serve_answers_and_stops_at_once_when_told_to() {
    let place = Place::new().await;
    let child = place.serve().await;
    place.client().get("/healthz").await.expect(200);
    place.client().get("/readyz").await.expect(200);
    place.client().get("/sign-in").await.expect(200);
    place.client().get("/demo/mail").await.expect(404);
    // A client that never finishes its header, and one that idles.
    let mut half = TcpStream::connect(place.listen).await.expect("it listens");
    half.write_all(b"GET /sign-in HTTP/1.1\r\nHost: x\r\n").await.expect("it reads");
    let _idle = TcpStream::connect(place.listen).await.expect("it listens");
    sleep(Duration::from_millis(100)).await;
    let (output, took) = terminate(child).await;
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(said(&output).contains("listening") && !said(&output).contains('\x1b'), "a log without colours: {}", said(&output));
    assert!(TcpStream::connect(place.listen).await.is_err());
    let again = place.serve().await;
    place.client().get("/readyz").await.expect(200);
    assert_eq!(terminate(again).await.0.status.code(), Some(0), "it starts again over what it left");
}

#[tokio::test]
async fn a_second_serve_over_the_same_file_refuses() {
    let place = Place::new().await;
    let first = place.serve().await;
    let other = TcpListener::bind("127.0.0.1:0").await.and_then(|free| free.local_addr()).expect("a free port").to_string();
    let mut second = place.command(&["serve", "--listen", &other]).spawn().expect("it starts");
    if place.db.engine() == Engine::Sqlite {
        let output = timeout(Duration::from_secs(30), second.wait_with_output()).await.expect("it ends").expect("its output");
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("another portico serves"), "{}", said(&output));
    } else {
        while TcpStream::connect(&other).await.is_err() {
            assert_eq!(second.try_wait().expect("a child"), None, "PostgreSQL serves several");
            sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(terminate(second).await.0.status.code(), Some(0));
    }
    place.client().get("/readyz").await.expect(200);
    assert_eq!(terminate(first).await.0.status.code(), Some(0));
}

const CREATE: [&str; 6] = ["provider", "create", "--name", "Example Services", "--admin-email", "ada@provider.example"];

#[tokio::test]
async fn the_first_admin_comes_in_through_a_link_and_there_is_no_other() {
    let place = Place::new().await;
    let created = place.run(&CREATE).await;
    assert_eq!(created.status.code(), Some(0), "{}", said(&created));
    let printed = String::from_utf8_lossy(&created.stdout).into_owned();
    let link = printed.lines().last().expect("a link").to_owned();
    let path = link.strip_prefix(&place.url()).unwrap_or_else(|| panic!("a link of the portal in {printed}")).to_owned();
    assert_eq!(place.db.number("SELECT COUNT(*) FROM accounts").await, 1, "no default account");
    assert_eq!(place.db.number("SELECT COUNT(*) FROM accounts WHERE password_hash IS NOT NULL").await, 0);

    let serving = place.serve().await;
    let client = place.client();
    for (email, password) in [("ada@provider.example", ""), ("ada@provider.example", PASSWORD), ("admin", "admin")] {
        let form = client.get("/sign-in").await.form("form[action='/sign-in']");
        form.set("email", email).set("password", password).submit().await.expect(422);
    }
    let page = client.get(&path).await.follow().await.expect(200);
    let nameless = page.form("form[action='/password']").set("name", " ").set("password", PASSWORD).submit().await.expect(422);
    assert_eq!(nameless.texts(".field .error"), ["Enter a name."]);
    let form = nameless.form("form[action='/password']").set("name", "Ada Admin").set("password", PASSWORD);
    let clients = form.submit().await.expect(303).follow().await.expect(200);
    assert!(clients.text("#notice").contains("Welcome. Your account is ready."), "{clients}");
    assert!(clients.text("a.who").contains("Ada Admin"), "{clients}");
    assert_eq!(clients.text("main h1"), "Clients");
    assert_eq!(clients.text(".nav-scope"), "Example Services");
    assert!(clients.says("New client"));
    place.client().get(&path).await.follow().await.expect(410);
    let (output, _) = terminate(serving).await;
    let (log, secret) = (said(&output), path.rsplit('/').next().expect("a secret"));
    assert!(!log.contains(secret) && !log.contains(PASSWORD), "a secret stands in the log");
}

#[tokio::test]
async fn a_provider_is_made_once() {
    let place = Place::new().await;
    assert_eq!(place.run(&CREATE).await.status.code(), Some(0));
    let before = place.db.snapshot().await;
    for again in ["Example Services", " example SERVICES "] {
        let words = ["provider", "create", "--name", again, "--admin-email", "eve@provider.example"];
        let refused = place.run(&words).await;
        assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
        assert!(said(&refused).contains("already"), "{}", said(&refused));
    }
    for (name, email) in
        [("", "a@b.example"), ("A\u{202e}B", "a@b.example"), ("Fine", "no address"), ("Fine", "a@b\r\nBcc: c@d.example")]
    {
        let refused = place.run(&["provider", "create", "--name", name, "--admin-email", email]).await;
        assert_eq!(refused.status.code(), Some(2), "{name:?} {email:?}: {}", said(&refused));
    }
    place.db.assert_unchanged_since(&before).await;
}

#[tokio::test]
async fn what_is_written_is_for_the_operator_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new().await;
    assert_eq!(place.run(&CREATE).await.status.code(), Some(0));
    let data = place.db.folder().join("data");
    let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("secret.key")), 0o600);
    std::fs::set_permissions(data.join("secret.key"), PermissionsExt::from_mode(0o644)).expect("its mode can be changed");
    let refused = place.run(&["serve"]).await;
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("secret.key"), "{}", said(&refused));
}
