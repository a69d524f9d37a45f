//! `/card/*`: HubSpot's servers ask on behalf of the card on a contact record.
//!
//! Whoever asks is believed by HubSpot's signature alone, and the portal is the one that the signed query
//! names. A request may come twice: HubSpot repeats it after a 5xx or a broken connection.

use domain::{CampaignId, ContactId};
use hubspot::signature::{SIGNATURE_HEADER, SignedRequest, TIMESTAMP_HEADER, verify_v3};
use hubspot::signed_query::SignedQuery;
use jiff::Timestamp;
use portal::PortalRequest;
use serde::Deserialize;
use worker::Env;

use crate::incoming::Incoming;
use crate::journal::Line;
use crate::portal_stub::Portals;
use crate::problem::{Kind, Problem};
use crate::reply::Reply;
use crate::settings::Settings;

/// What all of these paths begin with.
pub(crate) const PREFIX: &str = "/card/";

/// An enrolment has some 50 bytes.
pub(crate) const LARGEST_BODY: usize = 16 * 1024;

const CONTACT_PATH: &str = "/card/contact";
const ENROLMENT_PATH: &str = "/card/enrolment";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Enrolment {
    contact_id: ContactId,
    campaign_id: CampaignId,
}

/// Answers a request below [`PREFIX`].
///
/// # Errors
/// A problem for what is not signed by HubSpot for this app, or asks for nothing that there is.
pub(crate) async fn answer(
    incoming: &Incoming,
    env: &Env,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Problem> {
    match (incoming.path(), incoming.method.as_str()) {
        (CONTACT_PATH, "GET") | (ENROLMENT_PATH, "POST") => {}
        (CONTACT_PATH, _) => return Err(Problem::method("GET")),
        (ENROLMENT_PATH, _) => return Err(Problem::method("POST")),
        _ => return Err(Problem::no_such_address()),
    }
    let query = believe(incoming, settings, now)?;
    let request = request(incoming, &query)?;
    Portals::open(env)?.ask(&query.hub_id, &request).await
}

/// The signed query, once HubSpot's signature over the whole request has been verified.
fn believe(
    incoming: &Incoming,
    settings: &Settings,
    now: Timestamp,
) -> Result<SignedQuery, Problem> {
    let uri = format!("{}{}", settings.public_origin, incoming.target);
    let signed = SignedRequest {
        method: &incoming.method,
        uri: &uri,
        body: &incoming.body,
        timestamp: incoming.header(TIMESTAMP_HEADER),
        signature: incoming.header(SIGNATURE_HEADER),
    };
    verify_v3(&settings.client.secret, signed, now).map_err(|problem| {
        Line::about("card.not_believed").id("why", &problem).warn();
        Problem::new(
            Kind::Unsigned,
            format!("This is not a request from HubSpot: {problem}."),
        )
    })?;
    let query = SignedQuery::parse(&uri)
        .map_err(|problem| Problem::new(Kind::BadRequest, format!("In the query, {problem}.")))?;
    if query.app_id != settings.app_id {
        Line::about("card.foreign_app")
            .id("app", &query.app_id)
            .warn();
        return Err(Problem::new(
            Kind::Forbidden,
            "The request is signed for another app.",
        ));
    }
    Ok(query)
}

fn request(incoming: &Incoming, query: &SignedQuery) -> Result<PortalRequest, Problem> {
    if incoming.path() == ENROLMENT_PATH {
        let enrolment: Enrolment = serde_json::from_slice(&incoming.body).map_err(|error| {
            Problem::new(
                Kind::BadRequest,
                format!("The body is no enrolment: {error}."),
            )
        })?;
        return Ok(PortalRequest::Enrol {
            contact: enrolment.contact_id,
            campaign: enrolment.campaign_id,
        });
    }
    let contact = query
        .get("contactId")
        .unwrap_or_default()
        .parse::<ContactId>();
    let contact = contact.map_err(|problem| {
        Problem::invalid(
            "contactId",
            format!("The contact's id is needed: {problem}."),
        )
    })?;
    Ok(PortalRequest::Card { contact })
}
