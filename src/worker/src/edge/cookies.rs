//! Cookies, read and written. Those of one kind stand beside each other, each under a mark of its own, so
//! that two answers which set two of them at the same time do not undo each other's work.

use std::time::Duration;

use crate::edge::incoming::Incoming;

/// A kind of cookie that this Worker sets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cookies {
    /// What their names begin with, after the prefix.
    pub(crate) name: &'static str,
    /// Whether they also come along when HubSpot embeds the page.
    pub(crate) cross_site: bool,
}

impl Cookies {
    /// What the names begin with as sent. Over https the prefix `__Host-` keeps neighbouring subdomains
    /// from setting them; browsers refuse the prefix over plain http.
    fn stem(self, secure: bool) -> String {
        let prefix = if secure { "__Host-" } else { "" };
        format!("{prefix}{}_", self.name)
    }

    /// Those that the browser sent, as mark and value. A mark of ours is made of letters and digits.
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

    /// The header that sets one.
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

    /// The header that removes one.
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
    fn a_mark_that_we_would_not_set_is_not_ours() {
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
