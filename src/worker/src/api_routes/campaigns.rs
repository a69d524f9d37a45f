//! `/api/campaigns`: referral programmes.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::CampaignId;
use portal::{ChangeCampaign, CreateCampaign, PortalRequest};

use super::body::{Given, Named};
use super::caller::{Changer, Reader};

/// The routes of this family.
pub(super) fn routes() -> Router {
    Router::new()
        .route("/api/campaigns", get(list).post(create))
        .route("/api/campaigns/{campaign}", get(show).patch(change))
}

async fn list(reader: Reader) -> Response {
    reader.pass_on(PortalRequest::Campaigns).await
}

async fn create(changer: Changer, Given(campaign): Given<CreateCampaign>) -> Response {
    changer
        .pass_on(PortalRequest::CreateCampaign(campaign))
        .await
}

async fn show(reader: Reader, Named(campaign): Named<CampaignId>) -> Response {
    reader.pass_on(PortalRequest::Campaign { campaign }).await
}

async fn change(
    changer: Changer,
    Named(campaign): Named<CampaignId>,
    Given(change): Given<ChangeCampaign>,
) -> Response {
    changer
        .pass_on(PortalRequest::ChangeCampaign { campaign, change })
        .await
}
