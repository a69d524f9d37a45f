//! A model of a referrer's numbers for the tests: kept change by change, or recounted from the
//! events.
//!
//! Invariant: [`Counters::click`] and [`Counters::moved`], called once for each change, give the
//! same numbers as [`Counters::recount`] of all clicks and referrals, in any order.
//!
//! Left to others: the product's own counters, which `portal` keeps in its tables.

use crate::click::Verdict;
use crate::referral::ReferralStatus;

/// The numbers of a referrer in a campaign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counters {
    /// Visits of the link by people.
    pub(super) clicks: u32,
    /// Visits by machines.
    pub(super) machine_clicks: u32,
    /// Further visits by the same people within an hour.
    pub(super) duplicate_clicks: u32,
    /// Referrals that are pending or successful.
    pub(super) people_referred: u32,
    /// Referrals that are successful.
    pub(super) successful_referrals: u32,
}

impl Counters {
    /// Counts a visit.
    pub(super) fn click(&mut self, verdict: Verdict) {
        let counter = match verdict {
            Verdict::Human => &mut self.clicks,
            Verdict::Machine(_) => &mut self.machine_clicks,
            Verdict::Duplicate => &mut self.duplicate_clicks,
        };
        *counter = counter.saturating_add(1);
    }

    /// Counts that a referral went from one status to another. `None` means that it does not exist.
    pub(super) fn moved(&mut self, from: Option<ReferralStatus>, to: Option<ReferralStatus>) {
        let count = |counter: &mut u32, counts: fn(ReferralStatus) -> bool| {
            let (before, after) = (from.is_some_and(counts), to.is_some_and(counts));
            *counter = counter
                .saturating_sub(u32::from(before))
                .saturating_add(u32::from(after));
        };
        count(
            &mut self.people_referred,
            ReferralStatus::counts_as_referred,
        );
        count(
            &mut self.successful_referrals,
            ReferralStatus::counts_as_successful,
        );
    }

    /// Counts all clicks and referrals from zero.
    pub(super) fn recount(
        clicks: impl IntoIterator<Item = Verdict>,
        referrals: impl IntoIterator<Item = ReferralStatus>,
    ) -> Self {
        let mut counters = Self::default();
        for verdict in clicks {
            counters.click(verdict);
        }
        for status in referrals {
            counters.moved(None, Some(status));
        }
        counters
    }

    /// Returns the sum of two referrers' numbers, for contacts that were merged.
    pub(super) fn joined(self, other: Self) -> Self {
        Self {
            clicks: self.clicks.saturating_add(other.clicks),
            machine_clicks: self.machine_clicks.saturating_add(other.machine_clicks),
            duplicate_clicks: self.duplicate_clicks.saturating_add(other.duplicate_clicks),
            people_referred: self.people_referred.saturating_add(other.people_referred),
            successful_referrals: self
                .successful_referrals
                .saturating_add(other.successful_referrals),
        }
    }
}
