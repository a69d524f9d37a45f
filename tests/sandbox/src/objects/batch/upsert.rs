//! `POST …/batch/upsert`: updates the records that the key finds, and creates the others.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Manner, Plan, Planned, carry_out, unique_ids};
use crate::{
    api::{Answer, Call},
    batch,
    errors::Problem,
    objects::{
        inputs::Key,
        judge,
        write::{self, NewRecord},
    },
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
struct BatchUpsert {
    inputs: Vec<Input>,
}

pub(crate) fn batch_upsert(call: &mut Call<'_>) -> Answer {
    let body: BatchUpsert = call.body()?;
    batch::sized(body.inputs.len())?;
    unique_ids(body.inputs.iter().map(|input| input.id.as_str()))?;
    // With the e-mail address as key there are no partial results, as HubSpot documents.
    let partial = body
        .inputs
        .iter()
        .all(|input| input.id_property.as_deref() != Some("email"));
    let mut planned = Vec::with_capacity(body.inputs.len());
    for mut input in body.inputs {
        let plan = plan(call, &mut input)?;
        planned.push(Planned {
            id: Some(input.id),
            trace: input.object_write_trace_id,
            plan,
        });
    }
    let manner = Manner {
        success: 200,
        partial,
        says_new: true,
    };
    carry_out(call, planned, manner)
}

fn plan(call: &Call<'_>, input: &mut Input) -> Result<Plan, Problem> {
    let object = call.object();
    let key = Key::parse(call.portal, object, input.id_property.as_deref())?;
    let found = key.resolve(call.portal, object, &input.id);
    let found = found.filter(|id| call.records().live(*id).is_some());
    if found.is_none() {
        let name = match key {
            // Only HubSpot gives record ids, so that an unknown id cannot be created.
            Key::Id => return Ok(Plan::Missing),
            Key::Email => "email",
            Key::Unique(name) => name,
        };
        let id = Value::from(input.id.clone());
        input.properties.entry(name.to_owned()).or_insert(id);
        let new = NewRecord {
            properties: std::mem::take(&mut input.properties),
            associations: None,
        };
        return Ok(match write::judge_new(call, &new) {
            Ok(Ok(judged)) => Plan::Create(judged),
            Ok(Err(invalid)) => Plan::Invalid(invalid),
            Err(problem) => Plan::Refused(problem),
        });
    }
    let checked = match judge(call.portal, object, found, &input.properties) {
        Ok(checked) => checked,
        Err(invalid) => return Ok(Plan::Invalid(invalid)),
    };
    if let Some(problem) = found.and_then(|id| call.refusals.write(id, call.version())) {
        return Ok(Plan::Refused(problem));
    }
    let unique = call.portal.unique_names(object);
    let admitted = call.records().admit(found, &checked, &unique);
    Ok(match (admitted, found) {
        (Err(problem), _) => Plan::Refused(problem),
        (Ok(()), Some(id)) => Plan::Update(id, checked),
        (Ok(()), None) => Plan::Missing,
    })
}
