//! `/card/*`: requests of HubSpot's servers for the card on a contact record.
//!
//! Only HubSpot's signature proves a request, and the signed query names the portal. A request may come twice: HubSpot
//! repeats it after a 5xx or a broken connection.

use domain::{CampaignId, ContactId};
use hubspot::signature::{SIGNATURE_HEADER, SignedRequest, TIMESTAMP_HEADER, verify_v3};
use hubspot::signed_query::SignedQuery;
use jiff::Timestamp;
use serde::Deserialize;
use worker::Env;

use crate::adapters::internal_routes;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::edge::incoming::Incoming;
use crate::edge::json;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings::Settings;
use crate::platform::log::Line;

/// The beginning of all of these paths.
pub(crate) const PREFIX: &str = "/card/";

/// An enrolment has some 50 bytes, a referral with the longest names and address some 1,500.
pub(crate) const LARGEST_BODY: usize = 16 * 1024;

const CONTACT_PATH: &str = "/card/contact";
const ENROLMENT_PATH: &str = "/card/enrolment";
const REFERRALS_PATH: &str = "/card/referrals";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Enrolment {
    contact_id: ContactId,
    campaign_id: CampaignId,
}

/// Responds to a request below [`PREFIX`].
///
/// # Errors
/// A problem for a request that HubSpot did not sign for this app, or that has an unknown address.
pub(crate) async fn respond(
    incoming: &Incoming,
    env: &Env,
    settings: &Settings,
    now: Timestamp,
) -> Result<Reply, Problem> {
    match (incoming.path(), incoming.method.as_str()) {
        (CONTACT_PATH, "GET") | (ENROLMENT_PATH | REFERRALS_PATH, "POST") => {}
        (CONTACT_PATH, _) => return Err(Problem::method("GET")),
        (ENROLMENT_PATH | REFERRALS_PATH, _) => return Err(Problem::method("POST")),
        _ => return Err(Problem::no_such_address()),
    }
    let query = verify(incoming, settings, now)?;
    let target = internal_target(incoming, &query)?;
    let request = InternalRequest {
        method: &incoming.method,
        target: &target,
        body: body(incoming)?,
        ..InternalRequest::default()
    };
    let response = Portals::open(env)?.send(&query.hub_id, &request).await?;
    Ok(response.reply)
}

/// Verifies HubSpot's signature over the whole request, and returns the signed query.
fn verify(
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
        Line::about("card.not_verified").id("why", &problem).warn();
        Problem::new(
            Kind::Unsigned,
            format!("The request has no valid signature of HubSpot: {problem}."),
        )
    })?;
    let query = SignedQuery::parse(&uri).map_err(|problem| {
        Problem::new(
            Kind::BadRequest,
            format!("The query is not valid: {problem}."),
        )
    })?;
    if query.app_id != settings.app_id {
        Line::about("card.foreign_app")
            .id("app", &query.app_id)
            .warn();
        return Err(Problem::new(
            Kind::Forbidden,
            "The request is signed for another HubSpot app. Check the setting HUBSPOT_APP_ID.",
        ));
    }
    Ok(query)
}

/// Returns the address of the request in the portal's object. The method is the request's own.
fn internal_target(incoming: &Incoming, query: &SignedQuery) -> Result<String, Problem> {
    if incoming.path() == ENROLMENT_PATH {
        let enrolment: Enrolment = json::object(&incoming.body).map_err(|error| {
            Problem::new(
                Kind::BadRequest,
                format!("The body is not a valid enrolment: {error}."),
            )
        })?;
        return Ok(internal_routes::enrolment(
            &enrolment.contact_id,
            enrolment.campaign_id,
        ));
    }
    if incoming.path() == REFERRALS_PATH {
        return Ok(internal_routes::CARD_REFERRALS.to_owned());
    }
    let contact = query
        .get("contactId")
        .unwrap_or_default()
        .parse::<ContactId>();
    let contact = contact.map_err(|problem| {
        Problem::invalid(
            "contactId",
            format!("The query must have the contact's id: {problem}."),
        )
    })?;
    Ok(internal_routes::card(&contact))
}

/// Returns the body that goes on to the portal's object, where the address does not say everything.
fn body(incoming: &Incoming) -> Result<Option<&str>, Problem> {
    if incoming.path() != REFERRALS_PATH {
        return Ok(None);
    }
    core::str::from_utf8(&incoming.body)
        .map(Some)
        .map_err(|_| Problem::new(Kind::BadRequest, "The body is not valid UTF-8."))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    use super::*;

    const NOW_MS: i64 = 1_800_000_000_000;
    const WHO: &str = "userId=7&portalId=62515&userEmail=jo%2Bx%40example.com&appId=1";

    /// A request as HubSpot signs it for the app of the tests, had it called `origin`.
    fn signed(origin: &str, method: &str, target: &str, body: &str) -> Incoming {
        let decoded = target.replace("%40", "@");
        let mut mac = Hmac::<Sha256>::new_from_slice(b"secret").unwrap();
        mac.update(format!("{method}{origin}{decoded}{body}{NOW_MS}").as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let timestamp = NOW_MS.to_string();
        let headers = [
            (SIGNATURE_HEADER, signature.as_str()),
            (TIMESTAMP_HEADER, &timestamp),
        ];
        let mut incoming = Incoming::get(target, &headers);
        incoming.method = method.to_owned();
        incoming.body = body.as_bytes().to_vec();
        incoming
    }

    fn judge(incoming: &Incoming) -> Result<(String, String), u16> {
        let now = Timestamp::from_millisecond(NOW_MS).unwrap();
        verify(incoming, &Settings::for_tests(), now)
            .and_then(|query| Ok((query.hub_id.to_string(), internal_target(incoming, &query)?)))
            .map_err(|problem| problem.into_reply().status().as_u16())
    }

    const OWN: &str = "https://goodword.example";

    #[test]
    fn a_signed_request_asks_the_portal_that_it_names() {
        let incoming = signed(
            OWN,
            "GET",
            &format!("{CONTACT_PATH}?contactId=51&{WHO}"),
            "",
        );
        let asked = judge(&incoming).unwrap();
        assert_eq!(asked, ("62515".to_owned(), "/-/card/51".to_owned()));

        let body = r#"{"contactId":"51","campaignId":3}"#;
        let incoming = signed(OWN, "POST", &format!("{ENROLMENT_PATH}?{WHO}"), body);
        let (_, target) = judge(&incoming).unwrap();
        assert_eq!(target, "/-/card/51/campaigns/3");
    }

    #[test]
    fn a_referral_goes_on_to_the_portal_as_it_was_signed() {
        let sent = r#"{"contactId":"51","campaignId":3,"email":"zo\u00eb@example.com"}"#;
        let target = format!("{REFERRALS_PATH}?{WHO}");
        let mut incoming = signed(OWN, "POST", &target, sent);
        let asked = judge(&incoming).unwrap();
        assert_eq!(asked, ("62515".to_owned(), "/-/card/referrals".to_owned()));
        assert_eq!(body(&incoming).unwrap(), Some(sent));
        incoming.body = sent.replace("51", "52").into_bytes();
        assert_eq!(judge(&incoming).err(), Some(401), "another referrer");
        incoming.body = vec![0xff];
        assert!(body(&incoming).is_err());
    }

    #[test]
    fn what_was_signed_for_elsewhere_or_changed_since_is_refused() {
        let target = format!("{CONTACT_PATH}?contactId=51&{WHO}");
        assert_eq!(
            judge(&signed("https://other.example", "GET", &target, "")).err(),
            Some(401)
        );

        let mut changed = signed(OWN, "GET", &target, "");
        changed.target = target.replace("portalId=62515", "portalId=62516");
        assert_eq!(judge(&changed).err(), Some(401));
        assert_eq!(
            judge(&Incoming::get(&target, &[])).err(),
            Some(401),
            "unsigned"
        );
    }

    #[test]
    fn a_portal_that_is_named_twice_or_another_app_is_refused() {
        let twice = format!("{CONTACT_PATH}?contactId=51&portalId=1&{WHO}");
        assert_eq!(judge(&signed(OWN, "GET", &twice, "")).err(), Some(400));
        let foreign = format!(
            "{CONTACT_PATH}?contactId=51&{}",
            WHO.replace("appId=1", "appId=2")
        );
        assert_eq!(judge(&signed(OWN, "GET", &foreign, "")).err(), Some(403));
    }

    #[test]
    fn without_a_contact_there_is_nothing_to_show() {
        for contact in ["", "contactId=abc&", "contactId=0&"] {
            let target = format!("{CONTACT_PATH}?{contact}{WHO}");
            assert_eq!(
                judge(&signed(OWN, "GET", &target, "")).err(),
                Some(422),
                "{contact}"
            );
        }
        let incoming = signed(OWN, "POST", &format!("{ENROLMENT_PATH}?{WHO}"), "[]");
        assert_eq!(judge(&incoming).err(), Some(400));
    }
}
