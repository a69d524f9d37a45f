//! Installation from the marketplace: the "seamless" flow without partner sign-in.
//!
//! HubSpot asks for consent on its own pages and then calls the app's redirect URL with `code` and
//! `returnUrl`, without a state. The app exchanges the code and must send the user to `returnUrl`.

use std::collections::BTreeMap;

use super::{
    App,
    authorize::with_query,
    grants::{Access, Code, Grants},
};
use crate::{pages::page, portal::Portal, settings::Settings};

/// Returns the URL to which HubSpot sends the user after the consent.
pub(crate) fn install_from_marketplace(
    grants: &mut Grants,
    app: &App,
    portals: &BTreeMap<u64, Portal>,
    settings: &Settings,
    (portal, redirect_uri): (u64, &str),
    now: i64,
) -> Option<String> {
    let portal = portals.get(&portal)?;
    if !app.redirects_to(redirect_uri) {
        return None;
    }
    let access = Access {
        portal: portal.id,
        app: app.id,
        user: portal.users.first().map_or(0, |user| user.id),
        scopes: app.scopes.required.clone(),
    };
    let code = grants.issue_code(Code {
        access,
        redirect_uri: redirect_uri.to_owned(),
        challenge: None,
        expires_at: now + settings.code_life_ms,
    });
    let return_url = format!(
        "{}/ecosystem-install/{}/complete",
        settings.origin, portal.id
    );
    let parameters = [("code", code), ("returnUrl", return_url)];
    Some(with_query(redirect_uri, parameters.into_iter()))
}

/// Renders the page at `returnUrl`.
pub(crate) fn installed_page(connected: bool) -> String {
    let (title, text) = if connected {
        ("App installed", "The app is connected to this account.")
    } else {
        // HubSpot would start the installation again.
        (
            "Installation incomplete",
            "The app has not exchanged its code yet.",
        )
    };
    page(
        title,
        &format!(
            r#"<main class="narrow"><div class="panel"><h1>{title}</h1><p>{text}</p></div></main>"#
        ),
    )
}
