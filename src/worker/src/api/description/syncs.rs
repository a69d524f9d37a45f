//! `/api/syncs`, in words.

use http::StatusCode;
use portal::views::{RunView, SyncView};
use portal::{ChangeSync, CreateSync};

use super::routes::{Described, delete, get, patch, post};
use super::shapes::Shape;
use crate::edge::problem::Kind;

const ONE: &str = "/api/syncs/{sync}";

pub(super) fn routes() -> Vec<Described> {
    let sync = Shape::of::<SyncView>;
    vec![
        get("/api/syncs", "listSyncs", "All syncs").answers(
            StatusCode::OK,
            Shape::list::<SyncView>(),
            "The syncs.",
        ),
        post("/api/syncs", "createSync", "Make a sync")
            .explained("No two syncs write one property: the detail of the conflict says which does.")
            .takes::<CreateSync>()
            .answers(StatusCode::CREATED, sync(), "The new sync.")
            .refuses(Kind::NotFound)
            .refuses(Kind::Conflict),
        get(ONE, "showSync", "One sync").answers(StatusCode::OK, sync(), "The sync."),
        patch(ONE, "changeSync", "Change a sync")
            .explained(
                "While a run is under way, whether the sync is ongoing, and what becomes of those who leave, alone \
                 can change.",
            )
            .takes::<ChangeSync>()
            .answers(StatusCode::OK, sync(), "The sync as it is now.")
            .refuses(Kind::Conflict),
        delete(ONE, "endSync", "End a sync for good")
            .explained("Its properties are free for another.")
            .answers_nothing("It is over."),
        post("/api/syncs/{sync}/runs", "startRun", "Start a run")
            .answers(StatusCode::CREATED, Shape::of::<RunView>(), "The new run.")
            .answers(
                StatusCode::OK,
                Shape::of::<RunView>(),
                "The run that is under way already.",
            )
            .refuses(Kind::Conflict)
            .refuses(Kind::Disconnected),
    ]
}
