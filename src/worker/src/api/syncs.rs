//! `/api/syncs`: the audience and mappings of a campaign, and starting runs.

use domain::SyncId;
use http::StatusCode;
use portal::views::{RunView, SyncView};
use portal::{ChangeSync, CreateSync, PortalRequest};

use crate::edge::problem::Kind;
use crate::routing::about::About;
use crate::routing::handler::{Plain, WithBody};
use crate::routing::route::{Family, Route};

const ALL: &str = "/api/syncs";
const ONE: &str = "/api/syncs/{sync}";

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Syncs",
    "The contacts that take part in a campaign, and the properties that are mapped.",
    &[
        Route::get(
            ALL,
            About::new("listSyncs", "List all syncs").lists::<SyncView>("The syncs."),
            &Plain(|()| PortalRequest::Syncs),
        ),
        Route::post(
            ALL,
            About::new("createSync", "Create a sync")
                .explained(
                    "Two syncs never write the same property. The detail of the conflict names the other sync.",
                )
                .responds::<SyncView>(StatusCode::CREATED, "The new sync.")
                .refuses(&[Kind::NotFound, Kind::Conflict]),
            &WithBody(|(), new: CreateSync| PortalRequest::CreateSync(new)),
        ),
        Route::get(
            ONE,
            About::new("showSync", "Show one sync")
                .responds::<SyncView>(StatusCode::OK, "The sync."),
            &Plain(|sync: SyncId| PortalRequest::Sync { sync }),
        ),
        Route::patch(
            ONE,
            About::new("changeSync", "Change a sync")
                .explained(
                    "While a run is under way, only two things can change: whether the sync is ongoing, and what \
                     happens to the links of contacts that leave.",
                )
                .responds::<SyncView>(StatusCode::OK, "The sync after the change.")
                .refuses(&[Kind::Conflict]),
            &WithBody(|sync: SyncId, change: ChangeSync| PortalRequest::ChangeSync { sync, change }),
        ),
        Route::delete(
            ONE,
            About::new("endSync", "End a sync for good")
                .explained("Another sync can then write its properties.")
                .responds_nothing("The sync has ended.")
                .refuses(&[Kind::Conflict]),
            &Plain(|sync: SyncId| PortalRequest::EndSync { sync }),
        ),
        Route::post(
            "/api/syncs/{sync}/runs",
            About::new("startRun", "Start a run")
                .responds::<RunView>(StatusCode::CREATED, "The new run.")
                .responds::<RunView>(StatusCode::OK, "The run that is already under way.")
                .refuses(&[Kind::Conflict, Kind::Disconnected]),
            &Plain(|sync: SyncId| PortalRequest::StartRun { sync }),
        ),
    ],
);
