//! `POST …/batch/update`.

use super::{KeyedBatch, KeyedInput, Plan, ResponseOptions, execute};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    objects::{inputs::Key, validate},
    settings::{MergedInBatch, UnknownInBatch},
};

pub(crate) fn batch_update(call: &mut Call<'_>) -> EndpointResult {
    let body = KeyedBatch::parse(call)?;
    let named = body.inputs.iter().filter_map(|input| input.id.parse().ok());
    if let Some(problem) = call.refusals.whole_call(named) {
        return Err(problem);
    }
    let planned = body.plan(|input| plan(call, input))?;
    let options = ResponseOptions {
        success: 200,
        partial: true,
        says_new: false,
    };
    execute(call, planned, options)
}

fn plan(call: &Call<'_>, input: &KeyedInput) -> Result<Plan, Problem> {
    let object = call.object();
    let key = Key::parse(call.portal, object, input.id_property.as_deref())?;
    if key == Key::Email {
        return Err(Problem::validation(
            "Unable to perform update/upsert by non-unique 0-1 property",
        ));
    }
    let records = call.records();
    let named = key.resolve(call.portal, object, &input.id);
    let checked = match validate(call.portal, object, named, &input.properties) {
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
    Ok(Plan::update(call, id, checked))
}
