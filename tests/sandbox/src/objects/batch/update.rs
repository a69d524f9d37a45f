//! `POST …/batch/update`.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Manner, Plan, Planned, carry_out, unique_ids};
use crate::{
    api::{Answer, Call},
    batch,
    errors::Problem,
    objects::{inputs::Key, judge},
    settings::{MergedInBatch, UnknownInBatch},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    id: String,
    properties: Map<String, Value>,
    id_property: Option<String>,
    object_write_trace_id: Option<String>,
}

#[derive(Deserialize)]
struct BatchUpdate {
    inputs: Vec<Input>,
}

pub(crate) fn batch_update(call: &mut Call<'_>) -> Answer {
    let body: BatchUpdate = call.body()?;
    batch::sized(body.inputs.len())?;
    unique_ids(body.inputs.iter().map(|input| input.id.as_str()))?;
    let mut planned = Vec::with_capacity(body.inputs.len());
    for input in body.inputs {
        let plan = plan(call, &input)?;
        planned.push(Planned {
            id: Some(input.id),
            trace: input.object_write_trace_id,
            plan,
        });
    }
    let manner = Manner {
        success: 200,
        partial: true,
        says_new: false,
    };
    carry_out(call, planned, manner)
}

fn plan(call: &Call<'_>, input: &Input) -> Result<Plan, Problem> {
    let object = call.object();
    let key = Key::parse(call.portal, object, input.id_property.as_deref())?;
    if key == Key::Email {
        return Err(Problem::validation(
            "Unable to perform update/upsert by non-unique 0-1 property",
        ));
    }
    let records = call.records();
    let named = key.resolve(call.portal, object, &input.id);
    let checked = match judge(call.portal, object, named, &input.properties) {
        Ok(checked) => checked,
        Err(invalid) => return Ok(Plan::Invalid(invalid)),
    };
    let Some(id) = named.filter(|id| records.live(*id).is_some()) else {
        let merged = named.is_some_and(|id| records.find(id).is_some());
        let left_out = if merged {
            call.settings.merged_in_batch == MergedInBatch::LeftOut
        } else {
            call.settings.unknown_in_batch == UnknownInBatch::LeftOut
        };
        return Ok(if left_out {
            Plan::LeftOut
        } else {
            Plan::Missing
        });
    };
    if let Some(problem) = call.refusals.write(id, call.version()) {
        return Ok(Plan::Refused(problem));
    }
    let admitted = records.admit(Some(id), &checked, &call.portal.unique_names(object));
    Ok(admitted.map_or_else(Plan::Refused, |()| Plan::Update(id, checked)))
}
