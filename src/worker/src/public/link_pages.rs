//! The pages that visitors see in place of a link's destination.

use http::StatusCode;

use crate::edge::pages::Page;
use crate::edge::reply::Reply;

/// Returns the page for an address without a link.
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

/// Returns the page of a paused link or campaign.
pub(crate) fn paused() -> Reply {
    gone(
        "This link is taking a break",
        "The programme behind this link is paused. The link will work again once it goes on.",
    )
}

/// Returns the page of a revoked link or an ended campaign.
pub(crate) fn ended() -> Reply {
    gone(
        "This link has ended",
        "The link was withdrawn and leads nowhere any more. The person who shared it may have a new one.",
    )
}

fn gone(title: &str, explanation: &str) -> Reply {
    Page::new(title, &[explanation], None).into_reply(StatusCode::GONE)
}
