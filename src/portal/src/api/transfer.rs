//! Referrers and referrals as tables: exported for spreadsheets and imported line by line.
//!
//! A table is exported in parts, and the caller joins them. An account can have a million referrers, some two hundred
//! megabytes, which neither the object's memory nor a single response should hold. A response that the Worker streams
//! would ask the object hundreds of times for one request, and could not report that it broke off. A part costs the
//! caller one call, can be requested again, and shows the progress.
//!
//! Lines are imported in parts too. Each line has its own outcome: an error in one line does not affect the others, and
//! existing referrers and referrals stay as they are. So a part, or a whole file, can be sent again.

mod reading;
mod referral_import;
mod referrer_import;
mod tables;

use jiff::Timestamp;

use crate::Portal;
use crate::api::{shown, working};
use crate::api_types::requests::TransferRequest;
use crate::api_types::views::{ImportView, LineOutcome, LineView, Response, View};
use crate::storage::error::PortalError;

/// The most lines of one import: they take a fraction of a second, in which the object answers no other request.
pub const MAX_LINES: usize = 200;

impl Portal {
    pub(crate) fn answer_of_transfer(
        &self,
        asked: TransferRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        match asked {
            TransferRequest::ReferrerTable(query) => self.referrer_table(&query).map(shown),
            TransferRequest::ReferralTable(query) => self.referral_table(&query).map(shown),
            TransferRequest::ImportReferrers(campaign, wanted) => {
                limited(wanted.rows.len())?;
                self.import_referrers(campaign, &wanted.rows, now)
                    .map(imported)
            }
            TransferRequest::ImportReferrals(campaign, wanted) => {
                limited(wanted.rows.len())?;
                self.import_referrals(campaign, wanted.rows, now)
                    .map(imported)
            }
        }
    }
}

fn limited(lines: usize) -> Result<(), PortalError> {
    if lines > MAX_LINES {
        let why = "An import takes at most 200 lines. Send the other lines in further requests.";
        return Err(PortalError::invalid("rows", why));
    }
    Ok(())
}

fn imported(outcomes: Vec<LineView>) -> Response {
    working(View::Import(ImportView { outcomes }))
}

fn line(line: u32, outcome: LineOutcome) -> LineView {
    LineView {
        line,
        outcome,
        why: None,
    }
}

/// Returns the result of a line that was refused.
///
/// # Errors
/// The error itself, if it is not about the line.
fn refused(line: u32, error: PortalError) -> Result<LineView, PortalError> {
    let why = match error {
        PortalError::Invalid { why, .. } | PortalError::Conflict(why) => why,
        other => return Err(other),
    };
    Ok(LineView {
        line,
        outcome: LineOutcome::Refused,
        why: Some(why),
    })
}
