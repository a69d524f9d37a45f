//! Referrers and referrals as tables: given out for spreadsheets, and taken in line by line.
//!
//! A table is given a part at a time, and whoever wants it whole asks for the parts and joins them. An account can have
//! a million referrers, some two hundred megabytes, which neither the object's memory nor a single answer should hold;
//! an answer that the Worker streams would ask the object hundreds of times for one request, and could not say that
//! it broke off. Parts cost each caller one call, can be asked for again, and tell how far it is.
//!
//! Lines are taken in by the part too. Each has an outcome of its own: what is wrong with one spoils no other, and
//! what is there already stays as it is, so that a part, or a whole file, can be sent again.

mod reading;
mod referral_import;
mod referrer_import;
mod tables;

use jiff::Timestamp;

use crate::Portal;
use crate::api::{shown, working};
use crate::api_types::requests::TransferRequest;
use crate::api_types::views::{Answer, ImportView, LineOutcome, LineView, View};
use crate::storage::error::PortalError;

/// The most lines that are taken in at once: a fraction of a second in which the object answers nobody else.
const MOST_LINES: usize = 200;

impl Portal {
    pub(crate) fn answer_of_transfer(
        &self,
        asked: TransferRequest,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
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
    if lines > MOST_LINES {
        let why = "At most 200 lines are taken at once: send the others in a request of their own.";
        return Err(PortalError::invalid("rows", why));
    }
    Ok(())
}

fn imported(outcomes: Vec<LineView>) -> Answer {
    working(View::Import(ImportView { outcomes }))
}

fn line(line: u32, outcome: LineOutcome) -> LineView {
    LineView {
        line,
        outcome,
        why: None,
    }
}

/// A line of which nothing was kept.
///
/// # Errors
/// The error itself, where it is not the line's.
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
