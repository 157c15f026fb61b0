//! A backup as one file: a tar archive that says first what it is, holds the database and, where that was asked for, the
//! secret key, and ends with the SHA-256 of everything before its end.

use crate::store::{NewerSchema, Schema};
use anyhow::{Context, bail, ensure};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use tar::{Archive, Builder, Header};

/// The names in it. By the first one it is told from other files.
const MANIFEST: &str = "portico-backup.json";
pub const KEY: &str = "secret.key";
const SUM: &str = "SHA256";

/// The layout that this program writes.
const FORMAT: u32 = 1;
/// No manifest is longer, in bytes.
const LONGEST_MANIFEST: u64 = 1 << 20;
/// Its end: a heading, a block with the sum, and two empty blocks.
const END: u64 = 4 * 512;

/// What a backup says of itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub what: String,
    pub format: u32,
    /// The version of the program that wrote it.
    pub portico: String,
    pub schema: i64,
    pub engine: Kind,
    pub made_at: String,
    pub rows: BTreeMap<String, i64>,
    pub files: Vec<Part>,
}

/// Whose database is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// As the file itself.
    Sqlite,
    /// In `pg_dump`'s custom format.
    PostgreSql,
}

impl Kind {
    pub fn file(self) -> &'static str {
        match self {
            Self::Sqlite => "portico.db",
            Self::PostgreSql => "portico.dump",
        }
    }
}

/// A file in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

impl Manifest {
    pub fn of(engine: Kind, schema: i64, made_at: String, rows: &[(String, i64)]) -> Self {
        let (what, portico) = ("portico backup".to_owned(), env!("CARGO_PKG_VERSION").to_owned());
        Self { what, format: FORMAT, portico, schema, engine, made_at, rows: rows.iter().cloned().collect(), files: Vec::new() }
    }

    pub fn has_key(&self) -> bool {
        self.files.iter().any(|part| part.name == KEY)
    }
}

/// Writes through, and sums up.
struct Summing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Summing<W> {
    fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new(), bytes: 0 }
    }

    fn sum(&self) -> String {
        HEXLOWER.encode(&self.hash.clone().finalize())
    }
}

impl<W: Write> Write for Summing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Writes a backup of these files into an empty one; gives its size and its own SHA-256.
///
/// # Errors
/// A file cannot be read, or changes meanwhile, or the backup cannot be written.
pub fn write(to: &Path, mut manifest: Manifest, files: &[(&str, &Path)]) -> anyhow::Result<(u64, String)> {
    for (name, path) in files {
        let mut sum = Summing::new(io::sink());
        io::copy(&mut File::open(path)?, &mut sum).with_context(|| format!("reading {}", path.display()))?;
        manifest.files.push(Part { name: (*name).into(), bytes: sum.bytes, sha256: sum.sum() });
    }
    let at = manifest.made_at.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second);
    let at = u64::try_from(at).unwrap_or_default();
    let text = serde_json::to_vec_pretty(&manifest)?;
    let mut archive = Builder::new(Summing::new(io::BufWriter::new(File::options().write(true).open(to)?)));
    archive.append(&heading(MANIFEST, text.len() as u64, at)?, &text[..])?;
    for ((name, path), part) in files.iter().zip(&manifest.files) {
        archive.append(&heading(name, part.bytes, at)?, File::open(path)?.take(part.bytes))?;
    }
    let sum = archive.get_ref().sum();
    seal(&mut archive, &sum)?;
    let mut whole = archive.into_inner()?;
    whole.flush()?;
    Ok((whole.bytes, whole.sum()))
}

fn heading(name: &str, bytes: u64, at: u64) -> io::Result<Header> {
    let mut header = Header::new_gnu();
    header.set_path(name)?;
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(at);
    header.set_cksum();
    Ok(header)
}

/// The end of an archive whose other bytes have this sum. It is the same for the same sum, to the last bit.
fn end(sum: &str) -> io::Result<Vec<u8>> {
    let mut archive = Builder::new(Vec::new());
    seal(&mut archive, sum)?;
    archive.into_inner()
}

fn seal<W: Write>(archive: &mut Builder<W>, sum: &str) -> io::Result<()> {
    let text = format!("{sum}\n");
    archive.append(&heading(SUM, text.len() as u64, 0)?, text.as_bytes())
}

/// A backup that is as it was written.
pub struct Backup {
    file: File,
    pub manifest: Manifest,
}

impl Backup {
    /// Opens a backup and reads all of it; `None` where the file is something else, such as a database by itself.
    ///
    /// # Errors
    /// It cannot be read, it was changed after it was written, or a newer Portico wrote it.
    pub fn open(path: &Path) -> anyhow::Result<Option<Self>> {
        let mut file = File::open(path)?;
        let mut start = Vec::new();
        (&file).take(MANIFEST.len() as u64).read_to_end(&mut start)?;
        if start != MANIFEST.as_bytes() {
            return Ok(None);
        }
        let bytes = file.metadata()?.len();
        ensure!(bytes > END && is_whole(&mut file, bytes)?, "it is damaged: its content is not the one of its checksum");
        let manifest = manifest(&mut file)?;
        ensure!(manifest.what == "portico backup" && manifest.format <= FORMAT, "it was written by a newer Portico");
        if manifest.schema > Schema::knows() {
            return Err(NewerSchema { has: manifest.schema, knows: Schema::knows() }.into());
        }
        Ok(Some(Self { file, manifest }))
    }

    /// Writes a file that is in it into an empty one.
    ///
    /// # Errors
    /// There is none of this name, or it is not the one that the manifest names.
    pub fn extract(&mut self, name: &str, to: &Path) -> anyhow::Result<()> {
        let Self { file, manifest } = self;
        let part = manifest.files.iter().find(|part| part.name == name).with_context(|| format!("there is no {name} in it"))?;
        file.rewind()?;
        for entry in Archive::new(file).entries()? {
            let mut entry = entry?;
            if entry.path_bytes() != name.as_bytes() {
                continue;
            }
            let mut sum = Summing::new(File::options().write(true).open(to)?);
            io::copy(&mut entry, &mut sum).with_context(|| format!("writing {}", to.display()))?;
            ensure!(sum.bytes == part.bytes && sum.sum() == part.sha256, "it is damaged: {name} is not the one of its checksum");
            return Ok(());
        }
        bail!("there is no {name} in it");
    }
}

/// Whether its end is the one that belongs to what stands before it.
fn is_whole(file: &mut File, bytes: u64) -> anyhow::Result<bool> {
    file.rewind()?;
    let mut sum = Summing::new(io::sink());
    io::copy(&mut file.take(bytes - END), &mut sum)?;
    let mut found = Vec::new();
    file.read_to_end(&mut found)?;
    Ok(found == end(&sum.sum())?)
}

fn manifest(file: &mut File) -> anyhow::Result<Manifest> {
    file.rewind()?;
    let mut archive = Archive::new(file);
    let first = archive.entries()?.next().context("there is nothing in it")??;
    let mut text = Vec::new();
    first.take(LONGEST_MANIFEST).read_to_end(&mut text)?;
    serde_json::from_slice(&text).context("what it says of itself cannot be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(folder: &Path) -> (std::path::PathBuf, Vec<u8>) {
        let (database, key, backup) = (folder.join("database"), folder.join("key"), folder.join("backup"));
        std::fs::write(&database, [7; 700]).unwrap();
        std::fs::write(&key, [9; 32]).unwrap();
        File::create(&backup).unwrap();
        let manifest = Manifest::of(Kind::Sqlite, 1, "2026-01-02T03:04:05Z".into(), &[("accounts".into(), 3)]);
        let (bytes, sum) = write(&backup, manifest, &[("portico.db", &database), (KEY, &key)]).unwrap();
        let whole = std::fs::read(&backup).unwrap();
        assert_eq!((bytes, sum), (whole.len() as u64, HEXLOWER.encode(&Sha256::digest(&whole))));
        (backup, whole)
    }

    #[test]
    fn what_was_put_in_comes_out() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = made(folder.path());
        let mut backup = Backup::open(&path).unwrap().unwrap();
        assert!(backup.manifest.has_key());
        assert_eq!((backup.manifest.rows["accounts"], backup.manifest.made_at.as_str()), (3, "2026-01-02T03:04:05Z"));
        let out = folder.path().join("out");
        for (name, content) in [("portico.db", vec![7; 700]), (KEY, vec![9; 32])] {
            File::create(&out).unwrap();
            backup.extract(name, &out).unwrap();
            assert_eq!(std::fs::read(&out).unwrap(), content);
        }
        assert!(backup.extract("portico.dump", &out).unwrap_err().to_string().contains("no portico.dump"));
    }

    #[test]
    fn no_bit_can_be_another_one_and_no_byte_be_missing_or_more() {
        let folder = tempfile::tempdir().unwrap();
        let (path, whole) = made(folder.path());
        let refused = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            !matches!(Backup::open(&path), Ok(Some(_)))
        };
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            assert!(refused(&flipped), "byte {at}");
        }
        for length in [0, 1, 512, END as usize, whole.len() - 512, whole.len() - 1] {
            assert!(refused(&whole[..length]), "{length} bytes");
        }
        assert!(refused(&[&whole[..], &[0; 512]].concat()));
        assert!(!refused(&whole));
    }

    #[test]
    fn anybody_can_open_it_with_ordinary_tools() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = made(folder.path());
        let run = |command: &str| {
            let mut shell = std::process::Command::new("sh");
            let done = shell.args(["-ec", command, "sh"]).arg(&path).current_dir(folder.path()).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            String::from_utf8(done.stdout).unwrap()
        };
        assert_eq!(run("tar tf \"$1\""), "portico-backup.json\nportico.db\nsecret.key\nSHA256\n");
        assert_eq!(run("head -c -2048 \"$1\" | sha256sum | cut -d ' ' -f 1"), run("tar xOf \"$1\" SHA256"));
        run("tar xf \"$1\" portico.db && cmp portico.db database");
    }
}
