//! The three engines that browsers are made of, each driven through its own driver.

use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::{Capabilities, LoggingPrefsLogLevel};

use super::Options;

/// Which engine a journey is made in: `PORTICO_TEST_BROWSER`, or else Chromium.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

const CHROMIUM_ARGUMENTS: [&str; 10] = [
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

/// Where Debian puts the browser of WebKitGTK, by the versions of its interface.
const MINI_BROWSERS: [&str; 2] = ["4.1", "4.0"];

impl Engine {
    /// # Panics
    /// When the variable names none: a journey in another engine than the one that was asked for proves nothing.
    pub fn chosen() -> Self {
        match std::env::var("PORTICO_TEST_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("PORTICO_TEST_BROWSER: {other:?} is neither chromium, firefox nor webkit"),
        }
    }

    /// The driver. It is told the port by `--port=`.
    pub fn driver(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => "WebKitWebDriver",
        }
    }

    /// Whether it shows itself on a display only.
    pub fn needs_display(self) -> bool {
        self == Self::WebKit
    }

    /// What the driver, and the browser below it, find in their environment.
    pub fn environment(self) -> &'static [(&'static str, &'static str)] {
        match self {
            // The sandbox needs rights that a test does not have, and nothing foreign is opened.
            Self::WebKit => &[("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"), ("GDK_BACKEND", "x11"), ("LANG", "C.UTF-8")],
            Self::Firefox => &[("MOZ_HEADLESS", "1")],
            Self::Chromium => &[],
        }
    }

    pub(super) fn capabilities(self, options: &Options, profile: &Path) -> Capabilities {
        let all = match self {
            Self::Chromium => chromium(options, profile),
            Self::Firefox => firefox(options),
            Self::WebKit => webkit(),
        };
        let mut capabilities = Capabilities::new();
        for (key, value) in all.as_object().into_iter().flatten() {
            capabilities.set(key, value).expect("a value");
        }
        capabilities
    }
}

fn chromium(options: &Options, profile: &Path) -> Value {
    let mut arguments: Vec<String> = CHROMIUM_ARGUMENTS.map(str::to_owned).into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--window-size={},{}", options.width, options.height));
    arguments.push(format!("--lang={}", options.language));
    let mut chrome = json!({
        "args": arguments,
        "prefs": { "intl.accept_languages": options.language, "credentials_enable_service": false },
    });
    if options.phone {
        let size = json!({"width": options.width, "height": options.height, "pixelRatio": 2.0, "touch": true});
        chrome["mobileEmulation"] = json!({ "deviceMetrics": size });
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": chrome,
        "goog:loggingPrefs": { "browser": LoggingPrefsLogLevel::All },
    })
}

fn firefox(options: &Options) -> Value {
    let preferences = json!({
        "intl.accept_languages": options.language,
        "layout.css.prefers-color-scheme.content-override": i32::from(!options.dark),
        "ui.prefersReducedMotion": 1,
        "signon.rememberSignons": false,
    });
    let size = [format!("--width={}", options.width), format!("--height={}", options.height)];
    json!({ "browserName": "firefox", "moz:firefoxOptions": { "args": size, "prefs": preferences } })
}

fn webkit() -> Value {
    let path = |version: &&str| format!("/usr/lib/{}-linux-gnu/webkit2gtk-{version}/MiniBrowser", std::env::consts::ARCH);
    let mut all = MINI_BROWSERS.iter().map(path);
    let binary = all.find(|path| Path::new(path).exists()).expect("MiniBrowser is installed; bin/test engines does it");
    json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": { "binary": binary, "args": ["--automation"] },
    })
}

/// What GTK reads from the home folder, and WebKit from GTK.
pub(super) fn gtk_settings(options: &Options) -> String {
    format!(
        "[Settings]\ngtk-enable-animations=false\ngtk-application-prefer-dark-theme={}\ngtk-theme-name=Adwaita\n",
        options.dark
    )
}
