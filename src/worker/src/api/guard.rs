//! Who may ask: browsers with a session, from our own pages; the customer's systems with an API key, from anywhere.

use jiff::Timestamp;
use portal::ApiKey;

use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};
use crate::edge::session::Sessions;
use crate::edge::settings::Settings;
use crate::routing::route::Route;

/// The sessions of whoever asks, and first of all: that they may ask this. What changes nothing may be
/// asked for by any page.
pub(super) fn admitted(
    incoming: &Incoming,
    settings: &Settings,
    now: Timestamp,
) -> Result<Sessions, Problem> {
    if !matches!(incoming.method.as_str(), "GET" | "HEAD") {
        same_page(incoming, settings)?;
    }
    Ok(Sessions::of(incoming, settings, now))
}

/// The refusal of a request for an account that the browser is not signed in to. It is the same whether
/// there is such an account or not.
pub(super) fn signed_out() -> Problem {
    Problem::new(
        Kind::SignedOut,
        "Sign in with HubSpot at /hubspot/oauth/start.",
    )
}

/// What the keys of accounts are sent as.
const BEARER: &str = "Bearer ";

/// The API key of a call. Whoever sends one is meant by it, and by no cookie; and since no browser adds it to a request
/// by itself, a call may come from anywhere.
pub(super) fn api_key(incoming: &Incoming) -> Result<Option<ApiKey>, Problem> {
    let sent = incoming
        .header("authorization")
        .and_then(|sent| sent.split_at_checked(BEARER.len()))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(BEARER));
    let key = sent.map(|(_, key)| key.trim().parse());
    key.transpose().map_err(|_| key_needed())
}

/// Whether a key is good for the route. That it is one of the account's is looked at there.
pub(super) fn may_call(route: &Route, incoming: &Incoming) -> Result<(), Problem> {
    if !route.takes_key() {
        let why = "An API key is not good for this address: it is for people who are signed in.";
        return Err(Problem::new(Kind::Forbidden, why));
    }
    json_alone(incoming)
}

/// The refusal of a call without a key that can be one.
pub(crate) fn key_needed() -> Problem {
    let why = "This address takes an API key of the account: Authorization: Bearer gwk_…";
    Problem::new(Kind::SignedOut, why)
}

/// The request was made by a page of this site. Browsers add the cookie to the requests of other sites'
/// pages as well, but name the page's origin, and send no JSON across sites without asking first.
fn same_page(incoming: &Incoming, settings: &Settings) -> Result<(), Problem> {
    if incoming.header("origin") != Some(settings.public_origin.as_str()) {
        let why =
            "Changes are taken from pages of this site alone: the header Origin must name it.";
        return Err(Problem::new(Kind::Forbidden, why));
    }
    json_alone(incoming)
}

fn json_alone(incoming: &Incoming) -> Result<(), Problem> {
    if incoming.header("content-type").is_some_and(is_json) {
        return Ok(());
    }
    let why = "Changes are sent with the content type application/json.";
    Err(Problem::new(Kind::NotJson, why))
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type
        .split_once(';')
        .map_or(content_type, |(essence, _)| essence);
    essence.trim().eq_ignore_ascii_case("application/json")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "https://goodword.example";

    fn refused(method: &str, headers: &[(&'static str, &str)]) -> Option<u16> {
        let mut incoming = Incoming::get("/api/campaigns", headers);
        method.clone_into(&mut incoming.method);
        let judged = admitted(&incoming, &Settings::for_tests(), Timestamp::UNIX_EPOCH);
        judged
            .err()
            .map(|problem| problem.into_reply().status().as_u16())
    }

    #[test]
    fn changes_come_from_pages_of_this_site_as_json() {
        for method in ["POST", "PATCH", "PUT", "DELETE"] {
            changes_are_guarded(method);
        }
        assert_eq!(refused("GET", &[("origin", "https://evil.example")]), None);
        assert_eq!(refused("HEAD", &[]), None);
    }

    fn changes_are_guarded(method: &str) {
        let refusal = |headers: &[(&'static str, &str)]| refused(method, headers);
        let json = ("content-type", "application/json; charset=utf-8");
        assert_eq!(refusal(&[("origin", OWN), json]), None);
        assert_eq!(refusal(&[json]), Some(403), "no origin");
        assert_eq!(refusal(&[("origin", "null"), json]), Some(403));
        assert_eq!(
            refusal(&[("origin", "https://goodword.example.evil.example"), json]),
            Some(403)
        );
        assert_eq!(refusal(&[("origin", OWN)]), Some(415));
        assert_eq!(
            refusal(&[("origin", OWN), ("content-type", "text/plain")]),
            Some(415)
        );
    }

    #[test]
    fn a_key_is_read_from_the_header_alone_and_what_is_none_is_refused() {
        let key = format!("gwk_42_{}", "A".repeat(43));
        let read =
            |sent: &str| api_key(&Incoming::get("/api/referrals", &[("authorization", sent)]));
        let found = read(&format!("bearer {key}")).unwrap().unwrap();
        assert_eq!(found.account().as_str(), "42");
        assert!(read("Basic abc").unwrap().is_none());
        assert!(read("").unwrap().is_none());
        for bad in ["Bearer ", "Bearer x", "Bearer gwk_42_short"] {
            let status = read(bad).unwrap_err().into_reply().status();
            assert_eq!(status.as_u16(), 401, "{bad}");
        }
    }

    #[test]
    fn a_call_comes_from_anywhere_as_json_and_for_its_own_routes_alone() {
        let question: crate::routing::route::Question = |_| Ok(portal::PortalRequest::Campaigns);
        let refusal = |route: &Route, headers: &[(&'static str, &str)]| {
            let judged = may_call(route, &Incoming::get("/api/x", headers));
            judged
                .err()
                .map(|problem| problem.into_reply().status().as_u16())
        };
        let (own, other) = (
            Route::call("/api/x", question),
            Route::post("/api/x", question),
        );
        let json = ("content-type", "application/json");
        assert_eq!(refusal(&own, &[json]), None);
        assert_eq!(
            refusal(&own, &[json, ("origin", "https://evil.example")]),
            None
        );
        assert_eq!(refusal(&own, &[]), Some(415));
        assert_eq!(refusal(&other, &[json]), Some(403));
    }

    #[test]
    fn without_a_cookie_nobody_is_signed_in() {
        let incoming = Incoming::get("/api/session", &[("cookie", "__Host-goodword_session=x.y")]);
        let sessions = admitted(&incoming, &Settings::for_tests(), Timestamp::UNIX_EPOCH);
        assert!(sessions.unwrap().asked_for(&incoming).is_none());
    }
}
