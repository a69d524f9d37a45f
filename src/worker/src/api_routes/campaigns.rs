//! `/api/campaigns`: referral programmes.

use domain::CampaignId;
use portal::PortalRequest;

use super::asked::Asked;
use super::route::Route;
use crate::problem::Problem;

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
];

/// The campaign that the path names first.
pub(super) fn campaign(asked: &Asked<'_>) -> Result<CampaignId, Problem> {
    asked.id(0).map(CampaignId)
}
