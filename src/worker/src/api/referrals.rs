//! `/api/referrals`: the referrals of all campaigns; `/api/campaigns/{campaign}/referrers/{contact}/referrals`: the
//! referrals by one contact, added by hand. With an API key, the customer's own systems report whom a code referred, and
//! the events of a referral.

use domain::{CampaignId, ContactId, ReferralId, ReferralStatus};
use http::StatusCode;
use portal::views::{DecidedNetworkView, ReferralView};
use portal::{
    DecideNetwork, DecideReferral, Decider, NewReferral, PortalRequest, ReferralClaim,
    ReferralQuery, ReferralRequest,
};

use crate::edge::problem::{Kind, Problem};
use crate::routing::about::About;
use crate::routing::address_value::Cursor;
use crate::routing::handler::{Plain, WithBody, WithQuery};
use crate::routing::query::{Parameter, Query};
use crate::routing::route::{Caller, Family, Route};

const ALL: &str = "/api/referrals";
const ONE: &str = "/api/referrals/{referral}";

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Referrals",
    "People who were referred.",
    &[
        Route::get(
            ALL,
            About::new("listReferrals", "List referrals, the newest first")
                .lists::<ReferralView>("A page of referrals.")
                .refuses(&[Kind::Invalid]),
            &WithQuery(filter, |(), query| {
                PortalRequest::Referral(ReferralRequest::List(query))
            }),
        ),
        Route::post(
            ALL,
            About::new("claimReferral", "Report that somebody was referred")
                .explained(
                    "For the customer's own systems. The response says whether the referral counts. A second report of \
                     the same referral changes nothing.",
                )
                .responds::<ReferralView>(StatusCode::CREATED, NEW)
                .responds::<ReferralView>(StatusCode::OK, KNOWN),
            &WithBody(|(), claim: ReferralClaim| {
                PortalRequest::Referral(ReferralRequest::Claim(claim.into()))
            }),
        )
        .asked_by(Caller::ApiKey),
        Route::post(
            "/api/referrals/{referral}/events",
            About::new(
                "reportReferralEvent",
                "Report that a referral is successful, or no longer is",
            )
            .explained(
                "For the customer's own systems: `qualify` or `undo`. The campaign must have a rule about API calls.",
            )
            .responds::<ReferralView>(StatusCode::OK, AFTER_CHANGE)
            .refuses(&[Kind::Conflict]),
            &WithBody(|referral: ReferralId, event: DecideReferral| {
                PortalRequest::Referral(ReferralRequest::Decide(referral, event, Decider::Call))
            }),
        )
        .asked_by(Caller::ApiKey),
        Route::get(
            ONE,
            About::new("showReferral", "Show one referral").responds::<ReferralView>(
                StatusCode::OK,
                "The referral, with the reasons for its status, and its history.",
            ),
            &Plain(|referral: ReferralId| {
                PortalRequest::Referral(ReferralRequest::Show(referral))
            }),
        ),
        Route::patch(
            ONE,
            About::new("decideReferral", "Admit, approve, reject, reverse or reopen a referral")
                .explained(
                    "`admit` and `reject` decide about a referral in review: an admitted one is pending, and the rules \
                     decide from then on. A person's decision stands against every rule until the referral is reopened. Only one referral of \
                     a person counts in a campaign, and nobody can refer themselves: an approval against these rules is \
                     a conflict. So is an event that is impossible in the referral's present status.",
                )
                .responds::<ReferralView>(StatusCode::OK, AFTER_CHANGE)
                .refuses(&[Kind::Conflict]),
            &WithBody(|referral: ReferralId, decision: DecideReferral| {
                PortalRequest::Referral(ReferralRequest::Decide(referral, decision, Decider::Person))
            }),
        ),
        Route::post(
            "/api/referrals/review",
            About::new("reviewNetwork", "Decide about all referrals in review from one network")
                .explained(
                    "Decides about up to 200 of them. If some are left, send the request again. A referral of a person \
                     who counts already is rejected. The label of a network stands in its referrals.",
                )
                .responds::<DecidedNetworkView>(StatusCode::OK, "What was decided, and what is left."),
            &WithBody(|(), decision: DecideNetwork| {
                PortalRequest::Referral(ReferralRequest::DecideNetwork(decision))
            }),
        ),
        Route::post(
            "/api/referrals/{referral}/hubspot/retry",
            About::new(
                "retryReferralInHubspot",
                "Try again to write a referred person whom HubSpot refused",
            )
            .explained("A referral that HubSpot has not refused does not change.")
            .responds::<ReferralView>(StatusCode::OK, AFTER_CHANGE),
            &Plain(|referral: ReferralId| {
                PortalRequest::Referral(ReferralRequest::RetryHubspot(referral))
            }),
        ),
        Route::post(
            "/api/campaigns/{campaign}/referrers/{contact}/referrals",
            About::new("addReferral", "Add a referred person by hand")
                .explained(
                    "The link's status, the attribution window and the kind of e-mail address do not keep a referral \
                     from counting when it is added by hand.",
                )
                .responds::<ReferralView>(StatusCode::CREATED, NEW)
                .responds::<ReferralView>(StatusCode::OK, KNOWN),
            &WithBody(|(campaign, contact): (CampaignId, ContactId), new: NewReferral| {
                let claim = new.by(campaign, contact);
                PortalRequest::Referral(ReferralRequest::Claim(claim))
            }),
        ),
    ],
);

const NEW: &str = "The new referral. If it does not count, `notCounted` says why.";
const KNOWN: &str = "The referral that was already there. Nothing has changed.";
const AFTER_CHANGE: &str = "The referral after the change.";

const SEARCH: Parameter<String> = Parameter::new(
    "q",
    "Words of the referred person's name or e-mail address, or their beginnings.",
);
const CAMPAIGN: Parameter<CampaignId> =
    Parameter::new("campaignId", "Only referrals in this campaign.");
const REFERRER: Parameter<ContactId> =
    Parameter::new("contactId", "Only referrals by this contact.");
const STATUS: Parameter<ReferralStatus> =
    Parameter::new("status", "Only referrals with this status.");
const NETWORK: Parameter<String> = Parameter::new(
    "network",
    "Only referrals from the network with this label.",
);
const AFTER: Parameter<Cursor<ReferralId>> = Parameter::new("after", super::paging::AFTER);

/// Reads the parameters of the list and of the table.
pub(super) fn filter(query: &mut Query<'_>) -> Result<ReferralQuery, Problem> {
    Ok(ReferralQuery {
        search: query.get(&SEARCH)?,
        campaign: query.get(&CAMPAIGN)?,
        referrer: query.get(&REFERRER)?,
        status: query.get(&STATUS)?,
        network: query.get(&NETWORK)?,
        after: query.get(&AFTER)?.map(|Cursor(referral)| referral),
    })
}
