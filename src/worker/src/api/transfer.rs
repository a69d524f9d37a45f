//! `/api/referrers.csv` and `/api/referrals.csv`: the lists as tables for spreadsheets, a part at a time;
//! `/api/campaigns/{campaign}/referrers/import` and `/api/campaigns/{campaign}/referrals/import`: lines of a file.

use portal::{PortalRequest, TransferRequest};

use super::campaigns::campaign;
use super::{referrals, referrers};
use crate::routing::route::Route;

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/referrers.csv", |asked| {
        let table = TransferRequest::ReferrerTable(referrers::query(asked)?);
        Ok(PortalRequest::Transfer(table))
    }),
    Route::get("/api/referrals.csv", |asked| {
        let table = TransferRequest::ReferralTable(referrals::query(asked)?);
        Ok(PortalRequest::Transfer(table))
    }),
    Route::post("/api/campaigns/{campaign}/referrers/import", |asked| {
        let import = TransferRequest::ImportReferrers(campaign(asked)?, asked.body()?);
        Ok(PortalRequest::Transfer(import))
    }),
    Route::post("/api/campaigns/{campaign}/referrals/import", |asked| {
        let import = TransferRequest::ImportReferrals(campaign(asked)?, asked.body()?);
        Ok(PortalRequest::Transfer(import))
    }),
];
