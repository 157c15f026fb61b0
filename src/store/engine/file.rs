//! The file of an SQLite database: that it is private, that one process serves it, and that the one which is open
//! is still the one at its path.

use anyhow::{Context, bail};
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Which file it is, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    pub fn of(found: &Metadata) -> Self {
        Self { device: found.dev(), inode: found.ino() }
    }
}

/// A database file that is open.
#[derive(Debug)]
pub(super) struct OpenFile {
    pub path: PathBuf,
    identity: Identity,
}

impl OpenFile {
    /// The file at this path, which is about to be opened.
    pub fn at(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), identity: Identity::of(&std::fs::metadata(path)?) })
    }

    /// What happened to it, where it is not at its path any more.
    pub fn lost(&self) -> Option<String> {
        let path = self.path.display();
        match std::fs::metadata(&self.path) {
            Ok(found) if Identity::of(&found) == self.identity => None,
            Ok(_) => Some(format!("another file was put in the place of {path} while it was open")),
            Err(error) if error.kind() == ErrorKind::NotFound => Some(format!("{path} was removed while it was open")),
            // It may be there; whoever writes is told what keeps it away.
            Err(_) => None,
        }
    }
}

/// Makes the database's file, for the operator's eyes alone, where it is missing. SQLite gives its
/// journals the same mode.
pub(super) fn make_private(file: &Path) -> io::Result<()> {
    match File::options().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// That this process alone serves, replaces or changes the schema of an SQLite file. It is kept until the last
/// connection to the file is closed: closing any handle of a file ends SQLite's own locks on it.
#[derive(Debug)]
pub struct FileLock(#[allow(dead_code, reason = "it is held, not used")] File);

/// Locks the database file itself: under whatever name it is opened, it is the same file.
///
/// # Errors
/// Another process has it, or it cannot be opened.
pub fn claim(database: &Path) -> anyhow::Result<FileLock> {
    let shown = database.display();
    loop {
        let file = File::options().read(true).open(database).with_context(|| format!("opening {shown}"))?;
        if file.try_lock().is_err() {
            bail!("another portico serves {shown} already, or changes its schema; stop it first, or use PostgreSQL for several");
        }
        // Somebody who had the lock may have put another file there just before.
        let (ours, there) = (file.metadata()?, std::fs::metadata(database).with_context(|| format!("looking at {shown}"))?);
        if Identity::of(&ours) == Identity::of(&there) {
            return Ok(FileLock(file));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_locked_and_not_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("portico.db"), folder.path().join("link.db"));
        make_private(&file).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let held = claim(&file).unwrap();
        assert!(claim(&link).unwrap_err().to_string().contains("another portico serves"));
        drop(held);
        claim(&link).unwrap();
    }

    #[test]
    fn a_file_that_is_removed_or_replaced_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("portico.db");
        std::fs::write(&path, "one").unwrap();
        let open = OpenFile::at(&path).unwrap();
        std::fs::write(&path, "two").unwrap();
        assert_eq!(open.lost(), None);
        std::fs::rename(&path, folder.path().join("away.db")).unwrap();
        assert!(open.lost().unwrap().contains("was removed"));
        std::fs::write(&path, "three").unwrap();
        assert!(open.lost().unwrap().contains("another file"));
    }
}
