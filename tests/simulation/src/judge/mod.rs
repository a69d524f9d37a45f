//! The judges. Each knows a rule of the house, and judges by what crossed the boundary alone: what was
//! written to HubSpot and to the link index, and what was answered to people.

mod audience;
mod calls;
mod codes;
mod names;
mod questions;
mod reading;
mod rest;
mod runs;
mod sweep;
mod writes;

use std::fmt;

pub(crate) use audience::Audiences;
pub(crate) use calls::Calls;
pub(crate) use codes::{Codes, Owner, key_of};
pub(crate) use names::{End, Link, Named};
pub(crate) use questions::{Answered, judge_count, judge_dry_run, judge_preview};
pub(crate) use reading::Reading;
pub(crate) use rest::{Mapped, Referrer, judge_contacts, judge_links, judge_values, visit};
pub(crate) use runs::{Run, judge_runs, runs_of};
pub(crate) use sweep::Fingerprint;
pub(crate) use writes::{Row, Sync, Writes};

/// The rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// A contact has one code in a campaign for ever, and no code belongs to two.
    OneCode,
    /// At rest, every contact has its referrer and its values, or an outcome with a reason.
    EveryContact,
    /// A write carries the newest values.
    NewestValue,
    /// A write carries what a mapping names, as its mode allows, and only if it differs.
    OnlyMapped,
    /// Nothing is written for a link after its revocation was answered, but that it was revoked.
    Revoked,
    /// No two writes of one contact are under way together.
    Overlap,
    /// A portal stays within its quota.
    Quota,
    /// There is one refresh at a time, and it carries the newest token.
    Refresh,
    /// A page that was decided is not read again.
    RepeatedReading,
    /// Nothing of one portal is seen in another.
    Separate,
    /// Nobody has a code whom no sync ever covered and no person enrolled; who leaves is dealt with as the sync
    /// says.
    Audience,
    /// A question is answered rightly, and changes nothing.
    Answers,
    /// A call is made for a run or a question that needs it.
    Needless,
    /// A link that HubSpot shows is in the link index; at rest, the link index is what the portals say.
    Links,
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
    /// Which.
    pub rule: Rule,
    /// How.
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

/// Fails unless `holds`.
pub(crate) fn demand(holds: bool, rule: Rule, what: impl FnOnce() -> String) -> Judgement {
    if holds {
        Ok(())
    } else {
        Err(Violation::of(rule, what()))
    }
}
