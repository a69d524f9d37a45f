//! The table of referrals: who was referred by whom in which campaign, and how far that has come.
//!
//! Invariants: of the rows of a person in a campaign at most one counts; a claim that is not counted and comes again
//! for the same reason adds no row; rows are never deleted. Whatever changes a status here changes the numbers in the
//! same transaction ([`counting`]).
//!
//! Left to others: the rules of attribution and of standing (`domain`), the calls by which HubSpot is asked for the
//! person.

mod arriving;
mod claiming;
mod concluding;
mod counting;
mod deciding;
mod explaining;
mod holding;
mod identifying;
mod importing;
mod looking;
pub(crate) mod people;
#[cfg(test)]
mod tests;

pub(crate) use arriving::ABOUT;
pub(crate) use claiming::{by_code, given_name};
pub(crate) use concluding::Look;
pub(crate) use explaining::view;
pub(crate) use holding::{end_holds, next_due};
pub(crate) use identifying::{PROPERTIES as PERSON_PROPERTIES, created, identify};
pub(crate) use importing::{Imported, Past};
pub(crate) use looking::{
    look_at_all_known, look_at_campaign, look_at_person, look_soon, next_look,
};

use concluding::RuleFinding;
use domain::qualification::Record;
use domain::{
    Attribution, CampaignId, ContactId, NormalisedEmail, NotCounted, PropertyName, ReferralId,
    ReferralState, ReferralStatus,
};
use jiff::Timestamp;

use crate::api_types::views::HubspotState;
use crate::storage::database::{Database, Row, json};
use crate::storage::error::PortalError;
use crate::tables::referral_index;
use crate::tables::referrers::Person;

/// A referral's row.
#[derive(Debug, Clone)]
pub(crate) struct Referral {
    pub(crate) id: ReferralId,
    pub(crate) campaign: CampaignId,
    /// Who referred.
    pub(crate) referrer: ContactId,
    /// Who was referred.
    pub(crate) person: Person,
    /// What their e-mail address is compared by.
    pub(crate) email_key: Option<String>,
    /// HubSpot's contact of theirs, once it is known.
    pub(crate) contact: Option<ContactId>,
    pub(crate) attribution: Attribution,
    pub(crate) standing: ReferralState,
    /// Why it was not counted when it came; none once a person let it count.
    pub(crate) not_counted: Option<NotCounted>,
    pub(crate) clicked_at: Option<Timestamp>,
    /// When it came.
    pub(crate) at: Timestamp,
    /// When it came to its present status, unless it began so.
    pub(crate) decided_at: Option<Timestamp>,
    /// What brought it there, in words.
    pub(crate) why: Option<String>,
    /// The rules that are met.
    pub(crate) met: Vec<Record>,
    /// When HubSpot was last looked at for it, and how it stood with the rules then.
    pub(crate) looked_at: Option<Timestamp>,
    pub(crate) findings: Vec<RuleFinding>,
    /// What the person said on a form, for properties of their contact.
    pub(crate) answers: Vec<(PropertyName, String)>,
    /// How far it is in HubSpot.
    pub(crate) hubspot: HubspotState,
    /// Why HubSpot refused the person.
    pub(crate) hubspot_problem: Option<String>,
}

/// The columns that [`read`] takes, of a table or alias `referral`.
pub(crate) const COLUMNS: &str = "referral.id, campaign_id, referrer_id, first_name, last_name, email, \
    email_key, person_id, attribution, status, by_hand, not_counted, clicked_at, at, decided_at, why, met, answers, \
    hubspot, hubspot_problem, looked_at, findings";
/// How many they are.
pub(crate) const WIDTH: usize = 22;

const UNREADABLE: PortalError = PortalError::Unreadable("a referral");

pub(crate) fn read(row: &Row) -> Result<Referral, PortalError> {
    let owned = |at| row.optional_text(at).map(|text| text.map(str::to_owned));
    Ok(Referral {
        id: ReferralId(row.count(0)?),
        campaign: CampaignId(row.count(1)?),
        referrer: row.parsed(2)?,
        person: Person {
            first_name: owned(3)?,
            last_name: owned(4)?,
            email: owned(5)?,
        },
        email_key: owned(6)?,
        contact: row.optional_text(7)?.map(|_| row.parsed(7)).transpose()?,
        attribution: Attribution::from_name(row.text(8)?).ok_or(UNREADABLE)?,
        standing: ReferralState {
            status: ReferralStatus::from_name(row.text(9)?).ok_or(UNREADABLE)?,
            by_hand: row.flag(10)?,
        },
        not_counted: row
            .optional_text(11)?
            .map(|name| NotCounted::from_name(name).ok_or(UNREADABLE))
            .transpose()?,
        clicked_at: row.optional_time(12)?,
        at: row.time(13)?,
        decided_at: row.optional_time(14)?,
        why: owned(15)?,
        met: row.json(16)?,
        answers: row.json(17)?,
        hubspot: HubspotState::from_name(row.text(18)?).ok_or(UNREADABLE)?,
        hubspot_problem: owned(19)?,
        looked_at: row.optional_time(20)?,
        findings: row.json(21)?,
    })
}

impl Referral {
    /// Whether it is the one of its person that counts.
    pub(crate) fn counts(&self) -> bool {
        self.standing.status.counts_as_referred()
    }
}

/// One referral.
pub(crate) fn get(database: &Database, id: ReferralId) -> Result<Referral, PortalError> {
    let statement = format!("SELECT {COLUMNS} FROM referral WHERE id = ?1");
    let row = database.first(&statement, &[id.0.into()])?;
    read(&row.ok_or(PortalError::NotFound("referral"))?)
}

/// All of a person's, counted or not, by whomever they were referred. The contacts are one, by its ids.
fn of_person(
    database: &Database,
    campaign: CampaignId,
    email_key: Option<&str>,
    contacts: &[&ContactId],
) -> Result<Vec<Referral>, PortalError> {
    // Each half has an index of its own.
    let statement = format!(
        "SELECT {COLUMNS} FROM referral WHERE id IN (\
         SELECT id FROM referral WHERE campaign_id = ?1 AND email_key = ?2 \
         UNION SELECT id FROM referral WHERE campaign_id = ?1 \
         AND person_id IN (SELECT value FROM json_each(?3))) ORDER BY id"
    );
    let rows = database.all(
        &statement,
        &[campaign.0.into(), email_key.into(), json(&contacts)?],
    )?;
    rows.iter().map(read).collect()
}

/// How many came over a referrer's link by themselves since a moment, counted or not; no more than `most` are counted.
/// Those whom staff or the customer's systems told of, an import of hundreds among them, make no flood of who comes next.
fn since(
    database: &Database,
    (campaign, referrer): (CampaignId, &ContactId),
    from: Timestamp,
    most: u32,
) -> Result<u32, PortalError> {
    let row = database.first(
        "SELECT COUNT(*) FROM (SELECT 1 FROM referral WHERE campaign_id = ?1 AND referrer_id = ?2 \
         AND at > ?3 AND attribution IN ('form', 'script') LIMIT ?4)",
        &[
            campaign.0.into(),
            referrer.as_str().into(),
            from.into(),
            most.into(),
        ],
    )?;
    row.map_or(Ok(0), |row| row.count(0))
}

/// Adds a row, under the next number. Runs inside the caller's transaction.
fn add(
    database: &Database,
    referral: &Referral,
    email_key: Option<&NormalisedEmail>,
) -> Result<Referral, PortalError> {
    let person = &referral.person;
    let row = database.first(
        "INSERT INTO referral (campaign_id, referrer_id, first_name, last_name, email, email_key, person_id, \
         attribution, status, not_counted, clicked_at, at, answers) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id",
        &[
            referral.campaign.0.into(),
            referral.referrer.as_str().into(),
            person.first_name.as_deref().into(),
            person.last_name.as_deref().into(),
            person.email.as_deref().into(),
            email_key.map(NormalisedEmail::as_str).into(),
            referral.contact.as_ref().map(ContactId::as_str).into(),
            referral.attribution.as_str().into(),
            referral.standing.status.as_str().into(),
            referral.not_counted.map(NotCounted::as_str).into(),
            referral.clicked_at.into(),
            referral.at.into(),
            json(&referral.answers)?,
        ],
    )?;
    let row = row.ok_or(PortalError::Unreadable("a new referral"))?;
    let id = ReferralId(row.count(0)?);
    referral_index::refresh(database, id)?;
    get(database, id)
}

/// Stores what has changed of a referral. Runs inside the caller's transaction.
fn store(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET status = ?2, by_hand = ?3, not_counted = ?4, decided_at = ?5, why = ?6, \
         look_at = CASE WHEN ?3 OR ?2 = 'rejected' THEN NULL ELSE look_at END WHERE id = ?1",
        &[
            referral.id.0.into(),
            referral.standing.status.as_str().into(),
            referral.standing.by_hand.into(),
            referral.not_counted.map(NotCounted::as_str).into(),
            referral.decided_at.into(),
            referral.why.as_deref().into(),
        ],
    )?;
    referral_index::refresh(database, referral.id)
}
