//! The routes of a portal's object beside those of the API. Only the Worker itself can ask them: no path from outside
//! gets there.
//!
//! The Worker has established who asks before it sends such a request, and the object trusts it. Where a session asks,
//! the request has the session's epoch, which the object checks.

use domain::{CampaignId, ContactId};
use portal::{CardRequest, PageRequest, PortalRequest, ReferralOnCard};

use crate::routing::handler::{Plain, WithMessage};
use crate::routing::route::Route;

/// Begins the work that is due.
pub(crate) const WAKE: &str = "/-/wake";
/// Records clicks; the body holds them. The path is that of earlier deployments, which may still send them.
pub(crate) const CLICKS: &str = "/-/visits";
/// Stores a grant that HubSpot has just given; the body holds it.
pub(crate) const CONNECT: &str = "/-/grant";
/// Adds a referral from the card's form; the body holds it.
pub(crate) const CARD_REFERRALS: &str = "/-/card/referrals";
/// Serves a visitor of the hosted page; the body holds the link and the form, if one was sent.
pub(crate) const HOSTED_PAGE: &str = "/-/join";
/// Records a sign-up that the script of a customer's site reported.
pub(crate) const SCRIPT_CLAIM: &str = "/-/referrals";
/// Ends all sessions and API keys.
pub(crate) const SIGN_OUT_EVERYWHERE: &str = "/-/sign-out-everywhere";
/// Shows the connection to HubSpot.
pub(crate) const CONNECTION: &str = "/-/connection";

const CARD: &str = "/-/card/{contact}";
const ENROLMENT: &str = "/-/card/{contact}/campaigns/{campaign}";

/// All internal routes.
pub(crate) static ROUTES: &[Route] = &[
    Route::internal("POST", WAKE, &Plain(|()| PortalRequest::Wake)),
    Route::internal("POST", CLICKS, &WithMessage(PortalRequest::Visits)),
    Route::internal("POST", CONNECT, &WithMessage(PortalRequest::Connect)),
    Route::internal(
        "POST",
        HOSTED_PAGE,
        &WithMessage(|visit| PortalRequest::Page(PageRequest::Visit(visit))),
    ),
    Route::internal(
        "POST",
        SCRIPT_CLAIM,
        &WithMessage(|claim| PortalRequest::Page(PageRequest::Tell(claim))),
    ),
    Route::internal(
        "POST",
        SIGN_OUT_EVERYWHERE,
        &Plain(|()| PortalRequest::SignOutEverywhere),
    ),
    Route::internal("GET", CONNECTION, &Plain(|()| PortalRequest::Connection)),
    Route::internal(
        "GET",
        CARD,
        &Plain(|contact: ContactId| PortalRequest::Card(CardRequest::Show(contact))),
    ),
    Route::internal(
        "POST",
        ENROLMENT,
        &Plain(|(contact, campaign): (ContactId, CampaignId)| {
            PortalRequest::Card(CardRequest::Enrol(contact, campaign))
        }),
    ),
    Route::internal(
        "POST",
        CARD_REFERRALS,
        &WithMessage(|new: ReferralOnCard| PortalRequest::Card(new.request())),
    ),
];

/// Returns the address of a contact's card.
pub(crate) fn card(contact: &ContactId) -> String {
    CARD.replace("{contact}", contact.as_str())
}

/// Returns the address at which a contact is enrolled.
pub(crate) fn enrolment(contact: &ContactId, campaign: CampaignId) -> String {
    ENROLMENT
        .replace("{contact}", contact.as_str())
        .replace("{campaign}", &campaign.to_string())
}
