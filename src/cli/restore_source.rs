//! What `portico restore` puts back: a backup that is as it was written, or a database by itself, which carries no
//! checksum; and the secret key, where it is there.

use super::backup_file::{Backup, KEY, Kind};
use crate::secrets::Secrets;
use crate::store::engine::aside::{self, Aside};
use anyhow::{Context, ensure};
use std::fs::File;
use std::path::{Path, PathBuf};

/// A backup that was looked through.
pub struct Source {
    pub path: PathBuf,
    backup: Option<Backup>,
}

impl Source {
    /// Reads a backup to its end.
    ///
    /// # Errors
    /// There is none, it is damaged, or it is one of the other engine.
    pub fn open(path: &Path, engine: Kind) -> anyhow::Result<Self> {
        ensure!(path.is_file(), "there is no file {}", path.display());
        let backup = Backup::open(path)?;
        if let Some(backup) = &backup {
            ensure!(
                backup.manifest.engine == engine,
                "it holds a database of the other engine than database-url; restore it into one of its own, and bring that over \
                 with `portico copy`"
            );
        }
        Ok(Self { path: path.to_owned(), backup })
    }

    /// Whether it has a checksum, and is as it was written.
    pub fn is_verified(&self) -> bool {
        self.backup.is_some()
    }

    fn has_key(&self) -> bool {
        self.backup.as_ref().is_some_and(|backup| backup.manifest.has_key())
    }

    /// Writes the SQLite database that is in it into an empty file. A journal beside a database by itself comes along.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn copy_to(&mut self, prepared: &Path) -> anyhow::Result<()> {
        if let Some(backup) = &mut self.backup {
            return backup.extract(Kind::Sqlite.file(), prepared);
        }
        copy(&self.path, prepared)?;
        let (journal, copied) = (aside::beside(&self.path, "-wal"), aside::beside(prepared, "-wal"));
        if journal.exists() {
            copy(&journal, &copied).context("copying its journal")?;
        }
        Ok(())
    }

    /// The file in the format of `pg_dump`: itself, or what is in it, written into the folder.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn dump(&mut self, folder: &Aside) -> anyhow::Result<PathBuf> {
        let Some(backup) = &mut self.backup else { return Ok(self.path.clone()) };
        let dump = folder.file(Kind::PostgreSql.file())?;
        backup.extract(Kind::PostgreSql.file(), &dump)?;
        Ok(dump)
    }
}

/// A copy for the operator's eyes alone, as the folder is in which it is made.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    let mut target = File::options().write(true).create(true).truncate(true).open(to)?;
    let copied = File::open(from).and_then(|mut source| std::io::copy(&mut source, &mut target));
    copied.with_context(|| format!("copying {}", from.display())).map(drop)
}

/// What becomes of the secret key.
pub struct RestoredKey<'a> {
    file: &'a Path,
    is_in_backup: bool,
    /// The one of the backup, where it is to be put in its place.
    prepared: Option<(Aside, PathBuf)>,
}

/// What became of it.
pub struct KeyEnd {
    pub file: PathBuf,
    pub is: &'static str,
    pub says: String,
}

impl<'a> RestoredKey<'a> {
    /// Compares the key of the backup with the one that is there.
    ///
    /// # Errors
    /// There is another one, or one of the two is unusable.
    pub fn of(file: &'a Path, source: &mut Source) -> anyhow::Result<Self> {
        let is_there = Secrets::load(file)?.is_some();
        let is_in_backup = source.has_key();
        let Some(backup) = source.backup.as_mut().filter(|_| is_in_backup) else {
            return Ok(Self { file, is_in_backup, prepared: None });
        };
        let folder = Aside::beside(file, aside::RESTORE)?;
        let prepared = folder.file(KEY)?;
        backup.extract(KEY, &prepared)?;
        Secrets::load(&prepared).context("the secret key in the backup is unusable")?;
        if !is_there {
            return Ok(Self { file, is_in_backup, prepared: Some((folder, prepared)) });
        }
        let shown = file.display();
        ensure!(
            std::fs::read(file)? == std::fs::read(&prepared)?,
            "the secret key {shown} is another one than that of the backup, and nothing is ever overwritten. To take the one of the \
             backup, move that one away first: mv {shown} {shown}.before"
        );
        Ok(Self { file, is_in_backup, prepared: None })
    }

    /// Puts it in its place, once the database is in its own: a database without a key is refused, until this is run again.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn put(self) -> anyhow::Result<KeyEnd> {
        let shown = self.file.display();
        let (is, says) = if let Some((_folder, prepared)) = &self.prepared {
            aside::put_where_nothing_is(self.file, prepared).context("the database is back, and its secret key is not")?;
            ("put_back", format!("The secret key was put back: {shown}"))
        } else if self.is_in_backup {
            ("there", format!("The secret key {shown} is the one of the backup."))
        } else if self.file.exists() {
            ("there", format!("The secret key is not in the backup: {shown} has to be the one of then."))
        } else {
            (
                "missing",
                format!("The secret key is not in the backup: put the one of then back as {shown} before anything serves."),
            )
        };
        Ok(KeyEnd { file: self.file.to_owned(), is, says })
    }
}
