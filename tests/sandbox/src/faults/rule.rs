//! The type of a fault rule.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::CallDetails;

/// A rule: its conditions and its effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The calls to which it applies, and at which of them it strikes.
    #[serde(default)]
    pub when: When,
    /// The effect.
    pub then: Then,
}

/// The conditions of a fault; see the head of `faults.rs`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// The route's date-versioned name. A trailing `*` matches any ending.
    pub route: Option<String>,
    /// A record id in the path or the body.
    pub contact: Option<String>,
    /// The portal of the call's token.
    pub portal: Option<u64>,
    /// Only calls for a further page: those with `after` in the query.
    pub cursor: bool,
    /// The start of the time span.
    pub from_ms: Option<i64>,
    /// The end of the time span, not included.
    pub until_ms: Option<i64>,
    /// The positions at which it strikes, among the calls to which it applies.
    pub nth: Vec<u64>,
    /// Strikes at every multiple of this number.
    pub every: Option<u64>,
    /// The most times that it strikes.
    pub times: Option<u64>,
}

/// The effect of a fault; see the head of `faults.rs`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Then {
    /// Sends another response.
    Answer {
        /// The status of the response.
        status: u16,
        /// Whether the call takes effect first.
        #[serde(default)]
        acted: bool,
        /// The JSON body, if not the usual one.
        #[serde(default)]
        body: Option<Value>,
        /// The seconds in `Retry-After`.
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// Sends no response.
    Timeout {
        /// Always true. It names the kind in JSON.
        timeout: bool,
        /// Whether the call takes effect first.
        #[serde(default)]
        acted: bool,
    },
    /// Performs only a part of a batch.
    Partial {
        /// How many inputs from the start are performed.
        partial: usize,
        /// The status of the response, if not 207. With a 2xx the rest are errors as in a 207; with
        /// any other status the response does not say which inputs were performed.
        #[serde(default)]
        status: Option<u16>,
    },
    /// Ends a token.
    Token {
        /// How the token ends.
        token: TokenEnd,
    },
    /// Gives a wrong page of a list.
    Page {
        /// Which page.
        page: WrongPage,
    },
    /// Refuses writes of a contact, as a rule of the portal.
    Refuse {
        /// Which rule.
        refuse: Refusal,
    },
}

/// A page that is not the one that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrongPage {
    /// 200 without any results, as while a list is rebuilt.
    Empty,
    /// The first page, whatever the cursor.
    First,
}

/// How a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenEnd {
    /// It expires. A refresh helps.
    Expired,
    /// The app was uninstalled. Nothing helps.
    Revoked,
}

/// A portal's rule against writes of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// A validation rule that no value can satisfy.
    Validation,
    /// The app may not see the contact: reads are refused, writes are not.
    Hidden,
    /// A property that must be set before others. Only version 2026-09 checks it.
    ConditionalRequired,
    /// The user who installed the app may not edit the record: `FORBIDDEN`. The refusal names the record.
    Forbidden,
    /// The record takes no value of the first written property: `READ_ONLY_VALUE`. The refusal names the property, and
    /// the record only in a multi-status response.
    ReadOnly,
    /// HubSpot fails each call that writes the record, with 500. Nothing of the call is performed.
    ServerError,
    /// Another request has locked the record for ever: 423 for each call that writes it. Nothing of the call is performed.
    Locked,
}

impl Fault {
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self.then, Then::Refuse { .. })
    }
}

impl When {
    /// Returns whether the time lies in the rule's span.
    pub(super) fn is_in_force(&self, now: i64) -> bool {
        self.from_ms.is_none_or(|from| from <= now) && self.until_ms.is_none_or(|end| now < end)
    }

    /// Returns whether the rule applies to a call.
    pub(super) fn applies(&self, call: &CallDetails<'_>) -> bool {
        let routed = self
            .route
            .as_deref()
            .is_none_or(|route| match route.strip_suffix('*') {
                Some(beginning) => call.route.starts_with(beginning),
                None => call.route == route,
            });
        routed
            && self.portal.is_none_or(|portal| call.portal == Some(portal))
            && self.is_in_force(call.now)
            && (!self.cursor || call.has_cursor)
            && self
                .contact
                .as_deref()
                .is_none_or(|contact| names_contact(call, contact))
    }

    /// Returns whether the rule strikes at the `applied`th call, after it has struck `struck`
    /// times.
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

/// Returns whether a call names a contact: in its path, or as a whole string or number in its body.
fn names_contact(call: &CallDetails<'_>, contact: &str) -> bool {
    fn contains_value(value: &Value, contact: &str) -> bool {
        match value {
            Value::String(text) => text == contact,
            Value::Number(number) => number.to_string() == contact,
            Value::Array(items) => items.iter().any(|item| contains_value(item, contact)),
            Value::Object(fields) => fields.values().any(|field| contains_value(field, contact)),
            Value::Null | Value::Bool(_) => false,
        }
    }
    call.path.split('/').any(|segment| segment == contact)
        || serde_json::from_slice(call.body).is_ok_and(|body| contains_value(&body, contact))
}
