//! `/api/referrals`: who was referred, in all campaigns; `/api/campaigns/{campaign}/referrers/{contact}/referrals`: by
//! one contact, added by hand. With an API key, the customer's own systems tell whom a code referred, and what came of
//! it.

use domain::{CampaignId, ReferralId, ReferralStatus};
use portal::{Decider, NewReferral, PortalRequest, ReferralClaim, ReferralQuery, ReferralRequest};

use super::campaigns::campaign;
use crate::edge::problem::Problem;
use crate::routing::request_parts::Asked;
use crate::routing::route::Route;

const ONE: &str = "/api/referrals/{referral}";

/// The routes of this family.
pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/referrals", |asked| {
        let query = query(asked)?;
        Ok(PortalRequest::Referral(ReferralRequest::List(query)))
    }),
    Route::call("/api/referrals", |asked| {
        let told: ReferralClaim = asked.body()?;
        let claim = ReferralRequest::Claim(told.into());
        Ok(PortalRequest::Referral(claim))
    }),
    Route::call("/api/referrals/{referral}/events", |asked| {
        let (id, wanted) = (referral(asked)?, asked.body()?);
        let decided = ReferralRequest::Decide(id, wanted, Decider::Call);
        Ok(PortalRequest::Referral(decided))
    }),
    Route::get(ONE, |asked| {
        let shown = ReferralRequest::Show(referral(asked)?);
        Ok(PortalRequest::Referral(shown))
    }),
    Route::patch(ONE, |asked| {
        let (id, wanted) = (referral(asked)?, asked.body()?);
        let decided = ReferralRequest::Decide(id, wanted, Decider::Person);
        Ok(PortalRequest::Referral(decided))
    }),
    Route::post("/api/referrals/{referral}/hubspot/retry", |asked| {
        let again = ReferralRequest::RetryHubspot(referral(asked)?);
        Ok(PortalRequest::Referral(again))
    }),
    Route::post(
        "/api/campaigns/{campaign}/referrers/{contact}/referrals",
        |asked| {
            let (campaign, contact) = (campaign(asked)?, asked.id(1)?);
            let new: NewReferral = asked.body()?;
            let claim = ReferralRequest::Claim(new.by(campaign, contact));
            Ok(PortalRequest::Referral(claim))
        },
    ),
];

/// Which referrals are meant, out of the query.
pub(super) fn query(asked: &Asked<'_>) -> Result<ReferralQuery, Problem> {
    Ok(ReferralQuery {
        search: asked.filter("q", |text| Some(text.to_owned()))?,
        campaign: asked.filter("campaignId", |text| text.parse().ok().map(CampaignId))?,
        referrer: asked.filter("contactId", |text| text.parse().ok())?,
        status: asked.filter("status", ReferralStatus::from_name)?,
        after: asked.filter("after", |text| text.parse().ok().map(ReferralId))?,
    })
}

/// The referral that the path names.
fn referral(asked: &Asked<'_>) -> Result<ReferralId, Problem> {
    asked.id(0).map(ReferralId)
}
