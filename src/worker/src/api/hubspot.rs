//! `/api/hubspot`: the properties and lists of the account, as the portal keeps them for people to choose from.

use domain::{CampaignId, ReferralField, ReferredByField};
use http::StatusCode;
use portal::views::CatalogueView;
use portal::{PortalRequest, Query};
use serde::Deserialize;

use crate::edge::problem::Kind;
use crate::routing::about::About;
use crate::routing::handler::{Plain, WithBody};
use crate::routing::route::{Family, Route};

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "HubSpot",
    "The properties, lists and pipelines of the account.",
    &[
        Route::get(
            "/api/hubspot/catalogue",
            About::new("showCatalogue", "Show the properties, lists and pipelines of the last fetch")
                .responds::<CatalogueView>(StatusCode::OK, "The catalogue, as far as it is known."),
            &Plain(|()| PortalRequest::Catalogue),
        ),
        Route::post(
            "/api/hubspot/catalogue/refresh",
            About::new("refreshCatalogue", "Fetch the properties, lists and pipelines again")
                .explained("The fetch is complete when `refreshing` is false again.")
                .responds::<CatalogueView>(StatusCode::ACCEPTED, KNOWN_SO_FAR)
                .refuses(&[Kind::Disconnected]),
            &Plain(|()| PortalRequest::StartQuery(Query::Catalogue)),
        ),
        Route::post(
            "/api/hubspot/properties",
            About::new("makeProperties", "Create Goodword's own properties, then fetch all again")
                .explained("The fetch is complete when `refreshing` is false again.")
                .responds::<CatalogueView>(StatusCode::ACCEPTED, KNOWN_SO_FAR)
                .refuses(&[Kind::NotFound, Kind::Disconnected]),
            &WithBody(|(), wanted: MakeProperties| {
                PortalRequest::StartQuery(Query::MakeProperties {
                    campaign: wanted.campaign_id,
                    fields: wanted.fields,
                })
            }),
        ),
        Route::post(
            "/api/hubspot/referred-by-properties",
            About::new(
                "makeReferredByProperties",
                "Create Goodword's own properties for referred people, then fetch all again",
            )
            .explained(
                "All campaigns share these properties. The fetch is complete when `refreshing` is false again. Then \
                 referrals that HubSpot refused are tried again.",
            )
            .responds::<CatalogueView>(StatusCode::ACCEPTED, KNOWN_SO_FAR)
            .refuses(&[Kind::Disconnected]),
            &WithBody(|(), wanted: MakeReferredByProperties| {
                PortalRequest::StartQuery(Query::MakeReferredByProperties {
                    fields: wanted.fields,
                })
            }),
        ),
    ],
);

const KNOWN_SO_FAR: &str = "The catalogue before the fetch.";

/// The campaign whose properties to create, and the fields.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WantedProperties))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct MakeProperties {
    campaign_id: CampaignId,
    fields: Vec<ReferralField>,
}

/// The fields of referred people to create properties for.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WantedReferredByProperties))]
#[serde(deny_unknown_fields)]
pub(super) struct MakeReferredByProperties {
    fields: Vec<ReferredByField>,
}
