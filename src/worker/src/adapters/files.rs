//! The dashboard's files, which the platform serves beside the Worker.
//!
//! Requests for some of them never reach the Worker. Requests for pages do, because under a portal's own host the same
//! addresses may be links, and so do those for assets: see `run_worker_first` in wrangler.toml.

use http::StatusCode;
use wasm_bindgen::JsCast;
use web_sys::Request;
use worker::{Env, Response};

use crate::edge::problem::{Kind, Problem};
use crate::platform::log::Line;

/// The binding's name in wrangler.toml.
const BINDING: &str = "ASSETS";

/// The beginning of the paths of the dashboard's assets, whose names change with their content.
const ASSETS: &str = "/assets/";

/// The address of the document. The platform ignores its host.
const DOCUMENT: &str = "https://assets/";

/// Whether a browser asks for a page. The dashboard itself knows its pages.
pub(crate) fn is_page(request: &Request, path: &str) -> bool {
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let navigates = || header("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
    let wants_html = || header("accept").is_some_and(|types| types.contains("text/html"));
    let reads = matches!(request.method().as_str(), "GET" | "HEAD");
    reads && (path == "/" || navigates() || wants_html())
}

/// Whether a path is one of the dashboard's assets, or was in an earlier version.
pub(crate) fn is_asset(path: &str) -> bool {
    path.starts_with(ASSETS)
}

/// Responds with an asset.
///
/// # Errors
/// When there is no such asset, or the platform does not return it.
pub(crate) async fn asset(request: &Request, env: &Env) -> Result<Response, Problem> {
    // The handle is cloned, not the request that it stands for.
    let response = fetch(Clone::clone(request), env).await?;
    if response.status_code() == StatusCode::NOT_FOUND.as_u16() {
        return Err(Problem::no_such_address());
    }
    Ok(response)
}

/// Responds with the dashboard's one document, under the address of any of its pages.
///
/// # Errors
/// When the platform does not return it.
pub(crate) async fn page(request: &Request, env: &Env) -> Result<Response, Problem> {
    // The method and the headers of the request stay: browsers ask whether the document has changed.
    let document = Request::new_with_str_and_init(DOCUMENT, request.unchecked_ref())
        .map_err(|error| failed(&error.into()))?;
    fetch(document, env).await
}

async fn fetch(request: Request, env: &Env) -> Result<Response, Problem> {
    let files = env.assets(BINDING).map_err(|error| failed(&error))?;
    let response = files.fetch_request(request).await;
    response.map_err(|error| failed(&error))
}

fn failed(error: &worker::Error) -> Problem {
    Line::about("files.failed").id("error", error).warn();
    Problem::new(
        Kind::Unavailable,
        "The page could not be fetched. Try again in a moment.",
    )
}
