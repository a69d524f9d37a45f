//! Enrolling contacts from a file. Each contact is enrolled once, after HubSpot has confirmed that it exists.
//!
//! The response cannot wait for HubSpot: a line of a contact that is new says that HubSpot is being asked. The same lines
//! can be sent again, and then say what became of them.

use std::collections::BTreeSet;

use domain::{CampaignId, CampaignStatus, ContactId};
use jiff::{SignedDuration, Timestamp};

use super::{line, reading, refused};
use crate::Portal;
use crate::api_types::requests::ReferrerRow;
use crate::api_types::views::{LineOutcome, LineView};
use crate::programme::enrolling::CLOSED;
use crate::referrals::claiming::given_name;
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::campaigns;
use crate::tables::enrolments::{self, Enrolment};
use crate::tables::referrers::{self, Person};

/// How long a refusal is the answer to the same line. After that, HubSpot is asked again.
const REFUSED_FOR: SignedDuration = SignedDuration::from_mins(10);

impl Portal {
    /// Lets HubSpot be asked about the contacts of these lines. Runs inside the caller's transaction.
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
        let asked = enrolments::among(&self.database, campaign.id, &named)?;
        let mut outcomes = Vec::with_capacity(rows.len());
        for (number, read) in rows {
            let (contact, person) = match read {
                Ok(newcomer) => newcomer,
                Err(error) => {
                    outcomes.push(refused(number, error)?);
                    continue;
                }
            };
            if !seen.insert(contact.clone()) {
                outcomes.push(line(number, LineOutcome::Known));
                continue;
            }
            let earlier = asked.iter().find(|own| own.contact == contact);
            if let Some(outcome) = earlier.and_then(|own| outcome_of(number, own, now)) {
                outcomes.push(outcome);
                continue;
            }
            if campaign.status != CampaignStatus::Live {
                outcomes.push(refused(number, PortalError::Conflict(CLOSED.into()))?);
                continue;
            }
            let enrolment = Enrolment {
                campaign: campaign.id,
                contact,
                person,
                problem: None,
                at: now,
            };
            enrolments::insert(&self.database, &enrolment, now)?;
            outcomes.push(line(number, LineOutcome::Checking));
        }
        Ok(outcomes)
    }
}

/// Returns the outcome of a line whose contact HubSpot was asked about before; none if it is to be asked again.
fn outcome_of(number: u32, earlier: &Enrolment, now: Timestamp) -> Option<LineView> {
    let Some(problem) = &earlier.problem else {
        return Some(line(number, LineOutcome::Checking));
    };
    (now.duration_since(earlier.at) < REFUSED_FOR).then(|| LineView {
        line: number,
        outcome: LineOutcome::Refused,
        why: Some(problem.clone()),
    })
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
