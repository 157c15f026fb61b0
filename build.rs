//! Builds the static files and the translations into the program.

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, try_build_from_locales_folder};

#[path = "build/assets.rs"]
mod assets;

fn main() {
    assets::build();
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=templates");
    println!("cargo::rerun-if-changed=migrations");
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let options = BuildOptions::default()
        .with_prefix("")
        .with_output_file_path(&format!("{out}/l10n.rs"))
        .with_ftl_output(FtlOutputOptions::single_file(&format!("{out}/l10n.ftl")))
        .with_lint_level(LintLevel::Strict)
        .without_bidi_isolation()
        .without_format();
    if let Err(error) = try_build_from_locales_folder(options) {
        panic!("the translations are not in order: {error}");
    }
}
