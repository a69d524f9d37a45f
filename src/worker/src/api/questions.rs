//! `/api/audience-counts`, `/api/previews`, `/api/dry-runs`, `/api/rule-trials`: what the portal has to ask HubSpot for. A question is taken
//! at once; its answer is asked for until it is there.

use domain::{Audience, InboundMapping};
use portal::{PortalRequest, Question};
use serde::Deserialize;

use crate::edge::problem::Problem;
use crate::routing::request_parts::Asked;
use crate::routing::route::Route;

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::post("/api/audience-counts", |asked| {
        let Count { audience } = asked.body()?;
        Ok(PortalRequest::Ask(Question::Count { audience }))
    }),
    Route::get("/api/audience-counts/{question}", one),
    Route::post("/api/previews", |asked| {
        let Preview { audience, inbound } = asked.body()?;
        Ok(PortalRequest::Ask(Question::Preview { audience, inbound }))
    }),
    Route::get("/api/previews/{question}", one),
    Route::post("/api/dry-runs", |asked| {
        Ok(PortalRequest::Ask(Question::DryRun(asked.body()?)))
    }),
    Route::get("/api/dry-runs/{question}", one),
    Route::post("/api/rule-trials", |asked| {
        Ok(PortalRequest::Ask(Question::TryRule(asked.body()?)))
    }),
    Route::get("/api/rule-trials/{question}", one),
    Route::delete("/api/dry-runs/{question}", |asked| {
        Ok(PortalRequest::WithdrawQuestion { id: asked.id(0)? })
    }),
];

/// How many contacts take part?
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewAudienceCount))]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    audience: Audience,
}

/// How would a few contacts look as referrers?
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewPreview))]
#[serde(deny_unknown_fields)]
pub(super) struct Preview {
    audience: Audience,
    inbound: Vec<InboundMapping>,
}

fn one(asked: &Asked<'_>) -> Result<PortalRequest, Problem> {
    Ok(PortalRequest::Question { id: asked.id(0)? })
}
