//! What HubSpot sees of a portal's calls: how many there are, and with which refresh tokens.

use std::collections::VecDeque;

use super::{Judgement, Rule, Violation, demand};

/// The length of HubSpot's window.
const WINDOW_MS: i64 = 10_000;

/// The calls of one portal.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    arrived: VecDeque<i64>,
    refreshes: u32,
    newest: Option<String>,
    /// A token whose record may have failed, or not.
    perhaps: Option<String>,
}

impl Calls {
    /// A call that counts arrives at HubSpot.
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

    /// HubSpot said 429 of its own accord.
    pub(crate) fn refused() -> Judgement {
        Err(Violation::of(Rule::Quota, "HubSpot answered 429"))
    }

    /// The portal was given tokens by a person.
    pub(crate) fn given(&mut self, refresh_token: String) {
        self.newest = Some(refresh_token);
        self.perhaps = None;
    }

    /// A refresh begins.
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

    /// The portal hears of a refresh that it began with the token `sent`. A token that a person
    /// has given since outranks the answer.
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

    /// The process died: nobody waits for an answer any more.
    pub(crate) fn all_lost(&mut self) {
        self.refreshes = 0;
    }
}
