//! The job that makes the uninstall call: it tells HubSpot that the customer has disconnected Goodword.

use hubspot::oauth;
use hubspot::{Failure, NoReply, Reply};

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::storage::error::PortalError;
use crate::tables::account;

/// Makes the uninstall call.
#[derive(Debug)]
struct Uninstall;

impl Job for Uninstall {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        Subject::GRANT
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        match understood(result, |_| Ok(())) {
            Err(Failure::Wait(wait)) => {
                portal.back_off_at_least(Subject::GRANT, wait.at_least_ms, flight.now);
                Ok(())
            }
            // HubSpot has the call, or the token is no longer valid and HubSpot knows already.
            _ => account::end_uninstall(&portal.database),
        }
    }
}

impl Portal {
    pub(super) fn plan_uninstall(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let Some(hub_id) = planning.account.hub_id.clone() else {
            return Ok(());
        };
        if planning.account.is_connected() || !self.is_free(Subject::GRANT, planning) {
            return Ok(());
        }
        let keys = &self.settings.sealing_keys;
        let Some(token) = account::uninstall_token(&self.database, keys, &hub_id)? else {
            return Ok(());
        };
        // This is the one call that is made without a connection.
        planning.use_token(token);
        if self.has_room(planning) {
            self.begin_call(Uninstall, oauth::uninstall(), planning)?;
        }
        Ok(())
    }
}
