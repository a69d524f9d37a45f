//! The plan of each input of a batch write, and the execution of plans.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    api::{Call, EndpointResult},
    batch::{self, BatchResults},
    errors::Problem,
    objects::{
        inputs::some_missing,
        write::{self, NewRecord, ValidRecord},
    },
    properties::values::{self, Checked, Invalid},
    settings::BatchFailure,
};

/// The plan for an input.
pub(super) enum Plan {
    /// Writes values to a record.
    Update(u64, Checked),
    /// Creates a record.
    Create(ValidRecord),
    /// The values are invalid.
    Invalid(Vec<Invalid>),
    /// A rule of the portal, or another record, forbids it.
    Refused(Problem),
    /// The record does not exist.
    Missing,
    /// Skips the input without an error.
    LeftOut,
}

impl Plan {
    /// Plans the creation of a record.
    pub(super) fn creation(call: &Call<'_>, new: &NewRecord) -> Self {
        match write::validate_new(call, new) {
            Ok(Ok(valid)) => Self::Create(valid),
            Ok(Err(invalid)) => Self::Invalid(invalid),
            Err(problem) => Self::Refused(problem),
        }
    }

    /// Plans the write of valid values to a live record.
    pub(super) fn update(call: &Call<'_>, id: u64, checked: Checked) -> Self {
        if let Some(problem) = call.refusals.write(id, call.version(), &checked) {
            return Self::Refused(problem);
        }
        let unique = call.portal.unique_names(call.object());
        let admitted = call.records().admit(Some(id), &checked, &unique);
        admitted.map_or_else(Self::Refused, |()| Self::Update(id, checked))
    }
}

/// An input of a batch whose inputs name records by a key.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeyedInput {
    pub(super) id: String,
    pub(super) properties: Map<String, Value>,
    pub(super) id_property: Option<String>,
    object_write_trace_id: Option<String>,
}

/// A batch whose inputs name records by a key.
#[derive(Deserialize)]
pub(super) struct KeyedBatch {
    pub(super) inputs: Vec<KeyedInput>,
}

impl KeyedBatch {
    /// Parses the body of a call. Checks the number of inputs, and that no record is named twice.
    pub(super) fn parse(call: &Call<'_>) -> Result<Self, Problem> {
        let body: Self = call.body()?;
        batch::sized(body.inputs.len())?;
        unique_ids(body.inputs.iter().map(|input| input.id.as_str()))?;
        Ok(body)
    }

    /// Plans each input.
    pub(super) fn plan(
        self,
        plan: impl Fn(&mut KeyedInput) -> Result<Plan, Problem>,
    ) -> Result<Vec<Planned>, Problem> {
        let planned = self.inputs.into_iter().map(|mut input| {
            Ok(Planned {
                plan: plan(&mut input)?,
                id: Some(input.id),
                trace: input.object_write_trace_id,
            })
        });
        planned.collect()
    }
}

/// An input with its plan.
pub(super) struct Planned {
    /// The name that the input gives to its record.
    pub(super) id: Option<String>,
    /// Its `objectWriteTraceId`.
    pub(super) trace: Option<String>,
    pub(super) plan: Plan,
}

/// The options of an endpoint's response.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResponseOptions {
    /// The status when nothing failed.
    pub(super) success: u16,
    /// Whether the endpoint has partial results.
    pub(super) partial: bool,
    /// Whether its results say which records are new.
    pub(super) says_new: bool,
}

/// Executes plans. An invalid input fails alone if all inputs have trace ids, the endpoint has
/// partial results, and the settings do not forbid it. Otherwise it fails the batch.
pub(super) fn execute(
    call: &mut Call<'_>,
    planned: Vec<Planned>,
    options: ResponseOptions,
) -> EndpointResult {
    let traced = planned.iter().all(|it| it.trace.is_some());
    if !traced || !options.partial || call.settings.batch_failure == BatchFailure::Whole {
        refuse_if_any_invalid(call.portal.id, &planned)?;
    }
    let mut results = BatchResults::default();
    for Planned { id, trace, plan } in planned {
        let new = matches!(plan, Plan::Create(_));
        let done = match plan {
            Plan::LeftOut => continue,
            Plan::Update(record, values) => write::apply(call, record, &values),
            Plan::Create(validated) => write::apply_new(call, &validated),
            Plan::Missing => Err(some_missing(call.object(), id.into_iter().collect())),
            Plan::Invalid(invalid) => Err(values::refuse(call.portal.id, &invalid)),
            Plan::Refused(problem) => Err(problem),
        };
        match done {
            Ok(mut shown) => {
                if let (Some(trace), Some(fields)) = (trace, shown.as_object_mut()) {
                    fields.insert("objectWriteTraceId".to_owned(), trace.into());
                }
                if let (true, Some(fields)) = (options.says_new, shown.as_object_mut()) {
                    fields.insert("new".to_owned(), new.into());
                }
                results.add_result(shown);
            }
            Err(problem) => results.add_error(match trace {
                Some(trace) => problem.with_context("objectWriteTraceId", vec![trace]),
                None => problem,
            }),
        }
    }
    results.shuffle(call.random);
    Ok(results.response(options.success, call.now))
}

/// Refuses the whole batch if any input is invalid. The refusal names all invalid values, or else
/// the first other refusal.
fn refuse_if_any_invalid(portal: u64, planned: &[Planned]) -> Result<(), Problem> {
    let mut all = Vec::new();
    for Planned { plan, .. } in planned {
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
fn unique_ids<'a>(ids: impl Iterator<Item = &'a str>) -> Result<(), Problem> {
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
