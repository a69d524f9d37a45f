//! `/api/referrers.csv` and `/api/referrals.csv`: the lists as CSV tables, a part at a time;
//! `/api/campaigns/{campaign}/referrers/import` and `/api/campaigns/{campaign}/referrals/import`: the lines of a file.

use domain::CampaignId;
use http::StatusCode;
use portal::views::ImportView;
use portal::{PortalRequest, ReferralImport, ReferrerImport, TransferRequest};

use super::{referrals, referrers};
use crate::edge::problem::Kind;
use crate::routing::about::About;
use crate::routing::handler::{WithBody, WithQuery};
use crate::routing::route::{Family, Route};

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Tables",
    "Referrers and referrals as CSV tables, out and in.",
    &[
        Route::get(
            "/api/referrers.csv",
            About::new(
                "downloadReferrers",
                "Download referrers as a table, in the order in which they joined",
            )
            .explained(PARTS)
            .responds_table(PART)
            .refuses(&[Kind::Invalid]),
            &WithQuery(referrers::table, |(), query| {
                PortalRequest::Transfer(TransferRequest::ReferrerTable(query))
            }),
        ),
        Route::get(
            "/api/referrals.csv",
            About::new(
                "downloadReferrals",
                "Download referrals as a table, in the order in which they came",
            )
            .explained(PARTS)
            .responds_table(PART)
            .refuses(&[Kind::Invalid]),
            &WithQuery(referrals::filter, |(), query| {
                PortalRequest::Transfer(TransferRequest::ReferralTable(query))
            }),
        ),
        Route::post(
            "/api/campaigns/{campaign}/referrers/import",
            About::new("importReferrers", "Enrol contacts from the lines of a file")
                .explained(ENROL)
                .responds::<ImportView>(StatusCode::OK, OUTCOMES)
                .refuses(&[Kind::Disconnected]),
            &WithBody(|campaign: CampaignId, lines: ReferrerImport| {
                PortalRequest::Transfer(TransferRequest::ImportReferrers(campaign, lines))
            }),
        ),
        Route::post(
            "/api/campaigns/{campaign}/referrals/import",
            About::new(
                "importReferrals",
                "Add referrals from the lines of a file, with their history",
            )
            .explained(IMPORT)
            .responds::<ImportView>(StatusCode::OK, OUTCOMES),
            &WithBody(|campaign: CampaignId, lines: ReferralImport| {
                PortalRequest::Transfer(TransferRequest::ImportReferrals(campaign, lines))
            }),
        ),
    ],
);

const PARTS: &str = "The table comes in parts of at most 2,000 lines. The header `goodword-next` of one part is `after` \
                     of the following one; the last part has no such header. Only the first part has column names, so \
                     that the parts joined are the whole table.";

const PART: &str = "A part of the table (RFC 4180).";

const IMPORT: &str = "Existing referrers and referrals do not change: the same lines can be sent again. The response \
                      has an outcome for each line. A request has at most 200 lines.";

const ENROL: &str = "A contact takes part once HubSpot has confirmed that it exists: the line is `checking` until then. The \
                     same lines, sent again, say what became of them; existing referrers do not change. A request has at \
                     most 200 lines.";

const OUTCOMES: &str = "The outcome of each line.";
