//! The responses of faults, and how a batch is cut short.

use serde_json::{Value, json};

use crate::{
    errors::{self, Problem},
    http::{Request, Response},
    limits,
    settings::Settings,
};

/// The seconds in `Retry-After` while an account is migrated, if the rule gives no number.
const MIGRATION_SECONDS: u64 = 30;

/// Returns the response of a fault.
pub(crate) fn fault_response(
    status: u16,
    body: Option<&Value>,
    retry_after: Option<u64>,
    settings: &Settings,
    correlation_id: &str,
) -> Response {
    let response = match body {
        Some(body) => Response::json(status, body),
        None => usual(status, settings, correlation_id),
    };
    let seconds = retry_after.or((status == 477).then_some(MIGRATION_SECONDS));
    match seconds {
        Some(seconds) => response.with_header("retry-after", seconds.to_string()),
        None => response,
    }
}

fn usual(status: u16, settings: &Settings, correlation_id: &str) -> Response {
    let problem = match status {
        // These statuses come from the proxy in front of HubSpot, which sends no JSON.
        502 | 503 | 504 | 520..=529 => {
            let page = format!(
                "<html><head><title>{status}</title></head><body><center><h1>{status}</h1></center>\
                 <hr><center>cloudflare</center></body></html>"
            );
            return Response::html(status, page);
        }
        429 => limits::rolling_refused(settings.quota_refusal, correlation_id),
        // An account may be closed to the app, or a user's permission be taken away, after the scopes were granted.
        403 => errors::denied(settings.denial, &[]),
        423 => Problem::new(423, "LOCKED", "The record is locked by another request."),
        477 => Problem::new(
            477,
            "MIGRATION_IN_PROGRESS",
            "This account is being migrated.",
        ),
        400 => Problem::validation("The request is not valid."),
        status if status >= 500 => Problem::plain(status, "internal error"),
        status => Problem::plain(status, format!("HTTP {status}")),
    };
    problem.into_response(correlation_id)
}

/// Splits a batch request: returns it with only the first `keep` inputs, and the inputs that were
/// cut off.
pub(crate) fn cut_batch(request: &Request, keep: usize) -> Option<(Request, Vec<Value>)> {
    let mut body: Value = serde_json::from_slice(&request.body).ok()?;
    let inputs = body.get_mut("inputs")?.as_array_mut()?;
    let rest = inputs.split_off(keep.min(inputs.len()));
    let cut = Request {
        body: body.to_string().into_bytes(),
        ..request.clone()
    };
    Some((cut, rest))
}

/// Adds the cut-off inputs as errors to the response of a cut batch. `answer` is none when no input
/// was left.
pub(crate) fn mark_rest(status: u16, answer: Option<Response>, rest: &[Value]) -> Response {
    let mut body = answer.as_ref().map_or_else(
        || json!({ "status": "COMPLETE", "results": [] }),
        Response::to_json,
    );
    let text = |input: &Value, field: &str| {
        input
            .get(field)
            .and_then(Value::as_str)
            .map(|text| vec![text.to_owned()])
    };
    let failed = rest.iter().map(|input| {
        let problem = Problem::new(500, "INTERNAL_ERROR", "internal error");
        let problem = match text(input, "id") {
            Some(id) => problem.with_context("ids", id),
            None => problem,
        };
        match text(input, "objectWriteTraceId") {
            Some(trace) => problem
                .with_context("objectWriteTraceId", trace)
                .into_entry(),
            None => problem.into_entry(),
        }
    });
    if let Some(fields) = body.as_object_mut()
        && let Value::Array(errors) = fields.entry("errors").or_insert_with(|| json!([]))
    {
        errors.extend(failed);
        let count = errors.len();
        fields.insert("numErrors".to_owned(), count.into());
    }
    let headers = answer.map_or_else(Vec::new, |answer| answer.headers);
    let limits = headers
        .into_iter()
        .filter(|(name, _)| name.starts_with("x-hubspot"));
    let mut marked = Response::json(status, &body);
    marked.headers.extend(limits);
    marked
}
