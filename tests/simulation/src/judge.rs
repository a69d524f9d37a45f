//! The judges. Each judge knows a rule of the product. It sees only what crosses the boundary: writes to HubSpot,
//! writes to the link index, and responses to people.

mod audience;
mod calls;
mod codes;
mod gone;
mod hosts;
mod leaving;
mod names;
mod queries;
mod reading;
mod referrals;
mod repeats;
mod rest;
mod runs;
mod sweep;
mod truth;
mod writes;

use std::fmt;

pub(crate) use audience::Audiences;
pub(crate) use calls::Calls;
pub(crate) use codes::{Codes, Owner, key_of};
pub(crate) use gone::Gone;
pub(crate) use hosts::Hosts;
pub(crate) use leaving::Evidence;
pub(crate) use names::{End, Link, Named};
pub(crate) use queries::{QueryAnswer, judge_count, judge_dry_run, judge_preview};
pub(crate) use reading::Reading;
pub(crate) use referrals::{CUSTOMER, LEAD, Numbers, Referral, Referred, numbers};
pub(crate) use repeats::Repeats;
pub(crate) use rest::{Mapped, Referrer, judge_contacts, judge_links, judge_values, visit};
pub(crate) use runs::{Run, judge_runs, runs_of};
pub(crate) use sweep::Fingerprint;
pub(crate) use truth::Truth;
pub(crate) use writes::{Row, Sync, Writes};

/// The rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A contact has one code in a campaign for ever, and no code belongs to two contacts.
    OneCode,
    /// At rest, every contact has its referrer and its values, or an outcome with a reason.
    EveryContact,
    /// A write carries the newest values.
    NewestValue,
    /// A write carries only mapped properties, only as the mode of the row allows, and only values that differ.
    OnlyMapped,
    /// After a revocation was confirmed, only the status "revoked" is written for the link.
    Revoked,
    /// Two writes of one contact are never under way together.
    Overlap,
    /// A portal stays within its quota.
    Quota,
    /// One refresh is under way at a time, and it carries the newest token.
    Refresh,
    /// A page that was decided is not read again.
    RepeatedReading,
    /// No portal shows anything of another portal.
    Separate,
    /// Only contacts that a sync covered or that a person enrolled have codes. The links of contacts that leave
    /// follow the sync's decision.
    Audience,
    /// A link ends only on evidence: HubSpot said that its contact left, and many links end only after a question.
    Evidence,
    /// Nobody is reported as gone whom HubSpot answered.
    Gone,
    /// A person is created only after HubSpot did not have the address, and has one contact and one referral that counts
    /// in a campaign. HubSpot has everybody who counts, or the portal says why not.
    OnePerson,
    /// A change of a referred person's contact in HubSpot has its effect within an hour.
    EveryChange,
    /// The answer to a query is right, and a query changes nothing.
    Answers,
    /// Every call is needed by a run or a query.
    Needless,
    /// A link that HubSpot shows is in the link index. At rest, the link index agrees with the portals.
    Links,
    /// A host serves one portal's links, only after proof, and is kept from others after it was given up.
    Hosts,
    /// A sweep of an unchanged portal writes nothing.
    QuietSweep,
    /// The counts of a run add up.
    Counts,
    /// A portal with work left wakes by itself.
    Stuck,
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// The details, for people.
    pub what: String,
}

impl Violation {
    pub(crate) fn of(rule: Rule, what: impl Into<String>) -> Self {
        Self {
            rule,
            what: what.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.rule, self.what)
    }
}

/// The result of a judge.
pub(crate) type Judgement = Result<(), Violation>;

/// Fails unless `holds` is true.
pub(crate) fn demand(holds: bool, rule: Rule, what: impl FnOnce() -> String) -> Judgement {
    if holds {
        Ok(())
    } else {
        Err(Violation::of(rule, what()))
    }
}
