//! The address to which an install from HubSpot's marketplace returns.

use domain::unicode_host::parse_url;
use url::Url;

/// An address on HubSpot's own pages, safe to redirect to. With any other address, an attacker
/// could make the callback redirect anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnUrl(Url);

impl ReturnUrl {
    /// Accepts https addresses on `app.hubspot.com` or a data centre's `app-….hubspot.com`, and
    /// those on `app_origin`, the app host in the settings.
    #[must_use]
    pub fn parse(text: &str, app_origin: &str) -> Option<Self> {
        let url = parse_url(text).ok()?;
        let anonymous = url.username().is_empty() && url.password().is_none();
        let configured = Url::parse(app_origin)
            .ok()
            .is_some_and(|own| own.origin().is_tuple() && own.origin() == url.origin());
        let hubspots = url.scheme() == "https"
            && url.port().is_none()
            && url.host_str().is_some_and(is_hubspots_app_host);
        (anonymous && (configured || hubspots)).then_some(Self(url))
    }

    /// Returns the address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the address with `state` added, for the end of the first step of a partner's
    /// sign-in.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_url_leads_to_hubspot_or_is_refused() {
        let own = "http://127.0.0.1:9000";
        for good in [
            "https://app.hubspot.com/oauth-bridge?x=1",
            "https://app-eu1.hubspot.com/",
            "https://app-na2.hubspot.com/a#b",
            "https://APP.HUBSPOT.COM/",
            "http://127.0.0.1:9000/installed",
        ] {
            assert!(ReturnUrl::parse(good, own).is_some(), "{good}");
        }
        for bad in [
            "",
            "/relative",
            "//app.hubspot.com/",
            "http://app.hubspot.com/",
            "https://app.hubspot.com:8443/",
            "https://hubspot.com/",
            "https://www.hubspot.com/",
            "https://app-.hubspot.com/",
            "https://app-eu1-x.hubspot.com/",
            "https://appeu1.hubspot.com/",
            "https://x.app.hubspot.com/",
            "https://app.hubspot.com.evil.example/",
            "https://evil.example/app.hubspot.com",
            "https://evil.example\\.app.hubspot.com/",
            "https://app.hubspot.com@evil.example/",
            "https://evil@app.hubspot.com/",
            "https://app.hubspot.com./",
            "javascript:alert(1)//app.hubspot.com",
            "data:text/html,x",
            "http://127.0.0.1:9001/",
            "https://127.0.0.1:9000/",
        ] {
            assert!(ReturnUrl::parse(bad, own).is_none(), "{bad}");
        }
        assert!(ReturnUrl::parse("data:text/html,x", "data:text/html,y").is_none());
    }

    #[test]
    fn a_state_is_added_to_the_existing_query() {
        let url = ReturnUrl::parse("https://app.hubspot.com/a?b=c#d", "").unwrap();
        assert_eq!(
            url.with_state("x y"),
            "https://app.hubspot.com/a?b=c&state=x+y#d"
        );
    }
}
