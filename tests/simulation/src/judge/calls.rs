//! A portal's calls as HubSpot sees them: their number and their refresh tokens.

use std::collections::VecDeque;

use super::{Judgement, Rule, Violation, demand};

/// The length of HubSpot's quota window.
const WINDOW_MS: i64 = 10_000;

/// The calls of one portal.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    arrived: VecDeque<i64>,
    refreshes: u32,
    newest: Option<String>,
    /// The token that a refresh gave, if it is unknown whether the portal stored it.
    perhaps: Option<String>,
}

impl Calls {
    /// Records a call that counts for the quota.
    pub(crate) fn arrived(&mut self, quota: usize, now: i64) -> Judgement {
        while self
            .arrived
            .front()
            .is_some_and(|at| *at <= now - WINDOW_MS)
        {
            self.arrived.pop_front();
        }
        self.arrived.push_back(now);
        demand(self.arrived.len() <= quota, Rule::Quota, || {
            let since = self.arrived.front().copied().unwrap_or(now);
            format!(
                "{} calls since {since} at {now}, {quota} are allowed",
                self.arrived.len()
            )
        })
    }

    /// Fails because HubSpot responded with 429 although no fault asked for it.
    pub(crate) fn refused() -> Judgement {
        Err(Violation::of(Rule::Quota, "HubSpot answered 429"))
    }

    /// Records tokens that a person brought to the portal.
    pub(crate) fn given(&mut self, refresh_token: String) {
        self.newest = Some(refresh_token);
        self.perhaps = None;
    }

    /// Records that a refresh begins.
    pub(crate) fn refresh_begins(&mut self, token: &str) -> Judgement {
        self.refreshes += 1;
        demand(self.refreshes == 1, Rule::Refresh, || {
            format!("{} refreshes at a time", self.refreshes)
        })?;
        let token = Some(token);
        let known = self.newest.as_deref() == token || self.perhaps.as_deref() == token;
        demand(known, Rule::Refresh, || {
            "a refresh with another token than the portal was last given".into()
        })
    }

    /// Records the end of a refresh that was made with the token `sent`. The result does not count if a person has
    /// brought a newer token.
    pub(crate) fn refresh_ended(&mut self, sent: &str, given: Option<&str>, recorded: bool) {
        self.refreshes = self.refreshes.saturating_sub(1);
        let is_present = [&self.newest, &self.perhaps]
            .iter()
            .any(|known| known.as_deref() == Some(sent));
        let Some(given) = given.filter(|_| is_present) else {
            return;
        };
        if recorded {
            self.given(given.to_owned());
        } else {
            self.perhaps = Some(given.to_owned());
        }
    }

    /// Records that the process died. Nothing waits for a response any more.
    pub(crate) fn all_lost(&mut self) {
        self.refreshes = 0;
    }
}
