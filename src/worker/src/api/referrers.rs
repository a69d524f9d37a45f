//! `/api/referrers`: who takes part, in all campaigns; `/api/campaigns/{campaign}/referrers/{contact}`: one
//! contact's part in one campaign.

use domain::{CampaignId, LinkStatus};
use portal::{PortalRequest, ReferrerOrder, ReferrerQuery};

use super::campaigns::{campaign, days};
use crate::edge::problem::Problem;
use crate::routing::request_parts::Asked;
use crate::routing::route::Route;

const ONE: &str = "/api/campaigns/{campaign}/referrers/{contact}";

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/referrers", |asked| {
        query(asked).map(PortalRequest::Referrers)
    }),
    Route::get(ONE, |asked| {
        Ok(PortalRequest::Referrer {
            campaign: campaign(asked)?,
            contact: asked.id(1)?,
        })
    }),
    Route::get(
        "/api/campaigns/{campaign}/referrers/{contact}/activity",
        |asked| {
            Ok(PortalRequest::Activity {
                campaign: campaign(asked)?,
                contact: Some(asked.id(1)?),
                days: days(asked)?,
            })
        },
    ),
    Route::patch(ONE, |asked| {
        let (campaign, contact) = (campaign(asked)?, asked.id(1)?);
        Ok(PortalRequest::ChangeReferrer {
            campaign,
            contact,
            change: asked.body()?,
        })
    }),
];

/// Which referrers are meant, out of the query.
pub(super) fn query(asked: &Asked<'_>) -> Result<ReferrerQuery, Problem> {
    Ok(ReferrerQuery {
        search: asked.filter("q", |text| Some(text.to_owned()))?,
        campaign: asked.filter("campaignId", |text| text.parse().ok().map(CampaignId))?,
        link_status: asked.filter("linkStatus", link_status)?,
        refused: asked
            .filter("refused", |text| text.parse().ok())?
            .unwrap_or(false),
        order: asked.filter("order", order)?.unwrap_or_default(),
        after: asked.filter("after", |text| Some(text.to_owned()))?,
    })
}

fn link_status(text: &str) -> Option<LinkStatus> {
    match text {
        "live" => Some(LinkStatus::Live),
        "paused" => Some(LinkStatus::Paused),
        "revoked" => Some(LinkStatus::Revoked),
        _ => None,
    }
}

fn order(text: &str) -> Option<ReferrerOrder> {
    match text {
        "newest" => Some(ReferrerOrder::Newest),
        "oldest" => Some(ReferrerOrder::Oldest),
        "mostReferred" => Some(ReferrerOrder::MostReferred),
        "mostSuccessful" => Some(ReferrerOrder::MostSuccessful),
        _ => None,
    }
}
