//! `/api/hubspot`: the properties and lists of the account, as the portal keeps them for people to choose from.

use domain::{CampaignId, ReferralField, ReferredByField};
use portal::{PortalRequest, Question};
use serde::Deserialize;

use crate::routing::route::Route;

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
    Route::post("/api/hubspot/referred-by-properties", |asked| {
        let MakeReferredByProperties { fields } = asked.body()?;
        let wanted = Question::MakeReferredByProperties { fields };
        Ok(PortalRequest::Ask(wanted))
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

/// For which fields of people who were referred.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WantedReferredByProperties))]
#[serde(deny_unknown_fields)]
pub(super) struct MakeReferredByProperties {
    fields: Vec<ReferredByField>,
}
