//! The requests of a portal's object: the routes of the API, and the internal ones.
//!
//! The Worker has established who asks before a request comes here, and the object trusts it. Only API keys are checked
//! here: the portal knows its keys. The object reads the request, and not the Worker, so that it crosses a wire as JSON
//! only once.

use portal::{ApiKey, PortalRequest};

use crate::adapters::internal_routes;
use crate::api;
use crate::edge::headers::API_KEY;
use crate::edge::incoming::Incoming;
use crate::edge::problem::Problem;
use crate::routing::request_parts::RequestParts;
use crate::routing::route::{Action, Caller};

/// Returns the request to the portal that an HTTP request makes.
///
/// # Errors
/// A problem that says why it makes none.
pub(crate) fn portal_request(incoming: &Incoming) -> Result<PortalRequest, Problem> {
    let (route, ids) = api::find(internal_routes::ROUTES, &incoming.method, incoming.path())?;
    if (route.caller == Caller::ApiKey) != incoming.header(API_KEY).is_some() {
        return Err(api::key_needed());
    }
    match route.action {
        Action::Portal(handler) => handler.handle(&RequestParts::new(ids, incoming)),
        Action::Edge(_) => Err(Problem::no_such_address()),
    }
}

/// Returns the API key that has to be one of the portal's, if the request has one.
///
/// # Errors
/// A problem when it cannot be a key.
pub(crate) fn api_key(incoming: &Incoming) -> Result<Option<ApiKey>, Problem> {
    let key = incoming.header(API_KEY).map(str::parse);
    key.transpose().map_err(|_| api::key_needed())
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
        let body = r#"{"code":"K7Q2M0X49B","email":"bo@example.com"}"#;
        assert!(read("POST", "/api/referrals", Some("gwk_1_x"), body).is_ok());
        assert_eq!(read("POST", "/api/referrals", None, body).err(), Some(401));
        let other = read("GET", "/api/campaigns", Some("gwk_1_x"), "");
        assert_eq!(other.err(), Some(401));
    }

    #[test]
    fn the_worker_itself_performs_sessions() {
        assert_eq!(read("GET", "/api/session", None, "").err(), Some(404));
    }
}
