//! Faults: what an account, or the network before it, does wrong on purpose.
//!
//! A fault is a rule of two halves, as a Rust value or as JSON at `POST /_sandbox/faults`:
//!
//! ```json
//! { "when": { "route": "POST /crm/objects/{v}/contacts/batch/update", "nth": [3, 7] },
//!   "then": { "status": 502, "acted": true } }
//! ```
//!
//! **When** a rule applies, all conditions together; none at all means every call:
//! - `route`: a route by its date-versioned name; a trailing `*` takes every name that begins so.
//! - `contact`: a record id that the path or the body names.
//! - `portal`: the portal that the call's token stands for.
//! - `from_ms`, `until_ms`: a span of time, the end excluded.
//!
//! Among the calls to which it applies, counted from 1 for each rule alone, it strikes
//! - at the places in `nth`, or at each multiple of `every`, or, without either, always,
//! - and at most `times` times.
//!
//! The first rule that strikes decides. **Then**:
//! - `{"status": S, "acted": bool, "body": …, "retry_after": seconds}` answers with S, before or
//!   after the call has taken effect. Without `body` it is what HubSpot, or the proxy before it,
//!   sends with that status. 477 always carries `Retry-After`.
//! - `{"timeout": true, "acted": bool}` gives no answer at all.
//! - `{"partial": k, "status": S}` does the first k inputs of a batch. The rest are errors of a
//!   207, or of a 2xx that `status` gives: the 2026-09 descriptions know a partly failed batch only
//!   as a 200 with `errors` and `numErrors`. With any other `status` the whole answer is S.
//! - `{"token": "expired"}` or `{"token": "revoked"}` ends the token that the call came with, or
//!   all that the portal granted, and lets the call meet the consequence.
//! - `{"refuse": "validation"}` or `{"refuse": "conditional_required"}` is no accident but a rule
//!   of the portal, and so it is not counted: every write of the `contact` is refused, in the
//!   second case only through paths of version 2026-09.

mod apply;
mod refusals;
mod rule;

pub(crate) use apply::{cut_batch, mark_rest, standing_answer};
pub(crate) use refusals::Refusals;
pub use rule::{Fault, Refusal, Then, TokenEnd, When};

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

/// A call, as far as a rule can tell one from another.
pub(crate) struct Seen<'a> {
    pub(crate) route: &'a str,
    pub(crate) portal: Option<u64>,
    pub(crate) path: &'a str,
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

    /// Lifts all rules.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The rules, each with how often it applied and struck.
    pub(crate) fn to_json(&self) -> Value {
        let rule = |it: &Counted| serde_json::json!({ "fault": it.fault, "applied": it.applied, "struck": it.struck });
        self.0.iter().map(rule).collect()
    }

    /// What strikes this call. Every rule that applies counts it, whichever strikes.
    pub(crate) fn strike(&mut self, seen: &Seen<'_>) -> Option<Then> {
        let mut decided = None;
        for counted in &mut self.0 {
            if counted.fault.is_refusal() || !counted.fault.when.applies(seen) {
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

    /// The portal's own rules.
    pub(crate) fn refusals(&self, portal: u64, now: i64) -> Refusals {
        let in_force = self.0.iter().map(|it| &it.fault).filter(|fault| {
            fault.when.portal.is_none_or(|only| only == portal) && fault.when.at(now)
        });
        Refusals::new(portal, in_force)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::{Faults, Seen};

    fn struck(rule: serde_json::Value, calls: u64) -> Vec<u64> {
        let mut faults = Faults::default();
        faults.add([from_value(rule).unwrap()]);
        let seen = Seen {
            route: "GET /a/b",
            portal: None,
            path: "/a/b",
            body: b"",
            now: 5,
        };
        (1..=calls)
            .filter(|_| faults.strike(&seen).is_some())
            .collect()
    }

    #[test]
    fn rules_strike_when_they_say() {
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
        ];
        for (when, expected) in cases {
            let rule = json!({ "when": when.clone(), "then": then.clone() });
            assert_eq!(struck(rule, 6), expected, "{when}");
        }
    }

    #[test]
    fn a_rule_with_a_misspelt_field_is_no_rule() {
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
