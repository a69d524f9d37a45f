//! `/api/hubspot`: the properties and lists of the account, as the portal keeps them for people to choose from.

use domain::{CampaignId, ReferralField};
use portal::{PortalRequest, Question};
use serde::Deserialize;

use super::route::Route;

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/hubspot/catalogue", |_| Ok(PortalRequest::Catalogue)),
    Route::post("/api/hubspot/catalogue/refresh", |_| {
        Ok(PortalRequest::Ask(Question::Catalogue))
    }),
    Route::post("/api/hubspot/properties", |asked| {
        let MakeProperties {
            campaign_id,
            fields,
        } = asked.body()?;
        Ok(PortalRequest::Ask(Question::MakeProperties {
            campaign: campaign_id,
            fields,
        }))
    }),
];

/// Whose properties, and for which fields.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WantedProperties))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MakeProperties {
    campaign_id: CampaignId,
    fields: Vec<ReferralField>,
}
