//! The pages of the app, as a user of HubSpot sees them.

mod frame;

pub(crate) use frame::{escape, page};

use crate::{
    http::{Request, Response},
    oauth,
    sandbox::Sandbox,
};

/// Answers a request for a page; none if the path is not a page's.
pub(crate) fn answer(sandbox: &mut Sandbox, request: &Request, now: i64) -> Option<Response> {
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    Some(match path.as_slice() {
        ["oauth", "authorize"] | ["oauth", _, "authorize"] => oauth::authorize(
            &mut sandbox.grants,
            &sandbox.app,
            &sandbox.portals,
            &sandbox.settings,
            request,
            now,
        ),
        ["ecosystem-install", portal, "complete"] => {
            let portal = portal.parse().unwrap_or_default();
            let connected = sandbox.grants.connected(portal, sandbox.app.id);
            Response::html(200, oauth::installed_page(connected))
        }
        _ => return None,
    })
}
