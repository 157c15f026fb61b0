//! Nobody reads what the program writes: it goes on, counts what is lost, and tells in its exit code what it did.

use std::fs::OpenOptions;
use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep, timeout};

use super::commands::{Place, said, terminate};
use super::providers::{asked, provider};
use crate::support::client::Client;

const ADA: &str = "ada@provider.example";
/// More of the log than any pipe holds.
const NOISE: usize = 400;

/// A disk that is full.
fn full() -> Stdio {
    OpenOptions::new().write(true).open("/dev/full").expect("it is there").into()
}

/// A pipe whose reader has gone.
fn closed() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    writer.into()
}

/// `serve` with its metrics, and this for its log.
async fn serve(place: &Place, log: Stdio) -> (Child, Client) {
    let at = TcpListener::bind("127.0.0.1:0").await.and_then(|free| free.local_addr()).expect("a free port").to_string();
    let mut command = place.command(&["serve", "--log", "trace", "--metrics-listen", &at]);
    command.stderr(log);
    (place.started(command).await, Client::new(&format!("http://{at}")))
}

async fn lost(metrics: &Client) -> i64 {
    let page = metrics.get("/metrics").await.expect(200).html.clone();
    let line = page.lines().find_map(|line| line.strip_prefix("portico_log_lines_lost_total ")).expect("it is counted");
    line.parse().expect("a number")
}

async fn still_serves_without(log: Stdio) {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let (child, metrics) = serve(&place, log).await;
    let client = place.client();
    for _ in 0..5 {
        let form = client.get("/sign-in").await.expect(200).form("form[action='/sign-in']");
        form.set("email", ADA).set("password", "not the password").submit().await.expect(422);
    }
    let began = Instant::now();
    while lost(&metrics).await < 10 {
        assert!(began.elapsed() < Duration::from_secs(10), "lost lines are counted");
        sleep(Duration::from_millis(50)).await;
    }
    let (output, took) = terminate(child).await;
    assert_eq!(output.status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[tokio::test]
async fn a_log_on_a_full_disk_ends_nothing() {
    still_serves_without(full()).await;
}

#[tokio::test]
async fn a_log_whose_reader_has_gone_ends_nothing() {
    still_serves_without(closed()).await;
}

#[tokio::test]
async fn a_log_whose_reader_hangs_holds_nobody_up() {
    let place = Place::new().await;
    let (reader, writer) = std::io::pipe().expect("a pipe");
    let (child, _) = serve(&place, writer.into()).await;
    let client = place.client();
    let began = Instant::now();
    for _ in 0..NOISE {
        let answer = timeout(Duration::from_secs(5), client.get("/sign-in")).await;
        answer.expect("nobody waits for the log").expect(200);
    }
    assert!(began.elapsed() < Duration::from_secs(30));
    let (output, took) = terminate(child).await;
    assert_eq!(output.status.code(), Some(0));
    assert!(took < Duration::from_secs(8), "{took:?}");
    drop(reader);
}

async fn run(mut command: Command, out: Stdio, log: Stdio) -> Output {
    let child = command.stdout(out).stderr(log).spawn().expect("it starts");
    timeout(Duration::from_secs(30), child.wait_with_output()).await.expect("it ends").expect("its output")
}

const ROWS: &str = "organization,plan,seats,email,name,role,status\n\
    Harbour Works,Teams (Monthly),5,olga@client.example,Olga,owner,confirmed\n";

#[tokio::test]
async fn a_command_tells_what_it_did_though_nobody_reads_its_answer() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let file = place.db.folder().join("rows.csv");
    let words = ["import", file.to_str().expect("a path")];
    for (name, out, code) in [("Harbour Works", closed(), 0), ("Mountain Works", full(), 4)] {
        std::fs::write(&file, ROWS.replace("Harbour Works", name)).expect("it is written");
        let output = run(place.command(&words), out, Stdio::piped()).await;
        assert_eq!(output.status.code(), Some(code), "{name}: {}", said(&output));
        assert_eq!(said(&output).contains("standard output"), code == 4, "{}", said(&output));
        let kept = format!("SELECT COUNT(*) FROM organizations WHERE name = '{name}'");
        assert_eq!(place.db.number(&kept).await, 1, "it was done all the same");
    }
    for words in [&["provider", "list"][..], &["provider", "list", "--json"], &["outbox", "list"], &["check"], &["--help"]] {
        for (out, code) in [(closed(), 0), (full(), 4)] {
            let output = run(place.command(words), out, Stdio::piped()).await;
            assert_eq!(output.status.code(), Some(code), "{words:?}: {}", said(&output));
        }
    }
    asked(&place, 0, &["check"]).await;
}

#[tokio::test]
async fn a_refusal_that_nobody_reads_is_told_by_the_exit_code() {
    let place = Place::new().await;
    provider(&place, "Example Services", ADA).await;
    let refused = [
        (&["provider", "suspend", "Nobody"][..], 1),
        (&["provider", "suspend", "Nobody", "--json"], 1),
        (&["account", "disable", "no address"], 2),
        (&["import", "/no/such/file"], 1),
        (&["serve", "--hash-threads", "0"], 2),
        (&["serve", "--no-such-flag"], 2),
    ];
    for (words, code) in refused {
        for nobody in [closed, full] {
            let output = run(place.command(words), nobody(), nobody()).await;
            assert_eq!(output.status.code(), Some(code), "{words:?}");
        }
    }
}

#[tokio::test]
async fn a_demonstration_whose_words_nobody_reads_goes_on() {
    let free = TcpListener::bind("127.0.0.1:0").await.and_then(|free| free.local_addr()).expect("a free port").to_string();
    let mut command = super::commands::portico();
    command.args(["demo", "--listen", &free]).stdout(closed()).stderr(closed());
    let child = command.spawn().expect("it starts");
    let (client, began) = (Client::new(&format!("http://{free}")), Instant::now());
    while tokio::net::TcpStream::connect(&free).await.is_err() || client.get("/readyz").await.status != 200 {
        assert!(began.elapsed() < Duration::from_secs(30), "it serves");
        sleep(Duration::from_millis(50)).await;
    }
    client.get("/demo/mail").await.expect(200);
    assert_eq!(terminate(child).await.0.status.code(), Some(0));
}
