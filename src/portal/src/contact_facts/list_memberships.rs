//! The lists of contacts, as many contacts at once as HubSpot permits.
//!
//! A contact that HubSpot's answer leaves out is not asked about again: the same question alone would get the same
//! answer.

use domain::ContactId;
use hubspot::lists::{self, MEMBERSHIPS_LIMIT, Membership};
use hubspot::{Call, Failure, Reply};
use vecmap::VecMap;

use super::parts::Parts;

/// Contacts whose lists are being read.
#[derive(Debug)]
pub(crate) struct ListMemberships {
    left: Parts<ContactId>,
    known: VecMap<ContactId, Membership>,
}

impl ListMemberships {
    /// Begins to read the lists of contacts.
    pub(crate) fn of(contacts: &[ContactId]) -> Self {
        let mut left = Parts::of_at_most(MEMBERSHIPS_LIMIT);
        left.add(contacts);
        Self {
            left,
            known: VecMap::new(),
        }
    }

    /// Returns the next call; none once HubSpot was asked about every contact.
    pub(crate) fn call(&self) -> Option<Call> {
        Some(lists::memberships(&self.left.next()?.items))
    }

    /// Reads the reply to the last call. Contacts whose lists HubSpot does not show stay unknown.
    ///
    /// # Errors
    /// The failure, by its remedy, which is no rejection. The next call is then to be made later.
    pub(crate) fn take(&mut self, reply: Result<Reply, Failure>) -> Result<(), Failure> {
        match reply.and_then(|reply| lists::memberships_read(&reply)) {
            Ok(known) => {
                self.known.extend(known);
                self.left.answered(Vec::new());
            }
            Err(failure) => match self.left.failed(failure) {
                // HubSpot has refused every part so far. The others may be answered.
                Err(Failure::Rejected(_)) => drop(self.left.take()),
                failed => drop(failed?),
            },
        }
        Ok(())
    }

    /// Returns HubSpot's answer about a contact; none if there is none.
    pub(crate) fn of_contact(&self, contact: &ContactId) -> Option<&Membership> {
        self.known.get(contact)
    }
}
