//! A way to a server that can be broken: what a network does, and a server that is away.

use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What becomes of connections, those that are open too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Open,
    /// Every connection is ended at once.
    Broken,
    /// Nothing gets through, and nothing ends: not even that is told.
    Silent,
}

/// Passes connections on to a server, as long as it is told to.
pub struct Proxy {
    pub at: SocketAddr,
    way: watch::Sender<Way>,
}

impl Proxy {
    pub async fn before(server: String, way: Way) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = listener.local_addr().expect("an address");
        let way = watch::Sender::new(way);
        let told = way.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(pass(near, server.clone(), told.subscribe()));
            }
        });
        Self { at, way }
    }

    pub fn set(&self, way: Way) {
        self.way.send_replace(way);
    }
}

async fn pass(mut near: TcpStream, server: String, mut way: watch::Receiver<Way>) {
    if *way.borrow() == Way::Broken {
        return;
    }
    let _ = way.wait_for(|way| *way != Way::Silent).await;
    let Ok(mut far) = TcpStream::connect(&server).await else { return };
    loop {
        let now = *way.borrow_and_update();
        match now {
            Way::Broken => return,
            Way::Silent => drop(way.changed().await),
            Way::Open => tokio::select! {
                _ = copy_bidirectional(&mut near, &mut far) => return,
                _ = way.changed() => {}
            },
        }
        tokio::time::sleep(Duration::ZERO).await;
    }
}
