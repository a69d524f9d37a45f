//! `/api/referrals`, in words.

use domain::{CampaignId, ContactId, ReferralStatus};
use http::StatusCode;
use portal::views::ReferralView;
use portal::{DecideReferral, NewReferral, ReferralClaim};

use super::routes::{Described, get, patch, post};
use super::shapes::Shape;
use crate::edge::problem::Kind;

const ONE: &str = "/api/referrals/{referral}";

pub(super) fn routes() -> Vec<Described> {
    let referral = Shape::of::<ReferralView>;
    vec![
        get("/api/referrals", "listReferrals", "Referrals, the newest first")
            .filter::<&str>(
                "q",
                "Words of the referred person's name or e-mail address, or their beginnings.",
            )
            .filter::<CampaignId>("campaignId", "Those of this campaign.")
            .filter::<ContactId>("contactId", "Those by this contact.")
            .filter::<ReferralStatus>("status", "Those of this status.")
            .paged()
            .answers(
                StatusCode::OK,
                Shape::list::<ReferralView>(),
                "A page of referrals.",
            )
            .refuses(Kind::Invalid),
        post("/api/referrals", "claimReferral", "Say that somebody was referred")
            .keyed()
            .explained(
                "For the customer's own systems. Whether the referral counts is decided at once; said again, it changes \
                 nothing.",
            )
            .takes::<ReferralClaim>()
            .answers(
                StatusCode::CREATED,
                referral(),
                "The new referral; `notCounted` says why it does not count, if it does not.",
            )
            .answers(
                StatusCode::OK,
                referral(),
                "The referral that was there already: nothing has changed.",
            ),
        post(
            "/api/referrals/{referral}/events",
            "reportReferralEvent",
            "Say that a referral is successful, or is not any more",
        )
        .keyed()
        .explained(
            "For the customer's own systems: `qualify` or `undo`. The campaign must have a rule about calls of the API.",
        )
        .takes::<DecideReferral>()
        .answers(StatusCode::OK, referral(), "The referral as it is now.")
        .refuses(Kind::Conflict),
        get(ONE, "showReferral", "One referral").answers(
            StatusCode::OK,
            referral(),
            "The referral, with why it stands where it does, and what happened to it.",
        ),
        patch(ONE, "decideReferral", "Approve, reject, reverse or reopen a referral")
            .explained(
                "What a person decided stands against every rule until it is reopened. Of a person, one referral counts \
                 in a campaign, and nobody refers themselves: an approval against that is a conflict, as is an event \
                 that cannot happen to the referral as it is.",
            )
            .takes::<DecideReferral>()
            .answers(StatusCode::OK, referral(), "The referral as it is now.")
            .refuses(Kind::Conflict),
        post(
            "/api/referrals/{referral}/hubspot/retry",
            "retryReferralInHubspot",
            "Try the person again whom HubSpot refused",
        )
        .explained("A referral that HubSpot has not refused stays as it is.")
        .answers(StatusCode::OK, referral(), "The referral as it is now."),
        post(
            "/api/campaigns/{campaign}/referrers/{contact}/referrals",
            "addReferral",
            "Add a person whom a referrer referred, by hand",
        )
        .explained(
            "By hand, neither the link's status, nor the window, nor the kind of the address keeps a referral from \
             counting.",
        )
        .takes::<NewReferral>()
        .answers(
            StatusCode::CREATED,
            referral(),
            "The new referral; `notCounted` says why it does not count, if it does not.",
        )
        .answers(
            StatusCode::OK,
            referral(),
            "The referral that was there already: nothing has changed.",
        ),
    ]
}
