//! Who is signed in: a signed cookie that names a portal and a person in it.
//!
//! It is given only to a browser that has just come back from HubSpot's consent page, and only for the
//! portal that granted. It is read on every call of the API; nothing is stored for it.

use std::time::Duration;

use domain::HubId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cookies::Cookie;
use crate::incoming::Incoming;
use crate::reply::Reply;
use crate::settings::Settings;
use crate::signing::Purpose;

const COOKIE: Cookie = Cookie {
    name: "goodword_session",
    cross_site: false,
};

/// A working day with some to spare; then the person passes through HubSpot again.
const LIFE: Duration = Duration::from_hours(12);

/// A person, signed in for one portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    /// The portal that the person may see and change.
    pub(crate) hub_id: HubId,
    /// The person, by HubSpot's id.
    pub(crate) user_id: String,
    /// The person's e-mail address, to show who is signed in.
    pub(crate) user_email: Option<String>,
}

impl Session {
    /// The session that a request carries, if it does.
    #[must_use]
    pub(crate) fn of(incoming: &Incoming, settings: &Settings, now: Timestamp) -> Option<Self> {
        COOKIE
            .values(incoming, settings.secure())
            .find_map(|value| settings.session_key.verify(Purpose::Session, value, now))
    }

    /// Signs the browser in with this answer.
    pub(crate) fn begin(&self, reply: &mut Reply, settings: &Settings, now: Timestamp) {
        let value = now
            .checked_add(LIFE)
            .ok()
            .and_then(|until| settings.session_key.sign(Purpose::Session, self, until));
        if let Some(value) = value {
            reply.set_cookie(COOKIE.set(&value, LIFE, settings.secure()));
        }
    }

    /// Signs the browser out with this answer.
    pub(crate) fn end(reply: &mut Reply, settings: &Settings) {
        reply.set_cookie(COOKIE.clear(settings.secure()));
    }
}
