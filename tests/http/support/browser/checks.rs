//! What a page is asked beside what it says: is it accessible, within its policy, and what is it on paper.

use std::io::Read;

use serde_json::Value;
use thirtyfour::BrowserLogEntry;
use thirtyfour::common::print::PrintParameters;
use thirtyfour::prelude::*;

use super::{Browser, Engine};

const AXE: &str = include_str!("../../../vendor/axe/axe.min.js");

impl Browser {
    /// The whole console so far, the browser's own complaints included. Other drivers than Chromium's do not give it.
    pub async fn console(&self) -> Vec<BrowserLogEntry> {
        if self.engine() != Engine::Chromium {
            return Vec::new();
        }
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

    /// How many pages this one takes on paper; nobody knows where the driver cannot print (WebKit's).
    pub async fn pages_on_paper(&self) -> Option<usize> {
        if self.engine() == Engine::WebKit {
            return None;
        }
        let printed = self.print_page(PrintParameters::default()).await.expect("the page is printed");
        Some(pages_of(&printed))
    }
}

/// The number of pages of a PDF: its page objects, some of which stand in compressed streams.
fn pages_of(pdf: &[u8]) -> usize {
    let object = regex::bytes::Regex::new(r"/Type\s*/Page\b").expect("a pattern");
    let stream = regex::bytes::Regex::new(r"stream\r?\n").expect("a pattern");
    let compressed = stream.find_iter(pdf).map(|start| {
        let mut plain = Vec::new();
        // What is no such stream gives nothing.
        let _ = flate2::read::ZlibDecoder::new(&pdf[start.end()..]).read_to_end(&mut plain);
        object.find_iter(&plain).count()
    });
    object.find_iter(pdf).count() + compressed.sum::<usize>()
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
