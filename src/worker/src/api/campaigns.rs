//! `/api/campaigns`: referral programmes.

use domain::CampaignId;
use http::StatusCode;
use portal::views::{CampaignView, DayView};
use portal::{
    ChangeCampaign, CreateCampaign, PagePreview as NewPagePreview, PageRequest, PortalRequest,
};

use crate::edge::problem::{Kind, Problem};
use crate::public::join::PagePreview;
use crate::routing::about::About;
use crate::routing::handler::{Plain, WithBody, WithQuery};
use crate::routing::query::{Parameter, Query};
use crate::routing::route::{Family, Route};

const ALL: &str = "/api/campaigns";
const ONE: &str = "/api/campaigns/{campaign}";

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Campaigns",
    "Referral programmes.",
    &[
        Route::get(
            ALL,
            About::new("listCampaigns", "List all campaigns")
                .lists::<CampaignView>("The campaigns."),
            &Plain(|()| PortalRequest::Campaigns),
        ),
        Route::post(
            ALL,
            About::new("createCampaign", "Create a campaign")
                .responds::<CampaignView>(StatusCode::CREATED, "The new campaign.")
                .refuses(&[Kind::Conflict]),
            &WithBody(|(), new: CreateCampaign| PortalRequest::CreateCampaign(new)),
        ),
        Route::get(
            ONE,
            About::new("showCampaign", "Show one campaign")
                .responds::<CampaignView>(StatusCode::OK, "The campaign."),
            &Plain(|campaign: CampaignId| PortalRequest::Campaign { campaign }),
        ),
        Route::patch(
            ONE,
            About::new(
                "changeCampaign",
                "Rename, redirect, pause or archive a campaign",
            )
            .responds::<CampaignView>(StatusCode::OK, "The campaign after the change.")
            .refuses(&[Kind::Conflict]),
            &WithBody(|campaign: CampaignId, change: ChangeCampaign| {
                PortalRequest::ChangeCampaign { campaign, change }
            }),
        ),
        Route::post(
            "/api/campaigns/{campaign}/page-preview",
            About::new(
                "previewPage",
                "Show how a campaign's hosted page would look",
            )
            .explained("Nothing of the preview is stored. An Idempotency-Key has no effect here.")
            .responds::<PagePreview>(StatusCode::OK, "The page, with an example as the referrer."),
            &WithBody(|campaign: CampaignId, page: NewPagePreview| {
                PortalRequest::Page(PageRequest::Preview(campaign, page))
            }),
        ),
        Route::get(
            "/api/campaigns/{campaign}/activity",
            About::new(
                "showCampaignActivity",
                "Show what happened in a campaign, day by day",
            )
            .lists::<DayView>(DAYS_SHOWN),
            &WithQuery(days, |campaign: CampaignId, days| PortalRequest::Activity {
                campaign,
                contact: None,
                days,
            }),
        ),
    ],
);

/// The words about the response of a route that shows days.
pub(super) const DAYS_SHOWN: &str =
    "The days, the oldest first. Days without activity are included.";

const DAYS: Parameter<u16> = Parameter::new(
    "days",
    "The number of days to look back, 1 to 366; 30 if absent.",
);

/// How many days back a chart can go.
pub(super) const DAYS_RANGE: core::ops::RangeInclusive<u16> = 1..=366;

/// The number of days that are shown if the query names none.
const USUAL_DAYS: u16 = 30;

/// Reads how many days back a chart goes.
pub(super) fn days(query: &mut Query<'_>) -> Result<u16, Problem> {
    let days = query.get_if(&DAYS, |days| DAYS_RANGE.contains(days))?;
    Ok(days.unwrap_or(USUAL_DAYS))
}
