//! `POST /referrals`: the script on a customer's site (`www/script`) says who signed up.
//!
//! Any page may ask, and reads the answer; no cookie comes along. The answer says whether the code's link works and
//! what was told is written down, and nothing of the person: whether somebody is a contact, was referred before or
//! counts in the end is seen by the account's own people alone.

use domain::{EmailAddress, ReferralCode};
use http::StatusCode;
use jiff::Timestamp;
use portal::ScriptClaim;
use worker::Env;

use super::visitor;
use crate::adapters::internal_routes;
use crate::adapters::link_index::LinkIndex;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::edge::host::Host;
use crate::edge::incoming::Incoming;
use crate::edge::json;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings;

/// The only path.
pub(crate) const PATH: &str = "/referrals";

/// An address, two names and a code.
const LARGEST_WORD: usize = 4 * 1024;

/// Answers a request to [`PATH`]; refusals, too, can be read by the page that asked.
pub(crate) async fn respond(
    request: &web_sys::Request,
    env: &Env,
    host: Host<'_>,
    now: Timestamp,
) -> Reply {
    let reply = match request.method().as_str() {
        "OPTIONS" => Ok(Reply::empty(StatusCode::NO_CONTENT)
            .with("access-control-allow-methods", "POST")
            .with("access-control-allow-headers", "content-type")
            .with("access-control-max-age", "86400")),
        "POST" => taken(request, env, host, now).await,
        _ => Err(Problem::method("POST, OPTIONS")),
    };
    reply
        .unwrap_or_else(Problem::into_reply)
        .with("access-control-allow-origin", "*")
}

async fn taken(
    request: &web_sys::Request,
    env: &Env,
    host: Host<'_>,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let incoming = Incoming::read(request, LARGEST_WORD).await?;
    let mut claim = read(&incoming.body)?;
    let no_link = || Problem::new(Kind::NotFound, "There is no referral link with this code.");
    let code = ReferralCode::parse(&claim.code).map_err(|_| no_link())?;
    let block = LinkIndex::open(env)?.block(code).await?;
    let block = block.filter(|block| host.serves(block));
    let block = block.ok_or_else(no_link)?;
    claim.visitor = visitor(&incoming, &settings::session_key(env)?, now);
    let body = serde_json::to_string(&claim)
        .map_err(|_| Problem::new(Kind::Internal, "The referral could not be passed on."))?;
    let request = InternalRequest::post(internal_routes::SCRIPT_CLAIM, Some(&body));
    let response = Portals::open(env)?.send(block.portal(), &request).await?;
    Ok(response.reply)
}

/// Parses and validates the claim. Its content type is plain text, so that browsers send no preflight request.
fn read(body: &[u8]) -> Result<ScriptClaim, Problem> {
    let claim: ScriptClaim = json::object(body).map_err(|error| {
        Problem::new(
            Kind::BadRequest,
            format!("The body is not a valid report of a sign-up: {error}."),
        )
    })?;
    EmailAddress::parse(&claim.email).map_err(|why| Problem::invalid("email", why.to_string()))?;
    Ok(claim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_script_says_is_read_and_what_is_none_refused() {
        let good = br#"{"code":"K7Q2M0X49B","email":"ann@example.com","clickedAt":1803891600000}"#;
        let told = read(good)
            .map_err(|problem| problem.detail().to_owned())
            .unwrap();
        assert_eq!(told.clicked_at, Some(1_803_891_600_000));
        for (bad, status) in [
            ("", 400),
            ("{", 400),
            ("[]", 400),
            ("null", 400),
            (r#"{"code":"K7Q2M0X49B"}"#, 400),
            (r#"{"code":7,"email":"ann@example.com"}"#, 400),
            (r#"{"code":"K7Q2M0X49B","email":"ann"}"#, 422),
            (r#"{"code":"K7Q2M0X49B","email":""}"#, 422),
        ] {
            let refused = read(bad.as_bytes()).err().map(Problem::into_reply);
            let given = refused.map(|reply| reply.status().as_u16());
            assert_eq!(given, Some(status), "{bad}");
        }
    }
}
