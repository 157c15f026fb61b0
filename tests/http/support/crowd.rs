//! Many requests at one moment.

use std::sync::Arc;

use tokio::sync::Barrier;
use tokio::task::JoinSet;

use super::client::Client;
use super::fields::FormFill;
use super::page::Page;

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

    /// The sealed id that the form on this page carries.
    pub async fn form_id(&self, path: &str) -> String {
        let page = self.client.get(path).await.expect(200);
        page.select("input[name=id]").remove(0).attr("value").expect("an id").to_owned()
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

    /// Sends it; gives the status.
    pub async fn send(&self) -> u16 {
        self.answer().await.status
    }

    /// Sends it; gives the page that answers.
    pub async fn answer(&self) -> Page {
        self.client.send("post", &self.path, &self.fields, &[]).await
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
            post.send().await
        });
    }
    Answers(all.join_all().await)
}
