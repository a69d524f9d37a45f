//! `/api/audience-counts`, `/api/previews`, `/api/dry-runs`, `/api/rule-trials`, in words.

use http::StatusCode;
use portal::views::{CountFound, DryRunFound, PreviewFound, TrialFound};
use portal::{CreateSync, RuleTrial};

use super::super::questions::{Count, Preview};
use super::routes::{Described, delete, get, post};
use super::shapes::Shape;
use crate::edge::problem::Kind;

pub(super) fn routes() -> Vec<Described> {
    let count = || Shape::question::<CountFound>("AudienceCount");
    let preview = || Shape::question::<PreviewFound>("Preview");
    let dry_run = || Shape::question::<DryRunFound>("DryRun");
    let trial = || Shape::question::<TrialFound>("RuleTrial");
    let counting = post(
        "/api/audience-counts",
        "countAudience",
        "How many contacts take part?",
    );
    let previewing = post(
        "/api/previews",
        "previewContacts",
        "How would a few contacts look as referrers?",
    );
    let trying = post("/api/dry-runs", "startDryRun", "What would a sync do?");
    vec![
        taken(counting.takes::<Count>(), count()),
        told(
            get(
                "/api/audience-counts/{question}",
                "showAudienceCount",
                "How far the counting is",
            ),
            count(),
        ),
        taken(previewing.takes::<Preview>(), preview()),
        told(
            get(
                "/api/previews/{question}",
                "showPreview",
                "How far the preview is",
            ),
            preview(),
        ),
        taken(trying.takes::<CreateSync>(), dry_run())
            .explained("Nothing is kept, and nothing is written.")
            .refuses(Kind::Conflict)
            .refuses(Kind::NotFound),
        told(
            get(
                "/api/dry-runs/{question}",
                "showDryRun",
                "How far the dry run is",
            ),
            dry_run(),
        ),
        delete("/api/dry-runs/{question}", "stopDryRun", "Stop a dry run")
            .answers_nothing("Nobody asks any more."),
        taken(
            post(
                "/api/rule-trials",
                "tryRule",
                "What would a qualification rule say of a contact?",
            )
            .takes::<RuleTrial>(),
            trial(),
        )
        .explained("Nothing is changed by it."),
        told(
            get(
                "/api/rule-trials/{question}",
                "showRuleTrial",
                "What the rule says",
            ),
            trial(),
        ),
    ]
}

fn taken(route: Described, shape: Shape) -> Described {
    let about = "The question, with nothing found yet.";
    route
        .answers(StatusCode::ACCEPTED, shape, about)
        .refuses(Kind::Disconnected)
}

fn told(route: Described, shape: Shape) -> Described {
    let about = "The question, and what was found so far.";
    route.answers(StatusCode::OK, shape, about)
}
