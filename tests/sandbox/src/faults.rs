//! Faults: deliberate errors of a portal, or of the network in front of HubSpot.
//!
//! A fault is a rule with two parts, as a Rust value or as JSON at `POST /_sandbox/faults`:
//!
//! ```json
//! { "when": { "route": "POST /crm/objects/{v}/contacts/batch/update", "nth": [3, 7] },
//!   "then": { "status": 502, "acted": true } }
//! ```
//!
//! **When** says to which calls a rule applies. All its conditions must hold; a rule without
//! conditions applies to each call:
//! - `route`: a route by its date-versioned name. A trailing `*` matches any ending.
//! - `contact`: a record id in the path or the body.
//! - `portal`: the portal of the call's token.
//! - `cursor`: the call asks for a further page (`after` in its query).
//! - `from_ms`, `until_ms`: a span of time, the end not included.
//!
//! Each rule counts the calls to which it applies, from 1. Among them it strikes
//! - at the positions in `nth`, or at each multiple of `every`, or, without either, always,
//! - and at most `times` times.
//!
//! The first rule that strikes determines the effect. **Then** is the effect:
//! - `{"status": S, "acted": bool, "body": …, "retry_after": seconds}` answers with S, before the
//!   call has taken effect, or after it. The default of `body` is what HubSpot, or the proxy in
//!   front of it, sends with this status. 477 always carries `Retry-After`.
//! - `{"timeout": true, "acted": bool}` sends no response.
//! - `{"partial": k, "status": S}` performs the first k inputs of a batch. The rest are errors of a
//!   207, or of the 2xx in `status`: the 2026-09 descriptions know a partly failed batch only as a
//!   200 with `errors` and `numErrors`. With any other `status` the whole response is S.
//! - `{"token": "expired"}` ends the token of the call, `{"token": "revoked"}` ends all tokens that
//!   the portal granted. The call then goes on with the token that has ended.
//! - `{"page": "empty"}` answers with 200 and no results, and `{"page": "first"}` with the first page,
//!   whatever the cursor.
//! - `{"refuse": …}` is a lasting property of a record and not an accident, so it is not counted. It
//!   concerns each write of the `contact`. `validation` and `conditional_required` are rules of the
//!   portal (the second one only under paths of version 2026-09). `forbidden` and `read_only` refuse
//!   the record. `server_error` and `locked` fail the whole call, whatever else is in it. `hidden`
//!   refuses each read of the `contact`, and no write.
//!
//! An account that is closed is a rule with `portal` alone, and the status 401, 402 or 403.

mod apply;
mod refusals;
mod rule;

pub(crate) use apply::{cut_batch, fault_response, mark_rest};
pub(crate) use refusals::Refusals;
pub use rule::{Fault, Refusal, Then, TokenEnd, When, WrongPage};

use serde_json::Value;

/// The rules in force.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults(Vec<Counted>);

#[derive(Clone, Debug)]
struct Counted {
    fault: Fault,
    applied: u64,
    struck: u64,
}

/// The parts of a call that a rule can look at.
pub(crate) struct CallDetails<'a> {
    pub(crate) route: &'a str,
    pub(crate) portal: Option<u64>,
    pub(crate) path: &'a str,
    /// Whether the query has a paging cursor.
    pub(crate) has_cursor: bool,
    pub(crate) body: &'a [u8],
    pub(crate) now: i64,
}

impl Faults {
    /// Adds rules after those in force.
    pub(crate) fn add(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.0.extend(faults.into_iter().map(|fault| Counted {
            fault,
            applied: 0,
            struck: 0,
        }));
    }

    /// Removes all rules.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns the rules, and how often each applied and struck.
    pub(crate) fn to_json(&self) -> Value {
        let rule = |it: &Counted| serde_json::json!({ "fault": it.fault, "applied": it.applied, "struck": it.struck });
        self.0.iter().map(rule).collect()
    }

    /// Returns the effect of the first rule that strikes this call. Each rule that applies counts
    /// the call, even if another one strikes.
    pub(crate) fn strike(&mut self, call: &CallDetails<'_>) -> Option<Then> {
        let mut decided = None;
        for counted in &mut self.0 {
            if counted.fault.is_refusal() || !counted.fault.when.applies(call) {
                continue;
            }
            counted.applied += 1;
            if decided.is_none() && counted.fault.when.strikes(counted.applied, counted.struck) {
                counted.struck += 1;
                decided = Some(counted.fault.then.clone());
            }
        }
        decided
    }

    /// Returns the portal's own rules against writes.
    pub(crate) fn refusals(&self, portal: u64, now: i64) -> Refusals {
        let in_force = self.0.iter().map(|it| &it.fault).filter(|fault| {
            fault.when.portal.is_none_or(|only| only == portal) && fault.when.is_in_force(now)
        });
        Refusals::new(portal, in_force)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::{CallDetails, Faults};

    fn struck(rule: serde_json::Value, calls: u64) -> Vec<u64> {
        let mut faults = Faults::default();
        faults.add([from_value(rule).unwrap()]);
        let call = CallDetails {
            route: "GET /a/b",
            portal: None,
            path: "/a/b",
            has_cursor: false,
            body: b"",
            now: 5,
        };
        (1..=calls)
            .filter(|_| faults.strike(&call).is_some())
            .collect()
    }

    #[test]
    fn the_conditions_decide_when_a_rule_strikes() {
        let then = json!({ "status": 500 });
        let cases = [
            (json!({}), vec![1, 2, 3, 4, 5, 6]),
            (json!({ "nth": [2, 5] }), vec![2, 5]),
            (json!({ "every": 3 }), vec![3, 6]),
            (json!({ "every": 2, "times": 2 }), vec![2, 4]),
            (json!({ "times": 1 }), vec![1]),
            (json!({ "route": "GET /a/b", "nth": [1] }), vec![1]),
            (json!({ "route": "GET /a/*", "nth": [1] }), vec![1]),
            (json!({ "route": "GET /a" }), vec![]),
            (json!({ "from_ms": 6 }), vec![]),
            (json!({ "from_ms": 5, "until_ms": 6, "times": 1 }), vec![1]),
            (json!({ "portal": 7 }), vec![]),
            (json!({ "cursor": true }), vec![]),
        ];
        for (when, expected) in cases {
            let rule = json!({ "when": when.clone(), "then": then.clone() });
            assert_eq!(struck(rule, 6), expected, "{when}");
        }
    }

    #[test]
    fn a_rule_with_a_misspelt_field_is_refused() {
        for rule in [
            json!({ "when": { "rout": "GET /a/b" }, "then": { "status": 500 } }),
            json!({ "then": { "status": 500, "actd": true } }),
            json!({ "then": { "timeout": true, "status": 500 } }),
            json!({ "then": {} }),
        ] {
            assert!(from_value::<super::Fault>(rule.clone()).is_err(), "{rule}");
        }
    }
}
