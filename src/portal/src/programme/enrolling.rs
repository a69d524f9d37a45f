//! Enrolling contacts that somebody named by their ids: HubSpot confirms that they exist before they get a link.
//!
//! Invariant: nobody has a link by an id that HubSpot does not have. A contact that was merged into another enrols the
//! other one.

use domain::{CampaignStatus, EmailAddress};
use hubspot::contacts::ContactRecord;
use jiff::Timestamp;

use crate::contact_facts::Seen;
use crate::programme::membership::{self, Newcomer};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::tables::campaigns;
use crate::tables::enrolments::{self, Enrolment};
use crate::tables::referrers::{self, Person};

/// The reason why an id of nobody is not enrolled.
const NOBODY: &str = "HubSpot has no contact with this record ID.";

/// The reason why a campaign enrols nobody.
pub(crate) const CLOSED: &str = "The campaign takes no new contacts at the moment.";

/// Enrols the contacts of one campaign that HubSpot has, and refuses those that it does not have or does not show. Runs
/// inside the caller's transaction.
///
/// # Errors
/// [`PortalError::Busy`] when no block number is at hand; the caller must then roll back and try again.
pub(crate) fn confirmed(
    database: &Database,
    entropy: &dyn Entropy,
    asked: &[(&Enrolment, &Seen)],
    now: Timestamp,
) -> Result<(), PortalError> {
    let Some((first, _)) = asked.first() else {
        return Ok(());
    };
    let campaign = campaigns::get(database, first.campaign)?;
    let mut newcomers: Vec<(&Enrolment, &ContactRecord)> = Vec::new();
    for (enrolment, seen) in asked {
        match seen {
            Seen::Gone => enrolments::refuse(database, enrolment, NOBODY, now)?,
            Seen::Unread(why) => {
                let problem = format!("HubSpot did not show this contact: {why}");
                enrolments::refuse(database, enrolment, &problem, now)?;
            }
            Seen::Found(_) if campaign.status != CampaignStatus::Live => {
                enrolments::refuse(database, enrolment, CLOSED, now)?;
            }
            Seen::Found(record) => {
                enrolments::remove(database, campaign.id, &enrolment.contact)?;
                let twice = newcomers.iter().any(|(_, known)| known.id == record.id);
                if !twice && referrers::get(database, campaign.id, &record.id)?.is_none() {
                    newcomers.push((enrolment, record));
                }
            }
        }
    }
    let newcomers: Vec<_> = newcomers
        .into_iter()
        .map(|(enrolment, record)| Newcomer {
            contact: &record.id,
            person: person(&enrolment.person, record),
        })
        .collect();
    if newcomers.is_empty() {
        return Ok(());
    }
    membership::enrol_by_hand(database, entropy, campaign.id, &newcomers, now)
}

/// Returns the person as the request named them, completed from HubSpot.
fn person(given: &Person, record: &ContactRecord) -> Person {
    let value = |name| {
        let value = record.value(name).map(str::trim);
        value.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let named = given.first_name.is_some() || given.last_name.is_some();
    let email = || EmailAddress::parse(record.value("email")?).ok();
    let (first_name, last_name) = if named {
        (given.first_name.clone(), given.last_name.clone())
    } else {
        (value("firstname"), value("lastname"))
    };
    Person {
        first_name,
        last_name,
        email: given
            .email
            .clone()
            .or_else(|| email().map(|email| email.as_str().to_owned())),
    }
}
