//! `/join/CODE`: the page, and its form.

use domain::handed_on::{handed_on, without};
use domain::link_block::Resolution;
use domain::referral_page::{form, language};
use domain::{HubId, ReferralCode};
use http::StatusCode;
use jiff::Timestamp;
use portal::{PageVisit, SentForm};
use url::form_urlencoded;
use worker::Env;

use super::moment;
use crate::adapters::internal_routes;
use crate::adapters::link_index::LinkIndex;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::host::Host;
use crate::edge::incoming::Incoming;
use crate::edge::network;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings::Settings;
use crate::public::link_address::{brought, code_below};
use crate::public::link_pages::{ended, paused, unknown};
use crate::public::misses;

/// The beginning of all of these paths.
pub(crate) const PREFIX: &str = "/join/";

/// A form with every field filled to its limit has some 10 KB, in a script that takes six bytes a letter.
pub(crate) const LARGEST_FORM: usize = 32 * 1024;

/// The most fields that are read: those of a form, and as many others.
const MAX_VALUES: usize = 32;

/// The query parameter of the thank-you page. Like the other one, it has a name that no visitor brings by chance: what
/// they bring belongs to the destination.
pub(super) const THANKS: &str = "gw-thanks";

/// The query parameter with the tag of a language.
pub(super) const LANGUAGE: &str = "gw-lang";

/// Responds to a request below [`PREFIX`].
///
/// # Errors
/// A problem for other methods and other bodies, and while the link cannot be looked up.
pub(crate) async fn respond(
    incoming: &Incoming,
    env: &Env,
    settings: &Settings,
    host: Host<'_>,
    now: Timestamp,
) -> Result<Reply, Problem> {
    let sends = match incoming.method.as_str() {
        "GET" | "HEAD" => false,
        "POST" => true,
        _ => return Err(Problem::method("GET, HEAD, POST")),
    };
    let Some(code) = code_below(incoming.path(), PREFIX) else {
        return Ok(missed(incoming, env).await);
    };
    let block = LinkIndex::open(env)?.block(code).await?;
    let Some(block) = block.filter(|block| host.serves(block)) else {
        return Ok(missed(incoming, env).await);
    };
    let mut visit = visit(incoming, code);
    match block.resolve(code) {
        // The campaign no longer uses the page. Only a visitor who began on it still sees it.
        Resolution::Live(address) if !sends && !visit.thanks => {
            return Ok(
                Reply::found(&handed_on(&address, &visit.brought)).with("x-robots-tag", "noindex")
            );
        }
        Resolution::Live(_) | Resolution::Page => {}
        Resolution::Paused => return Ok(paused()),
        Resolution::Revoked => return Ok(ended()),
        Resolution::Unknown => return Ok(missed(incoming, env).await),
    }
    if sends {
        visit.sent = Some(sent(incoming, code, settings, now)?);
    }
    to_portal(env, block.portal(), &visit).await
}

/// Returns the page for an address without a link.
async fn missed(incoming: &Incoming, env: &Env) -> Reply {
    misses::page(env, incoming.header(CLIENT_ADDRESS), unknown()).await
}

fn visit(incoming: &Incoming, code: ReferralCode) -> PageVisit {
    let query: Vec<_> = form_urlencoded::parse(incoming.query().as_bytes()).collect();
    let named = query.iter().find(|(name, _)| name == LANGUAGE);
    let accepted = incoming.header("accept-language").unwrap_or_default();
    PageVisit {
        code,
        languages: language::wanted(named.map(|(_, tag)| tag.as_ref()), accepted),
        thanks: query.iter().any(|(name, _)| name == THANKS),
        brought: without(&brought(&incoming.target), &[LANGUAGE, THANKS]),
        sent: None,
    }
}

fn sent(
    incoming: &Incoming,
    code: ReferralCode,
    settings: &Settings,
    now: Timestamp,
) -> Result<SentForm, Problem> {
    let content_type = incoming.header("content-type").unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        let why = "Send the form with the header Content-Type: application/x-www-form-urlencoded.";
        return Err(Problem::new(Kind::BadRequest, why));
    }
    let values: Vec<(String, String)> = form_urlencoded::parse(&incoming.body)
        .take(MAX_VALUES)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let opened = values.iter().find(|(name, _)| name == form::OPENED);
    let key = &settings.session_key;
    Ok(SentForm {
        network: network::of(incoming, key, now),
        opened_at: opened.and_then(|(_, text)| moment::opened(key, code, text, now)),
        values,
    })
}

async fn to_portal(env: &Env, portal: &HubId, visit: &PageVisit) -> Result<Reply, Problem> {
    let body = serde_json::to_string(visit).map_err(|_| {
        Problem::new(
            Kind::Internal,
            "The form could not be passed on. Send it again.",
        )
    })?;
    let request = InternalRequest::post(internal_routes::HOSTED_PAGE, Some(&body));
    Ok(Portals::open(env)?.send(portal, &request).await?.reply)
}

/// Redirects from the form's address to the thank-you page.
pub(super) fn thanked(language: &str, brought: &str) -> Reply {
    let address = handed_on(&format!("?{THANKS}&{LANGUAGE}={language}"), brought);
    Reply::empty(StatusCode::SEE_OTHER).with("location", address)
}
