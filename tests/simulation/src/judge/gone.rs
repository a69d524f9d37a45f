//! Contacts that a portal reports as gone. Nobody is gone whom HubSpot answers.
//!
//! A contact is gone only if HubSpot said so about this contact, or if it was merged into another one. A contact that
//! HubSpot merely left out, or failed to give, is not gone.

use std::collections::BTreeSet;

use hubspot::Call;
use serde_json::Value;

use super::{Judgement, Rule, Run, demand};

/// What HubSpot said to one portal about contacts that it does not have.
#[derive(Debug, Default)]
pub(crate) struct Gone {
    told: BTreeSet<String>,
    judged: BTreeSet<u64>,
}

impl Gone {
    /// Records an answer of HubSpot.
    pub(crate) fn answered(&mut self, call: &Call, status: u16, body: &[u8]) {
        if !matches!(status, 207 | 400 | 404) {
            return;
        }
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let path = call.target.split('?').next().unwrap_or_default();
        let alone = path.rsplit('/').next().unwrap_or_default();
        if status == 404 && alone.parse::<u64>().is_ok() {
            self.told.insert(alone.to_owned());
        }
        let errors = body["errors"].as_array().into_iter().flatten();
        for error in errors.chain([&body]) {
            if error["category"] == "OBJECT_NOT_FOUND" {
                let ids = error["context"]["ids"].as_array().into_iter().flatten();
                self.told
                    .extend(ids.filter_map(|id| id.as_str().map(str::to_owned)));
            }
        }
    }

    /// Returns the runs that are over, have outcomes, and were not judged yet.
    pub(crate) fn unjudged(&mut self, runs: &[Run]) -> Vec<u64> {
        let is_new = |run: &&Run| {
            run.is_over() && run.failed + run.skipped > 0 && self.judged.insert(run.id)
        };
        runs.iter().filter(is_new).map(|run| run.id).collect()
    }

    /// Judges that a contact may be reported as gone. `lives` is true if HubSpot has a contact with this id.
    pub(crate) fn judge(&self, contact: &str, detail: &str, lives: bool) -> Judgement {
        let merged = detail.contains("merged into");
        let told = self.told.contains(contact) || merged;
        demand(told && !lives, Rule::Gone, || {
            format!(
                "contact {contact} is gone ({detail}); HubSpot said so: {told}; it lives: {lives}"
            )
        })
    }
}
