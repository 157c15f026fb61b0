//! What `portico check` asks, at the end of every test and wherever a test wants to know.

use std::sync::Mutex;

use portico::service::operator::check;
use portico::store::{Db, Schema, schema};

use super::app::TestApp;
use super::database::TestDatabase;

/// Organizations without a confirmed owner, of which somebody else is confirmed or somebody went: the tests
/// begin with organizations that have an owner and write no events for that, so `owner_stays` misses them.
const LOST: &str = "SELECT o.name FROM organizations o WHERE NOT EXISTS (SELECT 1 FROM members m WHERE m.organization_id = o.id \
    AND m.role = 'owner' AND m.status = 'confirmed') AND (\
    EXISTS (SELECT 1 FROM members m WHERE m.organization_id = o.id AND m.status = 'confirmed') \
    OR EXISTS (SELECT 1 FROM events e WHERE e.log_id = o.id AND e.kind IN ('member_left', 'member_removed', 'member_revoked', \
    'role_changed')))";

/// A rule that does not hold: its name, and what is wrong.
type Broken = (&'static str, String);

/// The rules that a test leaves broken on purpose, each with the reason.
#[derive(Debug, Default)]
pub struct LeftBroken(Mutex<Vec<(&'static str, &'static str)>>);

/// Stands for every rule.
const EVERYTHING: &str = "everything";

impl LeftBroken {
    /// # Panics
    /// With what is broken and not excused, and with an excuse for what holds.
    pub(super) fn judge_at_the_end(&self, broken: &[Broken]) {
        self.judge(broken);
        for (rule, why) in self.excuses().iter().filter(|(rule, _)| *rule != EVERYTHING) {
            assert!(broken.iter().any(|(name, _)| name == rule), "{rule} holds at the end, though {why}");
        }
    }

    /// # Panics
    /// With what is broken and not excused.
    fn judge(&self, broken: &[Broken]) {
        let excuses = self.excuses();
        let excused = |name: &str| excuses.iter().any(|(rule, _)| *rule == EVERYTHING || *rule == name);
        let unexcused: Vec<_> = broken.iter().filter(|(name, _)| !excused(name)).collect();
        assert!(unexcused.is_empty(), "`portico check` finds {unexcused:#?}");
    }

    fn excuses(&self) -> Vec<(&'static str, &'static str)> {
        self.0.lock().expect("no panic while it is held").clone()
    }
}

impl TestDatabase {
    /// For a test that leaves this rule of `portico check` broken, and why it does. The test fails where the
    /// rule holds at its end: then there is nothing to excuse any more.
    pub fn leave_broken(&self, rule: &'static str, why: &'static str) {
        self.left_broken.0.lock().expect("no panic while it is held").push((rule, why));
    }

    /// For a test about a database that nobody is to work with any more, and why it is one.
    pub fn leave_everything_broken(&self, why: &'static str) {
        self.leave_broken(EVERYTHING, why);
    }

    /// What `portico check` finds, and organizations that lost their last owner; nothing in a database that
    /// is none of this version.
    pub(super) async fn broken(&self) -> Vec<Broken> {
        let db = Db::connect(self.url()).await.expect("the database opens");
        let state = schema(&mut db.read().await.expect("a connection")).await.expect("its schema can be read");
        if state != Schema::Current {
            return Vec::new();
        }
        let found = check::run(&db).await.expect("the check runs").broken;
        let lost = self.texts(LOST).await.into_iter().map(|name| ("owner_is_lost", name));
        let found = found.into_iter().map(|one| (one.rule, format!("{}: {}", one.says, one.what)));
        found.chain(lost).collect()
    }
}

impl TestApp {
    /// Asks in the middle of a test what is asked at its end.
    ///
    /// # Panics
    /// With what does not hold any more.
    pub async fn assert_sound(&self) {
        self.db.left_broken.judge(&self.db.broken().await);
    }
}
