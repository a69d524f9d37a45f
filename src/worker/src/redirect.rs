//! `/r/CODE`: a person follows a referral link. One read of the link index, then they are on their way;
//! no Durable Object is asked before that. Afterwards the portal is told ([`crate::visits`]).

use domain::ReferralCode;
use domain::link_block::Resolution;
use http::StatusCode;
use web_sys::Request;
use worker::{Context, Env};

use crate::incoming;
use crate::join_routes;
use crate::link_index::LinkIndex;
use crate::pages::Page;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::visits;

/// What all referral links' paths begin with.
pub(crate) const PREFIX: &str = "/r/";

/// Answers GET and HEAD alike.
///
/// # Errors
/// A problem for every other method, and while the link index does not answer.
pub(crate) async fn answer(
    request: &Request,
    env: &Env,
    context: &Context,
) -> Result<Reply, Problem> {
    if !matches!(request.method().as_str(), "GET" | "HEAD") {
        return Err(Problem::method("GET, HEAD"));
    }
    let url = request.url();
    let Some(code) = code(incoming::target(&url)) else {
        return Ok(unknown());
    };
    let Some(block) = LinkIndex::open(env)?.block(code).await? else {
        return Ok(unknown());
    };
    Ok(match block.resolve(code) {
        Resolution::Live(address) => {
            visits::note(context, request, env, block.portal().clone(), code);
            on_the_way(&address)
        }
        Resolution::Page => {
            visits::note(context, request, env, block.portal().clone(), code);
            // At the host that was visited, whichever that is.
            on_the_way(&format!("{}{code}", join_routes::PREFIX))
        }
        Resolution::Paused => paused(),
        Resolution::Revoked => ended(),
        Resolution::Unknown => unknown(),
    })
}

/// The code in the raw path, with or without a slash at its end.
fn code(target: &str) -> Option<ReferralCode> {
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let text = path.strip_prefix(PREFIX)?;
    ReferralCode::parse(text.strip_suffix('/').unwrap_or(text)).ok()
}

/// The destination learns from which site the person came, not from which page.
fn on_the_way(address: &str) -> Reply {
    Reply::found(address)
        .with("referrer-policy", "strict-origin-when-cross-origin")
        .with("x-robots-tag", "noindex")
}

/// There is no such link.
pub(crate) fn unknown() -> Reply {
    Page::new(
        "No such link",
        &[
            "There is no referral link at this address. It may have been cut short or mistyped.",
            "Ask the person who shared it to send it again.",
        ],
        None,
    )
    .into_reply(StatusCode::NOT_FOUND)
}

/// The link, or its campaign, rests.
pub(crate) fn paused() -> Reply {
    gone(
        "This link is taking a break",
        "The programme behind this link is paused. The link will work again once it goes on.",
    )
}

/// The link, or its campaign, is over.
pub(crate) fn ended() -> Reply {
    gone(
        "This link has ended",
        "The link was withdrawn and leads nowhere any more. The person who shared it may have a new one.",
    )
}

fn gone(title: &str, explanation: &str) -> Reply {
    Page::new(title, &[explanation], None).into_reply(StatusCode::GONE)
}
