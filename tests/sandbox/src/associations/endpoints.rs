//! The associations of one record.

use serde_json::{Value, json};

use super::{page, shown, type_id};
use crate::{
    api::{Call, EndpointResult},
    batch::BatchResults,
    errors::Problem,
    http::Response,
    objects::ObjectType,
    routes::Version,
};

/// The largest page.
const MAX_LIMIT: usize = 500;

/// `GET /crm/objects/{v}/{objectType}/{id}/associations/{toObjectType}`.
pub(crate) fn list(call: &mut Call<'_>) -> EndpointResult {
    if call.version() == Version::September2026 {
        return Err(Problem::plain(404, "resource not found"));
    }
    let (from, id) = (
        call.object(),
        live(call, call.object(), call.record_param())?,
    );
    let limit = call.limit(MAX_LIMIT, MAX_LIMIT)?;
    let after = match call.query.first("after") {
        None | Some("") => 0,
        Some(after) => after
            .parse()
            .map_err(|_| Problem::validation(format!("Invalid paging cursor: {after}")))?,
    };
    let ids = call.portal.associated(from, id);
    let (ids, next) = page(&ids, after, limit);
    let results: Vec<Value> = ids.iter().map(|to| shown(from, *to)).collect();
    let mut body = json!({ "results": results });
    if let (Some(next), Some(fields)) = (next, body.as_object_mut()) {
        let after = next.to_string();
        fields.insert("paging".to_owned(), json!({ "next": { "after": after } }));
    }
    Ok(Response::json(200, &body))
}

/// `PUT …/associations/default/{toObjectType}/{toObjectId}`. Repeating it is no error.
pub(crate) fn associate(call: &mut Call<'_>) -> EndpointResult {
    let (contact, deal) = pair(call)?;
    let source = call.source();
    call.portal.associate(contact, deal, source, call.now);
    let mut results = BatchResults::default();
    let ends = [
        (ObjectType::Contacts, contact, deal),
        (ObjectType::Deals, deal, contact),
    ];
    for (from, id, to) in ends {
        results.add_result(json!({
            "from": { "id": id.to_string() },
            "to": { "id": to.to_string() },
            "associationSpec": {
                "associationCategory": "HUBSPOT_DEFINED",
                "associationTypeId": type_id(from),
            },
        }));
    }
    Ok(results.response(200, call.now))
}

/// `DELETE …/associations/{toObjectType}/{toObjectId}`. Repeating it is no error.
pub(crate) fn dissociate(call: &mut Call<'_>) -> EndpointResult {
    let (contact, deal) = pair(call)?;
    let source = call.source();
    call.portal.dissociate(contact, deal, source, call.now);
    Ok(Response::empty(204))
}

/// Returns the contact and the deal that the path names.
fn pair(call: &Call<'_>) -> Result<(u64, u64), Problem> {
    let named = |object: ObjectType| live(call, object, call.param(object.id_param()));
    Ok((named(ObjectType::Contacts)?, named(ObjectType::Deals)?))
}

fn live(call: &Call<'_>, object: ObjectType, id: &str) -> Result<u64, Problem> {
    let number = id.parse().ok();
    number
        .filter(|id| call.portal.records_of(object).live(*id).is_some())
        .ok_or_else(|| Problem::not_found(format!("{} {id} does not exist", object.singular())))
}
