//! The record of what was met since when, and what it means for the referral.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Facts, Finding, Object, Rule, Unnamed};
use crate::identity::RuleId;
use crate::referral::ReferralEvent;

/// A rule was met by an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Which rule.
    pub rule: RuleId,
    /// By what.
    pub object: Object,
    /// When its hold is over. Set when the rule was met: a hold that is changed later is for others.
    pub due_at: Timestamp,
}

impl Record {
    /// The record of a rule that is met now.
    #[must_use]
    pub fn new(rule: &Rule, object: Object, now: Timestamp) -> Self {
        Self {
            rule: rule.id,
            object,
            due_at: due_at(now, rule.hold_days),
        }
    }

    /// It came of a look at what the rule is about.
    fn is_seen(&self, rule: &Rule) -> bool {
        self.rule == rule.id && matches!(self.object, Object::Contact | Object::Deal(_))
    }

    fn is_of(&self, rule: &Rule, object: &Object) -> bool {
        self.rule == rule.id && self.object == *object
    }
}

/// Where the rules have brought a referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is met, to be kept until the next look.
    pub records: Vec<Record>,
    /// What the referral is to be told.
    pub event: ReferralEvent,
    /// When the first hold is over, while none is: when to look again.
    pub due_at: Option<Timestamp>,
}

/// When a hold that begins now is over.
#[must_use]
pub fn due_at(met_at: Timestamp, hold_days: u16) -> Timestamp {
    let hold = SignedDuration::from_hours(24 * i64::from(hold_days));
    met_at.checked_add(hold).unwrap_or(Timestamp::MAX)
}

/// Looks at a referral under its campaign's rules.
///
/// Repeated without a change it gives the same. Calls and people's words stay until they are taken back, and what was
/// met while nothing is known of what met it. What a
/// rule made that is gone stays if its hold was over: a campaign that is changed takes no success back.
/// (So referrals are to be looked at when rules change, not only when their facts do.)
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
