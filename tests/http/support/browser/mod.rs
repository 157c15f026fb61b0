//! A visitor with a real browser: Chromium, or, with `PORTICO_TEST_BROWSER`, Firefox or WebKit, each driven through
//! its own driver.
//!
//! What only the DevTools protocol offers is Chromium's alone: a phone, reading without script, and the console with
//! what the browser itself complains about. Scripting is switched off through the DevTools protocol, not through the profile: in both
//! cases no script of a page runs, `<noscript>` shows, and the driver still finds, reads and
//! clicks; but only the former can be lifted for a moment, which axe-core needs because it waits
//! for timers. The page's own scripts, once passed over, do not run then.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::json;
use thirtyfour::BrowserLogEntry;
use thirtyfour::prelude::*;
use tokio::time::Instant;

mod checks;
mod engine;
mod processes;

pub use engine::Engine;
use processes::Processes;

/// Who sits at the browser.
#[derive(Clone, Debug)]
pub struct Options {
    engine: Engine,
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
        Self {
            engine: Engine::chosen(),
            language: "en".into(),
            dark: false,
            width: 1280,
            height: 900,
            phone: false,
            script: true,
        }
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
    /// When the browser or its driver is missing: a journey that cannot be made has failed. So has one that asks for
    /// what this engine cannot do.
    pub async fn open(options: Options) -> Self {
        let engine = options.engine;
        assert!(engine == Engine::Chromium || (options.script && !options.phone), "Chromium alone does that");
        let process = Processes::start(&options).await;
        let capabilities = engine.capabilities(&options, process.profile());
        let driver = WebDriver::new(&process.url, capabilities).await;
        let driver = driver.unwrap_or_else(|error| panic!("{engine:?} does not start: {error}"));
        let browser = Self { driver: Some(driver), process, options, log: Mutex::default() };
        browser.emulate().await.expect("the browser takes its settings");
        browser
    }

    /// The engine that this is.
    pub fn engine(&self) -> Engine {
        self.options.engine
    }

    async fn emulate(&self) -> WebDriverResult<()> {
        if self.engine() != Engine::Chromium {
            // The rest it was told when it started.
            return self.set_window_rect(0, 0, self.options.width, self.options.height).await.map(drop);
        }
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
        if self.engine() != Engine::Chromium {
            return Ok(());
        }
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
        let Ok(element) = self.find(By::Css(css)).await else { return String::new() };
        match self.engine() {
            Engine::WebKit => element.prop("innerText").await.ok().flatten().unwrap_or_default(),
            _ => element.text().await.unwrap_or_default(),
        }
    }

    /// Presses the link or button whose visible text is exactly `label`.
    pub async fn press(&self, label: &str) {
        let quoted = if label.contains('\'') { format!("\"{label}\"") } else { format!("'{label}'") };
        let path = format!("//*[self::a or self::button][normalize-space()={quoted}]");
        let found = self.query(By::XPath(&path)).wait(PATIENCE, PAUSE);
        let found = match self.engine() {
            // What its driver takes for hidden is not always: a button that holds nothing but words, and clips them.
            Engine::WebKit => found.with_filter(|found: WebElement| async move { has_width(&found).await }),
            _ => found.and_clickable(),
        };
        let found = found.first().await;
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

/// What has none, as in a closed menu, has no box at all, which may be an error.
async fn has_width(element: &WebElement) -> WebDriverResult<bool> {
    Ok(element.rect().await.is_ok_and(|rect| rect.width > 0.0))
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
