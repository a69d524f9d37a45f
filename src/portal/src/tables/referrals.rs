//! The table of referrals: the referred person, the referrer, the campaign and the status of each referral.
//!
//! Invariants: a row is never deleted; every change of a column that the index knows refreshes
//! [`crate::tables::referral_index`].
//!
//! Left to others: deciding whether a referral counts, and the numbers that follow from it ([`crate::referrals`]).

use domain::attribution::{FromNetwork, MAX_OF_LINK_IN_AN_HOUR, MAX_OF_NETWORK_IN_AN_HOUR};
use domain::qualification::Record;
use domain::{
    Attribution, CampaignId, ContactId, EmailAddress, NormalisedEmail, NotCounted, PropertyName,
    ReferralId, ReferralState, ReferralStatus, RuleId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api_types::views::HubspotState;
use crate::storage::columns::{self, to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::{Cells, Column, row};
use crate::tables::referral_index;
use crate::tables::referrer_key::ReferrerKey;
use crate::tables::referrers::Person;

row! {
    /// A referral's row.
    #[derive(Debug, Clone)]
    pub(crate) struct Referral {
        pub(crate) id: ReferralId = "referral.id",
        pub(crate) campaign: CampaignId = "campaign_id",
        /// The contact who referred the person.
        pub(crate) referrer: ContactId = "referrer_id",
        /// The referred person.
        pub(crate) person: Person = "first_name, last_name, email",
        /// The normalised e-mail address of the person.
        pub(crate) email_key: Option<NormalisedEmail> = "email_key",
        /// The person's contact in HubSpot, once it is known.
        pub(crate) contact: Option<ContactId> = "person_id",
        pub(crate) attribution: Attribution = "attribution",
        pub(crate) state: ReferralState = "status, by_hand",
        /// The reason why it was not counted when it arrived; none after a person let it count.
        pub(crate) not_counted: Option<NotCounted> = "not_counted",
        pub(crate) clicked_at: Option<Timestamp> = "clicked_at",
        /// The time when it arrived.
        pub(crate) at: Timestamp = "at",
        /// The time of the change to its present status, unless it began with this status.
        pub(crate) decided_at: Option<Timestamp> = "decided_at",
        /// The cause of its present status, in words.
        pub(crate) why: Option<String> = "why",
        /// The rules that are met.
        pub(crate) met: Vec<Record> = "met",
        /// The time when its rules were last checked against HubSpot.
        pub(crate) rechecked_at: Option<Timestamp> = "looked_at",
        /// The state of each rule at that time.
        pub(crate) findings: Vec<RuleFinding> = "findings",
        /// The person's answers on a form, for properties of their contact.
        pub(crate) answers: Vec<(PropertyName, String)> = "answers",
        /// The answers that HubSpot refused, which are not sent again.
        pub(crate) answers_refused: Vec<RefusedAnswer> = "answers_refused",
        /// The state of the referral in HubSpot.
        pub(crate) hubspot: HubspotState = "hubspot",
        /// The reason why HubSpot refused the person.
        pub(crate) hubspot_problem: Option<String> = "hubspot_problem",
        /// The network from which a claim by the public came, as a keyed hash.
        pub(crate) network: Option<String> = "network",
    }
}

impl Column for ReferralState {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        let (status, by_hand) = cells.read()?;
        Ok(Self { status, by_hand })
    }
}

/// The state of a rule when it was last checked against HubSpot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RuleFinding {
    pub(crate) rule: RuleId,
    /// The state in one sentence.
    pub(crate) told: String,
}
columns::json!(Vec<RuleFinding>);

/// An answer of a person that HubSpot refused for a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RefusedAnswer {
    pub(crate) property: PropertyName,
    pub(crate) answer: String,
    /// HubSpot's reason, in words.
    pub(crate) problem: String,
}
columns::json!(Vec<RefusedAnswer>);

impl Referral {
    /// Returns whether it is the person's one referral that counts.
    pub(crate) fn counts(&self) -> bool {
        self.state.status.counts_as_referred()
    }

    /// Returns whether a person has still to decide if it is real.
    pub(crate) fn is_in_review(&self) -> bool {
        self.state.status == ReferralStatus::InReview
    }

    /// Returns the key of the referrer.
    pub(crate) fn referrer_key(&self) -> ReferrerKey<'_> {
        ReferrerKey {
            campaign: self.campaign,
            contact: &self.referrer,
        }
    }
}

/// Returns one referral.
pub(crate) fn get(database: &Database, id: ReferralId) -> Result<Referral, PortalError> {
    let columns = Referral::COLUMNS;
    let statement = format!("SELECT {columns} FROM referral WHERE id = ?1");
    let found = database.first(&statement, &[id.into()])?;
    found.ok_or(PortalError::NotFound("referral"))
}

/// Returns all referrals of a person in a campaign, counted or not, by any referrer. The contacts are the ids of one
/// contact.
pub(crate) fn of_person(
    database: &Database,
    campaign: CampaignId,
    email_key: Option<&NormalisedEmail>,
    contacts: &[&ContactId],
) -> Result<Vec<Referral>, PortalError> {
    let columns = Referral::COLUMNS;
    // Each half has an index of its own.
    let statement = format!(
        "SELECT {columns} FROM referral WHERE id IN (\
         SELECT id FROM referral WHERE campaign_id = ?1 AND email_key = ?2 \
         UNION SELECT id FROM referral WHERE campaign_id = ?1 \
         AND person_id IN (SELECT value FROM json_each(?3))) ORDER BY id"
    );
    let parameters = [campaign.into(), email_key.into(), to_json(&contacts)?];
    database.all(&statement, &parameters)
}

/// Returns a contact that HubSpot has shown with this address, or with another form of it that surely is the same mailbox,
/// by an earlier referral of any campaign.
pub(crate) fn contact_of_address(
    database: &Database,
    email: &EmailAddress,
) -> Result<Option<ContactId>, PortalError> {
    let key = email.normalised();
    // The index begins with the campaign.
    database.first(
        "SELECT person_id FROM referral WHERE campaign_id IN (SELECT id FROM campaign) AND email_key = ?1 \
         AND (?2 OR lower(email) = lower(?3)) AND person_seen = 1 ORDER BY id DESC LIMIT 1",
        &[
            (&key).into(),
            email.has_aliases().into(),
            email.as_str().into(),
        ],
    )
}

/// Counts the people who came from a network since a moment, counted or not, up to the limits: over a referrer's link,
/// and over all links.
pub(crate) fn from_network(
    database: &Database,
    network: &str,
    key: ReferrerKey<'_>,
    since: Timestamp,
) -> Result<FromNetwork, PortalError> {
    let over_all = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM referral WHERE network = ?1 AND at > ?2 \
         LIMIT {MAX_OF_NETWORK_IN_AN_HOUR})"
    );
    let over_link = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM referral WHERE network = ?1 AND at > ?2 \
         AND campaign_id = ?3 AND referrer_id = ?4 LIMIT {MAX_OF_LINK_IN_AN_HOUR})"
    );
    let (network, since) = (network.into(), since.into());
    let (campaign, contact) = (key.campaign.into(), key.contact.into());
    let link = [network, since, campaign, contact];
    Ok(FromNetwork {
        over_all: database.number(&over_all, link.get(..2).unwrap_or_default())?,
        over_link: database.number(&over_link, &link)?,
    })
}

/// Forgets the networks of the referrals before a moment, except of those in review.
pub(crate) fn forget_networks(database: &Database, before: Timestamp) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET network = NULL WHERE network IS NOT NULL AND status <> 'inReview' AND at < ?1",
        &[before.into()],
    )
}

/// Returns the referrals in review from a network, the oldest first.
pub(crate) fn in_review_from(
    database: &Database,
    network: &str,
    most: usize,
) -> Result<Vec<Referral>, PortalError> {
    let columns = Referral::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM referral WHERE network = ?1 AND status = 'inReview' \
         ORDER BY at, id LIMIT {most}"
    );
    database.all(&statement, &[network.into()])
}

/// Counts the referrals in review from a network.
pub(crate) fn count_in_review_from(database: &Database, network: &str) -> Result<u32, PortalError> {
    let statement = "SELECT COUNT(*) FROM referral WHERE network = ?1 AND status = 'inReview'";
    database.number(statement, &[network.into()])
}

/// Adds a referral under the next number, and returns it. Runs inside the caller's transaction.
pub(crate) fn insert(database: &Database, referral: &Referral) -> Result<Referral, PortalError> {
    let person = &referral.person;
    let id: Option<ReferralId> = database.first(
        "INSERT INTO referral (campaign_id, referrer_id, first_name, last_name, email, email_key, person_id, \
         attribution, status, not_counted, clicked_at, at, answers, why, network) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) RETURNING id",
        &[
            referral.campaign.into(),
            (&referral.referrer).into(),
            person.first_name.as_deref().into(),
            person.last_name.as_deref().into(),
            person.email.as_deref().into(),
            referral.email_key.as_ref().into(),
            referral.contact.as_ref().into(),
            to_name(&referral.attribution)?,
            to_name(&referral.state.status)?,
            referral.not_counted.as_ref().map(to_name).transpose()?.into(),
            referral.clicked_at.into(),
            referral.at.into(),
            to_json(&referral.answers)?,
            referral.why.as_deref().into(),
            referral.network.as_deref().into(),
        ],
    )?;
    let id = id.ok_or(PortalError::Unreadable("a new referral"))?;
    referral_index::refresh(database, id)?;
    get(database, id)
}

/// Stores the state of a referral, with its reasons. A referral that is decided by hand, rejected or in review is not
/// rechecked.
/// Runs inside the caller's transaction.
pub(crate) fn set_state(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET status = ?2, by_hand = ?3, not_counted = ?4, decided_at = ?5, why = ?6, \
         look_at = CASE WHEN ?3 OR ?2 IN ('rejected', 'inReview') THEN NULL ELSE look_at END WHERE id = ?1",
        &[
            referral.id.into(),
            to_name(&referral.state.status)?,
            referral.state.by_hand.into(),
            referral.not_counted.as_ref().map(to_name).transpose()?.into(),
            referral.decided_at.into(),
            referral.why.as_deref().into(),
        ],
    )?;
    referral_index::refresh(database, referral.id)
}

/// Stores the person's known details, with the contact that HubSpot has shown.
pub(crate) fn set_person(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    let person = &referral.person;
    database.change(
        "UPDATE referral SET person_id = ?2, first_name = ?3, last_name = ?4, email = ?5, email_key = ?6, \
         hubspot = ?7, person_seen = 1 WHERE id = ?1",
        &[
            referral.id.into(),
            referral.contact.as_ref().into(),
            person.first_name.as_deref().into(),
            person.last_name.as_deref().into(),
            person.email.as_deref().into(),
            referral.email_key.as_ref().into(),
            to_name(&referral.hubspot)?,
        ],
    )?;
    referral_index::refresh(database, referral.id)
}

/// Stores the person's new contact, into which the earlier contact was merged.
pub(crate) fn set_contact(
    database: &Database,
    id: ReferralId,
    contact: &ContactId,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET person_id = ?2 WHERE id = ?1",
        &[id.into(), contact.into()],
    )
}

/// Stores the rules that are met, and the end of the next of their holds.
pub(crate) fn set_met(
    database: &Database,
    id: ReferralId,
    met: &[Record],
    due_at: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET met = ?2, due_at = ?3 WHERE id = ?1",
        &[id.into(), to_json(&met)?, due_at.into()],
    )
}

/// Returns the end of the next hold.
pub(crate) fn next_hold(database: &Database) -> Result<Option<Timestamp>, PortalError> {
    database.first(
        "SELECT due_at FROM referral WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1",
        &[],
    )
}

/// Returns the referrals whose hold is over, the oldest first.
pub(crate) fn holds_over(
    database: &Database,
    now: Timestamp,
    most: u32,
) -> Result<Vec<ReferralId>, PortalError> {
    database.all(
        "SELECT id FROM referral WHERE due_at IS NOT NULL AND due_at <= ?1 ORDER BY due_at LIMIT ?2",
        &[now.into(), most.into()],
    )
}

/// The result of a recheck.
#[derive(Debug)]
pub(crate) struct Recheck<'a> {
    pub(crate) met: &'a [Record],
    /// The end of the next hold.
    pub(crate) due_at: Option<Timestamp>,
    pub(crate) findings: &'a [RuleFinding],
    /// The time when the recheck began to read.
    pub(crate) began: Timestamp,
    /// The time of the next recheck, unless one was brought forward meanwhile.
    pub(crate) next: Option<Timestamp>,
}

/// Stores the result of a recheck. A recheck that was brought forward after this one began stays due, because it may
/// see newer values.
pub(crate) fn rechecked(
    database: &Database,
    id: ReferralId,
    recheck: &Recheck<'_>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET met = ?2, due_at = ?3, findings = ?4, looked_at = ?5, \
         look_at = CASE WHEN look_at > ?5 THEN look_at ELSE ?6 END WHERE id = ?1",
        &[
            id.into(),
            to_json(&recheck.met)?,
            recheck.due_at.into(),
            to_json(&recheck.findings)?,
            recheck.began.into(),
            recheck.next.into(),
        ],
    )
}

/// Stores that a recheck did not see the person's contact, and the time of the next recheck, unless that was brought
/// forward after this one began.
pub(crate) fn not_rechecked(
    database: &Database,
    id: ReferralId,
    findings: &[RuleFinding],
    began: Timestamp,
    next: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET findings = ?2, \
         look_at = CASE WHEN look_at > ?3 THEN look_at ELSE ?4 END WHERE id = ?1 AND look_at IS NOT NULL",
        &[id.into(), to_json(&findings)?, began.into(), next.into()],
    )
}

/// The referrals that rules decide about and whose contact is known.
const OPEN: &str =
    "person_id IS NOT NULL AND by_hand = 0 AND status NOT IN ('rejected', 'inReview')";

/// Sets the time of a referral's next recheck, if rules decide about it.
pub(crate) fn set_recheck(
    database: &Database,
    id: ReferralId,
    at: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        &format!("UPDATE referral SET look_at = ?2 WHERE id = ?1 AND {OPEN}"),
        &[id.into(), at.into()],
    )
}

/// Lets the person of a referral be read once more, whoever decided its status: their contact may have been merged with
/// the referrer's.
pub(crate) fn recheck_person(
    database: &Database,
    id: ReferralId,
    at: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET look_at = ?2 WHERE id = ?1 AND person_id IS NOT NULL AND status <> 'rejected'",
        &[id.into(), at.into()],
    )
}

/// Sets the time of the next recheck of a campaign's referrals, or ends their rechecks.
pub(crate) fn set_campaign_recheck(
    database: &Database,
    campaign: CampaignId,
    at: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change(
        &format!("UPDATE referral SET look_at = ?2 WHERE campaign_id = ?1 AND {OPEN}"),
        &[campaign.into(), at.into()],
    )
}

/// Brings forward the next recheck of every referral that has one.
pub(crate) fn bring_all_forward(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET look_at = ?1 WHERE look_at IS NOT NULL AND look_at > ?1",
        &[now.into()],
    )
}

/// Brings forward the recheck of a contact's referrals, unless they were rechecked after `seen_before_ms`.
pub(crate) fn bring_person_forward(
    database: &Database,
    contact: &ContactId,
    seen_before_ms: i64,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET look_at = ?2 WHERE person_id = ?1 AND look_at IS NOT NULL \
         AND (looked_at IS NULL OR looked_at <= ?3)",
        &[contact.into(), now.into(), seen_before_ms.into()],
    )
}

/// Returns the time of the next recheck of any referral.
pub(crate) fn next_recheck(database: &Database) -> Result<Option<Timestamp>, PortalError> {
    database.first(
        "SELECT look_at FROM referral WHERE look_at IS NOT NULL ORDER BY look_at LIMIT 1",
        &[],
    )
}

row! {
    /// A referral whose recheck is due.
    pub(crate) struct DueRecheck {
        pub(crate) id: ReferralId = "id",
        pub(crate) campaign: CampaignId = "campaign_id",
        pub(crate) contact: ContactId = "person_id",
    }
}

/// Returns the referrals whose recheck is due, the longest waiting first.
pub(crate) fn due_rechecks(
    database: &Database,
    now: Timestamp,
    most: u32,
) -> Result<Vec<DueRecheck>, PortalError> {
    let columns = DueRecheck::COLUMNS;
    let statement = format!(
        "SELECT {columns} FROM referral WHERE look_at IS NOT NULL AND look_at <= ?1 \
         ORDER BY look_at, id LIMIT ?2"
    );
    database.all(&statement, &[now.into(), most.into()])
}

/// The referrals that wait for HubSpot, with the conditions of their partial index.
const WAITING: &str = "FROM referral WHERE hubspot IN ('waiting', 'known') \
    AND status IN ('pending', 'qualified')";

/// The referrals in review whose people HubSpot does not have yet, with the conditions of their partial index.
const REVIEWED_WAITING: &str = "FROM referral WHERE hubspot = 'waiting' AND status = 'inReview'";

/// Returns the referrals that wait for HubSpot, the oldest first. Those in review come last, so that a flood delays no
/// person who counts.
pub(crate) fn waiting_for_hubspot(
    database: &Database,
    most: u32,
) -> Result<Vec<Referral>, PortalError> {
    let columns = Referral::COLUMNS;
    let statement = format!("SELECT {columns} {WAITING} ORDER BY id LIMIT ?1");
    let mut waiting = database.all(&statement, &[most.into()])?;
    let found = u32::try_from(waiting.len()).unwrap_or(most);
    let left = most.saturating_sub(found);
    if left > 0 {
        let statement = format!("SELECT {columns} {REVIEWED_WAITING} ORDER BY id LIMIT ?1");
        waiting.extend(database.all::<Referral>(&statement, &[left.into()])?);
    }
    Ok(waiting)
}

/// Returns whether any referral waits for HubSpot.
pub(crate) fn any_waits_for_hubspot(database: &Database) -> Result<bool, PortalError> {
    let any = |waiting| database.exists(&format!("SELECT 1 {waiting} LIMIT 1"), &[]);
    Ok(any(WAITING)? || any(REVIEWED_WAITING)?)
}

/// Stores the state of a referral in HubSpot.
pub(crate) fn set_hubspot_state(
    database: &Database,
    id: ReferralId,
    state: HubspotState,
    problem: Option<&str>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET hubspot = ?2, hubspot_problem = ?3 WHERE id = ?1",
        &[id.into(), to_name(&state)?, problem.into()],
    )
}

const TRY_AGAIN: &str =
    "UPDATE referral SET hubspot = 'waiting', hubspot_problem = NULL WHERE hubspot = 'refused'";

/// Retries a refused referral, and the answers that HubSpot refused.
pub(crate) fn try_again(database: &Database, id: ReferralId) -> Result<(), PortalError> {
    let mut referral = get(database, id)?;
    let refused = core::mem::take(&mut referral.answers_refused);
    if !refused.is_empty() {
        let again = refused.into_iter().map(|own| (own.property, own.answer));
        referral.answers.extend(again);
        set_answers(database, &referral)?;
        database.change(
            "UPDATE referral SET hubspot = 'waiting' WHERE id = ?1 AND hubspot = 'written'",
            &[id.into()],
        )?;
    }
    database.change(&format!("{TRY_AGAIN} AND id = ?1"), &[id.into()])
}

/// Stores the answers of a referral: those to send, and those that HubSpot refused.
pub(crate) fn set_answers(database: &Database, referral: &Referral) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET answers = ?2, answers_refused = ?3 WHERE id = ?1",
        &[
            referral.id.into(),
            to_json(&referral.answers)?,
            to_json(&referral.answers_refused)?,
        ],
    )
}

/// Retries all refused referrals.
pub(crate) fn try_all_again(database: &Database) -> Result<(), PortalError> {
    database.change(TRY_AGAIN, &[])
}

/// Writes all known people of a campaign to HubSpot again, and retries the refused ones.
pub(crate) fn write_campaign_again(
    database: &Database,
    campaign: CampaignId,
) -> Result<(), PortalError> {
    database.change(
        &format!("{TRY_AGAIN} AND campaign_id = ?1"),
        &[campaign.into()],
    )?;
    database.change(
        "UPDATE referral SET hubspot = 'known' WHERE hubspot = 'written' AND campaign_id = ?1",
        &[campaign.into()],
    )
}
