//! What can be asked of a portal's object: the addresses of the API, and a few that no browser can name.
//!
//! The Worker has established who asks before a question comes here; the object believes it. An API key alone it hands
//! on: the portal knows its keys. That the question is
//! put together here, and not before, spares it a second way through JSON.

use domain::{CampaignId, ContactId};
use portal::{ApiKey, CardRequest, PageRequest, PortalRequest, ReferralOnCard};

use crate::adapters::portal_stub::API_KEY_HEADER;
use crate::api;
use crate::edge::incoming::Incoming;
use crate::edge::problem::Problem;
use crate::routing::request_parts::Asked;
use crate::routing::route::Route;

/// Begin what is due. No address of the API begins as these do.
pub(crate) const WAKE: &str = "/-/wake";
/// Links were visited; the body says when and how.
pub(crate) const VISITS: &str = "/-/visits";
/// A grant that HubSpot has just given; the body holds it.
pub(crate) const CONNECT: &str = "/-/grant";
/// The card's form: a referral is added; the body says whose and whom.
pub(crate) const CARD_REFERRALS: &str = "/-/card/referrals";
/// Somebody is at the hosted page; the body says at whose, and what they send.
pub(crate) const HOSTED_PAGE: &str = "/-/join";
/// The script of a customer's site told who signed up.
pub(crate) const TOLD: &str = "/-/referrals";
/// How the account is connected.
pub(crate) const CONNECTION: &str = "/-/connection";

const OWN: &[Route] = &[
    Route::post(WAKE, |_| Ok(PortalRequest::Wake)),
    Route::post(VISITS, |asked| Ok(PortalRequest::Visits(asked.body()?))),
    Route::post(CONNECT, |asked| Ok(PortalRequest::Connect(asked.body()?))),
    Route::post(HOSTED_PAGE, |asked| {
        Ok(PortalRequest::Page(PageRequest::Visit(asked.body()?)))
    }),
    Route::post(TOLD, |asked| {
        Ok(PortalRequest::Page(PageRequest::Tell(asked.body()?)))
    }),
    Route::get(CONNECTION, |_| Ok(PortalRequest::Connection)),
    Route::get("/-/card/{contact}", |asked| {
        let shown = CardRequest::Show(asked.id(0)?);
        Ok(PortalRequest::Card(shown))
    }),
    Route::post("/-/card/{contact}/campaigns/{campaign}", |asked| {
        let enrolled = CardRequest::Enrol(asked.id(0)?, CampaignId(asked.id(1)?));
        Ok(PortalRequest::Card(enrolled))
    }),
    Route::post(CARD_REFERRALS, |asked| {
        let new: ReferralOnCard = asked.body()?;
        Ok(PortalRequest::Card(new.request()))
    }),
];

/// Where a contact's card is.
pub(crate) fn card(contact: &ContactId) -> String {
    format!("/-/card/{contact}")
}

/// Where a contact is enrolled.
pub(crate) fn enrolment(contact: &ContactId, campaign: CampaignId) -> String {
    format!("/-/card/{contact}/campaigns/{campaign}")
}

/// The question that a request to the object makes.
///
/// # Errors
/// A problem that says why it makes none.
pub(crate) fn question(incoming: &Incoming) -> Result<PortalRequest, Problem> {
    let (route, ids) = api::find(OWN, &incoming.method, incoming.path())?;
    if route.takes_key() != incoming.header(API_KEY_HEADER).is_some() {
        return Err(api::key_needed());
    }
    route.question(&Asked::new(ids, incoming))
}

/// The API key that has to be one of the portal's, if the question came with one.
///
/// # Errors
/// A problem where it cannot be a key.
pub(crate) fn api_key(incoming: &Incoming) -> Result<Option<ApiKey>, Problem> {
    let key = incoming.header(API_KEY_HEADER).map(str::parse);
    key.transpose().map_err(|_| api::key_needed())
}
