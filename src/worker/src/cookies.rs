//! Cookies, read and written.

use std::time::Duration;

use crate::incoming::Incoming;

/// A kind of cookie that this Worker sets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookie {
    /// Its name, without the prefix.
    pub(crate) name: &'static str,
    /// Whether it also comes along when HubSpot embeds the page.
    pub(crate) cross_site: bool,
}

impl Cookie {
    /// The name as sent. Over https the prefix `__Host-` keeps neighbouring subdomains from setting it;
    /// browsers refuse the prefix over plain http.
    fn full_name(self, secure: bool) -> String {
        let prefix = if secure { "__Host-" } else { "" };
        format!("{prefix}{}", self.name)
    }

    /// The values that the browser sent under this name: one, unless somebody meddled.
    pub(crate) fn values(self, incoming: &Incoming, secure: bool) -> impl Iterator<Item = &str> {
        let name = self.full_name(secure);
        incoming
            .header("cookie")
            .unwrap_or_default()
            .split(';')
            .filter_map(move |pair| {
                let (own, value) = pair.trim().split_once('=')?;
                (own == name).then_some(value)
            })
    }

    /// The header that sets it.
    #[must_use]
    pub(crate) fn set(self, value: &str, life: Duration, secure: bool) -> String {
        let name = self.full_name(secure);
        let protection = match (secure, self.cross_site) {
            (true, true) => "; Secure; SameSite=None",
            (true, false) => "; Secure; SameSite=Lax",
            (false, _) => "; SameSite=Lax",
        };
        let life = life.as_secs();
        format!("{name}={value}; Path=/; Max-Age={life}; HttpOnly{protection}")
    }

    /// The header that removes it.
    #[must_use]
    pub(crate) fn clear(self, secure: bool) -> String {
        self.set("", Duration::ZERO, secure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION: Cookie = Cookie {
        name: "goodword_session",
        cross_site: false,
    };

    #[test]
    fn over_https_only_the_prefixed_cookie_counts() {
        let cookies = "a=b; goodword_session=tossed; __Host-goodword_session=own";
        let sent = Incoming::get("/", &[("cookie", cookies)]);
        assert_eq!(SESSION.values(&sent, true).collect::<Vec<_>>(), ["own"]);
        assert_eq!(SESSION.values(&sent, false).collect::<Vec<_>>(), ["tossed"]);
    }

    #[test]
    fn a_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        assert_eq!(
            SESSION.set("v", Duration::from_mins(1), true),
            "__Host-goodword_session=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"
        );
        assert_eq!(
            SESSION.clear(false),
            "goodword_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }
}
