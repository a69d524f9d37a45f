//! `POST …/batch/read`.

use serde::Deserialize;

use crate::{
    api::{Call, EndpointResult},
    batch::{self, BatchResults},
    errors::Problem,
    objects::{
        Found, History, Selection,
        inputs::{Key, some_missing},
    },
    random::Random,
};

#[derive(Deserialize)]
struct Input {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BatchRead {
    inputs: Vec<Input>,
    #[serde(default)]
    properties: Vec<String>,
    #[serde(default)]
    properties_with_history: Vec<String>,
    id_property: Option<String>,
}

/// Reads up to 100 records, or 50 with histories. One error names all records that do not exist.
pub(crate) fn batch_read(call: &mut Call<'_>) -> EndpointResult {
    let body: BatchRead = call.body()?;
    batch::sized(body.inputs.len())?;
    if !body.properties_with_history.is_empty() {
        batch::sized_for_histories(body.inputs.len())?;
    }
    let archived = call.flag("archived")?;
    let key = Key::parse(call.portal, call.object(), body.id_property.as_deref())?;
    let selection = Selection::new(call.schema(), &body.properties);
    let history = History::new(call.schema(), &body.properties_with_history);
    let mut results = BatchResults::default();
    let mut absent = Vec::new();
    // A stream of its own keeps the other random choices as they are.
    let mut trouble = Random::new(call.now.cast_unsigned(), "trouble");
    for Input { id } in body.inputs {
        let records = call.records();
        let found = key.resolve(call.portal, call.object(), &id).and_then(|id| {
            if archived {
                records.archived(id).map(Found::Direct)
            } else {
                records.find(id)
            }
        });
        let Some(Found::Direct(contact) | Found::Merged(contact)) = found else {
            absent.push(id);
            continue;
        };
        if let Some(problem) = call.refusals.read(contact.id) {
            results.add_error(problem.with_context("ids", vec![id]));
            continue;
        }
        if trouble.chance(call.settings.reads.trouble_per_mille.into()) {
            let problem = Problem::new(500, "INTERNAL_ERROR", "internal error");
            results.add_error(problem.with_context("ids", vec![id]));
            continue;
        }
        let mut shown = selection.show(contact);
        history.add(contact, &mut shown);
        results.add_result(shown);
    }
    results.shuffle(call.random);
    if !absent.is_empty() {
        results.add_error(some_missing(call.object(), absent));
    }
    Ok(results.response(200, call.now))
}
