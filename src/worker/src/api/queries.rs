//! `/api/audience-counts`, `/api/previews`, `/api/dry-runs`, `/api/rule-trials`: background queries to HubSpot. A query
//! is accepted at once; the caller polls for its result.

use domain::{Audience, InboundMapping};
use http::StatusCode;
use portal::views::{CountFound, DryRunFound, PreviewFound, TrialFound};
use portal::{CreateSync, PortalRequest, Query, QueryKind, RuleTrial};
use serde::Deserialize;

use crate::edge::problem::Kind;
use crate::routing::about::About;
use crate::routing::address_value::QueryId;
use crate::routing::handler::{Plain, WithBody};
use crate::routing::route::{Family, Route};

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Queries",
    "Background queries to HubSpot. A query is accepted at once, and its result is polled for. Of each kind, only the \
     last query is kept.",
    &[
        Route::post(
            "/api/audience-counts",
            About::new("countAudience", "Count the contacts that take part")
                .responds_query::<CountFound>(StatusCode::ACCEPTED, COUNT, ACCEPTED)
                .refuses(&[Kind::Disconnected]),
            &WithBody(|(), count: Count| {
                PortalRequest::StartQuery(Query::Count {
                    audience: count.audience,
                })
            }),
        ),
        Route::get(
            "/api/audience-counts/{query}",
            About::new("showAudienceCount", "Show how far a count is")
                .responds_query::<CountFound>(StatusCode::OK, COUNT, SO_FAR),
            &Plain(|query| show(QueryKind::Count, query)),
        ),
        Route::post(
            "/api/previews",
            About::new(
                "previewContacts",
                "Show how a few contacts would look as referrers",
            )
            .responds_query::<PreviewFound>(StatusCode::ACCEPTED, PREVIEW, ACCEPTED)
            .refuses(&[Kind::Disconnected]),
            &WithBody(|(), preview: Preview| {
                PortalRequest::StartQuery(Query::Preview {
                    audience: preview.audience,
                    inbound: preview.inbound,
                })
            }),
        ),
        Route::get(
            "/api/previews/{query}",
            About::new("showPreview", "Show how far a preview is").responds_query::<PreviewFound>(
                StatusCode::OK,
                PREVIEW,
                SO_FAR,
            ),
            &Plain(|query| show(QueryKind::Preview, query)),
        ),
        Route::post(
            "/api/dry-runs",
            About::new("startDryRun", "Find out what a sync would do")
                .explained("Nothing is stored, and nothing is written to HubSpot.")
                .responds_query::<DryRunFound>(StatusCode::ACCEPTED, DRY_RUN, ACCEPTED)
                .refuses(&[Kind::Disconnected, Kind::Conflict, Kind::NotFound]),
            &WithBody(|(), sync: CreateSync| PortalRequest::StartQuery(Query::DryRun(sync))),
        ),
        Route::get(
            "/api/dry-runs/{query}",
            About::new("showDryRun", "Show how far a dry run is").responds_query::<DryRunFound>(
                StatusCode::OK,
                DRY_RUN,
                SO_FAR,
            ),
            &Plain(|query| show(QueryKind::DryRun, query)),
        ),
        Route::delete(
            "/api/dry-runs/{query}",
            About::new("stopDryRun", "Stop a dry run").responds_nothing("The dry run is stopped."),
            &Plain(|QueryId(id)| PortalRequest::CancelQuery {
                kind: QueryKind::DryRun,
                id,
            }),
        ),
        Route::post(
            "/api/rule-trials",
            About::new(
                "tryRule",
                "Find out what a qualification rule says about a contact",
            )
            .explained("A trial changes nothing.")
            .responds_query::<TrialFound>(StatusCode::ACCEPTED, TRIAL, ACCEPTED)
            .refuses(&[Kind::Disconnected]),
            &WithBody(|(), trial: RuleTrial| PortalRequest::StartQuery(Query::TryRule(trial))),
        ),
        Route::get(
            "/api/rule-trials/{query}",
            About::new("showRuleTrial", "Show what the rule says").responds_query::<TrialFound>(
                StatusCode::OK,
                TRIAL,
                SO_FAR,
            ),
            &Plain(|query| show(QueryKind::Trial, query)),
        ),
    ],
);

const COUNT: &str = "AudienceCount";
const PREVIEW: &str = "Preview";
const DRY_RUN: &str = "DryRun";
const TRIAL: &str = "RuleTrial";

const ACCEPTED: &str = "The query, with nothing found yet.";
const SO_FAR: &str = "The query, and what was found so far.";

fn show(kind: QueryKind, QueryId(id): QueryId) -> PortalRequest {
    PortalRequest::Query { kind, id }
}

/// The audience whose contacts to count.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewAudienceCount))]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    audience: Audience,
}

/// The audience and the mappings with which to show a few contacts as referrers.
#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewPreview))]
#[serde(deny_unknown_fields)]
pub(super) struct Preview {
    audience: Audience,
    inbound: Vec<InboundMapping>,
}
