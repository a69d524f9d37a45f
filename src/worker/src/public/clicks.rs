//! Clicks: reports to a portal that one of its links was followed, after the visitor has their response.
//!
//! The visitor's identity does not leave this file. A report holds a hash of address and browser under a key that changes
//! each day, and whether the request alone shows a machine. If a portal does not respond, the queue delivers the report.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::click::{self, Visit};
use domain::{HubId, ReferralCode};
use jiff::Timestamp;
use portal::VisitReport;
use wasm_bindgen::JsValue;
use web_sys::Request;
use worker::{Context, Env};

use crate::adapters::internal_routes;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::adapters::queue::{self, QueueMessage};
use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::network;
use crate::edge::settings;
use crate::platform::clock;
use crate::platform::entropy;
use crate::platform::log::Line;

/// The headers in which browsers and proxies say that a request is a prefetch.
const PURPOSES: [&str; 4] = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

/// The headers in which machines on the way name themselves.
const THROUGH: [&str; 2] = ["via", "x-forwarded-host"];

/// Reports a click to the portal. Nothing of that is done before the visitor has their response.
pub(crate) fn note(
    context: &Context,
    request: &Request,
    env: &Env,
    portal: HubId,
    code: ReferralCode,
) {
    // The handle is cloned, not the request that it stands for.
    let request = Clone::clone(request);
    let (env, at) = (env.clone(), clock::now());
    context.wait_until(async move {
        let Ok(key) = settings::session_key(&env) else {
            return;
        };
        let click = click(&request, code, at, |parts| key.pseudonym(at, parts));
        report_or_queue(&env, portal, vec![click]).await;
    });
}

async fn report_or_queue(env: &Env, portal: HubId, clicks: Vec<VisitReport>) {
    let reported = match Portals::open(env) {
        Ok(portals) => report(&portals, &portal, &clicks).await,
        Err(_) => false,
    };
    if reported {
        return;
    }
    let id = portal.to_string();
    let message = QueueMessage::Clicks(portal, clicks);
    if let Err(error) = queue::send(env, &message).await {
        Line::about("clicks.lost")
            .id("portal", &id)
            .id("error", &error)
            .warn();
    }
}

/// Reports clicks to a portal. `false`: it did not take them, and may do so later.
pub(crate) async fn report(portals: &Portals, portal: &HubId, clicks: &[VisitReport]) -> bool {
    let Ok(body) = serde_json::to_string(clicks) else {
        return true;
    };
    let request = InternalRequest::post(internal_routes::CLICKS, Some(&body));
    let response = portals.send(portal, &request).await;
    response.is_ok_and(|response| !response.reply.status().is_server_error())
}

/// Returns the report of a request that followed a link.
fn click(
    request: &Request,
    code: ReferralCode,
    at: Timestamp,
    pseudonym: impl Fn(&[&str]) -> String,
) -> VisitReport {
    let headers = request.headers();
    let header = |name: &str| headers.get(name).ok().flatten();
    let all =
        |names: &[&str]| -> Vec<String> { names.iter().filter_map(|name| header(name)).collect() };
    let (purposes, through) = (all(&PURPOSES), all(&THROUGH));
    let (user_agent, referrer) = (header("user-agent"), header("referer"));
    let (network, network_name) = origin(request);
    let machine = click::machine(&Visit {
        method: &request.method(),
        user_agent: user_agent.as_deref(),
        purposes: &texts(&purposes),
        through: &texts(&through),
        referrer: referrer.as_deref(),
        network,
        network_name: network_name.as_deref(),
    });
    let address = header(CLIENT_ADDRESS).unwrap_or_default();
    VisitReport {
        id: URL_SAFE_NO_PAD.encode(entropy::bytes::<9>()),
        code,
        at_ms: at.as_millisecond(),
        machine,
        visitor: pseudonym(&[
            &network::of_address(&address),
            user_agent.as_deref().unwrap_or_default(),
        ]),
        network: pseudonym(&[&neighbourhood(&address)]),
    }
}

fn texts(owned: &[String]) -> Vec<&str> {
    owned.iter().map(String::as_str).collect()
}

/// Returns the number and the owner of the network of a request, if the edge knows them.
fn origin(request: &Request) -> (Option<u32>, Option<String>) {
    let property = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).ok();
    let Some(edge) = property(request, "cf") else {
        return (None, None);
    };
    let number = property(&edge, "asn").and_then(|number| number.as_f64());
    let name = property(&edge, "asOrganization").and_then(|name| name.as_string());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "numbers of networks have 32 bits, and a cast saturates"
    )]
    (number.map(|number| number as u32), name)
}

/// Returns the part of an address that neighbours share: 24 bits of an IPv4 address, 48 bits of an IPv6 address, which
/// providers assign to one site (RFC 6177). The address must be in its canonical form.
fn neighbourhood(address: &str) -> String {
    match address.rsplit_once('.') {
        Some((network, _)) => network.to_owned(),
        None => address.split(':').take(3).collect::<Vec<_>>().join(":"),
    }
}

#[cfg(test)]
mod tests {
    use super::neighbourhood;

    #[test]
    fn only_neighbours_share_a_neighbourhood() {
        for (one, other, same) in [
            ("192.0.2.7", "192.0.2.200", true),
            ("192.0.2.7", "192.0.3.7", false),
            ("2001:db8:1:2::3", "2001:db8:1:ffff::1", true),
            ("2001:db8:1:2::3", "2001:db8:2:2::3", false),
            ("", "", true),
        ] {
            assert_eq!(
                neighbourhood(one) == neighbourhood(other),
                same,
                "{one} {other}"
            );
        }
    }
}
