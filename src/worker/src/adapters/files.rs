//! The dashboard's files, which the platform keeps beside the Worker.
//!
//! Most of them never reach the Worker. Its pages do, because they have addresses that a portal's own host has links at:
//! see `run_worker_first` in wrangler.toml.

use web_sys::Request;
use worker::{Env, Response};

use crate::edge::problem::{Kind, Problem};
use crate::platform::log::Line;

/// The binding's name in wrangler.toml.
const BINDING: &str = "ASSETS";

/// Whether a browser asks for a page to be shown. The dashboard knows by itself which of them there are.
pub(crate) fn is_page(request: &Request, path: &str) -> bool {
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let navigates = || header("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
    let wants_html = || header("accept").is_some_and(|types| types.contains("text/html"));
    let reads = matches!(request.method().as_str(), "GET" | "HEAD");
    reads && (path == "/" || navigates() || wants_html())
}

/// Answers with a file, as it is.
///
/// # Errors
/// When the platform does not give it.
pub(crate) async fn respond(request: &Request, env: &Env) -> Result<Response, Problem> {
    let failed = |error: worker::Error| {
        Line::about("files.failed").id("error", &error).warn();
        Problem::new(Kind::Unavailable, "The page could not be fetched.")
    };
    let files = env.assets(BINDING).map_err(failed)?;
    // The handle is cloned, not the request that it stands for.
    files
        .fetch_request(Clone::clone(request))
        .await
        .map_err(failed)
}
