//! The command line of Portico.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    portico::cli::run(std::env::args_os())
}
