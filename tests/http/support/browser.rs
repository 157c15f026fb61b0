//! A visitor with a real browser: Chromium, driven through its own driver.
//!
//! Scripting is switched off through the DevTools protocol, not through the profile: in both
//! cases no script of a page runs, `<noscript>` shows, and the driver still finds, reads and
//! clicks; but only the former can be lifted for a moment, which axe-core needs because it waits
//! for timers. The page's own scripts, once passed over, do not run then.

use std::net::TcpListener;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{BrowserLogEntry, LoggingPrefsLogLevel};
use tokio::time::Instant;

const AXE: &str = include_str!("../../vendor/axe/axe.min.js");

const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
];

/// Who sits at the browser.
#[derive(Clone, Debug)]
pub struct Options {
    language: String,
    dark: bool,
    width: u32,
    height: u32,
    phone: bool,
    script: bool,
}

impl Default for Options {
    /// Reads English, at a wide window, in light, with script.
    fn default() -> Self {
        Self { language: "en".into(), dark: false, width: 1280, height: 900, phone: false, script: true }
    }
}

impl Options {
    #[must_use]
    pub fn language(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    #[must_use]
    pub fn dark(mut self) -> Self {
        self.dark = true;
        self
    }

    #[must_use]
    pub fn window(mut self, width: u32, height: u32) -> Self {
        (self.width, self.height) = (width, height);
        self
    }

    /// A phone of 390 × 844, with touch and a mobile viewport.
    #[must_use]
    pub fn phone(mut self) -> Self {
        self.phone = true;
        self.window(390, 844)
    }

    #[must_use]
    pub fn without_script(mut self) -> Self {
        self.script = false;
        self
    }

    pub async fn open(self) -> Browser {
        Browser::open(self).await
    }

    fn capabilities(&self, profile: &Path) -> WebDriverResult<thirtyfour::ChromeCapabilities> {
        let mut chrome = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            chrome.add_arg(argument)?;
        }
        chrome.add_arg(&format!("--user-data-dir={}", profile.display()))?;
        chrome.add_arg(&format!("--window-size={},{}", self.width, self.height))?;
        chrome.add_arg(&format!("--lang={}", self.language))?;
        let preferences = json!({
            "intl.accept_languages": self.language,
            "credentials_enable_service": false,
        });
        chrome.add_experimental_option("prefs", preferences)?;
        if self.phone {
            let size = json!({"width": self.width, "height": self.height, "pixelRatio": 2.0, "touch": true});
            chrome.add_experimental_option("mobileEmulation", json!({ "deviceMetrics": size }))?;
        }
        chrome.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        Ok(chrome)
    }
}

/// One browser with a profile of its own. Everything that it started ends with it.
pub struct Browser {
    driver: Option<WebDriver>,
    process: Processes,
    options: Options,
    log: Mutex<Vec<BrowserLogEntry>>,
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        self.driver.as_ref().expect("the driver is there until the end")
    }
}

impl Browser {
    /// # Panics
    /// When Chromium or its driver is missing: a journey that cannot be made has failed.
    pub async fn open(options: Options) -> Self {
        let process = Processes::start(&options.language).await;
        let capabilities = options.capabilities(process.profile()).expect("capabilities");
        let driver = WebDriver::new(&process.url, capabilities).await;
        let driver = driver.unwrap_or_else(|error| panic!("Chromium does not start: {error}"));
        let browser = Self { driver: Some(driver), process, options, log: Mutex::default() };
        browser.emulate().await.expect("the browser takes its settings");
        browser
    }

    async fn emulate(&self) -> WebDriverResult<()> {
        let scheme = if self.options.dark { "dark" } else { "light" };
        let features = json!([
            {"name": "prefers-color-scheme", "value": scheme},
            // A page that is still fading in has the contrast of neither state.
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        let features = json!({ "features": features });
        self.cdp().send_raw("Emulation.setEmulatedMedia", features).await?;
        self.set_script(self.options.script).await
    }

    async fn set_script(&self, on: bool) -> WebDriverResult<()> {
        let value = json!({ "value": !on });
        let cdp = self.cdp();
        cdp.send_raw("Emulation.setScriptExecutionDisabled", value).await?;
        Ok(())
    }

    /// Opens the page, and waits until it has loaded.
    pub async fn visit(&self, url: &str) {
        let visited = self.goto(url).await;
        visited.unwrap_or_else(|error| panic!("{url} does not open: {error}"));
    }

    /// The element that is `css`, as soon as it is there.
    ///
    /// # Panics
    /// When it does not come within ten seconds, with where the browser is.
    pub async fn find_css(&self, css: &str) -> WebElement {
        match self.query(By::Css(css)).wait(PATIENCE, PAUSE).first().await {
            Ok(element) => element,
            Err(_) => panic!("no {css:?} at {}", self.place().await),
        }
    }

    /// Waits until nothing is `css` any more.
    pub async fn wait_until_gone(&self, css: &str) {
        let gone = self.query(By::Css(css)).wait(PATIENCE, PAUSE).not_exists().await;
        assert!(gone.unwrap_or(false), "{css:?} stays at {}", self.place().await);
    }

    /// Waits until the text of the element that is `css` contains `text`.
    pub async fn wait_for_text(&self, css: &str, text: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            let seen = self.text_of(css).await;
            if seen.contains(text) {
                return;
            }
            let place = self.place().await;
            assert!(Instant::now() < end, "{css:?} says {seen:?}, not {text:?}, at {place}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What a reader sees in the first element that is `css`; empty when there is none, or when
    /// it is being swapped at this moment.
    pub async fn text_of(&self, css: &str) -> String {
        match self.find(By::Css(css)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Presses the link or button whose visible text is exactly `label`.
    pub async fn press(&self, label: &str) {
        let quoted = if label.contains('\'') { format!("\"{label}\"") } else { format!("'{label}'") };
        let path = format!("//*[self::a or self::button][normalize-space()={quoted}]");
        let found = self.query(By::XPath(&path)).wait(PATIENCE, PAUSE).and_clickable().first().await;
        let Ok(element) = found else { panic!("nothing to press says {label:?} at {}", self.place().await) };
        let pressed = element.click().await;
        pressed.unwrap_or_else(|error| panic!("{label:?} cannot be pressed: {error}"));
    }

    /// Types into the field of this name, in place of what it holds.
    pub async fn fill(&self, name: &str, value: &str) {
        let field = self.find_css(&format!("[name=\"{name}\"]:not([type=hidden])")).await;
        field.clear().await.expect("a field that can be emptied");
        field.send_keys(value).await.expect("a field that can be typed into");
    }

    /// The whole console so far, the browser's own complaints included.
    pub async fn console(&self) -> Vec<BrowserLogEntry> {
        let fresh = self.browser_log().await.expect("the browser has a console");
        let mut log = self.log.lock().expect("no panic while the log is held");
        log.extend(fresh);
        log.clone()
    }

    /// Every violation of a Content-Security-Policy since the browser was opened, in words.
    /// The browser reports them with scripting off as well.
    pub async fn csp_violations(&self) -> Vec<String> {
        let log = self.console().await.into_iter();
        log.map(|entry| entry.message).filter(|message| message.contains("Content Security Policy")).collect()
    }

    /// Everything red in the console: violations, errors of scripts, files that did not come.
    pub async fn console_errors(&self) -> Vec<String> {
        let log = self.console().await.into_iter();
        log.filter(|entry| entry.level == "SEVERE").map(|entry| entry.message).collect()
    }

    /// Checks the page that is open with axe-core, and gives each violation in words.
    pub async fn axe(&self) -> Vec<String> {
        self.set_script(true).await.expect("script can be switched on");
        let result = self.run_axe().await.expect("axe-core runs");
        let back = self.set_script(self.options.script).await;
        back.expect("script can be switched off again");
        in_words(&result)
    }

    async fn run_axe(&self) -> WebDriverResult<Value> {
        self.execute(AXE, vec![]).await?;
        let run = "const done = arguments[arguments.length - 1];
            window.axe.run(document, { resultTypes: ['violations'] })
                .then(result => done(result.violations), error => done(String(error)));";
        Ok(self.execute_async(run, vec![]).await?.json().clone())
    }

    /// What the page has left in the browser beside cookies, and what it asked of other hosts.
    pub async fn traces(&self) -> Vec<String> {
        let ask = "const kept = [...Object.keys(localStorage), ...Object.keys(sessionStorage)];
            const asked = performance.getEntriesByType('resource').map(one => one.name);
            return kept.concat(asked.filter(name => !name.startsWith(location.origin + '/') && !name.startsWith('data:')));";
        self.set_script(true).await.expect("script can be switched on");
        let found = self.execute(ask, vec![]).await.expect("the page is asked");
        self.set_script(self.options.script).await.expect("script can be switched off again");
        found.convert().expect("a list of texts")
    }

    /// A picture of the page in `target/test-logs/`; gives where it is.
    pub async fn picture(&self, name: &str) -> PathBuf {
        let path = logs().join(format!("{}.png", file_name(name)));
        let taken = self.screenshot(&path).await;
        taken.unwrap_or_else(|error| panic!("no picture of {name}: {error}"));
        path
    }

    /// The folder with everything that this browser writes.
    pub fn profile(&self) -> &Path {
        self.process.profile()
    }

    async fn place(&self) -> String {
        let url = self.current_url().await.map(|url| url.to_string());
        let body = self.text_of("body").await;
        format!("{}\n{}", url.unwrap_or_default(), body.chars().take(2_000).collect::<String>())
    }
}

const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(25);

impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.process.picture_of_the_failure(self.session_id().to_string());
        }
        // The processes are ended below; asking the driver to do it would need a runtime.
        let driver = self.driver.take().expect("the driver is there until the end");
        let _ = driver.leak();
    }
}

/// The driver, the browsers that it starts, and their profile.
struct Processes {
    driver: Child,
    url: String,
    folder: tempfile::TempDir,
}

impl Processes {
    async fn start(language: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the profile");
        // Free now; between here and there nobody else is likely to take it.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        drop(listener);
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            // What Chromium writes outside its profile goes there too.
            .env("HOME", folder.path())
            .env("TMPDIR", folder.path())
            .env("LANGUAGE", language)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("chromedriver does not start: {error}; bin/test installs it"));
        let processes = Self { driver, url: format!("http://127.0.0.1:{port}"), folder };
        processes.wait_until_ready(port).await;
        processes
    }

    async fn wait_until_ready(&self, port: u16) {
        let end = Instant::now() + Duration::from_secs(20);
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(Instant::now() < end, "chromedriver does not answer");
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn profile(&self) -> &Path {
        self.folder.path()
    }

    /// Taken without the test's runtime, which may be unwinding.
    fn picture_of_the_failure(&self, session: String) {
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

    /// The processes whose command line names this profile: by that they are ours.
    fn browsers(&self) -> Vec<String> {
        let profile = self.folder.path().to_string_lossy().into_owned();
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        processes
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
            .filter(|id| {
                let line = std::fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
                String::from_utf8_lossy(&line).contains(&profile)
            })
            .collect()
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        // A browser outlives a driver that was killed.
        for _ in 0..100 {
            let browsers = self.browsers();
            if browsers.is_empty() {
                return;
            }
            let _ = Command::new("kill").arg("-KILL").args(browsers).stderr(Stdio::null()).status();
            std::thread::sleep(Duration::from_millis(10));
        }
        eprintln!("a browser of {} does not end", self.folder.path().display());
    }
}

/// `color-contrast (serious): Elements must … — main > p: Fix any of the following …`
fn in_words(result: &Value) -> Vec<String> {
    let Some(violations) = result.as_array() else {
        panic!("axe-core failed: {result}");
    };
    let nodes = violations.iter().flat_map(|rule| {
        let nodes = rule["nodes"].as_array().into_iter().flatten();
        nodes.map(move |node| (rule, node))
    });
    nodes
        .map(|(rule, node)| {
            let word = |value: &Value| value.as_str().unwrap_or_default().replace('\n', " ");
            let at = node["target"].as_array().into_iter().flatten().map(word);
            format!(
                "{} ({}): {} — {}: {} — {}",
                word(&rule["id"]),
                word(&rule["impact"]),
                word(&rule["help"]),
                at.collect::<Vec<_>>().join(" "),
                word(&node["failureSummary"]),
                word(&node["html"]),
            )
        })
        .collect()
}

fn logs() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("target/");
    let logs = target.join("test-logs");
    std::fs::create_dir_all(&logs).expect("target/test-logs can be made");
    logs
}

fn file_name(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    name.replace("::", "-").chars().map(plain).collect()
}
