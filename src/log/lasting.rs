//! A fault that lasts is said once when it begins and once when it is over, however many met it.

use std::fmt::Display;
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// A fault that many meet while it lasts.
pub struct Lasting {
    begins: &'static str,
    over: &'static str,
    /// Since when it lasts, and how many met it.
    since: Mutex<Option<(Instant, u64)>>,
}

impl Lasting {
    /// What is said when it begins and when it is over, in a few words.
    #[must_use]
    pub const fn new(begins: &'static str, over: &'static str) -> Self {
        Self { begins, over, since: Mutex::new(None) }
    }

    /// Somebody met it: an error in the log the first time, from then on a line for who looks for each.
    pub fn happens(&self, cause: impl Display) {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, times) = since.get_or_insert_with(|| (Instant::now(), 0));
        *times += 1;
        if *times == 1 {
            tracing::error!(error = %cause, "{} (said once until it is over)", self.begins);
        } else {
            tracing::debug!(error = %cause, "{}", self.begins);
        }
    }

    /// Whoever tried and succeeded says that it is over. Costs next to nothing where nothing was wrong.
    pub fn is_over(&self) {
        if let Some((since, times)) = self.since.lock().unwrap_or_else(PoisonError::into_inner).take() {
            tracing::info!(seconds = since.elapsed().as_secs(), times, "{}", self.over);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{self, Write};
    use std::sync::Arc;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, text: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(text)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_fault_is_said_when_it_begins_and_when_it_is_over() {
        let (kept, fault) = (Kept::default(), Lasting::new("the well is dry", "there is water"));
        let writer = kept.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(subscriber, || {
            fault.is_over();
            for number in 0..50 {
                fault.happens(format!("no water {number}"));
            }
            fault.is_over();
            fault.is_over();
            fault.happens("dry again");
        });
        let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert_eq!(log.lines().count(), 3, "{log}");
        assert!(log.contains("ERROR") && log.contains("no water 0") && log.contains("times=50"), "{log}");
    }
}
