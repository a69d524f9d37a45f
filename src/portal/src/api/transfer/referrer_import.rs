//! Enrolling contacts from a file. Each contact is enrolled once.

use std::collections::BTreeSet;

use domain::{CampaignId, CampaignStatus, ContactId};
use jiff::Timestamp;

use super::{line, reading, refused};
use crate::Portal;
use crate::api_types::requests::ReferrerRow;
use crate::api_types::views::{LineOutcome, LineView};
use crate::programme::membership::{self, Newcomer};
use crate::referrals::claiming::given_name;
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::campaigns;
use crate::tables::referrers::{self, Person};

/// The contacts that are enrolled together: half a block of links, so that two groups fill one block.
const ENROLLED_AT_ONCE: usize = 64;

impl Portal {
    /// Enrols the contacts of these lines. Runs inside the caller's transaction.
    ///
    /// # Errors
    /// [`PortalError::Busy`] while there is no room for so many links. Then nothing was changed, and the same lines can
    /// be sent again in a few seconds.
    pub(super) fn import_referrers(
        &self,
        campaign: CampaignId,
        rows: &[ReferrerRow],
        now: Timestamp,
    ) -> Result<Vec<LineView>, PortalError> {
        if !Account::load(&self.database)?.is_connected() {
            return Err(PortalError::Disconnected);
        }
        let campaign = campaigns::get(&self.database, campaign)?;
        let rows: Vec<_> = rows.iter().map(|row| (row.line, read(row))).collect();
        let named: Vec<_> = rows
            .iter()
            .filter_map(|(_, read)| read.as_ref().ok())
            .map(|(contact, _)| contact)
            .collect();
        let there = referrers::among(&self.database, campaign.id, &named)?;
        let mut seen: BTreeSet<ContactId> = there.into_iter().map(|(contact, _)| contact).collect();
        let mut newcomers = Vec::new();
        let mut outcomes = Vec::with_capacity(rows.len());
        for (number, read) in rows {
            let (contact, person) = match read {
                Ok(newcomer) => newcomer,
                Err(error) => {
                    outcomes.push(refused(number, error)?);
                    continue;
                }
            };
            if seen.contains(&contact) {
                outcomes.push(line(number, LineOutcome::Known));
                continue;
            }
            if campaign.status != CampaignStatus::Live {
                let why = "The campaign takes no new contacts at the moment.";
                outcomes.push(refused(number, PortalError::Conflict(why.into()))?);
                continue;
            }
            seen.insert(contact.clone());
            newcomers.push((contact, person));
            outcomes.push(line(number, LineOutcome::Added));
        }
        self.enrol_all(campaign.id, &newcomers, now)?;
        Ok(outcomes)
    }

    fn enrol_all(
        &self,
        campaign: CampaignId,
        newcomers: &[(ContactId, Person)],
        now: Timestamp,
    ) -> Result<(), PortalError> {
        for some in newcomers.chunks(ENROLLED_AT_ONCE) {
            let some: Vec<_> = some
                .iter()
                .map(|(contact, person)| Newcomer {
                    contact,
                    person: person.clone(),
                })
                .collect();
            let (database, entropy) = (&self.database, &*self.entropy);
            membership::enrol_by_hand(database, entropy, campaign, &some, now)?;
        }
        Ok(())
    }
}

fn read(row: &ReferrerRow) -> Result<(ContactId, Person), PortalError> {
    let missing = || {
        let why = "The line has no contact: it needs the contact's record id in HubSpot.";
        PortalError::invalid("contactId", why)
    };
    let contact = reading::contact("contactId", row.contact_id.as_deref())?.ok_or_else(missing)?;
    let email = reading::email("email", row.email.as_deref())?;
    let person = Person {
        first_name: given_name("firstName", row.first_name.as_deref())?,
        last_name: given_name("lastName", row.last_name.as_deref())?,
        email: email.map(|email| email.as_str().to_owned()),
    };
    Ok((contact, person))
}
