//! The address at which a customer grants Goodword access.

use crate::wire::component;

/// The address of HubSpot's consent page. `app_origin` is `https://app.hubspot.com`, which sends the
/// customer on to their own data centre's host.
///
/// `scopes` must be exactly the app's required scopes: HubSpot refuses any other set. They are separated
/// by `%20`; a `+` is not understood everywhere.
#[must_use]
pub fn authorize_url(
    app_origin: &str,
    client_id: &str,
    redirect_uri: &str,
    scopes: &[&str],
    optional_scopes: &[&str],
    state: &str,
) -> String {
    let origin = app_origin.trim_end_matches('/');
    let mut url = format!(
        "{origin}/oauth/authorize?client_id={}&redirect_uri={}&scope={}",
        component(client_id),
        component(redirect_uri),
        component(&scopes.join(" ")),
    );
    if !optional_scopes.is_empty() {
        url.push_str("&optional_scope=");
        url.push_str(&component(&optional_scopes.join(" ")));
    }
    url.push_str("&state=");
    url.push_str(&component(state));
    url
}
