//! Adding a referral by hand on the card. Expected failures are normal responses with the reason in words, because
//! HubSpot hides the body of an error response from a card.

use domain::{Attribution, CampaignId, ContactId, ReferralStatus};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::api_types::requests::{Claim, ClaimedBy, ReferralRequest};
use crate::api_types::views::{
    AddedOutcome, AddedView, CardView, ReferralView, Response, ResponseStatus, View,
};
use crate::storage::error::PortalError;

/// HubSpot repeats a request by itself when the response was lost, within the time-out that the card set. A referral
/// that was added by hand within this time is taken for the same request and gets the first response again.
const REPEATED_WITHIN: SignedDuration = SignedDuration::from_secs(30);

impl Portal {
    /// Adds a referral by hand, and returns the referrer's card with the result.
    pub(super) fn refer_on_card(
        &self,
        contact: ContactId,
        claim: Claim,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        let ClaimedBy::Referrer { campaign, .. } = claim.by else {
            return Err(PortalError::NotFound("referrer"));
        };
        let (added, work) = match self.answer_of_referrals(ReferralRequest::Claim(claim), now) {
            Ok(Response {
                view: View::Referral(referral),
                status,
                work,
                ..
            }) => (told(referral, status == ResponseStatus::Made, now), work),
            Ok(_) => return Err(PortalError::Unreadable("a referral")),
            Err(PortalError::Invalid { field, why }) => (refused(campaign, field, why), false),
            Err(error) => return Err(error),
        };
        let view = CardView {
            added: Some(added),
            ..self.card_view(contact, now)?
        };
        Ok(Response {
            view: View::Card(view),
            status: ResponseStatus::Shown,
            work,
            rows_read: 0,
        })
    }
}

fn told(referral: ReferralView, made: bool, now: Timestamp) -> AddedView {
    let just_added = referral.attribution == Attribution::ByHand
        && now.duration_since(referral.at) < REPEATED_WITHIN;
    let outcome = match referral.status {
        ReferralStatus::Rejected => AddedOutcome::NotCounted,
        ReferralStatus::Pending if made || just_added => AddedOutcome::Counted,
        _ => AddedOutcome::Repeated,
    };
    let names = [referral.first_name, referral.last_name];
    let names: Vec<String> = names.into_iter().flatten().collect();
    AddedView {
        campaign_id: referral.campaign_id,
        outcome,
        person: Some(names.join(" "))
            .filter(|name| !name.is_empty())
            .or(referral.email),
        why: (outcome == AddedOutcome::NotCounted).then(|| referral.why.join(" ")),
        field: None,
    }
}

fn refused(campaign_id: CampaignId, field: &'static str, why: String) -> AddedView {
    AddedView {
        campaign_id,
        outcome: AddedOutcome::Invalid,
        person: None,
        why: Some(why),
        field: Some(field),
    }
}
