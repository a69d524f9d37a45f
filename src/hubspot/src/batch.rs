//! Answers to batches: which of the records were written, which were refused, and why.
//!
//! HubSpot names the record that an error belongs to in several ways: by the trace id that the write
//! carried, by a list of ids, or by one id, in the error's context or in that of an error within it.

use std::collections::{BTreeMap, BTreeSet};

use domain::ContactId;
use serde::Deserialize;
use serde_json::Value;

use crate::call::Reply;
use crate::error_body::ErrorBody;
use crate::failure::Failure;
use crate::rejection::Rejection;
use crate::wire;

/// The keys of an error's context that hold record ids.
const ID_KEYS: [&str; 5] = ["objectWriteTraceId", "ids", "id", "objectId", "objectIds"];

/// What became of a batch. A contact that HubSpot's answer does not speak of is in none of the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchAnswer {
    /// The contacts that were written, by the ids that the batch named.
    pub updated: Vec<ContactId>,
    /// The contacts that were refused.
    pub refused: Vec<(ContactId, Rejection)>,
    /// Refusals that name no contact of the batch.
    pub unattributed: Vec<Rejection>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    results: Option<Vec<Written>>,
    #[serde(default)]
    errors: Option<Vec<Value>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    #[serde(deserialize_with = "wire::id")]
    id: ContactId,
    #[serde(default, deserialize_with = "wire::optional_text")]
    object_write_trace_id: Option<String>,
}

pub(crate) fn contacts(reply: &Reply) -> Result<BatchAnswer, Failure> {
    let answer: Answer = wire::read(reply)?;
    let mut refused: BTreeMap<ContactId, Rejection> = BTreeMap::new();
    let mut unattributed = Vec::new();
    for error in answer.errors.unwrap_or_default() {
        let error = ErrorBody::from_value(error);
        let rejection = Rejection::from_body(reply.status, &error);
        let ids: BTreeSet<ContactId> = error
            .context_values(&ID_KEYS)
            .iter()
            .filter_map(|id| id.parse().ok())
            .collect();
        if ids.is_empty() {
            unattributed.push(rejection);
            continue;
        }
        for id in ids {
            refused.entry(id).or_insert_with(|| rejection.clone());
        }
    }
    let updated = answer
        .results
        .unwrap_or_default()
        .into_iter()
        .map(|written| {
            let named = written.object_write_trace_id.and_then(|id| id.parse().ok());
            named.unwrap_or(written.id)
        })
        .filter(|id| !refused.contains_key(id))
        .collect();
    Ok(BatchAnswer {
        updated,
        refused: refused.into_iter().collect(),
        unattributed,
    })
}
