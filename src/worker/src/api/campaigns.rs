//! `/api/campaigns`: referral programmes.

use domain::CampaignId;
use portal::{PageRequest, PortalRequest};

use crate::edge::problem::Problem;
use crate::routing::request_parts::Asked;
use crate::routing::route::Route;

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/campaigns", |_| Ok(PortalRequest::Campaigns)),
    Route::post("/api/campaigns", |asked| {
        Ok(PortalRequest::CreateCampaign(asked.body()?))
    }),
    Route::get("/api/campaigns/{campaign}", |asked| {
        Ok(PortalRequest::Campaign {
            campaign: campaign(asked)?,
        })
    }),
    Route::patch("/api/campaigns/{campaign}", |asked| {
        let campaign = campaign(asked)?;
        Ok(PortalRequest::ChangeCampaign {
            campaign,
            change: asked.body()?,
        })
    }),
    Route::post("/api/campaigns/{campaign}/page-preview", |asked| {
        let preview = PageRequest::Preview(campaign(asked)?, asked.body()?);
        Ok(PortalRequest::Page(preview))
    }),
    Route::get("/api/campaigns/{campaign}/activity", |asked| {
        Ok(PortalRequest::Activity {
            campaign: campaign(asked)?,
            contact: None,
            days: days(asked)?,
        })
    }),
];

/// Days that a picture shows if nothing else is asked for.
const USUAL_DAYS: u16 = 30;

/// How many days back a picture goes.
pub(super) fn days(asked: &Asked<'_>) -> Result<u16, Problem> {
    let days = asked.filter("days", |text| {
        text.parse().ok().filter(|days| (1..=366).contains(days))
    })?;
    Ok(days.unwrap_or(USUAL_DAYS))
}

/// The campaign that the path names first.
pub(super) fn campaign(asked: &Asked<'_>) -> Result<CampaignId, Problem> {
    asked.id(0).map(CampaignId)
}
