//! Who may ask.

use jiff::Timestamp;

use crate::incoming::Incoming;
use crate::problem::{Kind, Problem};
use crate::session::Sessions;
use crate::settings::Settings;

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

/// The request was made by a page of this site. Browsers add the cookie to the requests of other sites'
/// pages as well, but name the page's origin, and send no JSON across sites without asking first.
fn same_page(incoming: &Incoming, settings: &Settings) -> Result<(), Problem> {
    if incoming.header("origin") != Some(settings.public_origin.as_str()) {
        let why =
            "Changes are taken from pages of this site alone: the header Origin must name it.";
        return Err(Problem::new(Kind::Forbidden, why));
    }
    if !incoming.header("content-type").is_some_and(is_json) {
        let why = "Changes are sent with the content type application/json.";
        return Err(Problem::new(Kind::NotJson, why));
    }
    Ok(())
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
    fn without_a_cookie_nobody_is_signed_in() {
        let incoming = Incoming::get("/api/session", &[("cookie", "__Host-goodword_session=x.y")]);
        let sessions = admitted(&incoming, &Settings::for_tests(), Timestamp::UNIX_EPOCH);
        assert!(sessions.unwrap().asked_for(&incoming).is_none());
    }
}
