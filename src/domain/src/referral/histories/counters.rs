//! The numbers of a referrer in a campaign, kept by what changes and counted anew from what is there.
//!
//! Invariant: [`Counters::click`] and [`Counters::moved`], told each change once, give what [`Counters::recount`]
//! gives of all clicks and referrals, in whatever order they came.
//!
//! Left to others: telling a change once (a change and its counter are one transaction), the day of the last
//! referral (the latest of those that count: it cannot be counted down), and when the numbers go to HubSpot.

use crate::click::Verdict;
use crate::referral::ReferralStatus;

/// What is counted for a referrer in a campaign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counters {
    /// People's visits of the link.
    pub(super) clicks: u32,
    /// Machines' visits.
    pub(super) machine_clicks: u32,
    /// People's further visits within an hour.
    pub(super) duplicate_clicks: u32,
    /// Referrals that are pending or successful.
    pub(super) people_referred: u32,
    /// Those that are successful.
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

    /// Counts that a referral went from one status to another. None: it was not there, or is no longer.
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

    /// Counts from nothing.
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

    /// The counts of two who have become one: contacts that were merged.
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
