//! `POST …/batch/update`.
//!
//! A batch is judged whole before any of it is done. What may then still fail alone, because it
//! names no contact, fails alone; invalid inputs fail alone only if [`BatchFailure`] says so.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::inputs::{Key, some_missing};
use crate::{
    api::{Answer, Call},
    batch::{self, Outcome},
    errors::Problem,
    properties::values::{self, Checked, Invalid},
    settings::{BatchFailure, MergedInBatch},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    id: String,
    #[serde(default)]
    properties: Map<String, Value>,
    id_property: Option<String>,
    object_write_trace_id: Option<String>,
}

#[derive(Deserialize)]
struct BatchUpdate {
    inputs: Vec<Input>,
}

/// What an input comes to.
enum Plan {
    Write(u64, Checked),
    Invalid(Vec<Invalid>),
    Refused(Problem),
    Missing,
    LeftOut,
}

/// Updates up to 100 contacts.
pub(crate) fn batch_update(call: &mut Call<'_>) -> Answer {
    let body: BatchUpdate = call.body()?;
    batch::sized(body.inputs.len())?;
    unique_ids(body.inputs.iter().map(|input| input.id.as_str()))?;
    let plans = body
        .inputs
        .iter()
        .map(|input| plan(call, input))
        .collect::<Result<Vec<Plan>, Problem>>()?;
    let traced = body
        .inputs
        .iter()
        .all(|input| input.object_write_trace_id.is_some());
    if !traced || call.settings.batch_failure == BatchFailure::Whole {
        whole(call.portal.id, &plans)?;
    }
    let mut outcome = Outcome::default();
    for (input, plan) in body.inputs.iter().zip(plans) {
        let trace = input.object_write_trace_id.as_deref();
        match plan {
            Plan::LeftOut => {}
            Plan::Missing => {
                outcome.failed(traced_to(some_missing(vec![input.id.clone()]), trace));
            }
            Plan::Invalid(invalid) => {
                outcome.failed(traced_to(values::refuse(call.portal.id, &invalid), trace));
            }
            Plan::Refused(problem) => outcome.failed(traced_to(problem, trace)),
            Plan::Write(id, values) => match super::write::apply(call, id, &values) {
                Ok(shown) => outcome.done(with_trace(shown, trace)),
                Err(problem) => outcome.failed(traced_to(problem, trace)),
            },
        }
    }
    outcome.shuffle(call.random);
    Ok(outcome.answer(200, call.now))
}

fn plan(call: &Call<'_>, input: &Input) -> Result<Plan, Problem> {
    let key = Key::parse(call.portal, input.id_property.as_deref())?;
    if key == Key::Email {
        return Err(Problem::validation(
            "Unable to perform update/upsert by non-unique 0-1 property",
        ));
    }
    let checked = match values::check(&call.portal.schema, &input.properties) {
        Ok(checked) => checked,
        Err(invalid) => return Ok(Plan::Invalid(invalid)),
    };
    let contacts = &call.portal.contacts;
    let Some(id) = key.resolve(call.portal, &input.id) else {
        return Ok(Plan::Missing);
    };
    if contacts.live(id).is_none() {
        let merged = contacts.find(id).is_some();
        let left_out = merged && call.settings.merged_in_batch == MergedInBatch::LeftOut;
        return Ok(if left_out {
            Plan::LeftOut
        } else {
            Plan::Missing
        });
    }
    if let Some(problem) = call.refusals.write(id, call.version()) {
        return Ok(Plan::Refused(problem));
    }
    let admitted = contacts.admit(Some(id), &checked, &call.portal.unique_names());
    Ok(admitted.map_or_else(Plan::Refused, |()| Plan::Write(id, checked)))
}

/// Refuses the whole batch if any input is invalid: every invalid value is named, and of the
/// portal's own refusals the first.
fn whole(portal: u64, plans: &[Plan]) -> Result<(), Problem> {
    let mut all = Vec::new();
    for plan in plans {
        match plan {
            Plan::Refused(problem) => return Err(problem.clone()),
            Plan::Invalid(invalid) => all.extend_from_slice(invalid),
            _ => {}
        }
    }
    if all.is_empty() {
        Ok(())
    } else {
        Err(values::refuse(portal, &all))
    }
}

/// Refuses a batch that names a record twice.
pub(super) fn unique_ids<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), Problem> {
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<&str> = ids.filter(|id| !seen.insert(*id)).collect();
    if twice.is_empty() {
        return Ok(());
    }
    let twice = twice.into_iter().collect::<Vec<_>>().join(", ");
    Err(Problem::validation(format!(
        "Duplicate IDs found in batch input: [{twice}]. IDs must be unique"
    )))
}

/// Names the input that an error is about.
pub(super) fn traced_to(problem: Problem, trace: Option<&str>) -> Problem {
    match trace {
        Some(trace) => problem.with_context("objectWriteTraceId", vec![trace.to_owned()]),
        None => problem,
    }
}

/// Names the input that a result is about.
pub(super) fn with_trace(mut shown: Value, trace: Option<&str>) -> Value {
    if let (Some(trace), Some(fields)) = (trace, shown.as_object_mut()) {
        fields.insert("objectWriteTraceId".to_owned(), trace.into());
    }
    shown
}
