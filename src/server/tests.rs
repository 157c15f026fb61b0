use axum::extract::Request as AxumRequest;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::*;

const MS: fn(u64) -> Duration = Duration::from_millis;

async fn panics() {
    panic!("on purpose")
}

struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<io::Result<()>>,
}

async fn start(limits: Limits) -> Running {
    let router = Router::new()
        .route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }))
        .route(
            "/slow",
            get(|| async {
                sleep(MS(400)).await;
                "real answer"
            }),
        )
        .route("/stuck", get(|| async { sleep(Duration::from_secs(60)).await }))
        .route("/panic", get(panics))
        .route("/echo", post(|request: AxumRequest| async { request.into_body() }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(run(listener, router, stopped, limits));
    Running { address, stop, task }
}

fn limits() -> Limits {
    Limits { header_timeout: Duration::from_secs(30), drain: Duration::from_secs(30), ..Limits::default() }
}

impl Running {
    async fn send(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// Asks to stop; how long it took until nothing ran any more.
    async fn stop(self) -> Duration {
        let start = Instant::now();
        self.stop.send(true).unwrap();
        timeout(Duration::from_secs(20), self.task).await.expect("it stops").unwrap().unwrap();
        start.elapsed()
    }
}

fn get_path(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

/// Reads until the other side closes; a reset counts as closed.
async fn read_all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = timeout(Duration::from_secs(10), stream.read_to_end(&mut bytes));
    let _ = read.await.expect("the connection is closed");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads one answer and leaves the connection open.
async fn read_some(stream: &mut TcpStream) -> String {
    let mut bytes = [0; 2048];
    let n = timeout(Duration::from_secs(10), stream.read(&mut bytes)).await.unwrap().unwrap();
    String::from_utf8_lossy(&bytes[..n]).into_owned()
}

#[tokio::test]
async fn requests_carry_the_address_of_their_peer() {
    let server = start(limits()).await;
    let mut stream = server.send(&get_path("/")).await;
    let peer = stream.local_addr().unwrap().to_string();
    assert!(read_some(&mut stream).await.ends_with(&peer));
    assert!(server.stop().await < MS(1_000), "an idle connection is closed at once");
    assert_eq!(read_all(&mut stream).await, "");
}

#[tokio::test]
async fn silent_half_and_idle_connections_are_closed_after_the_header_timeout() {
    let server = start(Limits { header_timeout: MS(200), ..limits() }).await;
    let start = Instant::now();
    let mut silent = server.send("").await;
    let mut half = server.send("GET / HTTP/1.1\r\nHost: local").await;
    let mut idle = server.send(&get_path("/")).await;
    assert!(read_some(&mut idle).await.starts_with("HTTP/1.1 200"));
    assert_eq!(read_all(&mut silent).await, "");
    assert_eq!(read_all(&mut idle).await, "");
    assert!(!read_all(&mut half).await.contains("200"));
    let took = start.elapsed();
    assert!((MS(190)..MS(3_000)).contains(&took), "{took:?}");
}

#[tokio::test]
async fn a_half_header_does_not_hold_the_stop_beyond_the_drain() {
    let server = start(Limits { drain: MS(300), ..limits() }).await;
    let _half = server.send("GET / HTTP/1.1\r\nHost: local").await;
    let _silent = server.send("").await;
    let _body = server.send("POST /echo HTTP/1.1\r\nHost: l\r\nContent-Length: 9\r\n\r\nabc").await;
    sleep(MS(100)).await;
    let took = server.stop().await;
    assert!(took < MS(1_300), "{took:?}");
}

#[tokio::test]
async fn a_running_request_gets_its_real_answer_and_nobody_new_is_let_in() {
    let server = start(limits()).await;
    let (address, mut slow) = (server.address, server.send(&get_path("/slow")).await);
    sleep(MS(100)).await;
    let stopping = tokio::spawn(server.stop());
    sleep(MS(100)).await;
    assert!(TcpStream::connect(address).await.is_err());
    let answer = read_all(&mut slow).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("real answer"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    assert!(stopping.await.unwrap() < MS(2_000));
}

#[tokio::test]
async fn a_request_that_never_ends_is_dropped_at_the_deadline() {
    let server = start(Limits { drain: MS(200), ..limits() }).await;
    let mut stuck = server.send(&get_path("/stuck")).await;
    sleep(MS(100)).await;
    let took = server.stop().await;
    assert!((MS(190)..MS(1_500)).contains(&took), "{took:?}");
    assert_eq!(read_all(&mut stuck).await, "");
}

#[tokio::test]
async fn connections_over_the_cap_are_closed_and_a_free_place_is_used_again() {
    let server = start(Limits { connections: 2, ..limits() }).await;
    let (mut first, _second) = (server.send(&get_path("/")).await, server.send("").await);
    assert!(read_some(&mut first).await.starts_with("HTTP/1.1 200"));
    let mut third = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(read_all(&mut third).await, "");
    drop(first);
    sleep(MS(100)).await;
    let mut fourth = server.send(&get_path("/")).await;
    assert!(read_some(&mut fourth).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_header_that_is_too_large_is_refused() {
    let server = start(limits()).await;
    let header = |n: usize| format!("GET / HTTP/1.1\r\nHost: l\r\nX: {}\r\n\r\n", "x".repeat(n));
    let mut fits = server.send(&header(12 * 1024)).await;
    assert!(read_some(&mut fits).await.starts_with("HTTP/1.1 200"));
    let mut large = server.send(&header(17 * 1024)).await;
    assert!(read_some(&mut large).await.starts_with("HTTP/1.1 431"));
}

#[tokio::test]
async fn ambiguous_framing_is_refused() {
    let server = start(limits()).await;
    for lines in [
        "Content-Length: 3\r\nContent-Length: 4",
        "Transfer-Encoding: chunked, identity",
        "Content-Length: +3",
        " folded: x",
        "Content-Length : 3",
    ] {
        let mut stream = server.send(&format!("POST /echo HTTP/1.1\r\nHost: l\r\n{lines}\r\n\r\nabc")).await;
        let answer = read_all(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{lines}: {answer}");
    }
}

/// Sends these pieces one after another; gives everything that comes until the connection ends.
async fn answers(server: &Running, pieces: &[&[u8]]) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    for piece in pieces {
        // Whoever was refused already is not listened to.
        let _ = stream.write_all(piece).await;
        sleep(MS(3)).await;
    }
    read_all(&mut stream).await
}

fn count(answer: &str, status: &str) -> usize {
    answer.matches(&format!("HTTP/1.1 {status}")).count()
}

#[tokio::test]
async fn a_bare_line_feed_and_two_ways_to_end_are_refused_and_the_connection_ends() {
    let server = start(limits()).await;
    let good = get_path("/");
    for bad in [
        "GET / HTTP/1.1\nHost: l\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: l\n\r\n",
        "GET / HTTP/1.1\r\nHost: l\r\n\n",
        "GET / HTTP/1.1\nHost: l\n\n",
        "GET / HTTP/1.1\r\nHost: l\r\nX: a\r\n\tb\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: l\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: l\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
    ] {
        // Alone, behind a good request, and cut into pieces at every third byte.
        assert!(answers(&server, &[bad.as_bytes()]).await.starts_with("HTTP/1.1 400"), "{bad:?}");
        let both = format!("{good}{bad}{good}");
        let pieces: Vec<&[u8]> = both.as_bytes().chunks(3).collect();
        for pieces in [vec![both.as_bytes()], pieces] {
            let answer = answers(&server, &pieces).await;
            assert_eq!((count(&answer, "200"), count(&answer, "400")), (1, 1), "{bad:?}: {answer}");
        }
    }
}

#[tokio::test]
async fn what_is_meant_as_a_body_is_none_of_a_request() {
    let server = start(limits()).await;
    let hidden = "GET / HTTP/1.1\nHost: l\n\n";
    let posts = format!(
        "POST /echo HTTP/1.1\r\nHost: l\r\nContent-Length: {}\r\n\r\n{hidden}\
         POST /echo HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{hidden}\r\n0\r\n\r\n\
         GET / HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n",
        hidden.len(),
        hidden.len()
    );
    for size in [1, 7, 64, posts.len()] {
        let pieces: Vec<&[u8]> = posts.as_bytes().chunks(size).collect();
        let answer = answers(&server, &pieces).await;
        // What comes in pieces goes back in pieces.
        let whole = if size == posts.len() { 2 } else { answer.matches(hidden).count() };
        assert_eq!(
            (count(&answer, "200"), count(&answer, "400"), answer.matches(hidden).count()),
            (3, 0, whole),
            "{size}: {answer}"
        );
    }
    for bad in ["1\na\r\n0\r\n\r\n", "1\r\na\n0\r\n\r\n", "0\r\nX: y\n\r\n", "0\n\r\n", "0\r\n\n"] {
        let post = format!("POST /echo HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\n{bad}{}", get_path("/"));
        let answer = answers(&server, &[post.as_bytes()]).await;
        assert!(count(&answer, "200") <= 1, "nothing behind it is answered: {bad:?}: {answer}");
    }
}

#[tokio::test]
async fn a_panic_ends_its_own_connection_and_gives_its_place_back() {
    let server = start(Limits { connections: 1, ..limits() }).await;
    let mut broken = server.send(&get_path("/panic")).await;
    assert_eq!(read_all(&mut broken).await, "");
    sleep(MS(50)).await;
    let mut next = server.send(&get_path("/")).await;
    assert!(read_some(&mut next).await.starts_with("HTTP/1.1 200"));
}

/// Runs this test again as a process of its own, which signals may end.
#[tokio::test]
async fn the_first_signal_stops_and_the_second_ends_the_process() {
    if std::env::var_os("PORTICO_TEST_STOP_SIGNAL").is_some() {
        println!("ready?");
        let ready = async {
            sleep(MS(100)).await;
            println!("ready!")
        };
        tokio::join!(stop_signal(), ready);
        println!("stopping!");
        sleep(Duration::from_secs(20)).await;
        return;
    }
    for kind in ["-TERM", "-INT"] {
        let name = "server::tests::the_first_signal_stops_and_the_second_ends_the_process";
        let mut child = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env("PORTICO_TEST_STOP_SIGNAL", "1")
            .stdout(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        let pid = child.id().unwrap().to_string();
        for awaited in ["ready!", "stopping!"] {
            let mut seen = String::new();
            while !seen.contains(awaited) {
                let byte = timeout(Duration::from_secs(10), out.read_u8()).await.unwrap();
                seen.push(char::from(byte.unwrap()));
            }
            let sent = std::process::Command::new("kill").args([kind, &pid]).status();
            assert!(sent.unwrap().success());
        }
        let status = timeout(Duration::from_secs(5), child.wait()).await.unwrap().unwrap();
        assert_eq!(status.code(), Some(130));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_silent_connections_keep_nobody_waiting() {
    let files = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let all = rustix::process::Rlimit { current: files.maximum, ..files };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, all).unwrap();
    let server = start(limits()).await;
    let mut silent = Vec::new();
    for number in 0..1_000 {
        silent.push(server.send(if number % 2 == 0 { "" } else { "GET / HTTP/1.1\r\nHost: a\r\n" }).await);
    }
    let mut times = Vec::new();
    for _ in 0..20 {
        let begun = Instant::now();
        let mut stream = server.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        times.push(begun.elapsed());
    }
    times.sort();
    assert!(times[10] < MS(100), "{times:?}");
    drop(silent);
    server.stop().await;
}
