//! The portal's own log: what the operator and the process do with the whole portal.

use super::commands::{Place, said, terminate};
use super::providers::{answer, asked};
use crate::support::database::Engine;

/// The kinds of the lines, the oldest first.
async fn kinds(place: &Place) -> Vec<String> {
    let log = asked(place, 0, &["events"]).await;
    let lines = log["events"].as_array().expect("lines").iter().rev();
    lines.map(|line| line["kind"].as_str().expect("a kind").to_owned()).collect()
}

#[tokio::test]
async fn starts_stops_and_backups_stand_in_it() {
    let place = Place::new().await;
    let child = place.serve().await;
    terminate(child).await;
    let backup = place.db.folder().join("one.backup");
    asked(&place, 0, &["backup", backup.to_str().expect("a path")]).await;
    let with_key = place.db.folder().join("two.backup");
    asked(&place, 0, &["backup", with_key.to_str().expect("a path"), "--with-key"]).await;
    assert_eq!(kinds(&place).await, ["portal_started", "portal_stopped", "backup_made", "backup_made"]);
    let log = asked(&place, 0, &["events", "--kind", "backup_made", "--most", "1"]).await;
    let line = &log["events"][0];
    assert_eq!((&line["details"]["with_key"], &line["actor"]), (&true.into(), &"operator".into()), "{log}");
    let read = place.run(&["events"]).await;
    let text = said(&read);
    assert!(text.contains("The operator made a backup that holds the secret key"), "{text}");
    assert!(text.contains(&format!("Portico {} started", env!("CARGO_PKG_VERSION"))), "{text}");
    if place.db.engine() == Engine::Sqlite {
        asked(&place, 0, &["restore", backup.to_str().expect("a path")]).await;
        assert_eq!(kinds(&place).await, ["portal_started", "portal_stopped", "database_restored"]);
    }
    let nothing = place.run(&["events", "--kind", "signed_in"]).await;
    assert_eq!(nothing.status.code(), Some(2), "{}", said(&nothing));
    assert!(
        answer(&place.run(&["events", "--kind", "alert_raised", "--json"]).await)["events"].as_array().is_some_and(Vec::is_empty)
    );
}
