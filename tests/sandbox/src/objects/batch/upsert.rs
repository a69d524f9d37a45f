//! `POST …/batch/upsert`: updates the records that the key finds, and creates the others.

use serde_json::Value;

use super::{KeyedBatch, KeyedInput, Plan, ResponseOptions, execute};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    objects::{inputs::Key, validate, write::NewRecord},
};

pub(crate) fn batch_upsert(call: &mut Call<'_>) -> EndpointResult {
    let body = KeyedBatch::parse(call)?;
    // With the e-mail address as key there are no partial results, as HubSpot documents.
    let partial = body
        .inputs
        .iter()
        .all(|input| input.id_property.as_deref() != Some("email"));
    let planned = body.plan(|input| plan(call, input))?;
    let options = ResponseOptions {
        success: 200,
        partial,
        says_new: true,
    };
    execute(call, planned, options)
}

fn plan(call: &Call<'_>, input: &mut KeyedInput) -> Result<Plan, Problem> {
    let object = call.object();
    let key = Key::parse(call.portal, object, input.id_property.as_deref())?;
    let found = key.resolve(call.portal, object, &input.id);
    let Some(id) = found.filter(|id| call.records().live(*id).is_some()) else {
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
        return Ok(Plan::creation(call, &new));
    };
    match validate(call.portal, object, Some(id), &input.properties) {
        Ok(checked) => Ok(Plan::update(call, id, checked)),
        Err(invalid) => Ok(Plan::Invalid(invalid)),
    }
}
