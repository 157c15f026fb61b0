#![forbid(unsafe_code)]

pub mod assets;
