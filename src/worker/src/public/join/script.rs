//! `POST /referrals`: the script on a customer's site (`www/script`) reports a sign-up.
//!
//! Any page may send it and read the response; no cookie is sent. The response says whether the code's link works and the
//! report is stored. It says nothing about the person: only the account's own people see whether somebody is a contact,
//! was referred before, or counts.

use domain::{EmailAddress, ReferralCode};
use http::StatusCode;
use jiff::Timestamp;
use portal::ScriptClaim;
use worker::Env;

use crate::adapters::internal_routes;
use crate::adapters::link_index::LinkIndex;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::host::Host;
use crate::edge::incoming::Incoming;
use crate::edge::json;
use crate::edge::network;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings;
use crate::public::misses;

/// The only path.
pub(crate) const PATH: &str = "/referrals";

/// The most bytes of a report: an address, two names and a code.
const LARGEST_REPORT: usize = 4 * 1024;

/// Responds to a request to [`PATH`]. The page that sent it can read refusals, too.
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
        "POST" => report(request, env, host, now).await,
        _ => Err(Problem::method("POST, OPTIONS")),
    };
    reply
        .unwrap_or_else(Problem::into_reply)
        .with("access-control-allow-origin", "*")
}

async fn report(
    request: &web_sys::Request,
    env: &Env,
    host: Host<'_>,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let incoming = Incoming::read(request, LARGEST_REPORT).await?;
    let mut claim = read(&incoming.body)?;
    let no_link = || {
        Problem::new(
            Kind::NotFound,
            "There is no referral link with this code. Check the code.",
        )
    };
    let code = ReferralCode::parse(&claim.code).ok();
    let block = match code {
        Some(code) => LinkIndex::open(env)?.block(code).await?,
        None => None,
    };
    let Some(block) = block.filter(|block| host.serves(block)) else {
        let address = incoming.header(CLIENT_ADDRESS);
        return Err(misses::problem(env, address, no_link()).await);
    };
    claim.network = network::of(&incoming, &settings::session_key(env)?, now);
    let body = serde_json::to_string(&claim).map_err(|_| {
        Problem::new(
            Kind::Internal,
            "The report could not be passed on. Send it again.",
        )
    })?;
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
    fn a_report_of_the_script_is_read_and_another_body_is_refused() {
        let good = br#"{"code":"K7Q2M0X49B","email":"ann@example.com","clickedAt":1803891600000}"#;
        let claim = read(good)
            .map_err(|problem| problem.detail().to_owned())
            .unwrap();
        assert_eq!(claim.clicked_at, Some(1_803_891_600_000));
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
