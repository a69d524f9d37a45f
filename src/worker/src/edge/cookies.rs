//! Reading and writing cookies. There may be several cookies of one kind, each with its own mark in the name, so that two
//! responses at the same time do not overwrite each other's cookie.

use std::time::Duration;

use crate::edge::incoming::Incoming;

/// A kind of cookie that this Worker sets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookies {
    /// The beginning of their names, after the prefix.
    pub(crate) name: &'static str,
    /// Whether browsers also send them when HubSpot embeds the page.
    pub(crate) cross_site: bool,
}

impl Cookies {
    /// Returns the beginning of the names on the wire. Over https the prefix `__Host-` keeps neighbouring subdomains
    /// from setting them; browsers refuse the prefix over plain http.
    fn stem(self, secure: bool) -> String {
        let prefix = if secure { "__Host-" } else { "" };
        format!("{prefix}{}_", self.name)
    }

    /// Returns the mark and value of each cookie that the browser sent. A mark consists of letters and digits.
    pub(crate) fn sent(
        self,
        incoming: &Incoming,
        secure: bool,
    ) -> impl Iterator<Item = (&str, &str)> {
        let stem = self.stem(secure);
        incoming
            .header("cookie")
            .unwrap_or_default()
            .split(';')
            .filter_map(move |pair| {
                let (name, value) = pair.trim().split_once('=')?;
                let mark = name.strip_prefix(stem.as_str())?;
                let ours =
                    !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_alphanumeric());
                ours.then_some((mark, value))
            })
    }

    /// Returns the header that sets one.
    #[must_use]
    pub(crate) fn set(self, mark: &str, value: &str, life: Duration, secure: bool) -> String {
        let stem = self.stem(secure);
        let protection = match (secure, self.cross_site) {
            (true, true) => "; Secure; SameSite=None",
            (true, false) => "; Secure; SameSite=Lax",
            (false, _) => "; SameSite=Lax",
        };
        let life = life.as_secs();
        format!("{stem}{mark}={value}; Path=/; Max-Age={life}; HttpOnly{protection}")
    }

    /// Returns the header that removes one.
    #[must_use]
    pub(crate) fn clear(self, mark: &str, secure: bool) -> String {
        self.set(mark, "", Duration::ZERO, secure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSIONS: Cookies = Cookies {
        name: "goodword_session",
        cross_site: false,
    };

    fn sent(cookies: &str, secure: bool) -> Vec<(String, String)> {
        let incoming = Incoming::get("/", &[("cookie", cookies)]);
        let own = SESSIONS.sent(&incoming, secure);
        own.map(|(mark, value)| (mark.to_owned(), value.to_owned()))
            .collect()
    }

    fn pair(mark: &str, value: &str) -> (String, String) {
        (mark.to_owned(), value.to_owned())
    }

    #[test]
    fn over_https_only_the_prefixed_cookies_count() {
        let cookies = "a=b; goodword_session_7=tossed; __Host-goodword_session_7=own; \
                       __Host-goodword_session_8=second";
        assert_eq!(sent(cookies, true), [pair("7", "own"), pair("8", "second")]);
        assert_eq!(sent(cookies, false), [pair("7", "tossed")]);
    }

    #[test]
    fn a_cookie_with_another_kind_of_mark_is_ignored() {
        let cookies = "goodword_session=a; goodword_session_=b; goodword_session_7 8=c; \
                       goodword_session_\u{e9}=d; goodword_sessions_7=e; goodword_session_7";
        assert_eq!(sent(cookies, false), []);
    }

    #[test]
    fn a_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        assert_eq!(
            SESSIONS.set("7", "v", Duration::from_mins(1), true),
            "__Host-goodword_session_7=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax"
        );
        assert_eq!(
            SESSIONS.clear("7", false),
            "goodword_session_7=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"
        );
    }
}
