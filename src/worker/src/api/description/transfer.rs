//! Tables given out and taken in, in words.

use domain::{CampaignId, ContactId, LinkStatus, ReferralStatus};
use http::StatusCode;
use portal::views::ImportView;
use portal::{ReferralImport, ReferrerImport};

use super::routes::{Described, get, post};
use super::shapes::Shape;
use crate::edge::problem::Kind;

const PARTS: &str = "In parts of at most 2,000 lines: the header `goodword-next` of one part is `after` of the \
                     following one, and the last has none. The first alone names the columns, so that the parts \
                     joined are the whole.";

const AGAIN: &str = "What is there already stays as it is: the same lines can be sent again. The answer says of each \
                     line what came of it. At most 200 lines are taken at once.";

pub(super) fn routes() -> Vec<Described> {
    vec![
        get(
            "/api/referrers.csv",
            "downloadReferrers",
            "Referrers as a table for spreadsheets, in the order in which they joined",
        )
        .explained(PARTS)
        .filter::<&str>("q", "As in the list.")
        .filter::<CampaignId>("campaignId", "Those of this campaign.")
        .filter::<LinkStatus>("linkStatus", "Those whose own link is so.")
        .filter::<bool>("refused", "Those of whom HubSpot refused the last write.")
        .paged()
        .answers_table("A part of the table (RFC 4180).")
        .refuses(Kind::Invalid),
        get(
            "/api/referrals.csv",
            "downloadReferrals",
            "Referrals as a table for spreadsheets, in the order in which they came",
        )
        .explained(PARTS)
        .filter::<&str>("q", "As in the list.")
        .filter::<CampaignId>("campaignId", "Those of this campaign.")
        .filter::<ContactId>("contactId", "Those by this contact.")
        .filter::<ReferralStatus>("status", "Those of this status.")
        .paged()
        .answers_table("A part of the table (RFC 4180).")
        .refuses(Kind::Invalid),
        import(
            post(
                "/api/campaigns/{campaign}/referrers/import",
                "importReferrers",
                "Enrol contacts from the lines of a file",
            )
            .takes::<ReferrerImport>()
            .refuses(Kind::Disconnected),
        ),
        import(
            post(
                "/api/campaigns/{campaign}/referrals/import",
                "importReferrals",
                "Add referrals from the lines of a file, with their past",
            )
            .takes::<ReferralImport>(),
        ),
    ]
}

fn import(route: Described) -> Described {
    route.explained(AGAIN).answers(
        StatusCode::OK,
        Shape::of::<ImportView>(),
        "What came of each line.",
    )
}
