//! Turns `static/*` into constants: names that change with the content, and ready-compressed bytes.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// Writes `assets.rs` and the files it includes into `OUT_DIR`.
pub fn build() {
    println!("cargo::rerun-if-changed=static");
    println!("cargo::rerun-if-changed=build/assets.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));

    let mut constants = String::new();
    let mut names = Vec::new();
    for file in served_files() {
        let constant = constant_name(&file);
        constants += &constant_for(&file, &constant, &out);
        names.push(format!("&{constant}"));
    }
    let all = names.join(", ");
    writeln!(constants, "/// Every file that is served under `/assets/`.\npub static ALL: &[&Asset] = &[{all}];")
        .expect("a string takes every write");
    write_if_new(&out.join("assets.rs"), constants.as_bytes());
}

/// The files of `static/` in a fixed order; Markdown there is for people who read the source.
fn served_files() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir("static")
        .expect("static/ is there")
        .map(|entry| entry.expect("static/ can be read").path())
        .filter(|path| path.is_file() && content_type(path).is_some())
        .collect();
    files.sort();
    files
}

fn constant_for(file: &Path, constant: &str, out: &Path) -> String {
    let plain = fs::read(file).expect("a file of static/ can be read");
    let (stem, extension) = (part(file.file_stem()), part(file.extension()));
    let served = format!("{stem}-{}.{extension}", short_hash(&plain));
    let source = part(file.file_name());
    let content_type = content_type(file).expect("only known types are served");

    write_if_new(&out.join(&served), &plain);
    let brotli = compressed(out, &format!("{served}.br"), &plain, brotli);
    let gzip = compressed(out, &format!("{served}.gz"), &plain, gzip);
    format!(
        "/// `static/{source}`\npub const {constant}: Asset = Asset {{\n    path: \"/assets/{served}\",\n    \
         content_type: \"{content_type}\",\n    plain: {},\n    brotli: {brotli},\n    gzip: {gzip},\n}};\n\n",
        include_bytes(&served),
    )
}

/// The expression for a compressed form, `None` where compressing gains nothing.
fn compressed(out: &Path, name: &str, plain: &[u8], compress: fn(&[u8]) -> Vec<u8>) -> String {
    let path = out.join(name);
    // The name holds the hash of the content: what is there already is right.
    let length = match fs::metadata(&path) {
        Ok(there) => there.len(),
        Err(_) => {
            let bytes = compress(plain);
            write_if_new(&path, &bytes);
            bytes.len() as u64
        }
    };
    if length < plain.len() as u64 { format!("Some({})", include_bytes(name)) } else { "None".to_owned() }
}

fn include_bytes(name: &str) -> String {
    format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}\"))")
}

fn brotli(plain: &[u8]) -> Vec<u8> {
    let best = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    let mut bytes = Vec::new();
    brotli::BrotliCompress(&mut &plain[..], &mut bytes, &best).expect("memory takes every write");
    bytes
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain).expect("memory takes every write");
    encoder.finish().expect("memory takes every write")
}

fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

fn constant_name(file: &Path) -> String {
    part(file.file_name()).to_uppercase().replace(['.', '-'], "_")
}

fn content_type(file: &Path) -> Option<&'static str> {
    Some(match file.extension()?.to_str()? {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

fn part(name: Option<&std::ffi::OsStr>) -> &str {
    name.and_then(|name| name.to_str()).expect("files in static/ have plain names")
}

/// Leaves a file alone that holds this already, so that nothing is compiled again for it.
fn write_if_new(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return;
    }
    // Written beside and renamed: a build that is cut short leaves no half file under a name that is trusted.
    let beside = path.with_added_extension("part");
    fs::write(&beside, bytes).expect("OUT_DIR can be written");
    fs::rename(&beside, path).expect("OUT_DIR can be written");
}
