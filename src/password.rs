//! Hashing and checking passwords: argon2id on a few threads of its own.
//!
//! Each hash needs 19 MiB and some 20 ms of a core. With one blocking task per sign-in, many at
//! once would exhaust the memory, so a fixed number of threads reuse one block of memory each, and
//! what does not fit into the queue is refused at once.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::oneshot;

mod argon;

use crate::domain::identity::password::normal;
use argon::Hasher;

/// The longest input that is hashed, in bytes. An accepted password has at most 512
/// (see [`crate::domain::identity::password::MAX_CHARS`]).
pub const MAX_BYTES: usize = 1024;

/// A handle to the hashing threads. They end when the last clone is gone.
#[derive(Clone)]
pub struct Passwords {
    jobs: SyncSender<Job>,
    hashed: Arc<AtomicU64>,
    waiting: Arc<AtomicI64>,
}

/// The queue is full: answer 503 and let the visitor try again.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("too many passwords are waiting to be hashed")]
pub struct Busy;

/// What came out of checking a password.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It is the right one.
    Right {
        /// The stored hash was made with other parameters than today's, or of another form of the text: store a new one.
        rehash: bool,
    },
    /// It is not, or there is nothing to compare it with.
    Wrong,
}

enum Job {
    Hash { password: SecretString, salt: [u8; 16], reply: oneshot::Sender<String> },
    Verify { password: SecretString, stored: Option<String>, reply: oneshot::Sender<Verdict> },
}

impl Passwords {
    /// Starts `threads` threads (19 MiB each) with room for `queue` waiting jobs between them.
    ///
    /// # Panics
    /// When `threads` is 0 or the operating system gives no thread.
    pub fn start(threads: usize, queue: usize) -> Passwords {
        assert!(threads > 0, "at least one thread has to hash");
        let (jobs, inbox) = sync_channel(queue);
        let inbox = Arc::new(Mutex::new(inbox));
        let (hashed, waiting) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicI64::new(0)));
        for n in 0..threads {
            let (inbox, hashed, waiting) = (Arc::clone(&inbox), Arc::clone(&hashed), Arc::clone(&waiting));
            std::thread::Builder::new()
                .name(format!("password-{n}"))
                .spawn(move || work(&inbox, &hashed, &waiting))
                .expect("the operating system gives a thread");
        }
        Passwords { jobs, hashed, waiting }
    }

    /// The PHC string of `password` in its normal form: `$argon2id$v=19$m=19456,t=2,p=1$…`.
    ///
    /// # Errors
    /// [`Busy`] when the queue is full, and for more than [`MAX_BYTES`], which no
    /// [`crate::domain::identity::password::NewPassword`] has and which is never hashed nor cut.
    pub async fn hash(&self, password: SecretString, salt: [u8; 16]) -> Result<String, Busy> {
        let password = SecretString::from(normal(password.expose_secret()));
        if too_long(&password) {
            return Err(Busy);
        }
        let (reply, answer) = oneshot::channel();
        self.enqueue(Job::Hash { password, salt, reply })?;
        answer.await.map_err(|_| Busy)
    }

    /// Whether `password` is the one that `stored` was made from, in its normal form or, as older versions stored it,
    /// exactly as it was typed. What is typed in another form than the normal one is hashed twice, whatever is stored.
    ///
    /// `None` (nobody by that name, or without a password) costs the same time and is wrong.
    /// More than [`MAX_BYTES`] is wrong without hashing, whatever is stored.
    ///
    /// # Errors
    /// [`Busy`] when the queue is full.
    pub async fn verify(&self, password: SecretString, stored: Option<String>) -> Result<Verdict, Busy> {
        if too_long(&password) {
            return Ok(Verdict::Wrong);
        }
        let (reply, answer) = oneshot::channel();
        self.enqueue(Job::Verify { password, stored, reply })?;
        answer.await.map_err(|_| Busy)
    }

    /// How many hashes were computed since the start, for both purposes.
    pub fn hashed(&self) -> u64 {
        self.hashed.load(Ordering::SeqCst)
    }

    /// How many jobs wait for a thread.
    pub fn waiting(&self) -> i64 {
        self.waiting.load(Ordering::SeqCst)
    }

    fn enqueue(&self, job: Job) -> Result<(), Busy> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        self.jobs.try_send(job).map_err(|refused| {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            if matches!(refused, TrySendError::Disconnected(_)) {
                tracing::error!("no thread that hashes passwords is left");
            }
            Busy
        })
    }
}

fn too_long(password: &SecretString) -> bool {
    password.expose_secret().len() > MAX_BYTES
}

/// One thread: takes jobs until the last handle is gone. A job whose asker went away is dropped
/// before it costs anything.
/// How far the hashing threads stand back: against a page they get a tenth of a processor.
const NICENESS: i32 = 10;

fn work(inbox: &Mutex<Receiver<Job>>, hashed: &AtomicU64, waiting: &AtomicI64) {
    let mut hasher = Hasher::new();
    // Linux keeps it for each thread: who signs in waits for pages, not pages for who signs in. Without it the
    // pages are slower, no more.
    let _ = rustix::process::setpriority_process(None, NICENESS);
    loop {
        let next = inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
        if next.is_ok() {
            waiting.fetch_sub(1, Ordering::SeqCst);
        }
        match next {
            Err(_) => return,
            Ok(Job::Hash { password, salt, reply }) if !reply.is_closed() => {
                hashed.fetch_add(1, Ordering::SeqCst);
                let hash = guarded(&mut hasher, |hasher| hasher.hash(password.expose_secret(), &salt));
                let _ = hash.map(|hash| reply.send(hash));
            }
            Ok(Job::Verify { password, stored, reply }) if !reply.is_closed() => {
                let verdict = guarded(&mut hasher, |hasher| verify(hasher, hashed, password.expose_secret(), stored.as_deref()));
                let _ = verdict.map(|verdict| reply.send(verdict));
            }
            Ok(Job::Hash { .. } | Job::Verify { .. }) => {}
        }
    }
}

/// The time depends on what was typed alone, and never on whose password it is.
fn verify(hasher: &mut Hasher, hashed: &AtomicU64, typed: &str, stored: Option<&str>) -> Verdict {
    let mut check = |text: &str| {
        hashed.fetch_add(1, Ordering::SeqCst);
        hasher.verify(text, stored)
    };
    let normal = normal(typed);
    let verdict = check(&normal);
    if normal == typed {
        return verdict;
    }
    match (verdict, check(typed)) {
        (Verdict::Wrong, Verdict::Right { .. }) => Verdict::Right { rehash: true },
        (verdict, _) => verdict,
    }
}

/// A panic costs its own asker the answer, and not everybody a thread.
fn guarded<T>(hasher: &mut Hasher, work: impl FnOnce(&mut Hasher) -> T) -> Option<T> {
    let done = std::panic::catch_unwind(AssertUnwindSafe(|| work(hasher)));
    if done.is_err() {
        *hasher = Hasher::new();
    }
    done.ok()
}

#[cfg(test)]
mod tests;
