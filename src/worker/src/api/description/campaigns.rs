//! `/api/campaigns`, in words.

use http::StatusCode;
use portal::views::{CampaignView, DayView};
use portal::{ChangeCampaign, CreateCampaign, PagePreview as NewPagePreview};

use super::routes::{Described, get, patch, post};
use super::shapes::Shape;
use crate::edge::problem::Kind;
use crate::public::join::PagePreview;

pub(super) fn routes() -> Vec<Described> {
    let campaign = Shape::of::<CampaignView>;
    vec![
        get("/api/campaigns", "listCampaigns", "All campaigns").answers(
            StatusCode::OK,
            Shape::list::<CampaignView>(),
            "The campaigns.",
        ),
        post("/api/campaigns", "createCampaign", "Make a campaign")
            .takes::<CreateCampaign>()
            .answers(StatusCode::CREATED, campaign(), "The new campaign.")
            .refuses(Kind::Conflict),
        get("/api/campaigns/{campaign}", "showCampaign", "One campaign").answers(
            StatusCode::OK,
            campaign(),
            "The campaign.",
        ),
        patch(
            "/api/campaigns/{campaign}",
            "changeCampaign",
            "Rename, redirect, pause or archive a campaign",
        )
        .takes::<ChangeCampaign>()
        .answers(StatusCode::OK, campaign(), "The campaign as it is now.")
        .refuses(Kind::Conflict),
        post(
            "/api/campaigns/{campaign}/page-preview",
            "previewPage",
            "How a campaign's hosted page would look",
        )
        .explained("Nothing is kept of it.")
        .takes::<NewPagePreview>()
        .answers(
            StatusCode::OK,
            Shape::of::<PagePreview>(),
            "The page, with an example in the referrer's place.",
        ),
        days(get(
            "/api/campaigns/{campaign}/activity",
            "showCampaignActivity",
            "What happened in a campaign day by day",
        )),
    ]
}

/// A picture of the last days.
pub(super) fn days(route: Described) -> Described {
    route
        .filter::<u16>("days", "How many days back, 1 to 366; 30 if absent.")
        .answers(
            StatusCode::OK,
            Shape::list::<DayView>(),
            "The days, the oldest first, quiet ones too.",
        )
}
