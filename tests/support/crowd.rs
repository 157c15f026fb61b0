//! Many requests at one moment, and what holds afterwards whatever their order was.

use std::sync::Arc;

use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::app::TestApp;
use super::client::Client;
use super::fields::FormFill;

/// A signed-in visitor who presses buttons without looking at the page again.
pub struct Visitor {
    pub client: Client,
    token: String,
}

/// A form that is ready to be sent.
#[derive(Clone)]
pub struct Post {
    client: Client,
    path: String,
    fields: Vec<(String, String)>,
}

impl Visitor {
    pub async fn of(client: Client) -> Self {
        let page = client.get("/organizations").await.expect(200);
        let token = page.select("input[name=form_token]").remove(0).attr("value").expect("a token").to_owned();
        Self { client, token }
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Post {
        let fields = [("form_token", self.token.as_str())].into_iter().chain(fields.iter().copied());
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Post { client: self.client.clone(), path: path.to_owned(), fields }
    }
}

impl Post {
    /// A form of a page, as it is filled in.
    pub fn of(client: &Client, form: &FormFill) -> Self {
        Self { client: client.clone(), path: form.action().to_owned(), fields: form.pairs() }
    }

    pub fn times(&self, times: usize) -> Vec<Self> {
        vec![self.clone(); times]
    }
}

/// The statuses of many answers.
#[derive(Debug)]
pub struct Answers(Vec<u16>);

impl Answers {
    pub fn number(&self, status: u16) -> usize {
        self.0.iter().filter(|one| **one == status).count()
    }

    /// # Panics
    /// Unless `status` came this often and every other answer was one of `others`.
    #[track_caller]
    pub fn expect(&self, times: usize, status: u16, others: &[u16]) {
        assert_eq!(self.number(status), times, "{status} in {:?}", self.0);
        assert!(self.0.iter().all(|one| *one == status || others.contains(one)), "{:?}", self.0);
    }
}

/// Sends all of them at one moment, each on a connection of its own.
pub async fn at_once(posts: Vec<Post>) -> Answers {
    let start = Arc::new(Barrier::new(posts.len()));
    let mut all = JoinSet::new();
    for post in posts {
        let start = Arc::clone(&start);
        all.spawn(async move {
            start.wait().await;
            post.client.send("post", &post.path, &post.fields, &[]).await.status
        });
    }
    Answers(all.join_all().await)
}

/// What is never so, whatever was asked for at once: a name, and a query that counts the breaches.
/// The tests begin with organizations that have an owner.
const NEVER: [(&str, &str); 8] = [
    (
        "occupied seats that are not those of the members",
        "SELECT COUNT(*) FROM organizations o WHERE o.occupied <> \
         (SELECT COUNT(*) FROM members m WHERE m.organization_id = o.id AND m.status <> 'revoked')",
    ),
    (
        "owners that are not counted",
        "SELECT COUNT(*) FROM organizations o WHERE o.owners <> (SELECT COUNT(*) FROM members m \
         WHERE m.organization_id = o.id AND m.role = 'owner' AND m.status = 'confirmed')",
    ),
    ("more occupied seats than seats", "SELECT COUNT(*) FROM organizations WHERE occupied > seats"),
    (
        "a gap in a log",
        "SELECT COUNT(*) FROM (SELECT log_id FROM events GROUP BY log_id \
         HAVING MAX(sequence) <> COUNT(*) OR MIN(sequence) <> 1) AS gaps",
    ),
    (
        "a log that is not as long as its owner counts",
        "SELECT COUNT(*) FROM (SELECT id, event_sequence FROM organizations UNION ALL SELECT id, event_sequence FROM providers \
         UNION ALL SELECT id, event_sequence FROM accounts) AS logs \
         WHERE event_sequence <> (SELECT COUNT(*) FROM events e WHERE e.log_id = logs.id)",
    ),
    (
        "an organization that lost its last owner",
        "SELECT COUNT(*) FROM organizations o WHERE NOT EXISTS (SELECT 1 FROM members m WHERE m.organization_id = o.id \
         AND m.role = 'owner' AND m.status = 'confirmed') AND (\
         EXISTS (SELECT 1 FROM members m WHERE m.organization_id = o.id AND m.status = 'confirmed') \
         OR EXISTS (SELECT 1 FROM events e WHERE e.log_id = o.id AND e.kind IN ('member_left', 'member_removed', 'member_revoked', 'role_changed')))",
    ),
    (
        "a member with two open links",
        "SELECT COUNT(*) FROM (SELECT member_id FROM tokens WHERE member_id IS NOT NULL AND used_at IS NULL \
         AND replaced_at IS NULL GROUP BY member_id HAVING COUNT(*) > 1) AS doubled",
    ),
    (
        "a client without the event that made it one",
        "SELECT COUNT(*) FROM events e WHERE e.kind = 'client_added' AND e.log_kind = 'organization' AND NOT EXISTS \
         (SELECT 1 FROM events p WHERE p.kind = 'client_added' AND p.log_kind = 'provider' AND p.organization_id = e.log_id)",
    ),
];

impl TestApp {
    /// # Panics
    /// With the name of what does not hold any more.
    pub async fn assert_sound(&self) {
        for (what, breaches) in NEVER {
            assert_eq!(self.db.number(breaches).await, 0, "{what}");
        }
    }
}
