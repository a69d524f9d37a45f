//! Tells a portal that one of its links was visited, after the visitor is on their way.
//!
//! Who the visitor was is forgotten here: what leaves is a hash of address and browser under a key that is another
//! each day, and what the request alone tells of a machine. A portal that does not answer is told by the queue.

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
use crate::adapters::portal_stub::{Letter, Portals};
use crate::edge::settings;
use crate::events::wake;
use crate::platform::clock;
use crate::platform::entropy;
use crate::platform::log::Line;

/// Where browsers and proxies say that a fetch is no visit.
const PURPOSES: [&str; 4] = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

/// Where machines on the way name themselves.
const THROUGH: [&str; 2] = ["via", "x-forwarded-host"];

/// Between a portal and what it is told, in a message of the queue.
const SEPARATOR: char = '\n';

/// In which the edge says who connected.
const ADDRESS: &str = "cf-connecting-ip";

/// Sees to it that the portal is told; nothing of that is done before the answer.
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
        let report = report(&request, code, at, |parts| key.pseudonym(at, parts));
        if let Ok(body) = serde_json::to_string(&[report]) {
            tell_or_queue(&env, &portal, &body).await;
        }
    });
}

async fn tell_or_queue(env: &Env, portal: &HubId, body: &str) {
    let told = match Portals::open(env) {
        Ok(portals) => tell(&portals, portal, body).await,
        Err(_) => false,
    };
    if told {
        return;
    }
    if let Err(error) = wake::send(env, format!("{portal}{SEPARATOR}{body}")).await {
        Line::about("visits.lost")
            .id("portal", portal)
            .id("error", &error)
            .warn();
    }
}

/// Tells a portal what a message of the queue holds. `None` if that is no visits.
pub(crate) async fn deliver(portals: &Portals, message: &str) -> Option<bool> {
    let (portal, body) = message.split_once(SEPARATOR)?;
    Some(tell(portals, &portal.parse().ok()?, body).await)
}

async fn tell(portals: &Portals, portal: &HubId, body: &str) -> bool {
    let letter = Letter {
        method: "POST",
        target: internal_routes::VISITS,
        body: Some(body),
        ..Letter::default()
    };
    let answer = portals.ask(portal, &letter).await;
    answer.is_ok_and(|answered| !answered.reply.status().is_server_error())
}

/// What is reported of a request.
fn report(
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
    let address = header(ADDRESS).unwrap_or_default();
    VisitReport {
        id: URL_SAFE_NO_PAD.encode(entropy::bytes::<9>()),
        code,
        at_ms: at.as_millisecond(),
        machine,
        visitor: pseudonym(&[&address, user_agent.as_deref().unwrap_or_default()]),
        network: pseudonym(&[&neighbourhood(&address)]),
    }
}

fn texts(owned: &[String]) -> Vec<&str> {
    owned.iter().map(String::as_str).collect()
}

/// The number and the owner of the network that a request comes from, where the edge says so.
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

/// What is shared by those behind one connection and next to it: 24 bits of an IPv4 address, and of an IPv6 one the
/// first 48, which is what providers hand out to a site (RFC 6177). Addresses come in their canonical form.
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
    fn neighbours_share_a_neighbourhood() {
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
