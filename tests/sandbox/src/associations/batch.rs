//! `POST /crm/associations/{v}/{fromObjectType}/{toObjectType}/batch/read`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{page, shown};
use crate::{
    api::{Call, EndpointResult},
    batch::BatchResults,
    errors::Problem,
    settings::AssociationCursor,
};

const MAX_INPUTS: usize = 1_000;

#[derive(Deserialize)]
struct Input {
    id: String,
    after: Option<String>,
}

#[derive(Deserialize)]
struct BatchRead {
    inputs: Vec<Input>,
}

/// Reads the associations of up to 1,000 records, each with its own paging. A record that has no
/// association, or does not exist, becomes an error in a 207.
pub(crate) fn read(call: &mut Call<'_>) -> EndpointResult {
    let body: BatchRead = call.body()?;
    if !(1..=MAX_INPUTS).contains(&body.inputs.len()) {
        return Err(Problem::validation(format!(
            "A batch takes between 1 and {MAX_INPUTS} inputs, got {}",
            body.inputs.len()
        )));
    }
    let from = call.object();
    let mut outcome = BatchResults::default();
    for input in &body.inputs {
        let after = cursor(
            input.after.as_deref(),
            call.settings.reads.association_cursor,
        )?;
        let id = input.id.parse().ok();
        let ids = id.map_or_else(Vec::new, |id| call.portal.associated(from, id));
        if ids.is_empty() {
            outcome.add_error(none(call, &input.id));
            continue;
        }
        let (ids, next) = page(&ids, after, call.settings.association_page);
        let to: Vec<Value> = ids.iter().map(|to| shown(from, *to)).collect();
        let mut result = json!({ "from": { "id": input.id }, "to": to });
        if let (Some(next), Some(fields)) = (next, result.as_object_mut()) {
            let paging = json!({ "next": { "after": write_cursor(next), "link": "" } });
            fields.insert("paging".to_owned(), paging);
        }
        outcome.add_result(result);
    }
    outcome.shuffle(call.random);
    Ok(outcome.response(200, call.now))
}

/// Writes an opaque cursor, as HubSpot does. A client that computes a cursor itself is refused.
fn write_cursor(id: u64) -> String {
    format!("MC{id:x}%3D")
}

fn cursor(text: Option<&str>, takes: AssociationCursor) -> Result<u64, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(0);
    };
    let end = match takes {
        AssociationCursor::Escaped => "%3D",
        AssociationCursor::Decoded => "=",
        AssociationCursor::Ignored => return Ok(0),
    };
    text.strip_prefix("MC")
        .and_then(|rest| rest.strip_suffix(end))
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .ok_or_else(|| Problem::validation(format!("Invalid paging cursor: {text}")))
}

fn none(call: &Call<'_>, id: &str) -> Problem {
    let (from, to) = (call.object().singular(), call.object().other().singular());
    Problem::not_found(format!("No {to} is associated with {from} {id}."))
        .with("subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND")
        .with_context("fromObjectId", vec![id.to_owned()])
        .with_context("fromObjectType", vec![from.to_owned()])
        .with_context("toObjectType", vec![to.to_owned()])
}
