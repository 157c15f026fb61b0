//! Who else could read the database.

use crate::store::engine::aside;
use anyhow::ensure;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Refuses an SQLite file that is not its owner's alone.
///
/// # Errors
/// Others than its owner can use the file, what SQLite keeps beside it, or its folder.
pub fn keep_to_owner(file: &Path) -> anyhow::Result<()> {
    let mode = |place: &Path| Some(std::fs::metadata(place).ok()?.permissions().mode() & 0o777).filter(|mode| mode & 0o077 != 0);
    let files = ["", "-wal", "-shm"].map(|end| aside::beside(file, end));
    let folder = aside::folder_of(file).to_owned();
    let (mut places, mut remedies) = (Vec::new(), Vec::new());
    for (right, found) in [("600", &files[..]), ("700", &[folder])] {
        let open: Vec<_> = found.iter().filter_map(|place| Some((place.display(), mode(place)?))).collect();
        places.extend(open.iter().map(|(place, mode)| format!("{place} (mode {mode:04o})")));
        let names: Vec<_> = open.iter().map(|(place, _)| place.to_string()).collect();
        remedies.extend((!names.is_empty()).then(|| format!("chmod {right} {}", names.join(" "))));
    }
    ensure!(
        places.is_empty(),
        "others than its owner can read the database: {}. Run {}",
        places.join(", "),
        remedies.join(" && ")
    );
    Ok(())
}
