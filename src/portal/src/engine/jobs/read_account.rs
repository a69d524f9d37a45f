//! The job that asks HubSpot for the account's details: its time zone, and the host of its pages.
//!
//! It asks once a day: so an account that has nothing else to do finds out within a day that the app was uninstalled.
//! HubSpot may refuse, because its descriptions name different scopes: then days turn at midnight in UTC.

use hubspot::account;
use hubspot::{Failure, NoReply, Reply};
use jiff::SignedDuration;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::account as table;

const SUBJECT: Subject = Subject::new("account details");

/// The time for which the details are trusted. People rarely change the time zone of their account.
const TRUSTED_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Asks for the account's details.
#[derive(Debug)]
struct ReadAccount;

impl Job for ReadAccount {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let due = flight.now.saturating_add(TRUSTED_FOR).unwrap_or(flight.now);
        match understood(result, account::account) {
            Ok(details) => {
                portal.memory.back_off.recover(SUBJECT);
                table::store_details(&portal.database, &details, due)
            }
            Err(Failure::MissingScopes { .. } | Failure::Rejected(_)) => {
                table::set_details_due(&portal.database, due)
            }
            Err(failure) => portal
                .handle_failure(SUBJECT, None, failure, flight)
                .map(drop),
        }
    }
}

impl Portal {
    pub(super) fn plan_reading_account(
        &mut self,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if planning.account.details_due > planning.now {
            return Ok(());
        }
        let may_begin = planning
            .without_waking(|planning| self.is_free(SUBJECT, planning) && self.has_room(planning));
        if !may_begin {
            return Ok(());
        }
        self.begin_call(ReadAccount, account::details(), planning)
    }
}
