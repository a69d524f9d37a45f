//! The record of which rule is met since when, and what it means for the referral.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Facts, Finding, Object, Rule, Unnamed};
use crate::identity::RuleId;
use crate::referral::ReferralEvent;

/// A rule that an object met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The rule.
    pub rule: RuleId,
    /// The object.
    pub object: Object,
    /// When its hold is over. Set once, when the rule was met: a later change of the rule's hold
    /// does not change it.
    pub due_at: Timestamp,
}

impl Record {
    /// Makes the record of a rule that is met now.
    #[must_use]
    pub fn new(rule: &Rule, object: Object, now: Timestamp) -> Self {
        Self {
            rule: rule.id,
            object,
            due_at: due_at(now, rule.hold_days),
        }
    }

    /// Tells whether the rule was met by something that HubSpot's facts show.
    fn is_seen(&self, rule: &Rule) -> bool {
        self.rule == rule.id && matches!(self.object, Object::Contact | Object::Deal(_))
    }

    fn is_of(&self, rule: &Rule, object: &Object) -> bool {
        self.rule == rule.id && self.object == *object
    }
}

/// The effect of the rules on a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The rules that are met, to be kept until the next recheck.
    pub records: Vec<Record>,
    /// The event that happens to the referral.
    pub event: ReferralEvent,
    /// When to recheck: the end of the first hold, if no hold is over yet.
    pub due_at: Option<Timestamp>,
}

/// Returns when a hold that begins now is over.
#[must_use]
fn due_at(met_at: Timestamp, hold_days: u16) -> Timestamp {
    let hold = SignedDuration::from_hours(24 * i64::from(hold_days));
    met_at.checked_add(hold).unwrap_or(Timestamp::MAX)
}

/// Rechecks a referral under its campaign's rules.
///
/// Repeated without a change, it returns the same.
///
/// API calls and approvals stay until they are taken back. A record also stays while nothing is
/// known of its object. A record of a rule that was removed stays if its hold was over: changing a
/// campaign takes no success back. So referrals have to be rechecked when rules change, not only
/// when their facts change.
#[must_use]
pub fn settle(rules: &[Rule], facts: &Facts, records: &[Record], now: Timestamp) -> Progress {
    let rule_is_there = |record: &Record| rules.iter().any(|rule| rule.id == record.rule);
    let mut kept: Vec<Record> = records
        .iter()
        .filter(|record| match record.object {
            Object::Call | Object::Word => true,
            Object::Contact | Object::Deal(_) => !rule_is_there(record),
        })
        .filter(|record| rule_is_there(record) || record.due_at <= now)
        .cloned()
        .collect();
    for rule in rules {
        let objects = match rule.cause.check(facts, &Unnamed) {
            Finding::Met(objects) => objects,
            Finding::NotMet(_) => continue,
            Finding::Unknown(_) => {
                kept.extend(records.iter().filter(|one| one.is_seen(rule)).cloned());
                continue;
            }
        };
        for object in objects {
            let known = records.iter().find(|record| record.is_of(rule, &object));
            kept.push(known.map_or_else(|| Record::new(rule, object, now), Clone::clone));
        }
    }
    let first = kept.iter().map(|record| record.due_at).min();
    let qualified = first.is_some_and(|due| due <= now);
    Progress {
        event: if qualified {
            ReferralEvent::Qualify
        } else {
            ReferralEvent::Undo
        },
        due_at: first.filter(|_| !qualified),
        records: kept,
    }
}
