//! Referrals as people see them, with the reasons for their status.

use domain::ReferralStatus;
use domain::qualification::{Facts, Rule, Unnamed, explain};
use jiff::Timestamp;

use crate::Portal;
use crate::api::{shown, working};
use crate::api_types::requests::{Claim, DecideNetwork, ReferralRequest};
use crate::api_types::views::{
    DecidedNetworkView, HubspotState, ReferralView, Response, ResponseStatus, View,
};
use crate::referrals::claiming::{self, Claimed};
use crate::referrals::deciding;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::event_log;
use crate::tables::form_answers;
use crate::tables::referral_index;
use crate::tables::referrals::{self, Referral};

impl Portal {
    pub(crate) fn answer_of_referrals(
        &self,
        asked: ReferralRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        match asked {
            ReferralRequest::Claim(claim) => self.claim(&claim, now),
            ReferralRequest::List(query) => self.list_referrals(&query).map(shown),
            ReferralRequest::Show(id) => {
                let referral = referrals::get(&self.database, id)?;
                self.referral_page(referral, now).map(shown)
            }
            ReferralRequest::Decide(id, wanted, by) => {
                let referral = deciding::decide(&self.database, id, wanted, by, now)?;
                self.referral_page(referral, now).map(working)
            }
            ReferralRequest::DecideNetwork(DecideNetwork { network, event }) => {
                let decided = deciding::decide_network(&self.database, &network, event, now)?;
                let left = referrals::count_in_review_from(&self.database, &network)?;
                Ok(working(View::DecidedNetwork(DecidedNetworkView {
                    decided: u32::try_from(decided).unwrap_or(u32::MAX),
                    left,
                })))
            }
            ReferralRequest::RetryHubspot(id) => {
                referrals::try_again(&self.database, id)?;
                let referral = referrals::get(&self.database, id)?;
                self.referral_page(referral, now).map(working)
            }
        }
    }

    /// Accepts a claim. The response to a claim that is already known shows the existing referral.
    pub(crate) fn claim(&self, claim: &Claim, now: Timestamp) -> Result<Response, PortalError> {
        let referrer = claiming::referrer_of(&self.database, &claim.by)?;
        Ok(
            match claiming::claim(&self.database, claim, &referrer, now, now)? {
                Claimed::Known(there) => shown(self.referral_page(there, now)?),
                Claimed::New(new) => Response {
                    status: ResponseStatus::Made,
                    ..working(self.referral_page(new, now)?)
                },
            },
        )
    }

    /// Returns a referral for its own page, with the reasons for its status and its history.
    fn referral_page(&self, referral: Referral, now: Timestamp) -> Result<View, PortalError> {
        let why = if referral.state.status == ReferralStatus::Pending {
            let campaign = campaigns::get(&self.database, referral.campaign)?;
            not_yet(&campaign.terms.rules, &referral, now)
        } else {
            why(&referral)
        };
        let history = event_log::of_referral(&self.database, referral.id)?;
        let referrer_name = referral_index::referrer_name(&self.database, referral.id)?;
        Ok(View::Referral(ReferralView {
            why,
            history,
            answers: form_answers::of(&self.database, referral.id)?,
            ..view(referral, referrer_name)
        }))
    }
}

/// Returns a referral for a list, with the reason why it does not count, if it does not.
pub(crate) fn view(referral: Referral, referrer_name: Option<String>) -> ReferralView {
    let sentence = referral
        .not_counted
        .map(|reason| reason.sentence().to_owned());
    let sentence = sentence.or_else(|| referral.why.clone().filter(|_| referral.is_in_review()));
    let status = referral.state.status;
    let waits_for_nothing = !status.is_lead() && referral.hubspot == HubspotState::Waiting;
    ReferralView {
        hubspot: (!waits_for_nothing).then_some(referral.hubspot),
        hubspot_problem: referral.hubspot_problem,
        id: referral.id,
        campaign_id: referral.campaign,
        referrer_id: referral.referrer,
        referrer_name,
        first_name: referral.person.first_name,
        last_name: referral.person.last_name,
        email: referral.person.email,
        contact_id: referral.contact,
        attribution: referral.attribution,
        status,
        by_hand: referral.state.by_hand,
        not_counted: referral.not_counted,
        clicked_at: referral.clicked_at,
        at: referral.at,
        decided_at: referral.decided_at,
        looked_at: referral.rechecked_at,
        why: sentence.into_iter().collect(),
        network: referral.network,
        history: Vec::new(),
        answers: Vec::new(),
    }
}

/// Returns the reasons for the status of a referral that is not pending.
fn why(referral: &Referral) -> Vec<String> {
    let state = referral.state;
    let by = match (state.status, state.by_hand) {
        (ReferralStatus::Qualified, true) => Some("A person approved it."),
        (ReferralStatus::Rejected, true) => Some("A person decided that it does not count."),
        (ReferralStatus::Reversed, true) => Some("A person took the success back."),
        (ReferralStatus::Reversed, false) => Some("The reason for its success was undone."),
        (ReferralStatus::Qualified, false) => Some("A rule of the campaign is met."),
        (ReferralStatus::Pending | ReferralStatus::Rejected | ReferralStatus::InReview, _) => None,
    };
    let reason = referral.not_counted.map(domain::NotCounted::sentence);
    let words = [reason, by, referral.why.as_deref()];
    words.into_iter().flatten().map(str::to_owned).collect()
}

/// Returns the reasons why a referral is not successful yet. Rules that depend on HubSpot have their state of the last
/// recheck.
fn not_yet(rules: &[Rule], referral: &Referral, now: Timestamp) -> Vec<String> {
    let nothing = Facts {
        property: &|_| None,
        deals: None,
    };
    let told = |rule: &Rule| {
        let found = referral.findings.iter().find(|found| found.rule == rule.id);
        match found {
            Some(found) => found.told.clone(),
            None if !rule.cause.needs_facts() => rule.cause.sentence(&nothing, &Unnamed),
            None if referral.contact.is_none() => NO_CONTACT.to_owned(),
            None => NOT_LOOKED.to_owned(),
        }
    };
    let mut words = explain(rules, &referral.met, now, &told);
    words.dedup();
    words
}

const NO_CONTACT: &str = "The person's contact in HubSpot is not known yet.";
const NOT_LOOKED: &str = "The person's data in HubSpot has not been read yet.";
