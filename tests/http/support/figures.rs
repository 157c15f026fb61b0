//! What a test measured, for `bin/chaos` to print.

use std::fmt::Display;

/// How often something is done: so often in the long form, which `PORTICO_CHAOS=long` asks for, else so often.
pub fn long_or(long: usize, short: usize) -> usize {
    if std::env::var("PORTICO_CHAOS").is_ok_and(|form| form == "long") { long } else { short }
}

/// Prints a figure on a line of its own.
pub fn figure(what: &str, value: impl Display) {
    let engine = std::env::var("PORTICO_TEST_ENGINE").unwrap_or_else(|_| "sqlite".into());
    println!("figure | {engine} | {what} | {value}");
}
