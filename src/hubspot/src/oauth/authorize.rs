//! The address on which a customer grants Goodword access.

use crate::wire::component;

/// The scope that lets an app read lists and their members.
pub const LISTS_SCOPE: &str = "crm.lists.read";

/// Returns the address of HubSpot's consent page. `app_origin` is `https://app.hubspot.com`, which
/// forwards the customer to the host of their own data centre.
///
/// `scopes` must be exactly the app's required scopes: HubSpot refuses any other set.
/// The app must declare `optional_scopes` as optional. An account gets the optional scopes that it
/// can have; HubSpot leaves out the others without notice. Scopes are separated by `%20`, because
/// `+` is not understood everywhere. (HubSpot: "Working with OAuth", `scope` and `optional_scope`.)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_separated_by_an_escaped_space() {
        let url = authorize_url(
            "https://app.hubspot.com/",
            "id",
            "https://goodword.example/hubspot/oauth/callback?x=1",
            &["oauth", "crm.objects.contacts.read"],
            &[LISTS_SCOPE],
            "a+b/c=",
        );
        assert_eq!(
            url,
            "https://app.hubspot.com/oauth/authorize?client_id=id\
             &redirect_uri=https%3A%2F%2Fgoodword.example%2Fhubspot%2Foauth%2Fcallback%3Fx%3D1\
             &scope=oauth%20crm.objects.contacts.read&optional_scope=crm.lists.read\
             &state=a%2Bb%2Fc%3D"
        );
        let plain = authorize_url("http://localhost:9", "id", "u", &["oauth"], &[], "s");
        assert!(!plain.contains("optional_scope"), "{plain}");
    }
}
