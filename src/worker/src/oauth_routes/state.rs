//! Ties an authorisation to the browser that began it.
//!
//! The state is 256 random bits. HubSpot carries it around in addresses, the browser keeps it in a signed
//! cookie, and only a callback that shows both is believed: nobody can be made to finish an authorisation
//! that somebody else began. A state is good once; that it was used is kept in the same cookie.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hubspot::Secret;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::cookies::Cookie;
use crate::incoming::Incoming;
use crate::platform_entropy;
use crate::reply::Reply;
use crate::settings::Settings;
use crate::signing::Purpose;

/// HubSpot's marketplace comes back from within its own pages, for which the cookie must be let along.
const COOKIE: Cookie = Cookie {
    name: "goodword_oauth",
    cross_site: true,
};

/// Time enough to read a consent page and to fetch an administrator.
const LIFE: Duration = Duration::from_mins(10);

const STATE_BYTES: usize = 32;

/// What the browser keeps.
#[derive(Serialize, Deserialize)]
struct Kept {
    state: String,
    used: bool,
}

/// What a callback's state is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// This browser began it.
    Good,
    /// This browser began it, and has finished it already.
    Used,
    /// This browser began none, or more than ten minutes ago.
    Unknown,
    /// This browser began another one.
    Foreign,
}

/// Begins an authorisation with this answer to the browser: sets the cookie of a fresh state.
pub(crate) fn begin(reply: &mut Reply, state: &str, settings: &Settings, now: Timestamp) {
    keep(
        reply,
        &Kept {
            state: state.to_owned(),
            used: false,
        },
        settings,
        now,
    );
}

/// Marks an authorisation as finished, so that a repeated callback can be told what it is.
pub(crate) fn finish(reply: &mut Reply, state: &Secret, settings: &Settings, now: Timestamp) {
    keep(
        reply,
        &Kept {
            state: state.expose().to_owned(),
            used: true,
        },
        settings,
        now,
    );
}

/// A fresh state.
#[must_use]
pub(crate) fn fresh() -> String {
    URL_SAFE_NO_PAD.encode(platform_entropy::bytes::<STATE_BYTES>())
}

/// Judges the state of a callback.
#[must_use]
pub(crate) fn judge(
    incoming: &Incoming,
    state: &Secret,
    settings: &Settings,
    now: Timestamp,
) -> Verdict {
    let kept: Option<Kept> = COOKIE
        .values(incoming, settings.secure())
        .find_map(|value| settings.session_key.verify(Purpose::OAuthState, value, now));
    let Some(kept) = kept else {
        return Verdict::Unknown;
    };
    let same = bool::from(kept.state.as_bytes().ct_eq(state.expose().as_bytes()));
    match (same, kept.used) {
        (true, false) => Verdict::Good,
        (true, true) => Verdict::Used,
        (false, _) => Verdict::Foreign,
    }
}

fn keep(reply: &mut Reply, kept: &Kept, settings: &Settings, now: Timestamp) {
    let value = now
        .checked_add(LIFE)
        .ok()
        .and_then(|until| settings.session_key.sign(Purpose::OAuthState, kept, until));
    if let Some(value) = value {
        reply.set_cookie(COOKIE.set(&value, LIFE, settings.secure()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The next request of a browser that got this answer.
    fn next_visit(reply: &Reply) -> Incoming {
        let cookie = reply.header("set-cookie").unwrap();
        Incoming::get("/", &[("cookie", cookie.split(';').next().unwrap())])
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_state_is_good_once_in_the_browser_that_began_it() {
        let settings = Settings::for_tests();
        let mut reply = Reply::found("/");
        begin(&mut reply, "state-1", &settings, at(0));
        let back = next_visit(&reply);
        let state = Secret::from("state-1");
        assert_eq!(judge(&back, &state, &settings, at(599)), Verdict::Good);
        assert_eq!(
            judge(&back, &state, &settings, at(600)),
            Verdict::Unknown,
            "expired"
        );
        assert_eq!(
            judge(&back, &"state-2".into(), &settings, at(1)),
            Verdict::Foreign
        );

        let mut done = Reply::found("/");
        finish(&mut done, &state, &settings, at(5));
        assert_eq!(
            judge(&next_visit(&done), &state, &settings, at(6)),
            Verdict::Used
        );
    }

    #[test]
    fn another_browser_knows_nothing_of_it() {
        let stranger = Incoming::get("/", &[]);
        let verdict = judge(&stranger, &"state-1".into(), &Settings::for_tests(), at(1));
        assert_eq!(verdict, Verdict::Unknown);
    }
}
