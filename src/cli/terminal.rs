//! What commands say to whoever started them. Nobody has to listen: a reader that has gone ends a command
//! quietly, with what it did in its exit code; an answer that could not be written for another reason is told by
//! the exit code too.

use crate::log;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// What the program ends with when it did what it was asked for and could not write its answer.
pub const UNTOLD: u8 = 4;

/// Whether something that was said is lost.
static LOST: AtomicBool = AtomicBool::new(false);

/// Writes a line to standard output.
pub fn say(text: impl Display) {
    let mut out = io::stdout().lock();
    note(writeln!(out, "{text}").and_then(|()| out.flush()));
}

/// Keeps in mind that an answer could not be written.
pub fn note(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != ErrorKind::BrokenPipe
        && !LOST.swap(true, Ordering::Relaxed)
    {
        complain(format_args!("portico: standard output cannot be written: {error}"));
    }
}

/// Writes a line to standard error, where it is told that something is wrong.
pub fn complain(text: impl Display) {
    let line = format!("{text}\n");
    if !log::hand_over(line.as_bytes()) {
        // Who cannot be told reads the exit code.
        let _ = io::stderr().write_all(line.as_bytes());
    }
}

/// What the program ends with, once everything is said.
pub fn end(code: ExitCode) -> ExitCode {
    log::flush();
    if code == ExitCode::SUCCESS && LOST.load(Ordering::Relaxed) { ExitCode::from(UNTOLD) } else { code }
}
