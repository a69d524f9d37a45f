//! Sessions: a signed cookie for each account, which names a portal and a person in it.
//!
//! A browser gets one only when it returns from HubSpot's consent page, and only for the portal that gave the grant. The
//! cookies are read on every request to the API; no single session is stored. A portal counts how often everybody was
//! signed out, and checks this number of a session in the call that is made anyway. Each session has its own end. Each
//! sign-in writes only its own cookie, so that two sign-ins at the same time both count.

use std::time::Duration;

use domain::HubId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::edge::cookies::Cookies;
use crate::edge::headers;
use crate::edge::incoming::Incoming;
use crate::edge::reply::Reply;
use crate::edge::settings::Settings;
use crate::edge::signing::Purpose;

/// The mark of each cookie is its portal's id.
const COOKIES: Cookies = Cookies {
    name: "goodword_session",
    cross_site: false,
};

/// A working day with some to spare; then the person passes through HubSpot again.
const LIFE: Duration = Duration::from_hours(12);

/// The most accounts that a browser can be signed in to. A cookie has at most some 900 bytes, see [`LONGEST`], and
/// browsers take 4096 for each; all of them together travel with every request.
const MOST: usize = 5;

/// The most bytes of an e-mail address or a domain (RFC 5321, RFC 1035). A longer one is not shown.
const LONGEST: usize = 254;

/// A person, signed in for one portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The portal that the person may see and change.
    pub(crate) hub_id: HubId,
    /// The portal's domain name, to tell it from the others.
    pub(crate) domain: Option<String>,
    /// The person, by HubSpot's id.
    pub(crate) user_id: String,
    /// The person's e-mail address, to show who is signed in.
    pub(crate) user_email: Option<String>,
    /// How often everybody had been signed out of the portal. The portal ends sessions of an earlier number.
    pub(crate) epoch: u32,
}

/// The content of a cookie: the session, and when it began.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// In milliseconds, so that two sign-ins within a second have an order.
    since: i64,
    session: Session,
}

/// The accounts that a browser is signed in to, the last one first.
#[derive(Debug, Clone)]
pub(crate) struct Sessions(Vec<Session>);

impl Sessions {
    /// Returns the sessions of a request.
    #[must_use]
    pub(crate) fn of(incoming: &Incoming, settings: &Settings, now: Timestamp) -> Self {
        let mut kept: Vec<Kept> = COOKIES
            .sent(incoming, settings.secure())
            .filter_map(|(mark, value)| {
                let kept: Kept = settings.session_key.verify(Purpose::Session, value, now)?;
                (kept.session.hub_id.as_str() == mark).then_some(kept)
            })
            .collect();
        kept.sort_by(|one, other| {
            (other.since, &other.session.hub_id).cmp(&(one.since, &one.session.hub_id))
        });
        let mut sessions: Vec<Session> = Vec::new();
        for Kept { session, .. } in kept {
            if sessions.iter().all(|own| own.hub_id != session.hub_id) {
                sessions.push(session);
            }
        }
        // Sign-ins at the same time may have left more.
        sessions.truncate(MOST);
        Self(sessions)
    }

    /// Returns all of them.
    #[must_use]
    pub(crate) fn all(&self) -> &[Session] {
        &self.0
    }

    /// Returns the session of the account that a request names, or the latest one if it names none.
    #[must_use]
    pub(crate) fn asked_for(&self, incoming: &Incoming) -> Option<&Session> {
        match incoming.header(headers::ACCOUNT) {
            None => self.0.first(),
            Some(named) => self
                .0
                .iter()
                .find(|session| session.hub_id.as_str() == named.trim()),
        }
    }
}

impl Session {
    /// Signs the browser of a request in with this response. It stays signed in to its other accounts, except the oldest
    /// if there are too many.
    pub(crate) fn begin(
        &self,
        reply: &mut Reply,
        incoming: &Incoming,
        settings: &Settings,
        now: Timestamp,
    ) {
        let mark = self.hub_id.as_str();
        let others = Sessions::of(incoming, settings, now);
        let staying: Vec<&str> = others
            .all()
            .iter()
            .map(|session| session.hub_id.as_str())
            .filter(|other| *other != mark)
            .take(MOST - 1)
            .collect();
        for (other, _) in COOKIES.sent(incoming, settings.secure()) {
            if other != mark && !staying.contains(&other) {
                reply.set_cookie(COOKIES.clear(other, settings.secure()));
            }
        }
        let kept = Kept {
            since: now.as_millisecond(),
            session: Self {
                domain: self.domain.clone().filter(|text| is_short(text)),
                user_email: self.user_email.clone().filter(|text| is_short(text)),
                ..self.clone()
            },
        };
        let value = now
            .checked_add(LIFE)
            .ok()
            .and_then(|until| settings.session_key.sign(Purpose::Session, &kept, until));
        if let Some(value) = value {
            reply.set_cookie(COOKIES.set(mark, &value, LIFE, settings.secure()));
        }
    }
}

/// Whether a text fits into a cookie. In JSON, a control character takes several.
fn is_short(text: &str) -> bool {
    text.len() <= LONGEST && !text.contains(char::is_control)
}

/// Signs the browser of a request out of one account with this response.
pub(crate) fn end(portal: &HubId, reply: &mut Reply, settings: &Settings) {
    reply.set_cookie(COOKIES.clear(portal.as_str(), settings.secure()));
}

/// Signs the browser of a request out of all accounts with this response.
pub(crate) fn end_all(reply: &mut Reply, incoming: &Incoming, settings: &Settings) {
    for (mark, _) in COOKIES.sent(incoming, settings.secure()) {
        reply.set_cookie(COOKIES.clear(mark, settings.secure()));
    }
}

#[cfg(test)]
mod tests;
