//! `/api/referrers` and `/api/campaigns/{campaign}/referrers`, in words.

use domain::{CampaignId, LinkStatus};
use http::StatusCode;
use portal::views::{ReferrerLine, ReferrerView};
use portal::{ChangeReferrer, ReferrerOrder};

use super::campaigns::days;
use super::routes::{Described, get, patch};
use super::shapes::Shape;
use crate::edge::problem::Kind;

const ONE: &str = "/api/campaigns/{campaign}/referrers/{contact}";

pub(super) fn routes() -> Vec<Described> {
    vec![
        get(
            "/api/referrers",
            "listReferrers",
            "The referrers of all campaigns",
        )
        .explained("A search, or those refused, are ordered by when they joined alone.")
        .filter::<&str>(
            "q",
            "Words of a name or an e-mail address, or their beginnings; a code; a link.",
        )
        .filter::<CampaignId>("campaignId", "Those of this campaign.")
        .filter::<LinkStatus>("linkStatus", "Those whose own link is so.")
        .filter::<bool>("refused", "Those of whom HubSpot refused the last write.")
        .filter::<ReferrerOrder>("order", "The order; the newest first if absent.")
        .paged()
        .answers(
            StatusCode::OK,
            Shape::list::<ReferrerLine>(),
            "A page of referrers.",
        )
        .refuses(Kind::Invalid),
        get(ONE, "showReferrer", "One referrer").answers(
            StatusCode::OK,
            Shape::of::<ReferrerView>(),
            "The referrer.",
        ),
        patch(
            ONE,
            "changeReferrer",
            "Pause, revoke or revive a referrer's link, or give it another slug",
        )
        .takes::<ChangeReferrer>()
        .refuses(Kind::Conflict)
        .answers(
            StatusCode::OK,
            Shape::of::<ReferrerView>(),
            "The referrer as they are now.",
        ),
        days(get(
            "/api/campaigns/{campaign}/referrers/{contact}/activity",
            "showReferrerActivity",
            "What came of a referrer's link day by day",
        )),
    ]
}
