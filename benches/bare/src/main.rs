//! A bare axum server to measure Portico beside: `bare ADDRESS:PORT FOLDER` answers `/NAME` with the bytes of
//! `FOLDER/NAME.body` and the headers of `FOLDER/NAME.headers`, a line each.
#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::io::{Error, Result};
use std::path::Path as File;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::get;
use tokio::net::TcpListener;

/// The answers by name.
type Answers = Arc<HashMap<String, (HeaderMap, Bytes)>>;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, address, folder] = arguments.as_slice() else {
        return Err(Error::other("bare ADDRESS:PORT FOLDER"));
    };
    let router = Router::new().route("/{name}", get(answer)).with_state(Arc::new(read(File::new(folder))?));
    axum::serve(TcpListener::bind(address).await?, router).await
}

async fn answer(State(answers): State<Answers>, Path(name): Path<String>) -> (StatusCode, HeaderMap, Bytes) {
    match answers.get(&name) {
        Some((headers, body)) => (StatusCode::OK, headers.clone(), body.clone()),
        None => (StatusCode::NOT_FOUND, HeaderMap::new(), Bytes::new()),
    }
}

fn read(folder: &File) -> Result<HashMap<String, (HeaderMap, Bytes)>> {
    let mut answers = HashMap::new();
    for entry in std::fs::read_dir(folder)? {
        let body = entry?.path();
        if body.extension().is_some_and(|end| end == "body") {
            let name = body.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let headers = headers(&std::fs::read_to_string(body.with_extension("headers"))?);
            answers.insert(name, (headers, std::fs::read(&body)?.into()));
        }
    }
    Ok(answers)
}

/// Lines that are no header, such as the status, are left out, and so is what the server writes by itself.
fn headers(text: &str) -> HeaderMap {
    let pair = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value.trim_end()).ok()?))
    };
    let mut headers: HeaderMap = text.lines().filter_map(pair).collect();
    for own in ["connection", "content-length", "date", "transfer-encoding"] {
        headers.remove(own);
    }
    headers
}
