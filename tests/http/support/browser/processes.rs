//! The processes behind a browser, and their end.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::engine::gtk_settings;
use super::{Options, PAUSE, file_name, logs};

/// The driver, the browsers that it starts, and their profile.
pub(super) struct Processes {
    driver: Child,
    /// Where the browser shows itself, if it needs to.
    display: Option<Child>,
    pub(super) url: String,
    folder: tempfile::TempDir,
}

impl Processes {
    /// A browser outlives a driver that was killed.
    fn end_browsers(&self) -> bool {
        for _ in 0..100 {
            let browsers = self.browsers();
            if browsers.is_empty() {
                return true;
            }
            let _ = Command::new("kill").arg("-KILL").args(browsers).stderr(Stdio::null()).status();
            std::thread::sleep(Duration::from_millis(10));
        }
        false
    }

    pub(super) async fn start(options: &Options) -> Self {
        let engine = options.engine;
        let folder = tempfile::tempdir().expect("a folder for the profile");
        let gtk = folder.path().join(".config/gtk-3.0");
        std::fs::create_dir_all(&gtk).expect("a folder for settings");
        std::fs::write(gtk.join("settings.ini"), gtk_settings(options)).expect("settings");
        // Free now; between here and there nobody else is likely to take it.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let display = engine.needs_display().then(|| display(folder.path()));
        let name = display.iter().map(|(_, name)| ("DISPLAY", name.as_str()));
        let driver = Command::new(engine.driver())
            .arg(format!("--port={port}"))
            // What the browser writes outside its profile goes there too.
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .env("LANGUAGE", &options.language)
            .envs(name)
            .envs(engine.environment().iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}; bin/test installs it", engine.driver()));
        let processes =
            Self { driver, display: display.map(|(child, _)| child), url: format!("http://127.0.0.1:{port}"), folder };
        processes.wait_until_ready(port).await;
        processes
    }

    async fn wait_until_ready(&self, port: u16) {
        let end = Instant::now() + Duration::from_secs(20);
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(Instant::now() < end, "the driver does not answer");
            tokio::time::sleep(PAUSE).await;
        }
    }

    pub(super) fn profile(&self) -> &Path {
        self.folder.path()
    }

    /// Taken without the test's runtime, which may be unwinding.
    pub(super) fn picture_of_the_failure(&self, session: String) {
        let test = std::thread::current().name().unwrap_or("test").to_owned();
        let path = logs().join(format!("failure-{}.png", file_name(&test)));
        let url = format!("{}/session/{session}/screenshot", self.url);
        let taken = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build()?;
                client.get(url).send().await?.bytes().await
            })
        });
        let png = taken.join().ok().and_then(Result::ok).and_then(|body| {
            let body: Value = serde_json::from_slice(&body).ok()?;
            data_encoding::BASE64.decode(body["value"].as_str()?.as_bytes()).ok()
        });
        match png.map(|png| std::fs::write(&path, png)) {
            Some(Ok(())) => eprintln!("a picture of the page is in {}", path.display()),
            _ => eprintln!("no picture of the page could be taken"),
        }
    }

    /// The processes whose command line or environment names this profile: by that they are ours.
    fn browsers(&self) -> Vec<String> {
        let profile = self.folder.path().to_string_lossy().into_owned();
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
            .filter(|id| {
                let read = |file: &str| std::fs::read(format!("/proc/{id}/{file}")).unwrap_or_default();
                ["cmdline", "environ"].iter().any(|file| String::from_utf8_lossy(&read(file)).contains(&profile))
            })
            .collect()
    }
}

/// A display of its own, without anything to see it by, and its name.
fn display(folder: &Path) -> (Child, String) {
    let mut child = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1600x1400x24", "-nolisten", "tcp"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("Xvfb does not start: {error}; bin/test engines installs it"));
    let mut number = String::new();
    let read = BufReader::new(child.stdout.take().expect("its output")).read_line(&mut number);
    assert!(read.is_ok_and(|bytes| bytes > 1), "Xvfb names no display");
    (child, format!(":{}", number.trim()))
}

impl Drop for Processes {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        if !self.end_browsers() {
            eprintln!("a browser of {} does not end", self.folder.path().display());
        }
        if let Some(display) = &mut self.display {
            let _ = display.kill();
            let _ = display.wait();
        }
    }
}
