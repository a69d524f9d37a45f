//! A recheck of referrals: the facts that it reads about referred people from HubSpot, and their consequences.
//!
//! It checks every rule against the facts, and stores in one transaction the rules that are met, the state of each rule
//! in words, and the referral's new status. A second recheck without a change has the same result.
//!
//! Left to others: reading from HubSpot ([`crate::contact_facts`]), making the calls (`engine`), the time of a recheck
//! ([`super::rechecks`]).

use domain::attribution::referred_at;
use domain::qualification::{Facts, Object, Progress, Record, Rule, settle};
use domain::{
    CampaignId, ContactId, NotCounted, ReferralEvent, ReferralId, ReferralState, ReferralStatus,
};
use jiff::{SignedDuration, Timestamp};
use vecmap::{VecMap, VecSet};

use super::applying::{apply, no_longer_counted};
use super::{deal_credit, rechecks, same_person};
use crate::contact_facts::{HIDDEN_DEALS, Known, MAX_CONTACTS, Reading};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::label_cache::Labels;
use crate::tables::referrals::{self, Referral, RuleFinding};

/// The longest pause between two rechecks of a referral. HubSpot's search finds neither archived deals nor changed
/// associations, so each referral is rechecked after a while. A recheck of a hundred referrals takes about three calls:
/// 100,000 referrals take 3,000 calls in twelve hours, less than one in a hundred of the calls that HubSpot permits.
const RECHECK_AFTER: SignedDuration = SignedDuration::from_hours(12);

/// The pause before a referral is rechecked whose contact, or all of whose deals, HubSpot did not show: short enough that a change is seen
/// within the hour once HubSpot shows it, and long enough that a contact that is never shown costs few calls.
const UNREAD_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(15);

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
        properties.extend(same_person::PROPERTIES.map(str::to_owned));
        let mut stages = VecSet::new();
        for referral in due {
            let terms = &campaigns.get(database, referral.campaign)?.terms;
            properties.extend(terms.properties().into_iter().map(str::to_owned));
            stages.extend(terms.stages().into_iter().map(str::to_owned));
            if terms.need_deals() {
                of_deals.insert(referral.contact.clone());
            }
            contacts.insert(referral.contact);
            of_contacts.push(referral.id);
        }
        let of_deals = may_read_deals.then(|| of_deals.into_iter().collect());
        let contacts: Vec<_> = contacts.into_iter().collect();
        Ok((!contacts.is_empty()).then(|| Self {
            reading: Reading::of(contacts, properties.into_iter().collect(), of_deals)
                .with_stages(stages.into_iter().collect()),
            referrals: of_contacts,
            began: now,
        }))
    }

    /// Applies the rules, once the reading is complete. Runs inside the caller's transaction.
    pub(crate) fn conclude(&self, database: &Database, now: Timestamp) -> Result<(), PortalError> {
        let labels = Labels::load(database)?;
        let mut campaigns = Campaigns::default();
        let due: Result<Vec<_>, _> = self
            .referrals
            .iter()
            .map(|id| referrals::get(database, *id))
            .collect();
        let mut due = due?;
        // A deal counts for the person who was referred first.
        due.sort_by_key(|referral| (referral.at, referral.id));
        for Referral { id, .. } in due {
            // A referral before this one may have changed it.
            let referral = referrals::get(database, id)?;
            let campaign = campaigns.get(database, referral.campaign)?;
            // A referral whose contact has changed since stays due, for its new contact.
            let known = referral
                .contact
                .as_ref()
                .and_then(|contact| self.reading.known(contact));
            match known {
                None => {}
                Some(Ok(known)) => {
                    self.conclude_one(database, &referral, campaign, &known, &labels, now)?;
                }
                Some(Err(why)) => self.postpone(database, &referral, campaign, why, now)?,
            }
        }
        Ok(())
    }

    /// Leaves a referral as it is, because HubSpot did not show the person's contact, and rechecks it again after a
    /// while.
    fn postpone(
        &self,
        database: &Database,
        referral: &Referral,
        campaign: &Campaign,
        why: &str,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let rules = campaign.terms.rules.iter();
        let seen = rules.filter(|rule| rule.cause.needs_facts());
        let findings: Vec<_> = seen
            .map(|rule| RuleFinding {
                rule: rule.id,
                told: format!("HubSpot did not show the person's contact: {why}"),
            })
            .collect();
        let again = now.saturating_add(UNREAD_AGAIN_AFTER).unwrap_or(now);
        referrals::not_rechecked(database, referral.id, &findings, self.began, again)
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
        let pause = if known.hides_deals {
            UNREAD_AGAIN_AFTER
        } else {
            RECHECK_AFTER
        };
        let again = now.saturating_add(pause).unwrap_or(now);
        let next = |referral: &Referral| {
            let goes_on =
                is_open(referral.state) && campaign.terms.need_facts() && !campaign.is_archived();
            Some(again).filter(|_| goes_on)
        };
        let Some(record) = known.record else {
            return self.gone(database, referral, campaign, next(referral), now);
        };
        if referral.counts() && same_person::is_referrer(database, referral, record)? {
            referrals::set_contact(database, referral.id, &record.id)?;
            let referral = referrals::get(database, referral.id)?;
            return no_longer_counted(database, &referral, NotCounted::SelfReferral, now).map(drop);
        }
        if referral.contact.as_ref() != Some(&record.id) {
            merged(database, referral.id, &record.id, now)?;
        }
        let referral = &referrals::get(database, referral.id)?;
        let mut deals = known.deals.clone();
        if let Some(deals) = &mut deals {
            deal_credit::mark(database, referral, deals)?;
        }
        let facts = Facts {
            property: &|name: &str| record.value(name),
            deals: deals.as_deref(),
            referred_at: Some(since(referral)),
        };
        let rules = &campaign.terms.rules;
        let told = |rule: &Rule| {
            if known.hides_deals && rule.cause.needs_deals() {
                HIDDEN_DEALS.to_owned()
            } else {
                rule.cause.sentence(&facts, labels)
            }
        };
        let progress = settle(rules, &facts, &referral.met, now);
        deal_credit::take(database, referral, &progress.records, now)?;
        let recheck = referrals::Recheck {
            met: &progress.records,
            due_at: progress.due_at,
            findings: &findings(rules, told),
            began: self.began,
            next: next(referral),
        };
        referrals::rechecked(database, referral.id, &recheck)?;
        let why = why(rules, referral, &progress, &told);
        match apply(database, referral.id, progress.event, why.as_deref(), now) {
            // A decision by hand takes precedence over a rule, and only one referral of a person counts.
            Ok(_) | Err(PortalError::Conflict(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Records that the person's contact is not in HubSpot. That undoes no success, and makes none.
    fn gone(
        &self,
        database: &Database,
        referral: &Referral,
        campaign: &Campaign,
        next: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let holds = referral.met.iter().map(|record| record.due_at).min();
        let recheck = referrals::Recheck {
            met: &referral.met,
            due_at: holds.filter(|due| *due > now),
            findings: &findings(&campaign.terms.rules, |_| GONE.to_owned()),
            began: self.began,
            next,
        };
        referrals::rechecked(database, referral.id, &recheck)
    }
}

/// Returns the moment from which deals count for a referral. HubSpot's clock may be behind.
fn since(referral: &Referral) -> Timestamp {
    let at = referred_at(referral.attribution, referral.clicked_at, referral.at);
    at.saturating_sub(SignedDuration::from_millis(rechecks::CLOCKS_DIFFER_MS))
        .unwrap_or(at)
}

/// Returns the state of each rule that depends on HubSpot, in words.
fn findings(rules: &[Rule], told: impl Fn(&Rule) -> String) -> Vec<RuleFinding> {
    let seen = rules.iter().filter(|rule| rule.cause.needs_facts());
    seen.map(|rule| RuleFinding {
        rule: rule.id,
        told: told(rule),
    })
    .collect()
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
