//! A connection that the questions of a test share.

use std::sync::Mutex;

use sqlx::{Connection, PgConnection};
use tokio::runtime::{Handle, Id};

/// PostgreSQL takes longer to open a connection than to answer on it. It works only in the runtime that
/// opened it; whoever finds it taken opens another.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Option<(Id, PgConnection)>>);

impl Kept {
    pub(super) async fn take(&self, url: &str) -> PgConnection {
        let here = Handle::current().id();
        let kept = self.0.lock().expect("no panic while it is held").take_if(|(runtime, _)| *runtime == here);
        if let Some((_, mut connection)) = kept
            && connection.ping().await.is_ok()
        {
            return connection;
        }
        PgConnection::connect(url).await.expect("PostgreSQL opens")
    }

    pub(super) fn keep(&self, connection: PgConnection) {
        let kept = Some((Handle::current().id(), connection));
        *self.0.lock().expect("no panic while it is held") = kept;
    }
}
