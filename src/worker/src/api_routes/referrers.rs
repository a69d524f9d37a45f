//! `/api/campaigns/{campaign}/referrers/{contact}`: one contact's part in a campaign.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::{CampaignId, ContactId};
use portal::{ChangeReferrer, PortalRequest};

use super::body::{Given, Named};
use super::caller::{Changer, Reader};

/// The routes of this family.
pub(super) fn routes() -> Router {
    Router::new().route(
        "/api/campaigns/{campaign}/referrers/{contact}",
        get(show).patch(change),
    )
}

async fn show(
    reader: Reader,
    Named((campaign, contact)): Named<(CampaignId, ContactId)>,
) -> Response {
    reader
        .pass_on(PortalRequest::Referrer { campaign, contact })
        .await
}

async fn change(
    changer: Changer,
    Named((campaign, contact)): Named<(CampaignId, ContactId)>,
    Given(change): Given<ChangeReferrer>,
) -> Response {
    changer
        .pass_on(PortalRequest::ChangeReferrer {
            campaign,
            contact,
            change,
        })
        .await
}
