//! The address to which an install that began in HubSpot's marketplace is sent back.

use url::Url;

/// An address on HubSpot's own pages, fit to redirect to. Anything else would make the callback a
/// redirect to wherever an attacker likes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnUrl(Url);

impl ReturnUrl {
    /// Accepts https addresses on `app.hubspot.com` or a data centre's `app-….hubspot.com`, and those on
    /// `app_origin`, the app host that the settings name.
    #[must_use]
    pub fn parse(text: &str, app_origin: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let anonymous = url.username().is_empty() && url.password().is_none();
        let configured = Url::parse(app_origin)
            .ok()
            .is_some_and(|own| own.origin().is_tuple() && own.origin() == url.origin());
        let hubspots = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(is_hubspots_app_host);
        (anonymous && (configured || hubspots)).then_some(Self(url))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The address with `state` added, as the first step of a partner's sign-in ends.
    #[must_use]
    pub fn with_state(&self, state: &str) -> String {
        let mut url = self.0.clone();
        url.query_pairs_mut().append_pair("state", state);
        url.into()
    }
}

fn is_hubspots_app_host(host: &str) -> bool {
    let Some(label) = host.strip_suffix(".hubspot.com") else {
        return false;
    };
    label == "app"
        || label.strip_prefix("app-").is_some_and(|centre| {
            !centre.is_empty()
                && centre
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}
