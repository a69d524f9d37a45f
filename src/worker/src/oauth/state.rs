//! Ties an authorisation to the browser that began it.
//!
//! The state is 256 random bits. HubSpot passes it on in addresses, and the browser keeps it in a signed cookie. Only a
//! callback with both is accepted: nobody can be made to finish an authorisation that somebody else began. A state is
//! valid once; the same cookie notes that it was used.
//!
//! Several authorisations may be under way in one browser, each in its own cookie. There are only four places for them, so
//! that no page can fill a browser with such cookies.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hubspot::Secret;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::extras::Extras;
use super::way_back::WayBack;
use crate::edge::cookies::Cookies;
use crate::edge::incoming::Incoming;
use crate::edge::reply::Reply;
use crate::edge::settings::Settings;
use crate::edge::signing::Purpose;
use crate::platform::entropy;

/// HubSpot's marketplace returns from within its own pages, where the browser must send the cookie too.
const COOKIES: Cookies = Cookies {
    name: "goodword_oauth",
    cross_site: true,
};

/// The marks of the cookies: places for authorisations in one browser. A fifth one replaces the oldest.
const PLACES: [&str; 4] = ["1", "2", "3", "4"];

/// Time enough to read a consent page and to fetch an administrator.
const LIFE: Duration = Duration::from_mins(10);

const STATE_BYTES: usize = 32;

/// An authorisation that was begun here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// The page to which the person returns.
    pub(crate) way_back: WayBack,
    /// The optional permissions that were asked for.
    #[serde(default)]
    pub(crate) extras: Extras,
}

/// The content of a cookie.
#[derive(Serialize, Deserialize)]
struct Kept {
    state: String,
    /// In milliseconds.
    since: i64,
    /// `None`: the state was used.
    attempt: Option<Attempt>,
}

/// The result of checking a callback's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// This browser began the authorisation.
    Good(Attempt),
    /// This browser began the authorisation and has finished it already.
    Used,
    /// This browser began none within the last ten minutes.
    Unknown,
    /// This browser began another authorisation.
    Foreign,
}

/// Begins an authorisation: sets the cookie of a fresh state in the response.
pub(crate) fn begin(
    reply: &mut Reply,
    incoming: &Incoming,
    state: &str,
    attempt: Attempt,
    settings: &Settings,
    now: Timestamp,
) {
    let kept: Vec<_> = kept(incoming, settings, now).collect();
    let in_use = |place: &str| kept.iter().find(|(own, _)| *own == place);
    // A free place comes first, then a used one, then the oldest.
    let place = PLACES
        .into_iter()
        .min_by_key(|place| in_use(place).map(|(_, kept)| (kept.attempt.is_some(), kept.since)));
    let fresh = Kept {
        state: state.to_owned(),
        since: now.as_millisecond(),
        attempt: Some(attempt),
    };
    keep(reply, place.unwrap_or("1"), &fresh, settings, now);
}

/// Marks an authorisation as finished, so that a repeated callback is recognised.
pub(crate) fn finish(
    reply: &mut Reply,
    incoming: &Incoming,
    state: &Secret,
    settings: &Settings,
    now: Timestamp,
) {
    for (place, known) in kept(incoming, settings, now) {
        if known.is(state) {
            let used = Kept {
                attempt: None,
                ..known
            };
            keep(reply, place, &used, settings, now);
        }
    }
}

/// Returns a fresh state.
#[must_use]
pub(crate) fn fresh() -> String {
    URL_SAFE_NO_PAD.encode(entropy::bytes::<STATE_BYTES>())
}

/// Judges the state of a callback.
#[must_use]
pub(crate) fn judge(
    incoming: &Incoming,
    state: &Secret,
    settings: &Settings,
    now: Timestamp,
) -> Verdict {
    let mut verdict = Verdict::Unknown;
    for (_, kept) in kept(incoming, settings, now) {
        if kept.is(state) {
            return kept.attempt.map_or(Verdict::Used, Verdict::Good);
        }
        verdict = Verdict::Foreign;
    }
    verdict
}

impl Kept {
    fn is(&self, state: &Secret) -> bool {
        bool::from(self.state.as_bytes().ct_eq(state.expose().as_bytes()))
    }
}

fn kept<'a>(
    incoming: &'a Incoming,
    settings: &'a Settings,
    now: Timestamp,
) -> impl Iterator<Item = (&'a str, Kept)> {
    COOKIES
        .sent(incoming, settings.secure())
        .filter_map(move |(place, value)| {
            let kept = settings
                .session_key
                .verify(Purpose::OAuthState, value, now)?;
            Some((place, kept))
        })
}

fn keep(reply: &mut Reply, place: &str, kept: &Kept, settings: &Settings, now: Timestamp) {
    let value = now
        .checked_add(LIFE)
        .ok()
        .and_then(|until| settings.session_key.sign(Purpose::OAuthState, kept, until));
    if let Some(value) = value {
        reply.set_cookie(COOKIES.set(place, &value, LIFE, settings.secure()));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A browser that began some authorisations.
    #[derive(Default)]
    struct Browser(BTreeMap<String, String>);

    impl Browser {
        fn visit(&self) -> Incoming {
            let pairs: Vec<String> = self.0.iter().map(|(k, v)| format!("{k}={v}")).collect();
            Incoming::get("/", &[("cookie", &pairs.join("; "))])
        }

        fn keep(&mut self, reply: &Reply) {
            for cookie in reply.all("set-cookie") {
                assert!(cookie.len() < 4096, "{cookie}");
                let pair = cookie.split(';').next().unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                self.0.insert(name.to_owned(), value.to_owned());
            }
        }

        fn begin(&mut self, state: &str, attempt: Attempt, second: i64) {
            let mut reply = Reply::found("/");
            let settings = Settings::for_tests();
            begin(
                &mut reply,
                &self.visit(),
                state,
                attempt,
                &settings,
                at(second),
            );
            self.keep(&reply);
        }

        fn finish(&mut self, state: &str, second: i64) {
            let mut reply = Reply::found("/");
            let settings = Settings::for_tests();
            finish(
                &mut reply,
                &self.visit(),
                &state.into(),
                &settings,
                at(second),
            );
            self.keep(&reply);
        }

        fn judge(&self, state: &str, second: i64) -> Verdict {
            judge(
                &self.visit(),
                &state.into(),
                &Settings::for_tests(),
                at(second),
            )
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn attempt(way_back: &str) -> Attempt {
        Attempt {
            way_back: WayBack::parse(way_back, "https://goodword.example").unwrap(),
            extras: Extras::named("lists"),
        }
    }

    #[test]
    fn a_state_is_valid_once_in_the_browser_that_began_it() {
        let mut browser = Browser::default();
        let begun = attempt("/a/7/syncs");
        browser.begin("state-1", begun.clone(), 0);
        assert_eq!(browser.judge("state-1", 599), Verdict::Good(begun));
        assert_eq!(browser.judge("state-1", 600), Verdict::Unknown, "expired");
        assert_eq!(browser.judge("state-2", 1), Verdict::Foreign);
        browser.finish("state-1", 5);
        assert_eq!(browser.judge("state-1", 6), Verdict::Used);
    }

    #[test]
    fn another_browser_knows_nothing_of_it() {
        assert_eq!(Browser::default().judge("state-1", 1), Verdict::Unknown);
    }

    #[test]
    fn several_may_be_under_way_and_each_leads_back_to_where_it_began() {
        let mut browser = Browser::default();
        let begun: Vec<Attempt> = (0..5).map(|at| attempt(&format!("/a/{at}/"))).collect();
        for (second, begun) in (0..4).zip(&begun) {
            browser.begin(&format!("state-{second}"), begun.clone(), second);
        }
        for (second, begun) in (0..4).zip(&begun) {
            let verdict = browser.judge(&format!("state-{second}"), 10);
            assert_eq!(verdict, Verdict::Good(begun.clone()));
        }
        // A used one is replaced before the oldest.
        browser.finish("state-2", 11);
        browser.begin("state-4", begun[4].clone(), 12);
        assert_eq!(browser.judge("state-2", 13), Verdict::Foreign);
        assert_eq!(
            browser.judge("state-0", 13),
            Verdict::Good(begun[0].clone())
        );
        browser.begin("state-5", begun[0].clone(), 14);
        assert_eq!(browser.judge("state-0", 15), Verdict::Foreign);
        assert_eq!(browser.0.len(), PLACES.len());
    }

    #[test]
    fn finishing_one_leaves_another_that_was_begun_meanwhile() {
        let mut browser = Browser::default();
        browser.begin("state-1", Attempt::default(), 0);
        let seen = browser.visit();
        browser.begin("state-2", Attempt::default(), 1);
        let mut late = Reply::found("/");
        let settings = Settings::for_tests();
        finish(&mut late, &seen, &"state-1".into(), &settings, at(2));
        browser.keep(&late);
        assert_eq!(browser.judge("state-1", 3), Verdict::Used);
        assert_eq!(
            browser.judge("state-2", 3),
            Verdict::Good(Attempt::default())
        );
    }
}
