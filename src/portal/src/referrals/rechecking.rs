//! A recheck of referrals: the facts that it reads about referred people from HubSpot, and their consequences.
//!
//! It checks every rule against the facts, and stores in one transaction the rules that are met, the state of each rule
//! in words, and the referral's new status. A second recheck without a change has the same result.
//!
//! Left to others: reading from HubSpot ([`crate::contact_facts`]), making the calls (`engine`), the time of a recheck
//! ([`super::rechecks`]).

use domain::qualification::{Facts, Object, Progress, Record, Rule, settle};
use domain::{
    CampaignId, ContactId, NotCounted, ReferralEvent, ReferralId, ReferralState, ReferralStatus,
};
use jiff::{SignedDuration, Timestamp};
use vecmap::{VecMap, VecSet};

use super::applying::{apply, no_longer_counted};
use crate::contact_facts::{Known, MAX_CONTACTS, Reading};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::label_cache::Labels;
use crate::tables::referrals::{self, Referral, RuleFinding};

/// The longest pause between two rechecks of a referral. HubSpot's search finds neither archived deals nor changed
/// associations, so each referral is rechecked after a while. A recheck of a hundred referrals takes about three calls:
/// 100,000 referrals take 3,000 calls in twelve hours, less than one in a hundred of the calls that HubSpot permits.
const RECHECK_AFTER: SignedDuration = SignedDuration::from_hours(12);

/// Returns whether rules decide about a referral.
const fn is_open(state: ReferralState) -> bool {
    let waits = matches!(
        state.status,
        ReferralStatus::Rejected | ReferralStatus::InReview
    );
    !state.by_hand && !waits
}

/// Referrals that are rechecked together.
#[derive(Debug)]
pub(crate) struct Recheck {
    pub(crate) reading: Reading,
    referrals: Vec<ReferralId>,
    began: Timestamp,
}

impl Recheck {
    /// Begins a recheck of the referrals that have waited longest; none if none is due.
    pub(crate) fn begin(
        database: &Database,
        may_read_deals: bool,
        now: Timestamp,
    ) -> Result<Option<Self>, PortalError> {
        let most = u32::try_from(MAX_CONTACTS).unwrap_or(u32::MAX);
        let due = referrals::due_rechecks(database, now, most)?;
        let mut campaigns = Campaigns::default();
        let (mut of_contacts, mut contacts) = (Vec::new(), VecSet::new());
        let (mut properties, mut of_deals) = (VecSet::new(), VecSet::new());
        for referral in due {
            let terms = &campaigns.get(database, referral.campaign)?.terms;
            properties.extend(terms.properties().into_iter().map(str::to_owned));
            if terms.need_deals() {
                of_deals.insert(referral.contact.clone());
            }
            contacts.insert(referral.contact);
            of_contacts.push(referral.id);
        }
        let of_deals = may_read_deals.then(|| of_deals.into_iter().collect());
        let contacts: Vec<_> = contacts.into_iter().collect();
        Ok((!contacts.is_empty()).then(|| Self {
            reading: Reading::of(contacts, properties.into_iter().collect(), of_deals),
            referrals: of_contacts,
            began: now,
        }))
    }

    /// Applies the rules, once the reading is complete. Runs inside the caller's transaction.
    pub(crate) fn conclude(&self, database: &Database, now: Timestamp) -> Result<(), PortalError> {
        let labels = Labels::load(database)?;
        let mut campaigns = Campaigns::default();
        for id in &self.referrals {
            let referral = referrals::get(database, *id)?;
            let campaign = campaigns.get(database, referral.campaign)?;
            // A referral whose contact has changed since stays due, for its new contact.
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
        let again = now.saturating_add(RECHECK_AFTER).unwrap_or(now);
        let goes_on =
            is_open(referral.state) && campaign.terms.need_facts() && !campaign.is_archived();
        let recheck = referrals::Recheck {
            met: &progress.records,
            due_at: progress.due_at,
            findings: &findings,
            began: self.began,
            next: Some(again).filter(|_| goes_on),
        };
        referrals::rechecked(database, referral.id, &recheck)?;
        let why = why(rules, referral, &progress, &told);
        match apply(database, referral.id, progress.event, why.as_deref(), now) {
            // A decision by hand takes precedence over a rule, and only one referral of a person counts.
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

/// Returns the cause of a success or of its end, in words.
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

/// Records that the person's contact was merged into another. If that contact was referred too, the referral that
/// arrived first counts.
fn merged(
    database: &Database,
    id: ReferralId,
    into: &ContactId,
    now: Timestamp,
) -> Result<(), PortalError> {
    referrals::set_contact(database, id, into)?;
    let own = referrals::get(database, id)?;
    let key = own.email_key.as_ref();
    let mut same = referrals::of_person(database, own.campaign, key, &[into])?;
    same.retain(Referral::counts);
    for later in same.iter().skip(1) {
        no_longer_counted(database, later, NotCounted::AlreadyReferred, now)?;
    }
    Ok(())
}

/// The campaigns of a recheck, each read once.
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
