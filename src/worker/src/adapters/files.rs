//! The dashboard's files, which the platform serves beside the Worker.
//!
//! Requests for most of them never reach the Worker. Requests for pages do, because under a portal's own host the same
//! addresses may be links: see `run_worker_first` in wrangler.toml.

use wasm_bindgen::JsCast;
use web_sys::Request;
use worker::{Env, Response};

use crate::edge::problem::{Kind, Problem};
use crate::platform::log::Line;

/// The binding's name in wrangler.toml.
const BINDING: &str = "ASSETS";

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

/// Responds with the dashboard's one document, under the address of any of its pages.
///
/// # Errors
/// When the platform does not return it.
pub(crate) async fn page(request: &Request, env: &Env) -> Result<Response, Problem> {
    let failed = |error: worker::Error| {
        Line::about("files.failed").id("error", &error).warn();
        Problem::new(
            Kind::Unavailable,
            "The page could not be fetched. Try again in a moment.",
        )
    };
    let files = env.assets(BINDING).map_err(failed)?;
    // The method and the headers of the request stay: browsers ask whether the document has changed.
    let document = Request::new_with_str_and_init(DOCUMENT, request.unchecked_ref())
        .map_err(|error| failed(error.into()))?;
    files.fetch_request(document).await.map_err(failed)
}
