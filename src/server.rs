//! Accepting connections and letting them go.
//!
//! `axum::serve` sets no timeout on reading a header, and one half-sent header holds its shutdown;
//! so the accept loop is our own. HTTP/1 only: a proxy in front speaks the rest.

use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinError, JoinSet};
use tower::ServiceExt;

use crate::log;

mod strict;

use strict::Strict;

/// How long to wait after an error of `accept` that will not pass by itself, such as no free file
/// descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(250);

/// How long a connection that never sent a whole header may still do so after the stop.
const LAST_CALL: Duration = Duration::from_secs(1);

/// What one client may take from the others.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many connections are open at once; more are closed at once.
    pub connections: usize,
    /// How long a client may take for a request header, and how long a connection may idle.
    pub header_timeout: Duration,
    /// How large a request header may be, in bytes; at least 8192.
    pub header_bytes: usize,
    /// How long everything is still served once it was told to stop, so that a load balancer notices.
    pub stop_delay: Duration,
    /// How long running requests may go on after the stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 4096,
            header_timeout: Duration::from_secs(10),
            header_bytes: 16 * 1024,
            stop_delay: Duration::ZERO,
            drain: Duration::from_secs(20),
        }
    }
}

/// Serves `router` until `shutdown` turns true (or its sender is gone).
///
/// Then no connection is accepted any more, idle ones are closed at once, those without a whole
/// header a second later, and running requests get their answer. It returns when all are done, at the latest after `limits.drain`; what still runs
/// then is dropped. Requests carry `ConnectInfo<SocketAddr>` with the address of the peer.
///
/// # Errors
/// When the listener has no address any more, that is, was never usable.
pub async fn run(listener: TcpListener, router: Router, mut shutdown: watch::Receiver<bool>, limits: Limits) -> io::Result<()> {
    tracing::debug!(address = %listener.local_addr()?, "accepting connections");
    let slots = Arc::new(Semaphore::new(limits.connections));
    let mut open = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = stopped(&mut shutdown) => break,
            Some(ended) = open.join_next() => {
                report(ended);
                continue;
            }
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                if let Some(slot) = slot(&slots, limits.connections) {
                    let connection = Connection { stream, peer, limits, slot };
                    open.spawn(connection.serve(router.clone(), shutdown.clone()));
                }
            }
            Err(error) => recover(&error, &mut shutdown).await,
        }
    }
    drop(listener);
    drain(open, limits.drain).await;
    Ok(())
}

/// A second handle of a listener: connections go to whoever accepts first.
///
/// # Errors
/// The operating system gives none.
pub fn copy_of(listener: &TcpListener) -> io::Result<TcpListener> {
    use std::os::fd::{AsFd, OwnedFd};
    let handle: OwnedFd = listener.as_fd().try_clone_to_owned()?;
    TcpListener::from_std(std::net::TcpListener::from(handle))
}

/// A place for one more connection, unless all are taken.
fn slot(slots: &Arc<Semaphore>, all: usize) -> Option<OwnedSemaphorePermit> {
    log::LISTENER.is_over();
    let Ok(slot) = Arc::clone(slots).try_acquire_owned() else {
        log::CROWD.happens(format_args!("{all} are open"));
        return None;
    };
    // At the edge each one that goes lets one in: it is over once there is room again.
    if slots.available_permits() > all / 10 {
        log::CROWD.is_over();
    }
    Some(slot)
}

/// Listens for signals from now on, before anything is awaited. Resolves at the first SIGTERM, SIGINT or
/// SIGHUP; a second one ends the process at once, with 130. Under `nohup` SIGHUP says nothing.
///
/// # Panics
/// When the operating system does not let signals be handled, or outside of a tokio runtime.
pub fn stop_signal() -> impl Future<Output = ()> + Send + 'static {
    let listen = |kind| signal(kind).expect("signals can be handled");
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate()), listen(SignalKind::interrupt()));
    let mut hang_up = (!hang_up_is_ignored()).then(|| listen(SignalKind::hangup()));
    let mut next = async move || {
        let hung_up = async {
            match &mut hang_up {
                Some(hang_up) => drop(hang_up.recv().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => (), () = hung_up => () }
    };
    async move {
        next().await;
        tokio::spawn(async move {
            next().await;
            std::process::exit(130);
        });
    }
}

/// Whether whoever started the process wants it to outlive the terminal.
fn hang_up_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    // SIGHUP is the first signal.
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    limits: Limits,
    slot: OwnedSemaphorePermit,
}

impl Connection {
    async fn serve(self, router: Router, mut shutdown: watch::Receiver<bool>) {
        let Connection { stream, peer, limits, slot } = self;
        // Answers are written whole; waiting for more to send would only delay them.
        let _ = stream.set_nodelay(true);
        let begun = Arc::new(AtomicBool::new(false));
        let mark = Arc::clone(&begun);
        let service = service_fn(move |request| {
            mark.store(true, Ordering::SeqCst);
            answer(router.clone(), peer, request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_timeout)
            .max_buf_size(limits.header_bytes)
            .max_header_size(limits.header_bytes)
            .serve_connection(TokioIo::new(Strict::new(stream)), service);
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stopped(&mut shutdown) => {
                connection.as_mut().graceful_shutdown();
                match tokio::time::timeout(LAST_CALL, connection.as_mut()).await {
                    Ok(ended) => ended,
                    Err(_) if begun.load(Ordering::SeqCst) => connection.await,
                    Err(_) => Ok(()),
                }
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%peer, %error, "a connection broke off");
        }
        drop(slot);
    }
}

async fn answer(router: Router, peer: SocketAddr, mut request: Request<Incoming>) -> Result<Response, Infallible> {
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}

async fn stopped(shutdown: &mut watch::Receiver<bool>) {
    // An error means that the sender is gone, and with it whoever would have asked to stop.
    let _ = shutdown.wait_for(|stop| *stop).await;
}

/// Some errors belong to one connection that is gone already. The others stay for a while, and
/// trying again at once would only burn the processor.
async fn recover(error: &io::Error, shutdown: &mut watch::Receiver<bool>) {
    use ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted) {
        return;
    }
    log::LISTENER.happens(error);
    let _ = tokio::time::timeout(ACCEPT_PAUSE, stopped(shutdown)).await;
}

/// Waits for the open connections, but not longer than `limit`.
async fn drain(mut open: JoinSet<()>, limit: Duration) {
    tracing::debug!(connections = open.len(), "no more connections are accepted");
    let all = async {
        while let Some(ended) = open.join_next().await {
            report(ended);
        }
    };
    if tokio::time::timeout(limit, all).await.is_err() {
        tracing::warn!(connections = open.len(), "some requests took too long to stop for");
        open.abort_all();
    }
}

fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        // The panic itself is told where it happens.
        tracing::debug!(%error, "a connection ended in a panic");
    }
}

#[cfg(test)]
mod tests;
