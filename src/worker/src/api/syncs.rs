//! `/api/syncs`: audience and mappings of a campaign, and starting their runs.

use domain::SyncId;
use portal::PortalRequest;

use crate::edge::problem::Problem;
use crate::routing::request_parts::Asked;
use crate::routing::route::Route;

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/syncs", |_| Ok(PortalRequest::Syncs)),
    Route::post("/api/syncs", |asked| {
        Ok(PortalRequest::CreateSync(asked.body()?))
    }),
    Route::get("/api/syncs/{sync}", |asked| {
        Ok(PortalRequest::Sync { sync: sync(asked)? })
    }),
    Route::patch("/api/syncs/{sync}", |asked| {
        let sync = sync(asked)?;
        Ok(PortalRequest::ChangeSync {
            sync,
            change: asked.body()?,
        })
    }),
    Route::delete("/api/syncs/{sync}", |asked| {
        Ok(PortalRequest::EndSync { sync: sync(asked)? })
    }),
    Route::post("/api/syncs/{sync}/runs", |asked| {
        Ok(PortalRequest::StartRun { sync: sync(asked)? })
    }),
];

fn sync(asked: &Asked<'_>) -> Result<SyncId, Problem> {
    asked.id(0).map(SyncId)
}
