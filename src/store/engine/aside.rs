//! What is made aside before it stands under its name: in a folder that is gone with a failure. What a killed process
//! left is swept by the next one that makes something there.

use super::file::Identity;
use anyhow::{Context, bail};
use std::ffi::OsString;
use std::fs::{File, Permissions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tempfile::{TempDir, TempPath};

/// What the names of the folders begin with: of a new database or key, a restored database, a backup.
pub const NEW: &str = ".portico-new-";
pub const RESTORE: &str = ".portico-restore-";
pub const BACKUP: &str = ".portico-backup-";
const KINDS: [&str; 3] = [NEW, RESTORE, BACKUP];

/// The file in such a folder that is locked for as long as somebody works in it.
const LOCK: &str = "lock";
/// How often a folder is made again that was swept the moment before it was locked.
const TRIES: usize = 8;

/// A folder for the operator's eyes alone, in which one process works.
#[derive(Debug)]
pub struct Aside {
    folder: TempDir,
    /// Let go behind the folder. There is none where the disk knows no locks: nothing is swept there either.
    _lock: Option<File>,
}

impl Aside {
    /// A folder beside a file that is to be made. What others left there is swept first.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn beside(file: &Path, kind: &str) -> anyhow::Result<Self> {
        Self::make(folder_of(file), kind).with_context(|| format!("making a folder beside {}", file.display()))
    }

    fn make(parent: &Path, kind: &str) -> anyhow::Result<Self> {
        sweep(parent);
        for _ in 0..TRIES {
            let folder = tempfile::Builder::new().prefix(kind).permissions(Permissions::from_mode(0o700)).tempdir_in(parent)?;
            match lock(folder.path()) {
                Ok(Locked::Ours(file)) => return Ok(Self { folder, _lock: Some(file) }),
                Ok(Locked::Impossible) => return Ok(Self { folder, _lock: None }),
                Ok(Locked::Others) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        bail!("others sweep it again and again");
    }

    /// The path of something in it.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// An empty file in it, for the operator's eyes alone.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn file(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.path(name);
        super::file::make_private(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(path)
    }
}

/// Whose a folder is.
enum Locked {
    Ours(File),
    Others,
    Impossible,
}

fn lock(folder: &Path) -> io::Result<Locked> {
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).mode(0o600).open(&path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Locked::Others),
        Err(TryLockError::Error(_)) => return Ok(Locked::Impossible),
    }
    // Whoever had the lock may have removed it all just before.
    let is_there = Identity::of(&file.metadata()?) == Identity::of(&std::fs::metadata(&path)?);
    Ok(if is_there { Locked::Ours(file) } else { Locked::Others })
}

/// Removes what killed processes left in a folder, and nothing in which somebody still works.
pub fn sweep(parent: &Path) {
    let Ok(entries) = std::fs::read_dir(parent) else { return };
    let is_left = |entry: &std::fs::DirEntry| {
        let name = entry.file_name();
        let is_ours = KINDS.iter().any(|kind| name.as_encoded_bytes().starts_with(kind.as_bytes()));
        is_ours && entry.file_type().is_ok_and(|kind| kind.is_dir())
    };
    for folder in entries.flatten().filter(is_left).map(|entry| entry.path()) {
        let Ok(Locked::Ours(_held)) = lock(&folder) else { continue };
        match std::fs::remove_dir_all(&folder) {
            Ok(()) => tracing::info!(path = %folder.display(), "swept what a killed process left"),
            Err(error) => tracing::warn!(path = %folder.display(), %error, "what a killed process left cannot be swept"),
        }
    }
}

/// Puts a prepared file under a name that nobody has, to last.
///
/// # Errors
/// There is a file of this name by now; it cannot be written.
pub fn put_where_nothing_is(file: &Path, prepared: &Path) -> anyhow::Result<()> {
    File::open(prepared).and_then(|opened| opened.sync_all()).context("writing it to the disk")?;
    let prepared = TempPath::try_from_path(prepared).context("finding what was prepared")?;
    prepared.persist_noclobber(file).map_err(|error| error.error).with_context(|| format!("making {}", file.display()))?;
    sync_folder_of(file)
}

/// Makes what happened to the names in a file's folder last.
///
/// # Errors
/// The folder cannot be opened or written.
pub fn sync_folder_of(file: &Path) -> anyhow::Result<()> {
    File::open(folder_of(file)).and_then(|folder| folder.sync_all()).context("writing the folder to the disk")
}

/// The folder in which a file lies.
#[must_use]
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The path with more at its end, such as that of a journal.
#[must_use]
pub fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_left_is_swept_and_what_is_worked_on_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portico.db");
        let kept = Aside::beside(&file, BACKUP).unwrap();
        std::fs::write(kept.path("portico.db"), "half").unwrap();
        let left = Aside::beside(&file, RESTORE).unwrap();
        std::fs::write(left.path("portico.db"), "half").unwrap();
        let Aside { folder: left, _lock } = left;
        let left = left.keep();
        drop(_lock);
        std::fs::create_dir(folder.path().join(".portico-new-made-and-killed")).unwrap();
        std::fs::write(folder.path().join(".portico-new-of-somebody"), "a file").unwrap();
        std::os::unix::fs::symlink("/", folder.path().join(".portico-new-link")).unwrap();
        let next = Aside::beside(&file, NEW).unwrap();
        assert!(!left.exists() && next.path(LOCK).exists());
        drop(next);
        let kept_name = kept.path("x").parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        assert_eq!(names(folder.path()), [&kept_name[..], ".portico-new-link", ".portico-new-of-somebody"]);
        assert_eq!(std::fs::read_to_string(kept.path("portico.db")).unwrap(), "half");
        drop(kept);
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[test]
    fn many_that_make_and_sweep_at_once_take_nothing_from_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("portico.db");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let aside = Aside::beside(&file, NEW).unwrap();
                        let mine = aside.file("mine").unwrap();
                        sweep(folder.path());
                        assert!(mine.exists());
                    }
                });
            }
        });
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[test]
    fn nothing_is_put_over_something() {
        let folder = tempfile::tempdir().unwrap();
        let (file, aside) = (folder.path().join("there"), Aside::beside(&folder.path().join("there"), NEW).unwrap());
        std::fs::write(aside.path("a"), "new").unwrap();
        put_where_nothing_is(&file, &aside.path("a")).unwrap();
        std::fs::write(aside.path("b"), "newer").unwrap();
        assert!(put_where_nothing_is(&file, &aside.path("b")).unwrap_err().to_string().contains("making"));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
    }
}
