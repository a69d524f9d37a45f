//! Addresses without a link. A program that tries many of them is told to stop; a link that exists always works.
//!
//! Only an address that turned out to have no link is counted, so that a link that works costs nothing of this: neither
//! a call nor a Durable Object. The counter is Cloudflare's rate limiting binding. It counts in the location that the
//! request reached and may be a moment late, so that the limit is approximate; in return it is answered from memory of
//! the same machine. The alternatives are worse: a Durable Object for each network would be a call that a stranger
//! causes and an account of ours pays, and a counter in the isolate would forget with each of the many isolates.
//!
//! Without the binding there is no limit: an operator may leave it out.

use http::StatusCode;
use worker::Env;

use crate::edge::network;
use crate::edge::pages::Page;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings;
use crate::platform::clock;
use crate::platform::log::Line;

/// The binding's name in wrangler.toml, where the limit stands.
const BINDING: &str = "MISSES";

/// The period of the limit.
const RETRY_AFTER_SECONDS: &str = "60";

const TOO_MANY: &str = "Too many addresses without a link were asked for from your network.";

/// Counts a miss by the network of this address, and returns the page for it.
pub(crate) async fn page(env: &Env, address: Option<&str>, missing: Reply) -> Reply {
    if is_allowed(env, address).await {
        return missing;
    }
    let text = [
        TOO_MANY,
        "Links that exist still work. Try again in a minute.",
    ];
    Page::new("Too many unknown addresses", &text, None)
        .into_reply(StatusCode::TOO_MANY_REQUESTS)
        .with("retry-after", RETRY_AFTER_SECONDS)
}

/// Counts a miss by the network of this address, and returns the problem for it.
pub(crate) async fn problem(env: &Env, address: Option<&str>, missing: Problem) -> Problem {
    if is_allowed(env, address).await {
        return missing;
    }
    let why = format!("{TOO_MANY} Links that exist still work. Try again in a minute.");
    Problem::new(Kind::TooMuch, why)
}

async fn is_allowed(env: &Env, address: Option<&str>) -> bool {
    let (Ok(limiter), Ok(key)) = (env.rate_limiter(BINDING), settings::session_key(env)) else {
        return true;
    };
    let network = network::label(address, &key, clock::now());
    match limiter.limit(network).await {
        Ok(outcome) => outcome.success,
        Err(error) => {
            Line::about("misses.not_counted").id("error", &error).warn();
            true
        }
    }
}
