//! Who may ask.

use jiff::Timestamp;

use crate::incoming::Incoming;
use crate::problem::{Kind, Problem};
use crate::session::Session;
use crate::settings::Settings;

/// The session of whoever asks.
pub(super) fn signed_in(
    incoming: &Incoming,
    settings: &Settings,
    now: Timestamp,
) -> Result<Session, Problem> {
    Session::of(incoming, settings, now).ok_or_else(|| {
        Problem::new(
            Kind::SignedOut,
            "Sign in with HubSpot at /hubspot/oauth/start.",
        )
    })
}

/// The request was made by a page of this site. Browsers add the cookie to the requests of other sites'
/// pages as well, but name the page's origin, and send no JSON across sites without asking first.
pub(super) fn same_page(incoming: &Incoming, settings: &Settings) -> Result<(), Problem> {
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

    fn refusal(headers: &[(&'static str, &str)]) -> Option<u16> {
        let incoming = Incoming::get("/api/campaigns", headers);
        let judged = same_page(&incoming, &Settings::for_tests());
        judged
            .err()
            .map(|problem| problem.into_reply().status().as_u16())
    }

    #[test]
    fn changes_come_from_pages_of_this_site_as_json() {
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
        assert!(signed_in(&incoming, &Settings::for_tests(), Timestamp::UNIX_EPOCH).is_err());
    }
}
