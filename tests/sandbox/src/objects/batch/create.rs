//! `POST …/batch/create`.

use super::{Manner, Plan, Planned, carry_out};
use crate::{
    api::{Answer, Call},
    batch,
    objects::write::{self, NewRecord},
};
use serde::Deserialize;

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

pub(crate) fn batch_create(call: &mut Call<'_>) -> Answer {
    let body: BatchCreate = call.body()?;
    batch::sized(body.inputs.len())?;
    let plan = |input: Input| Planned {
        id: None,
        trace: input.object_write_trace_id,
        plan: match write::judge_new(call, &input.new) {
            Ok(Ok(judged)) => Plan::Create(judged),
            Ok(Err(invalid)) => Plan::Invalid(invalid),
            Err(problem) => Plan::Refused(problem),
        },
    };
    let planned = body.inputs.into_iter().map(plan).collect();
    let manner = Manner {
        success: 201,
        partial: true,
        says_new: false,
    };
    carry_out(call, planned, manner)
}
