//! The pages of HubSpot's web app.

mod contacts_page;
mod frame;
mod record_page;

pub(crate) use frame::{escape, page};

use crate::{
    http::{Request, Response},
    oauth,
    objects::Found,
    portal::Portal,
    sandbox::Sandbox,
};

/// Answers a request for a page. Returns none if the path is not a page.
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
        [""] => {
            let portal = sandbox.portal_id();
            Response::redirect(&format!("/contacts/{portal}/objects/0-1/views/all/list"))
        }
        ["contacts", portal, "objects", "0-1", "views", "all", "list"] => {
            contacts(sandbox, request, portal)
        }
        ["contacts", portal, "record", "0-1", contact] => record(sandbox, portal, contact),
        _ => return None,
    })
}

fn contacts(sandbox: &Sandbox, request: &Request, portal: &str) -> Response {
    let Some(portal) = portal_of(sandbox, portal) else {
        return missing("account");
    };
    let from = request
        .query()
        .first("after")
        .and_then(|after| after.parse().ok())
        .unwrap_or(0);
    Response::html(200, contacts_page::render(portal, from))
}

/// Renders a contact's record. The address of a merged contact redirects to the surviving one.
fn record(sandbox: &Sandbox, portal: &str, contact: &str) -> Response {
    let Some(portal) = portal_of(sandbox, portal) else {
        return missing("account");
    };
    match contact.parse().ok().and_then(|id| portal.contacts.find(id)) {
        None => missing("contact"),
        Some(Found::Merged(contact)) => Response::redirect(&format!(
            "/contacts/{}/record/0-1/{}",
            portal.id, contact.id
        )),
        Some(Found::Direct(contact)) => Response::html(
            200,
            record_page::render(portal, contact, &sandbox.app, &sandbox.settings),
        ),
    }
}

fn portal_of<'a>(sandbox: &'a Sandbox, id: &str) -> Option<&'a Portal> {
    let id = id.parse().ok()?;
    sandbox.portals.get(&id)
}

fn missing(what: &str) -> Response {
    let body = format!(
        r#"<main class="narrow"><div class="panel"><h1>This {what} doesn't exist</h1>
<p>It may have been deleted. <a href="/">All contacts</a></p></div></main>"#
    );
    Response::html(404, page("Not found", &body))
}
