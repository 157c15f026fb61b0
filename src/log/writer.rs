//! One thread writes the log. Whoever logs hands a line over and goes on: a full disk or a reader that has
//! gone loses lines, which are counted, and a reader that hangs holds nobody up.

use std::io::{self, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

/// Lines that may wait to be written; more are lost.
const WAITING: usize = 8192;
/// How long the end of the program waits for the last lines.
const PATIENCE: Duration = Duration::from_secs(1);

enum Said {
    Line(Vec<u8>),
    /// Answered once everything before it is written.
    Flush(SyncSender<()>),
}

static QUEUE: OnceLock<SyncSender<Said>> = OnceLock::new();
static LOST: AtomicU64 = AtomicU64::new(0);

/// Lines that could not be written since the start.
#[must_use]
pub fn lost() -> u64 {
    LOST.load(Ordering::Relaxed)
}

pub(super) fn start() {
    QUEUE.get_or_init(|| {
        let (queue, lines) = sync_channel(WAITING);
        // Without the thread every line counts as lost.
        let _ = std::thread::Builder::new().name("log".into()).spawn(move || write_all(&lines));
        queue
    });
}

fn write_all(lines: &Receiver<Said>) {
    for said in lines {
        match said {
            Said::Line(line) => {
                if io::stderr().write_all(&line).is_err() {
                    count_lost();
                }
            }
            Said::Flush(done) => drop(done.try_send(())),
        }
    }
}

fn count_lost() {
    LOST.fetch_add(1, Ordering::Relaxed);
}

/// Hands over a text that ends its line; `false` where there is no log.
pub fn hand_over(text: &[u8]) -> bool {
    let Some(queue) = QUEUE.get() else { return false };
    if queue.try_send(Said::Line(text.to_vec())).is_err() {
        count_lost();
    }
    true
}

/// Waits until the lines so far are written, a second at most.
pub fn flush() {
    let Some(queue) = QUEUE.get() else { return };
    let (done, written) = sync_channel(1);
    if queue.try_send(Said::Flush(done)).is_ok() {
        let _ = written.recv_timeout(PATIENCE);
    }
}

/// Takes one line from `tracing-subscriber`, which writes each in one piece.
pub(super) struct Line;

pub(super) fn line() -> Line {
    Line
}

impl Write for Line {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        hand_over(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
