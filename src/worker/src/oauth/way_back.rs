//! The page to which a person returns after an authorisation: the page of the dashboard where it began.

use domain::HubId;
use serde::{Deserialize, Serialize};
use url::{Position, Url};

/// The dashboard's first page, which leads to the account that was signed in last.
const FRONT: &str = "/";

/// The beginning of the addresses of an account's pages in the dashboard; the account's id follows.
const ACCOUNTS: &str = "/a/";

/// The most bytes of an address. A page's filters and its place in a wizard have some 200.
const LONGEST: usize = 500;

/// A page of the dashboard: path, query and fragment. Nobody is returned to another address of this site, and never to a
/// referral link, because a customer chooses its destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WayBack(String);

impl Default for WayBack {
    fn default() -> Self {
        Self(FRONT.to_owned())
    }
}

impl WayBack {
    /// Accepts an address that a browser at `origin` would read as one of the dashboard's pages.
    #[must_use]
    pub(crate) fn parse(text: &str, origin: &str) -> Option<Self> {
        if !text.starts_with('/') {
            return None;
        }
        let own = Url::parse(origin).ok()?;
        let url = own.join(text).ok()?;
        let page = url.path() == FRONT || url.path().starts_with(ACCOUNTS);
        let address = &url[Position::BeforePath..];
        let fits = url.origin() == own.origin() && page && address.len() <= LONGEST;
        fits.then(|| Self(address.to_owned()))
    }

    /// Returns the address for a person who has connected `portal`: not a page of another account.
    #[must_use]
    pub(crate) fn after(&self, portal: &HubId) -> &str {
        let elsewhere = self
            .0
            .strip_prefix(ACCOUNTS)
            .and_then(|rest| rest.split(['/', '?', '#']).next())
            .is_some_and(|account| account != portal.as_str());
        if elsewhere { FRONT } else { &self.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://goodword.example";

    fn parse(text: &str) -> Option<String> {
        WayBack::parse(text, ORIGIN).map(|way| way.0)
    }

    #[test]
    fn a_person_can_be_returned_to_the_dashboards_pages() {
        for page in [
            "/",
            "/?from=card",
            "/a/4488/campaigns",
            "/a/4488/users?q=an%26a&campaignId=1#filters",
            "/a/4488",
            "/a//evil.example",
        ] {
            assert_eq!(parse(page).as_deref(), Some(page));
        }
        assert_eq!(
            parse("/a/7/users?q=Zoë x").as_deref(),
            Some("/a/7/users?q=Zo%C3%AB%20x")
        );
        assert_eq!(
            parse("/x/../a/7/./syncs").as_deref(),
            Some("/a/7/syncs"),
            "as a browser would read it"
        );
    }

    #[test]
    fn nobody_is_returned_to_another_address() {
        let long = format!("/a/{}", "1".repeat(LONGEST));
        for bad in [
            "",
            "a/7",
            "//evil.example",
            "//evil.example/a/7",
            "///evil.example/a/7",
            "/\\evil.example/a/7",
            "\\\\evil.example/a/7",
            "/\t/evil.example/a/7",
            "/.//evil.example",
            "/a/..//evil.example",
            "/a/%2e%2e//evil.example",
            "/a/../r/K7Q2M0X49B",
            "https://evil.example/a/7",
            "https:evil.example",
            "javascript:alert(1)",
            "/r/K7Q2M0X49B",
            "/hubspot/oauth/start?return=/",
            "/api/session",
            "/index.html",
            &long,
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_person_who_connects_another_account_does_not_return_to_the_former_one() {
        let way = |text| WayBack::parse(text, ORIGIN).unwrap();
        let portal = HubId::from(7);
        assert_eq!(way("/a/7/syncs?step=2").after(&portal), "/a/7/syncs?step=2");
        assert_eq!(way("/a/7?x").after(&portal), "/a/7?x");
        for elsewhere in ["/a/77/syncs", "/a/", "/a/8#7", "/"] {
            assert_eq!(way(elsewhere).after(&portal), "/", "{elsewhere}");
        }
    }
}
