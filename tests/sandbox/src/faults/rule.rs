//! A fault as a value.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Seen;

/// A rule: when it strikes, and what happens then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// To which calls it applies, and at which of them it strikes.
    #[serde(default)]
    pub when: When,
    /// What happens.
    pub then: Then,
}

/// The conditions of a fault; see the module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// The route's date-versioned name, perhaps with a trailing `*`.
    pub route: Option<String>,
    /// A record id that path or body names.
    pub contact: Option<String>,
    /// The portal that is called.
    pub portal: Option<u64>,
    /// Not before.
    pub from_ms: Option<i64>,
    /// Only before.
    pub until_ms: Option<i64>,
    /// At these places among the calls to which it applies.
    pub nth: Vec<u64>,
    /// At every so many of them.
    pub every: Option<u64>,
    /// No more often than this.
    pub times: Option<u64>,
}

/// What a fault does; see the module.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Then {
    /// Another answer.
    Answer {
        /// Its status.
        status: u16,
        /// Whether the call takes effect before.
        #[serde(default)]
        acted: bool,
        /// Its JSON body, if not the usual one.
        #[serde(default)]
        body: Option<Value>,
        /// Seconds for `Retry-After`.
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// No answer.
    Timeout {
        /// Always true; it names the kind in JSON.
        timeout: bool,
        /// Whether the call takes effect before.
        #[serde(default)]
        acted: bool,
    },
    /// Half a batch.
    Partial {
        /// How many of the first inputs are done.
        partial: usize,
        /// The status of the whole, if it is not to be 207. A 2xx names the errors of the rest as
        /// a 207 does; others say nothing of what was done.
        #[serde(default)]
        status: Option<u16>,
    },
    /// The end of a token.
    Token {
        /// How it ends.
        token: TokenEnd,
    },
    /// A rule of the portal against writes of a contact.
    Refuse {
        /// Which rule.
        refuse: Refusal,
    },
}

/// How a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenEnd {
    /// Its time is over: a refresh helps.
    Expired,
    /// The app was uninstalled: nothing helps.
    Revoked,
}

/// A portal's rule against writes of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// A validation rule that no value can meet.
    Validation,
    /// A property that must be set before others may be; judged by version 2026-09 alone.
    ConditionalRequired,
}

impl Fault {
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self.then, Then::Refuse { .. })
    }
}

impl When {
    /// Whether the time is right.
    pub(super) fn at(&self, now: i64) -> bool {
        self.from_ms.is_none_or(|from| from <= now) && self.until_ms.is_none_or(|end| now < end)
    }

    /// Whether it applies to a call.
    pub(super) fn applies(&self, seen: &Seen<'_>) -> bool {
        let routed = self
            .route
            .as_deref()
            .is_none_or(|route| match route.strip_suffix('*') {
                Some(beginning) => seen.route.starts_with(beginning),
                None => seen.route == route,
            });
        routed
            && self.portal.is_none_or(|portal| seen.portal == Some(portal))
            && self.at(seen.now)
            && self
                .contact
                .as_deref()
                .is_none_or(|contact| names(seen, contact))
    }

    /// Whether it strikes at the call which is the `applied`th, after having struck before.
    pub(super) fn strikes(&self, applied: u64, struck: u64) -> bool {
        let placed = match (self.nth.is_empty(), self.every) {
            (true, None) => true,
            (_, every) => {
                self.nth.contains(&applied)
                    || every.is_some_and(|every| every > 0 && applied.is_multiple_of(every))
            }
        };
        placed && self.times.is_none_or(|times| struck < times)
    }
}

/// Whether a call names a contact: in its path, or as a whole string or number in its body.
fn names(seen: &Seen<'_>, contact: &str) -> bool {
    fn within(value: &Value, contact: &str) -> bool {
        match value {
            Value::String(text) => text == contact,
            Value::Number(number) => number.to_string() == contact,
            Value::Array(items) => items.iter().any(|item| within(item, contact)),
            Value::Object(fields) => fields.values().any(|field| within(field, contact)),
            Value::Null | Value::Bool(_) => false,
        }
    }
    seen.path.split('/').any(|segment| segment == contact)
        || serde_json::from_slice(seen.body).is_ok_and(|body| within(&body, contact))
}
