//! Control calls for the connection between a portal and the app.

use serde_json::{Value, json};

use super::{portal, refused};
use crate::{
    http::{Request, Response},
    sandbox::Sandbox,
    settings::DEFAULT_REDIRECT_URL,
};

/// `GET /_sandbox/portals`.
pub(super) fn portals(sandbox: &Sandbox) -> Response {
    let show = |portal: &crate::portal::Portal| {
        json!({
            "portal_id": portal.id,
            "name": portal.name,
            "domain": portal.domain,
            "contacts": portal.contacts.len(),
            "connected": sandbox.grants.connected(portal.id, sandbox.app.id),
            "access_token": sandbox.access_token(portal.id),
        })
    };
    let portals: Vec<Value> = sandbox.portals.values().map(show).collect();
    Response::json(200, &json!({ "portals": portals }))
}

/// `POST /_sandbox/uninstall?portal=`: a user uninstalls the app. The app is not notified.
pub(super) fn uninstall(sandbox: &mut Sandbox, request: &Request) -> Response {
    match portal(sandbox, request) {
        Ok(portal) => Response::json(200, &json!({ "uninstalled": sandbox.uninstall(portal) })),
        Err(refused) => refused,
    }
}

/// `POST /_sandbox/expire-tokens`: all access tokens expire.
pub(super) fn expire_tokens(sandbox: &mut Sandbox, now: i64) -> Response {
    sandbox.expire_tokens(now);
    Response::empty(204)
}

/// `POST /_sandbox/marketplace-install?portal=&redirect_uri=`: a user installs the app from the
/// marketplace and gives consent there. Answers with the URL to which the browser is redirected.
pub(super) fn marketplace(sandbox: &mut Sandbox, request: &Request, now: i64) -> Response {
    let portal = match portal(sandbox, request) {
        Ok(portal) => portal,
        Err(refused) => return refused,
    };
    let query = request.query();
    let redirect_uri = query.first("redirect_uri").unwrap_or(DEFAULT_REDIRECT_URL);
    match sandbox.install_from_marketplace(portal, redirect_uri, now) {
        Some(url) => Response::json(200, &json!({ "url": url })),
        None => refused(400, "The redirect URL is not registered."),
    }
}
