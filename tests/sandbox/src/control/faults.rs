//! `/_sandbox/faults`: the rules of [`crate::Fault`], as JSON.

use super::{body, refused};
use crate::{
    Fault,
    http::{Request, Response},
    sandbox::Sandbox,
};

/// Lists the rules in force, and how often each applied and struck.
pub(super) fn list(sandbox: &Sandbox) -> Response {
    Response::json(200, &sandbox.faults.to_json())
}

/// Adds one rule, or an array of rules.
pub(super) fn add(sandbox: &mut Sandbox, request: &Request) -> Response {
    let rules = match body(request) {
        Ok(rules @ serde_json::Value::Array(_)) => rules,
        Ok(rule) => serde_json::Value::Array(vec![rule]),
        Err(refused) => return refused,
    };
    match serde_json::from_value::<Vec<Fault>>(rules) {
        Ok(rules) => {
            sandbox.add_faults(rules);
            list(sandbox)
        }
        Err(error) => refused(400, &error.to_string()),
    }
}

/// Removes all rules.
pub(super) fn clear(sandbox: &mut Sandbox) -> Response {
    sandbox.clear_faults();
    Response::empty(204)
}
