//! The lists that contain a record.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::{Call, EndpointResult},
    batch::{self, BatchResults},
    errors::Problem,
    http::Response,
    time::iso,
};

/// `GET /crm/lists/{v}/records/{objectTypeId}/{recordId}/memberships`.
pub(crate) fn of_record(call: &mut Call<'_>) -> EndpointResult {
    let results = memberships(call, call.param("objectTypeId"), call.param("recordId"))?;
    Ok(Response::json(
        200,
        &json!({ "total": results.len(), "results": results }),
    ))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    object_type_id: String,
    record_id: String,
}

#[derive(Deserialize)]
struct Records {
    inputs: Vec<Record>,
}

/// `POST /crm/lists/{v}/records/memberships/batch/read`.
pub(crate) fn of_records(call: &mut Call<'_>) -> EndpointResult {
    let body: Records = call.body()?;
    batch::sized(body.inputs.len())?;
    let mut results = BatchResults::default();
    for Record {
        object_type_id,
        record_id,
    } in body.inputs
    {
        match memberships(call, &object_type_id, &record_id) {
            Ok(lists) => results.add_result(json!({
                "objectTypeId": object_type_id,
                "recordId": record_id,
                "recordListMemberships": lists,
            })),
            Err(problem) => results.add_error(problem.with_context("recordId", vec![record_id])),
        }
    }
    Ok(results.response(200, call.now))
}

fn memberships(call: &Call<'_>, type_id: &str, record: &str) -> Result<Vec<Value>, Problem> {
    let id: Option<u64> = record.parse().ok().filter(|_| type_id == "0-1");
    let id = id.filter(|id| call.portal.contacts.live(*id).is_some());
    let id = id.ok_or_else(|| Problem::not_found(format!("Record {record} does not exist.")))?;
    let on = call.portal.lists.iter().filter_map(|list| {
        let joined = list.shown(call.now).joined(id)?;
        Some(json!({
            "listId": list.id.to_string(),
            "listVersion": list.version,
            "firstAddedTimestamp": iso(joined.first),
            "lastAddedTimestamp": iso(joined.last),
        }))
    });
    Ok(on.collect())
}
