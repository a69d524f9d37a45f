//! Admission: browsers with a session, from pages of this site; the customer's systems with an API key, from anywhere.

use portal::{ApiKey, PortalError};

use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};
use crate::edge::settings::Settings;
use crate::routing::route::{Caller, Route};

/// Admits a request without an API key, as far as its headers tell. Any page may read; only a page of this site may
/// change something.
pub(super) fn admit(
    route: &Route,
    incoming: &Incoming,
    settings: &Settings,
) -> Result<(), Problem> {
    if route.caller == Caller::ApiKey {
        return Err(key_needed());
    }
    if route.changes() {
        from_own_page(incoming, settings)?;
    }
    json_if_read(route, incoming)
}

/// Admits a request with an API key, as far as its headers tell. Whether the key was revoked, the portal checks.
pub(super) fn admit_key(route: &Route, incoming: &Incoming) -> Result<(), Problem> {
    if route.caller != Caller::ApiKey {
        let why = "An API key cannot be used at this address. It is for people who are signed in to the dashboard.";
        return Err(Problem::new(Kind::Forbidden, why));
    }
    json_if_read(route, incoming)
}

/// The scheme under which API keys are sent.
const BEARER: &str = "Bearer ";

/// Returns the API key of a request, if it has one. Then only the key counts, and no cookie. No browser adds a key by
/// itself, so that such a request may come from anywhere.
///
/// A key that Goodword did not give out is refused here: no portal is asked about it.
pub(super) fn api_key(incoming: &Incoming, settings: &Settings) -> Result<Option<ApiKey>, Problem> {
    let sent = incoming
        .header("authorization")
        .and_then(|sent| sent.split_at_checked(BEARER.len()))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(BEARER));
    let Some((_, text)) = sent else {
        return Ok(None);
    };
    let key: ApiKey = text.trim().parse().map_err(|_| key_needed())?;
    if key.is_given_out(&settings.session_key.key_signer()) {
        Ok(Some(key))
    } else {
        Err(PortalError::UnknownKey.into())
    }
}

/// The refusal of a request whose API key is missing or malformed.
pub(crate) fn key_needed() -> Problem {
    let why =
        "This address needs an API key of the account. Send the header Authorization: Bearer gwk_…";
    Problem::new(Kind::SignedOut, why)
}

/// Requires that a page of this site made the request. Browsers send the cookie with requests of other sites' pages too,
/// but they always name the page's origin.
fn from_own_page(incoming: &Incoming, settings: &Settings) -> Result<(), Problem> {
    if incoming.header("origin") == Some(settings.public_origin.as_str()) {
        return Ok(());
    }
    let why = "Only pages of this site can change something: the header Origin must be this site's origin.";
    Err(Problem::new(Kind::Forbidden, why))
}

/// Requires JSON where the route reads a body.
fn json_if_read(route: &Route, incoming: &Incoming) -> Result<(), Problem> {
    if !route.takes_body() || incoming.header("content-type").is_some_and(is_json) {
        return Ok(());
    }
    let why = "Send the body as JSON, with the header Content-Type: application/json.";
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
    use super::super::find;
    use super::*;

    const OWN: &str = "https://goodword.example";
    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

    fn status(judged: Result<(), Problem>) -> Option<u16> {
        let problem = judged.err()?;
        Some(problem.into_reply().status().as_u16())
    }

    fn refusal(method: &str, path: &str, headers: &[(&'static str, &str)]) -> Option<u16> {
        let (route, _) = find(&[], method, path).unwrap();
        let incoming = Incoming::get(path, headers);
        status(admit(route, &incoming, &Settings::for_tests()))
    }

    /// A key as the deployment of the tests gives it out. Its proof was computed with another implementation of HMAC.
    const GIVEN_OUT: &str =
        "gwk_42_7_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-yh9721s3x2mz1i8GWLxtA";

    /// A change of each method, with and without a body.
    const CHANGES: [(&str, &str); 4] = [
        ("POST", "/api/campaigns"),
        ("PATCH", "/api/campaigns/1"),
        ("POST", "/api/runs/1/pause"),
        ("DELETE", "/api/syncs/1"),
    ];

    #[test]
    fn changes_come_from_pages_of_this_site() {
        for (method, path) in CHANGES {
            let refusal = |headers: &[(&'static str, &str)]| refusal(method, path, headers);
            assert_eq!(refusal(&[("origin", OWN), JSON]), None, "{path}");
            assert_eq!(refusal(&[JSON]), Some(403), "no origin: {path}");
            assert_eq!(refusal(&[("origin", "null"), JSON]), Some(403), "{path}");
            let similar = "https://goodword.example.evil.example";
            assert_eq!(refusal(&[("origin", similar), JSON]), Some(403), "{path}");
            assert_eq!(refusal(&[]), Some(403), "{path}");
        }
        let foreign = ("origin", "https://evil.example");
        assert_eq!(refusal("GET", "/api/campaigns", &[foreign]), None);
        assert_eq!(refusal("HEAD", "/api/campaigns", &[]), None);
    }

    #[test]
    fn only_a_route_that_reads_a_body_asks_for_json() {
        for (method, path) in CHANGES {
            let reads = path.starts_with("/api/campaigns");
            let expected = reads.then_some(415);
            let text = ("content-type", "text/plain");
            let own = ("origin", OWN);
            assert_eq!(refusal(method, path, &[own]), expected, "{path}");
            assert_eq!(refusal(method, path, &[own, text]), expected, "{path}");
        }
    }

    #[test]
    fn an_api_key_is_read_from_its_header_alone_and_a_malformed_one_is_refused() {
        let settings = Settings::for_tests();
        let read = |sent: &str| {
            let incoming = Incoming::get("/api/referrals", &[("authorization", sent)]);
            api_key(&incoming, &settings)
        };
        let found = read(&format!("bearer {GIVEN_OUT}")).unwrap().unwrap();
        assert_eq!(found.account().as_str(), "42");
        assert!(read("Basic abc").unwrap().is_none());
        assert!(read("").unwrap().is_none());
        let made_up = format!("Bearer gwk_42_7_{}", "A".repeat(65));
        let of_another_account = format!("Bearer {}", GIVEN_OUT.replace("_42_", "_43_"));
        let earlier = format!("Bearer gwk_42_{}", "A".repeat(43));
        for bad in [
            "Bearer ",
            "Bearer x",
            "Bearer gwk_42_short",
            &made_up,
            &of_another_account,
            &earlier,
        ] {
            let status = read(bad).unwrap_err().into_reply().status();
            assert_eq!(status.as_u16(), 401, "{bad}");
        }
    }

    #[test]
    fn a_call_with_a_key_comes_from_anywhere_as_json_and_only_for_its_own_routes() {
        let refusal = |method: &str, path: &str, headers: &[(&'static str, &str)]| {
            let (route, _) = find(&[], method, path).unwrap();
            status(admit_key(route, &Incoming::get(path, headers)))
        };
        let foreign = ("origin", "https://evil.example");
        assert_eq!(refusal("POST", "/api/referrals", &[JSON]), None);
        assert_eq!(refusal("POST", "/api/referrals", &[JSON, foreign]), None);
        assert_eq!(refusal("POST", "/api/referrals", &[]), Some(415));
        assert_eq!(refusal("POST", "/api/campaigns", &[JSON]), Some(403));
        assert_eq!(refusal("GET", "/api/referrals", &[]), Some(403));
    }

    #[test]
    fn a_route_for_keys_refuses_a_session() {
        let headers = [("origin", OWN), JSON];
        assert_eq!(refusal("POST", "/api/referrals", &headers), Some(401));
    }
}
