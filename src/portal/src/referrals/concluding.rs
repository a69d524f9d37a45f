//! A look at what HubSpot holds of referred people: what it has to read, and what it comes to.
//!
//! It compares what is there with every rule, and keeps in one transaction what is met, how it stands with each rule in
//! words, and what the referral is told by that. Looked at twice without a change, it comes to the same.
//!
//! Left to others: reading from HubSpot ([`crate::contact_facts`]), when to do so (`engine/looking.rs`), when a referral is due
//! ([`super::looking`]).

use domain::qualification::{Facts, Object, Progress, Record, Rule, settle};
use domain::{
    CampaignId, CampaignStatus, ContactId, NotCounted, ReferralEvent, ReferralId, ReferralState,
    ReferralStatus, RuleId,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use vecmap::{VecMap, VecSet};

use super::deciding::{happen, no_longer_counted};
use super::{Referral, get, of_person};
use crate::contact_facts::{Known, MOST_CONTACTS, Reading};
use crate::storage::database::{Database, json};
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::label_cache::Labels;

/// What is archived in HubSpot, and what is associated with a contact or is no longer, no search of changes finds: so
/// each referral is looked at again after a while, whatever happened. A look at a hundred takes about three calls: of
/// 100,000 referrals, 3,000 in twelve hours, which is less than one in a hundred of those that HubSpot allows.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_hours(12);

/// How it stood with a rule at the last look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RuleFinding {
    pub(super) rule: RuleId,
    /// One sentence.
    pub(super) told: String,
}

/// Whether rules decide about it.
const fn is_open(standing: ReferralState) -> bool {
    !standing.by_hand && !matches!(standing.status, ReferralStatus::Rejected)
}

/// Referrals that are looked at together.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) reading: Reading,
    referrals: Vec<ReferralId>,
    began: Timestamp,
}

impl Look {
    /// Begins to look at those that have waited the longest; none if none is due.
    pub(crate) fn begin(
        database: &Database,
        may_read_deals: bool,
        now: Timestamp,
    ) -> Result<Option<Self>, PortalError> {
        let most = u32::try_from(MOST_CONTACTS).unwrap_or(u32::MAX);
        let rows = database.all(
            "SELECT id, campaign_id, person_id FROM referral \
             WHERE look_at IS NOT NULL AND look_at <= ?1 ORDER BY look_at, id LIMIT ?2",
            &[now.into(), most.into()],
        )?;
        let mut campaigns = Campaigns::default();
        let (mut referrals, mut contacts) = (Vec::new(), VecSet::new());
        let (mut properties, mut of_deals) = (VecSet::new(), VecSet::new());
        for row in &rows {
            let terms = &campaigns.get(database, CampaignId(row.count(1)?))?.terms;
            let contact: ContactId = row.parsed(2)?;
            properties.extend(terms.properties().into_iter().map(str::to_owned));
            if terms.need_deals() {
                of_deals.insert(contact.clone());
            }
            contacts.insert(contact);
            referrals.push(ReferralId(row.count(0)?));
        }
        let of_deals = may_read_deals.then(|| of_deals.into_iter().collect());
        let contacts: Vec<_> = contacts.into_iter().collect();
        Ok((!contacts.is_empty()).then(|| Self {
            reading: Reading::of(contacts, properties.into_iter().collect(), of_deals),
            referrals,
            began: now,
        }))
    }

    /// Draws the conclusions, once the reading is complete. Runs inside the caller's transaction.
    pub(crate) fn conclude(&self, database: &Database, now: Timestamp) -> Result<(), PortalError> {
        let labels = Labels::load(database)?;
        let mut campaigns = Campaigns::default();
        for id in &self.referrals {
            let referral = get(database, *id)?;
            let campaign = campaigns.get(database, referral.campaign)?;
            // Known by another contact since: it is still to be looked at, as that one.
            let known = referral
                .contact
                .as_ref()
                .and_then(|contact| self.reading.known(contact));
            if let Some(known) = known {
                self.conclude_one(database, &referral, campaign, &known, &labels, now)?;
            }
        }
        Ok(())
    }

    fn conclude_one(
        &self,
        database: &Database,
        referral: &Referral,
        campaign: &Campaign,
        known: &Known<'_>,
        labels: &Labels,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let at = |name: &str| known.record?.value(name);
        let facts = Facts {
            property: &at,
            deals: known.deals.as_deref(),
        };
        let rules = &campaign.terms.rules;
        let told = |rule: &Rule| match known.record {
            Some(_) => rule.cause.sentence(&facts, labels),
            None => GONE.to_owned(),
        };
        let progress = settle(rules, &facts, &referral.met, now);
        let seen = rules.iter().filter(|rule| rule.cause.needs_facts());
        let findings: Vec<_> = seen
            .map(|rule| RuleFinding {
                rule: rule.id,
                told: told(rule),
            })
            .collect();
        let again = now.saturating_add(LOOK_AGAIN).unwrap_or(now);
        let goes_on = is_open(referral.standing)
            && campaign.terms.need_facts()
            && campaign.status != CampaignStatus::Archived;
        // What was brought forward meanwhile may be newer than what was read.
        database.change(
            "UPDATE referral SET met = ?2, due_at = ?3, findings = ?4, looked_at = ?5, \
             look_at = CASE WHEN look_at > ?5 THEN look_at ELSE ?6 END WHERE id = ?1",
            &[
                referral.id.0.into(),
                json(&progress.records)?,
                progress.due_at.into(),
                json(&findings)?,
                self.began.into(),
                Some(again).filter(|_| goes_on).into(),
            ],
        )?;
        let why = why(rules, referral, &progress, &told);
        match happen(database, referral.id, progress.event, why.as_deref(), now) {
            // What a person decided stands against a rule, and of a person one referral counts.
            Ok(_) | Err(PortalError::Conflict(_)) => {}
            Err(error) => return Err(error),
        }
        match known.record {
            Some(record) if referral.contact.as_ref() != Some(&record.id) => {
                merged(database, referral.id, &record.id, now)
            }
            _ => Ok(()),
        }
    }
}

const GONE: &str = "The person's contact is no longer in HubSpot.";

/// What made the referral what it is told to be, in words.
fn why(
    rules: &[Rule],
    referral: &Referral,
    progress: &Progress,
    told: &dyn Fn(&Rule) -> String,
) -> Option<String> {
    let of_facts = |record: &&Record| matches!(record.object, Object::Contact | Object::Deal(_));
    let record = if progress.event == ReferralEvent::Qualify {
        let first = progress.records.iter().min_by_key(|record| record.due_at);
        first.filter(of_facts)
    } else {
        let mut lost = referral.met.iter().filter(of_facts);
        lost.find(|record| !progress.records.contains(record))
    };
    let rule = rules
        .iter()
        .find(|rule| record.is_some_and(|record| record.rule == rule.id));
    rule.map(told)
}

/// The person's contact was merged into another, which may be known as a person who was referred, too: of these, the
/// one that came first counts.
fn merged(
    database: &Database,
    id: ReferralId,
    into: &ContactId,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE referral SET person_id = ?2 WHERE id = ?1",
        &[id.0.into(), into.as_str().into()],
    )?;
    let own = get(database, id)?;
    let mut same = of_person(database, own.campaign, own.email_key.as_deref(), &[into])?;
    same.retain(Referral::counts);
    for later in same.iter().skip(1) {
        no_longer_counted(database, later, NotCounted::AlreadyReferred, now)?;
    }
    Ok(())
}

/// Campaigns, each read once.
#[derive(Default)]
struct Campaigns(VecMap<CampaignId, Campaign>);

impl Campaigns {
    fn get(&mut self, database: &Database, id: CampaignId) -> Result<&Campaign, PortalError> {
        if !self.0.contains_key(&id) {
            self.0.insert(id, campaigns::get(database, id)?);
        }
        self.0.get(&id).ok_or(PortalError::NotFound("campaign"))
    }
}
