//! The plan of each input of a batch write, and the execution of plans.

use std::collections::BTreeSet;

use crate::{
    api::{Answer, Call},
    batch::Outcome,
    errors::Problem,
    objects::{
        inputs::some_missing,
        write::{self, Judged},
    },
    properties::values::{self, Checked, Invalid},
    settings::BatchFailure,
};

/// The plan for an input.
pub(super) enum Plan {
    /// Writes values to a record.
    Update(u64, Checked),
    /// Creates a record.
    Create(Judged),
    /// The values are invalid.
    Invalid(Vec<Invalid>),
    /// A rule of the portal, or another record, forbids it.
    Refused(Problem),
    /// The record does not exist.
    Missing,
    /// Skips the input without an error.
    LeftOut,
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
pub(super) struct Manner {
    /// The status when nothing failed.
    pub(super) success: u16,
    /// Whether the endpoint has partial results.
    pub(super) partial: bool,
    /// Whether its results say which records are new.
    pub(super) says_new: bool,
}

/// Executes plans. An invalid input fails alone if all inputs have trace ids, the endpoint has
/// partial results, and the settings do not forbid it. Otherwise it fails the batch.
pub(super) fn carry_out(call: &mut Call<'_>, planned: Vec<Planned>, manner: Manner) -> Answer {
    let traced = planned.iter().all(|it| it.trace.is_some());
    if !traced || !manner.partial || call.settings.batch_failure == BatchFailure::Whole {
        whole(call.portal.id, &planned)?;
    }
    let mut outcome = Outcome::default();
    for Planned { id, trace, plan } in planned {
        let new = matches!(plan, Plan::Create(_));
        let done = match plan {
            Plan::LeftOut => continue,
            Plan::Update(record, values) => write::apply(call, record, &values),
            Plan::Create(judged) => write::apply_new(call, &judged),
            Plan::Missing => Err(some_missing(call.object(), id.into_iter().collect())),
            Plan::Invalid(invalid) => Err(values::refuse(call.portal.id, &invalid)),
            Plan::Refused(problem) => Err(problem),
        };
        match done {
            Ok(mut shown) => {
                if let (Some(trace), Some(fields)) = (trace, shown.as_object_mut()) {
                    fields.insert("objectWriteTraceId".to_owned(), trace.into());
                }
                if let (true, Some(fields)) = (manner.says_new, shown.as_object_mut()) {
                    fields.insert("new".to_owned(), new.into());
                }
                outcome.done(shown);
            }
            Err(problem) => outcome.failed(match trace {
                Some(trace) => problem.with_context("objectWriteTraceId", vec![trace]),
                None => problem,
            }),
        }
    }
    outcome.shuffle(call.random);
    Ok(outcome.answer(manner.success, call.now))
}

/// Refuses the whole batch if any input is invalid. The refusal names all invalid values, or else
/// the first other refusal.
fn whole(portal: u64, planned: &[Planned]) -> Result<(), Problem> {
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
