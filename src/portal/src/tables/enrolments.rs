//! The table of enrolments: contacts that are to be enrolled once HubSpot has confirmed that they exist.
//!
//! The state 'unclear' is of earlier versions, and means 'waiting'.

use domain::{CampaignId, ContactId};
use jiff::{SignedDuration, Timestamp};

use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;
use crate::tables::referrers::Person;

/// How long a refusal is shown. The same contact can be asked for again before: then its row is replaced.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

row! {
    /// A contact to enrol.
    #[derive(Debug, Clone)]
    pub(crate) struct Enrolment {
        pub(crate) campaign: CampaignId = "campaign_id",
        pub(crate) contact: ContactId = "contact_id",
        pub(crate) person: Person = "first_name, last_name, email",
        /// The reason why the contact was not enrolled, in words; none before HubSpot was asked.
        pub(crate) problem: Option<String> = "problem",
        /// The time of the request, then that of the refusal.
        pub(crate) at: Timestamp = "at",
    }
}

/// Returns enrolments that HubSpot is to be asked about: at most a hundred, and none of these contacts.
pub(crate) fn waiting_beside<'c>(
    database: &Database,
    contacts: impl Iterator<Item = &'c ContactId>,
) -> Result<Vec<Enrolment>, PortalError> {
    let columns = Enrolment::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM enrolment WHERE state IN ('waiting', 'unclear') \
         AND contact_id NOT IN (SELECT value FROM json_each(?1)) ORDER BY campaign_id, contact_id LIMIT 100"
    );
    let contacts: Vec<&ContactId> = contacts.collect();
    database.all(&statement, &[to_json(&contacts)?])
}

/// Returns the enrolments of these contacts that HubSpot is to be asked about, campaign by campaign.
pub(crate) fn waiting_of<'c>(
    database: &Database,
    contacts: impl Iterator<Item = &'c ContactId>,
) -> Result<Vec<Enrolment>, PortalError> {
    let columns = Enrolment::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM enrolment WHERE state IN ('waiting', 'unclear') \
         AND contact_id IN (SELECT value FROM json_each(?1)) ORDER BY campaign_id, contact_id"
    );
    let contacts: Vec<&ContactId> = contacts.collect();
    database.all(&statement, &[to_json(&contacts)?])
}

/// Returns whether HubSpot is to be asked about any contact.
pub(crate) fn any_waits(database: &Database) -> Result<bool, PortalError> {
    database.exists(
        "SELECT 1 FROM enrolment WHERE state IN ('waiting', 'unclear') LIMIT 1",
        &[],
    )
}

/// Returns the enrolments of these contacts in a campaign.
pub(crate) fn among(
    database: &Database,
    campaign: CampaignId,
    contacts: &[&ContactId],
) -> Result<Vec<Enrolment>, PortalError> {
    let columns = Enrolment::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM enrolment WHERE state IN ('waiting', 'unclear', 'refused') AND campaign_id = ?1 \
         AND contact_id IN (SELECT value FROM json_each(?2))"
    );
    database.all(&statement, &[campaign.into(), to_json(&contacts)?])
}

/// Stores an enrolment, which replaces an earlier one of the contact, and forgets old refusals.
pub(crate) fn insert(
    database: &Database,
    enrolment: &Enrolment,
    now: Timestamp,
) -> Result<(), PortalError> {
    let old = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
    database.change(
        "DELETE FROM enrolment WHERE state = 'refused' AND at < ?1",
        &[old.into()],
    )?;
    remove(database, enrolment.campaign, &enrolment.contact)?;
    put(database, "waiting", enrolment)
}

/// Records the reason why a contact is not enrolled.
pub(crate) fn refuse(
    database: &Database,
    enrolment: &Enrolment,
    problem: &str,
    now: Timestamp,
) -> Result<(), PortalError> {
    remove(database, enrolment.campaign, &enrolment.contact)?;
    let refused = Enrolment {
        problem: Some(problem.to_owned()),
        at: now,
        ..enrolment.clone()
    };
    put(database, "refused", &refused)
}

/// Removes the enrolment of a contact.
pub(crate) fn remove(
    database: &Database,
    campaign: CampaignId,
    contact: &ContactId,
) -> Result<(), PortalError> {
    database.change(
        "DELETE FROM enrolment WHERE state IN ('waiting', 'unclear', 'refused') AND campaign_id = ?1 \
         AND contact_id = ?2",
        &[campaign.into(), contact.into()],
    )
}

fn put(database: &Database, state: &'static str, enrolment: &Enrolment) -> Result<(), PortalError> {
    let person = &enrolment.person;
    database.change(
        "INSERT INTO enrolment (state, campaign_id, contact_id, first_name, last_name, email, problem, at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &[
            state.into(),
            enrolment.campaign.into(),
            (&enrolment.contact).into(),
            person.first_name.as_deref().into(),
            person.last_name.as_deref().into(),
            person.email.as_deref().into(),
            enrolment.problem.as_deref().into(),
            enrolment.at.into(),
        ],
    )
}
