//! A disk of four megabytes that fills up.

use super::figure;
use crate::operator::commands::{said, terminate};
use crate::operator::faults::{on_sqlite_at, until, write};
use crate::support::database::{Engine, own_folder};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// A file system of its own, where that can be made: it takes root.
struct Small(tempfile::TempDir);

impl Small {
    fn mount() -> Self {
        let folder = own_folder(None);
        let sudo = if is_root() { &[][..] } else { &["sudo", "--non-interactive"][..] };
        let words = [sudo, &["mount", "-t", "tmpfs", "-o", "size=4m,mode=0777", "portico-small"]].concat();
        let status = Command::new(words[0]).args(&words[1..]).arg(folder.path()).status().expect("mount runs");
        assert!(status.success(), "a file system of four megabytes could not be mounted: this test runs as root, or with sudo");
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let sudo = if is_root() { &[][..] } else { &["sudo", "--non-interactive"][..] };
        let words = [sudo, &["umount", "--lazy"]].concat();
        let _ = Command::new(words[0]).args(&words[1..]).arg(self.path()).status();
    }
}

fn is_root() -> bool {
    std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").expect("it is there")) == 0
}

/// Takes all the room that is left.
fn fill(file: &Path) {
    let mut taken = std::fs::File::create(file).expect("a file");
    let block = [0x5A; 4096];
    while std::io::Write::write_all(&mut taken, &block).is_ok() {}
}

#[tokio::test]
async fn a_full_disk_ends_no_page_and_work_goes_on_once_there_is_room() {
    if Engine::of_this_run() != Engine::Sqlite {
        return;
    }
    let small = Small::mount();
    let place = on_sqlite_at(small.path()).await;
    let child = place.serve().await;
    assert_eq!(write(&place, 0).await, 422);
    let filler = small.path().join("filler");
    fill(&filler);
    // Room inside of the files that are there is used up first.
    let mut number = 1;
    while write(&place, number).await == 422 {
        number += 1;
        fill(&filler.with_extension(number.to_string()));
        assert!(number < 3000, "the disk is never full");
    }
    let told = until(&place, "/readyz", 503).await;
    assert!(told.contains("cannot be written"), "{told}");
    place.client().get("/sign-in").await.expect(200);
    sleep(Duration::from_millis(500)).await;
    for file in std::fs::read_dir(small.path()).expect("it is there").map(|file| file.expect("an entry").path()) {
        if file.file_stem().is_some_and(|stem| stem == "filler") {
            std::fs::remove_file(file).expect("it goes");
        }
    }
    let began = Instant::now();
    until(&place, "/readyz", 200).await;
    assert_eq!(write(&place, number + 1).await, 422);
    figure("full disk: worked again by itself after", format!("{:.1?}", began.elapsed()));
    let (output, _) = terminate(child).await;
    assert!(output.status.success() && !said(&output).contains("internal error"), "{}", said(&output));
    assert_eq!(crate::operator::providers::asked(&place, 0, &["check"]).await["ok"], true);
}
