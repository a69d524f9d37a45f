//! `GET /crm/objects/{v}/{objectType}/{id}`.

use super::{
    Found, History, Record, Selection,
    inputs::{Key, missing},
};
use crate::{
    api::{Call, EndpointResult},
    http::Response,
};

/// Reads one record. The id of a merged record returns the surviving one, under the survivor's id.
pub(crate) fn read(call: &mut Call<'_>) -> EndpointResult {
    let key = Key::parse(call.portal, call.object(), call.query.first("idProperty"))?;
    let archived = call.flag("archived")?;
    let id = key
        .resolve(call.portal, call.object(), call.record_param())
        .ok_or_else(missing)?;
    let records = call.records();
    let record: &Record = if archived {
        records.archived(id).ok_or_else(missing)?
    } else {
        match records.find(id).ok_or_else(missing)? {
            Found::Direct(record) | Found::Merged(record) => record,
        }
    };
    if let Some(problem) = call.refusals.read(record.id) {
        return Err(problem);
    }
    let selection = Selection::new(call.schema(), &call.query.list("properties"));
    let history = History::new(call.schema(), &call.query.list("propertiesWithHistory"));
    let mut shown = selection.show(record);
    history.add(record, &mut shown);
    Ok(Response::json(200, &shown))
}
