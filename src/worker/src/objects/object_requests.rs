//! The requests of a portal's object: the routes of the API, and the internal ones.
//!
//! The Worker has established who asks before a request comes here, and the object trusts it. Only the portal knows
//! whether a session or an API key has ended since, so that these are checked here. The object reads the request, and not
//! the Worker, so that it crosses a wire as JSON only once.

use portal::{ApiKey, PortalRequest};

use crate::adapters::internal_routes;
use crate::api;
use crate::edge::headers::{API_KEY, SESSION_EPOCH};
use crate::edge::incoming::Incoming;
use crate::edge::problem::Problem;
use crate::routing::request_parts::RequestParts;
use crate::routing::route::{Action, Caller};

/// What the portal has to check of the caller before anything else.
#[derive(Debug)]
pub(crate) enum Admission {
    /// Nothing: the Worker itself asks.
    Trusted,
    /// The epoch of the caller's session.
    Session(u32),
    /// The caller's API key.
    Key(ApiKey),
}

/// Returns what is to be checked of the caller.
///
/// # Errors
/// A problem when the request lacks what its route needs.
pub(crate) fn admission(incoming: &Incoming) -> Result<Admission, Problem> {
    let (route, _) = api::find(internal_routes::ROUTES, &incoming.method, incoming.path())?;
    let (key, epoch) = (incoming.header(API_KEY), incoming.header(SESSION_EPOCH));
    if (route.caller == Caller::ApiKey) != key.is_some() {
        return Err(api::key_needed());
    }
    match (key, epoch) {
        (Some(key), _) => key
            .parse()
            .map(Admission::Key)
            .map_err(|_| api::key_needed()),
        (None, Some(epoch)) => epoch
            .parse()
            .map(Admission::Session)
            .map_err(|_| Problem::signed_out()),
        (None, None) if route.caller == Caller::Worker => Ok(Admission::Trusted),
        (None, None) => Err(Problem::signed_out()),
    }
}

/// Returns the request to the portal that an HTTP request makes.
///
/// # Errors
/// A problem that says why it makes none.
pub(crate) fn portal_request(incoming: &Incoming) -> Result<PortalRequest, Problem> {
    let (route, ids) = api::find(internal_routes::ROUTES, &incoming.method, incoming.path())?;
    match route.action {
        Action::Portal(handler) => handler.handle(&RequestParts::new(ids, incoming)),
        Action::Edge(_) => Err(Problem::no_such_address()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        method: &str,
        target: &str,
        key: Option<&str>,
        body: &str,
    ) -> Result<PortalRequest, u16> {
        let headers: Vec<_> = key.into_iter().map(|key| (API_KEY, key)).collect();
        let mut incoming = Incoming::get(target, &headers);
        method.clone_into(&mut incoming.method);
        incoming.body = body.as_bytes().to_vec();
        portal_request(&incoming).map_err(|problem| problem.into_reply().status().as_u16())
    }

    #[test]
    fn an_address_of_the_api_and_an_internal_one_make_requests() {
        let run = read("POST", "/api/syncs/7/runs", None, "").unwrap();
        assert!(matches!(run, PortalRequest::StartRun { sync } if sync.0 == 7));
        let card = read("GET", "/-/card/51", None, "").unwrap();
        assert!(matches!(card, PortalRequest::Card(_)));
        let clicks = read("POST", internal_routes::CLICKS, None, "[]").unwrap();
        assert!(matches!(clicks, PortalRequest::Visits(clicks) if clicks.is_empty()));
    }

    #[test]
    fn the_query_is_read_by_name() {
        let target = "/api/referrers?q=ann%20lee&linkStatus=paused&order=oldest&after=x";
        let Ok(PortalRequest::Referrers(query)) = read("GET", target, None, "") else {
            panic!("{target}");
        };
        assert_eq!(query.search.as_deref(), Some("ann lee"));
        assert_eq!(query.link_status, Some(domain::LinkStatus::Paused));
        assert_eq!(query.order, portal::ReferrerOrder::Oldest);
        assert_eq!(query.after.as_deref(), Some("x"));
        for bad in [
            "/api/referrers?linkStatus=lively",
            "/api/referrers?campaignId=x",
            "/api/campaigns/1/activity?days=0",
            "/api/campaigns/1/activity?days=367",
            "/api/runs?after=x",
        ] {
            assert_eq!(read("GET", bad, None, "").err(), Some(400), "{bad}");
        }
    }

    #[test]
    fn a_route_for_keys_needs_one_and_no_other_route_takes_one() {
        let key = format!("gwk_1_1_{}", "A".repeat(65));
        let judge = |method: &str, target: &str, headers: &[(&'static str, &str)]| {
            let mut incoming = Incoming::get(target, headers);
            method.clone_into(&mut incoming.method);
            admission(&incoming).map_err(|problem| problem.into_reply().status().as_u16())
        };
        let with_key = (API_KEY, key.as_str());
        let admitted = judge("POST", "/api/referrals", &[with_key]);
        assert!(matches!(admitted, Ok(Admission::Key(_))));
        let epoch = (SESSION_EPOCH, "3");
        for headers in [&[][..], &[epoch], &[(API_KEY, "gwk_1_x")]] {
            let refused = judge("POST", "/api/referrals", headers);
            assert_eq!(refused.err(), Some(401), "{headers:?}");
        }
        assert_eq!(judge("GET", "/api/campaigns", &[with_key]).err(), Some(401));
    }

    #[test]
    fn a_route_of_people_needs_the_epoch_of_their_session_and_an_internal_one_heeds_it() {
        let judge = |target: &str, epoch: Option<&str>| {
            let headers: Vec<_> = epoch.into_iter().map(|own| (SESSION_EPOCH, own)).collect();
            match admission(&Incoming::get(target, &headers)) {
                Ok(Admission::Trusted) => "trusted".to_owned(),
                Ok(Admission::Session(epoch)) => epoch.to_string(),
                Ok(Admission::Key(_)) => "key".to_owned(),
                Err(problem) => problem.into_reply().status().to_string(),
            }
        };
        assert_eq!(judge("/api/campaigns", Some("3")), "3");
        assert_eq!(judge("/api/campaigns", None), "401 Unauthorized");
        assert_eq!(judge("/api/campaigns", Some("x")), "401 Unauthorized");
        assert_eq!(judge(internal_routes::CONNECTION, Some("3")), "3");
        assert_eq!(judge(internal_routes::CONNECTION, None), "trusted");
    }

    #[test]
    fn the_worker_itself_performs_sessions() {
        assert_eq!(read("GET", "/api/session", None, "").err(), Some(404));
    }
}
