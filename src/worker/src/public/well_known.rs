//! `/.well-known/goodword/{nonce}`: the value by which a portal sees that its host leads to this Worker.

use http::StatusCode;
use worker::Env;

use crate::adapters::host_look::PREFIX;
use crate::edge::host::Host;
use crate::edge::problem::Problem;
use crate::edge::reply::Reply;
use crate::edge::settings;

/// The longest nonce that is answered.
const LONGEST_NONCE: usize = 64;

/// Responds with the value for the host of the request. Any host has one: the value says only that the request came
/// here under this host.
///
/// # Errors
/// A problem for another address, and when a setting is missing.
pub(crate) fn respond(
    method: &str,
    env: &Env,
    host: Host<'_>,
    path: &str,
) -> Result<Reply, Problem> {
    if !matches!(method, "GET" | "HEAD") {
        return Err(Problem::method("GET, HEAD"));
    }
    let nonce = path.strip_prefix(PREFIX).filter(|nonce| is_nonce(nonce));
    let (Host::Own(host), Some(nonce)) = (host, nonce) else {
        return Err(Problem::no_such_address());
    };
    let value = settings::session_key(env)?.host_value(host, nonce);
    Ok(Reply::empty(StatusCode::OK)
        .with("content-type", "text/plain;charset=utf-8")
        .with("cache-control", "no-store")
        .with_body(value.into_bytes()))
}

fn is_nonce(text: &str) -> bool {
    (1..=LONGEST_NONCE).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
