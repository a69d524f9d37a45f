//! `POST …/batch/create`.

use serde::Deserialize;

use super::{Plan, Planned, ResponseOptions, execute};
use crate::{
    api::{Call, EndpointResult},
    batch,
    objects::write::NewRecord,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    #[serde(flatten)]
    new: NewRecord,
    object_write_trace_id: Option<String>,
}

#[derive(Deserialize)]
struct BatchCreate {
    inputs: Vec<Input>,
}

pub(crate) fn batch_create(call: &mut Call<'_>) -> EndpointResult {
    let body: BatchCreate = call.body()?;
    batch::sized(body.inputs.len())?;
    let plan = |input: Input| Planned {
        id: None,
        trace: input.object_write_trace_id,
        plan: Plan::creation(call, &input.new),
    };
    let planned = body.inputs.into_iter().map(plan).collect();
    let options = ResponseOptions {
        success: 201,
        partial: true,
        says_new: false,
    };
    execute(call, planned, options)
}
