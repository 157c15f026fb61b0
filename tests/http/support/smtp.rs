//! A mail server for tests. It speaks real SMTP on a port of its own, keeps what it gets, and
//! misbehaves on request.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

pub use super::smtp_mail::Mail;

/// The moment in a session at which the server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Connect,
    Hello,
    MailFrom,
    Rcpt,
    /// The answer to `DATA`, before the message.
    Data,
    /// The answer to the message itself.
    End,
}

/// What the server does instead of agreeing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// An answer with this code.
    Code(u16),
    /// No answer, for as long as the client stays.
    Hang,
    /// The connection ends without an answer. At [`Stage::End`] the message is lost.
    Close,
    /// At [`Stage::End`] only: the message is kept, and the connection ends before the client
    /// hears of it. A careful client sends it again.
    KeepAndClose,
}

impl Reply {
    /// A 4yz answer: not now.
    pub fn temporary(code: u16) -> Self {
        assert!((400..500).contains(&code), "{code} is not temporary");
        Self::Code(code)
    }

    /// A 5yz answer: never.
    pub fn permanent(code: u16) -> Self {
        assert!((500..600).contains(&code), "{code} is not permanent");
        Self::Code(code)
    }
}

/// One rule of the script.
#[derive(Debug)]
struct Rule {
    stage: Stage,
    reply: Reply,
    /// Only for messages to this address.
    recipient: Option<String>,
    /// How often it still applies; `None` is until [`SmtpSink::heal`].
    times: Option<usize>,
}

#[derive(Default)]
struct State {
    script: Vec<Rule>,
    unread: VecDeque<Mail>,
    received: Vec<Mail>,
    connections: usize,
}

struct Shared {
    state: Mutex<State>,
    arrived: Notify,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics while it holds the sink")
    }
}

/// The server. It ends with its last handle.
pub struct SmtpSink {
    address: SocketAddr,
    shared: Arc<Shared>,
    server: JoinHandle<()>,
}

impl SmtpSink {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared { state: Mutex::default(), arrived: Notify::new() });
        let server = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self { address, shared, server }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to give to Portico as its SMTP URL.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The next time that a session reaches `stage`, `reply` is what it gets.
    pub fn script(&self, stage: Stage, reply: Reply) {
        self.script_times(1, stage, reply);
    }

    pub fn script_times(&self, times: usize, stage: Stage, reply: Reply) {
        self.add(stage, reply, None, Some(times));
    }

    /// Every time, until [`SmtpSink::heal`].
    pub fn script_always(&self, stage: Stage, reply: Reply) {
        self.add(stage, reply, None, None);
    }

    /// Every time for one recipient (from [`Stage::Rcpt`] on), until [`SmtpSink::heal`].
    pub fn script_for(&self, recipient: &str, stage: Stage, reply: Reply) {
        assert!(matches!(stage, Stage::Rcpt | Stage::Data | Stage::End), "the recipient is not known at {stage:?}");
        self.add(stage, reply, Some(recipient.to_lowercase()), None);
    }

    /// The next message is kept, but the client never hears that it was.
    pub fn close_after_data(&self) {
        self.script(Stage::End, Reply::KeepAndClose);
    }

    /// The next session waits for an answer at `stage`.
    pub fn hang(&self, stage: Stage) {
        self.script(stage, Reply::Hang);
    }

    /// Forgets the script.
    pub fn heal(&self) {
        self.shared.state().script.clear();
    }

    /// Everything that arrived and that no test has taken yet, oldest first.
    pub fn unread(&self) -> Vec<Mail> {
        self.shared.state().unread.iter().cloned().collect()
    }

    /// Everything that ever arrived, oldest first, taken or not.
    pub fn received(&self) -> Vec<Mail> {
        self.shared.state().received.clone()
    }

    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }

    /// Takes the oldest unread message to `address`.
    ///
    /// # Panics
    /// When there is none, with what there is.
    pub fn take_for(&self, address: &str) -> Mail {
        self.take(address, "").unwrap_or_else(|| panic!("no mail for {address}; {}", self.summary()))
    }

    /// Takes all unread mail, so that a test that is not about it may end.
    pub fn take_all(&self) -> Vec<Mail> {
        self.shared.state().unread.drain(..).collect()
    }

    /// Takes the oldest unread message to `address` with `subject_contains` in its subject, and
    /// waits for it at most `timeout` of real time.
    ///
    /// # Panics
    /// When it did not come, with what did.
    pub async fn wait_for(&self, address: &str, subject_contains: &str, timeout: Duration) -> Mail {
        let wait = async {
            loop {
                // Registered before looking, so that a message in between is not missed.
                let arrived = self.shared.arrived.notified();
                if let Some(mail) = self.take(address, subject_contains) {
                    return mail;
                }
                arrived.await;
            }
        };
        tokio::time::timeout(timeout, wait).await.unwrap_or_else(|_| {
            panic!(
                "no mail for {address} with {subject_contains:?} in its subject after \
                 {timeout:?}; {}",
                self.summary()
            )
        })
    }

    fn take(&self, address: &str, subject_contains: &str) -> Option<Mail> {
        let mut state = self.shared.state();
        let wanted = |mail: &Mail| mail.is_for(address) && mail.subject.contains(subject_contains);
        let at = state.unread.iter().position(wanted)?;
        state.unread.remove(at)
    }

    fn summary(&self) -> String {
        let unread = self.unread();
        let lines = unread.iter().map(|mail| format!("{:?} to {}", mail.subject, mail.envelope_to.join(", ")));
        format!("unread are: [{}]", lines.collect::<Vec<_>>().join("; "))
    }

    fn add(&self, stage: Stage, reply: Reply, recipient: Option<String>, times: Option<usize>) {
        assert!(reply != Reply::KeepAndClose || stage == Stage::End, "there is no message to keep at {stage:?}");
        self.shared.state().script.push(Rule { stage, reply, recipient, times });
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // The sessions end with this set, that is with the sink.
    let mut sessions = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        shared.state().connections += 1;
        let session =
            Session { stream: BufReader::new(stream), shared: Arc::clone(&shared), from: String::new(), to: Vec::new() };
        sessions.spawn(session.run());
        while sessions.try_join_next().is_some() {}
    }
}

struct Session {
    stream: BufReader<TcpStream>,
    shared: Arc<Shared>,
    from: String,
    to: Vec<String>,
}

/// The session is over, by the client or by the script.
struct Over;

impl From<std::io::Error> for Over {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

impl Session {
    async fn run(mut self) {
        // Over is over: a client that went away is nothing to report.
        let _ = self.serve().await;
    }

    async fn serve(&mut self) -> Result<(), Over> {
        self.answer(Stage::Connect, "220 sink.example ESMTP\r\n").await?;
        loop {
            let line = self.line().await?;
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" => {
                    let hello = "250-sink.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n";
                    self.answer(Stage::Hello, hello).await?;
                }
                "MAIL" => {
                    self.from = address(rest);
                    self.to.clear();
                    self.answer(Stage::MailFrom, "250 sender ok\r\n").await?;
                }
                "RCPT" => self.recipient(address(rest)).await?,
                "DATA" if self.to.is_empty() => self.say("503 no recipients\r\n").await?,
                "DATA" => self.message().await?,
                "RSET" => {
                    self.to.clear();
                    self.say("250 forgotten\r\n").await?;
                }
                "NOOP" => self.say("250 still here\r\n").await?,
                "QUIT" => {
                    self.say("221 bye\r\n").await?;
                    return Ok(());
                }
                _ => self.say("502 not implemented\r\n").await?,
            }
        }
    }

    async fn recipient(&mut self, recipient: String) -> Result<(), Over> {
        self.to.push(recipient);
        if !self.answer(Stage::Rcpt, "250 recipient ok\r\n").await? {
            self.to.pop();
        }
        Ok(())
    }

    async fn message(&mut self) -> Result<(), Over> {
        if !self.answer(Stage::Data, "354 go on\r\n").await? {
            return Ok(());
        }
        let mut raw = Vec::new();
        loop {
            let line = self.line().await?;
            match line.strip_prefix(b".") {
                Some(b"\r\n") => break,
                Some(stuffed) => raw.extend_from_slice(stuffed),
                None => raw.extend_from_slice(&line),
            }
        }
        let reply = self.scripted(Stage::End);
        if matches!(reply, None | Some(Reply::KeepAndClose)) {
            self.keep(raw);
        }
        self.perform(reply, "250 kept\r\n").await?;
        self.to.clear();
        Ok(())
    }

    fn keep(&mut self, raw: Vec<u8>) {
        let mail = Mail::parse(self.from.clone(), self.to.clone(), raw);
        let mut state = self.shared.state();
        state.received.push(mail.clone());
        state.unread.push_back(mail);
        drop(state);
        self.shared.arrived.notify_waiters();
    }

    /// Says `yes` unless the script knows better; gives whether it was said.
    async fn answer(&mut self, stage: Stage, yes: &str) -> Result<bool, Over> {
        let reply = self.scripted(stage);
        self.perform(reply, yes).await
    }

    async fn perform(&mut self, reply: Option<Reply>, yes: &str) -> Result<bool, Over> {
        match reply {
            None => self.say(yes).await?,
            Some(Reply::Code(code)) => {
                self.say(&format!("{code} as the test wishes\r\n")).await?;
                return Ok(false);
            }
            Some(Reply::Close | Reply::KeepAndClose) => return Err(Over),
            // Until the client gives up.
            Some(Reply::Hang) => loop {
                self.line().await?;
            },
        }
        Ok(true)
    }

    fn scripted(&self, stage: Stage) -> Option<Reply> {
        let mut state = self.shared.state();
        // A recipient's own rule at RCPT is about the one that was just named.
        let concerned = match stage {
            Stage::Rcpt => self.to.split_at(self.to.len().saturating_sub(1)).1,
            _ => &self.to,
        };
        let at = state
            .script
            .iter()
            .position(|rule| rule.stage == stage && rule.recipient.as_ref().is_none_or(|one| concerned.contains(one)))?;
        let rule = &mut state.script[at];
        let reply = rule.reply.clone();
        if let Some(times) = &mut rule.times {
            *times -= 1;
            if *times == 0 {
                state.script.remove(at);
            }
        }
        Some(reply)
    }

    async fn line(&mut self) -> Result<Vec<u8>, Over> {
        let mut line = Vec::new();
        match self.stream.read_until(b'\n', &mut line).await? {
            0 => Err(Over),
            _ => Ok(line),
        }
    }

    async fn say(&mut self, text: &str) -> Result<(), Over> {
        Ok(self.stream.write_all(text.as_bytes()).await?)
    }
}

/// `FROM:<a@b.example> SIZE=3` → `a@b.example`, in lower case.
fn address(argument: &str) -> String {
    let inside = argument.split_once('<').map_or(argument, |(_, rest)| rest);
    inside.split('>').next().unwrap_or_default().to_lowercase()
}
