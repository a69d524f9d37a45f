//! Common parts of the batch endpoints: the size limit, and the multi-status response.

use serde_json::{Value, json};

use crate::{errors::Problem, http::Response, random::Random, time::iso};

/// The most inputs in a batch.
pub(crate) const MAX_INPUTS: usize = 100;

/// Refuses a batch that is empty or too large.
pub(crate) fn sized(inputs: usize) -> Result<(), Problem> {
    match inputs {
        0 => Err(Problem::validation("The batch has no inputs")),
        1..=MAX_INPUTS => Ok(()),
        _ => Err(Problem::validation(format!(
            "The maximum number of inputs supported in a batch request is {MAX_INPUTS}, got {inputs}"
        ))),
    }
}

/// The most inputs in a batch that reads histories.
const MAX_INPUTS_WITH_HISTORY: usize = 50;

/// Refuses a batch of histories that is too large.
pub(crate) fn sized_for_histories(inputs: usize) -> Result<(), Problem> {
    if inputs > MAX_INPUTS_WITH_HISTORY {
        return Err(Problem::validation(format!(
            "The maximum number of inputs supported in a batch request for property histories is \
             {MAX_INPUTS_WITH_HISTORY}. Please reduce the number of items and try again"
        )));
    }
    Ok(())
}

/// The results and errors of a batch.
#[derive(Clone, Debug, Default)]
pub(crate) struct BatchResults {
    results: Vec<Value>,
    errors: Vec<Value>,
}

impl BatchResults {
    /// Adds the result of an input.
    pub(crate) fn add_result(&mut self, result: Value) {
        self.results.push(result);
    }

    /// Adds the error of one input, or of several that failed for the same reason.
    pub(crate) fn add_error(&mut self, problem: Problem) {
        self.errors.push(problem.into_entry());
    }

    /// Shuffles the results. HubSpot promises no order, and a client that pairs results with inputs
    /// by position should fail here.
    pub(crate) fn shuffle(&mut self, random: &mut Random) {
        random.shuffle(&mut self.results);
    }

    /// Returns the response: the status `success` if nothing failed, else 207.
    pub(crate) fn response(self, success: u16, now: i64) -> Response {
        let mut body = json!({
            "status": "COMPLETE",
            "results": self.results,
            "startedAt": iso(now),
            "completedAt": iso(now),
        });
        if self.errors.is_empty() {
            return Response::json(success, &body);
        }
        if let Some(fields) = body.as_object_mut() {
            fields.insert("numErrors".to_owned(), self.errors.len().into());
            fields.insert("errors".to_owned(), self.errors.into());
        }
        Response::json(207, &body)
    }
}
