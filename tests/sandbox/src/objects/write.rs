//! Writes one record.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Found,
    inputs::{Key, missing},
    show_written, validate,
};
use crate::{
    api::{Call, EndpointResult},
    associations::inputs::{self as associations, NewAssociation},
    errors::Problem,
    http::Response,
    properties::values::{self, Checked, Invalid},
};

/// A new record in a request.
#[derive(Deserialize)]
pub(super) struct NewRecord {
    pub(super) properties: Map<String, Value>,
    #[serde(default)]
    pub(super) associations: Option<Vec<NewAssociation>>,
}

/// A validated new record.
pub(super) struct ValidRecord {
    pub(super) values: Checked,
    /// The ids of the records of the other type that it will be associated with.
    pub(super) others: Vec<u64>,
}

#[derive(Deserialize)]
struct Properties {
    properties: Map<String, Value>,
}

/// `POST /crm/objects/{v}/{objectType}`.
pub(crate) fn create(call: &mut Call<'_>) -> EndpointResult {
    let body: NewRecord = call.body()?;
    let validated =
        validate_new(call, &body)?.map_err(|invalid| values::refuse(call.portal.id, &invalid))?;
    Ok(Response::json(201, &apply_new(call, &validated)?))
}

/// `PATCH …/{id}`. Unlike `batch/update`, it accepts the id of a merged record.
pub(crate) fn update(call: &mut Call<'_>) -> EndpointResult {
    let body: Properties = call.body()?;
    let key = Key::parse(call.portal, call.object(), call.query.first("idProperty"))?;
    let named = key
        .resolve(call.portal, call.object(), call.record_param())
        .ok_or_else(missing)?;
    let id = match call.records().find(named).ok_or_else(missing)? {
        Found::Direct(contact) | Found::Merged(contact) => contact.id,
    };
    let checked = validate(call.portal, call.object(), Some(id), &body.properties)
        .map_err(|invalid| values::refuse(call.portal.id, &invalid))?;
    let whole_call = call.refusals.whole_call(std::iter::once(id));
    let refused = whole_call.or_else(|| call.refusals.write(id, call.version(), &checked));
    if let Some(problem) = refused {
        return Err(problem);
    }
    Ok(Response::json(200, &apply(call, id, &checked)?))
}

/// `DELETE …/{id}`: moves the record to the recycle bin. Repeating it is no error.
pub(crate) fn archive(call: &mut Call<'_>) -> EndpointResult {
    let id = call.record_param().parse().map_err(|_| missing())?;
    let (object, source) = (call.object(), call.source());
    if !call.portal.archive(object, id, source, call.now) && call.records().archived(id).is_none() {
        return Err(missing());
    }
    Ok(Response::empty(204))
}

/// Validates a new record. Invalid values are the inner error. The outer error is a conflict with
/// another record, or an association that is not possible.
pub(super) fn validate_new(
    call: &Call<'_>,
    new: &NewRecord,
) -> Result<Result<ValidRecord, Vec<Invalid>>, Problem> {
    let object = call.object();
    let values = match validate(call.portal, object, None, &new.properties) {
        Ok(values) => values,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let needed = object.needed();
    let named = |(name, value): &(crate::properties::Name, String)| {
        needed.contains(&&**name) && !value.is_empty()
    };
    if !needed.is_empty() && !values.iter().any(named) {
        return Err(Problem::validation(format!(
            "At least one of the properties {} must be set",
            needed.join(", ")
        )));
    }
    let unique = call.portal.unique_names(object);
    call.records().admit(None, &values, &unique)?;
    let asked = new.associations.as_deref().unwrap_or_default();
    let others = associations::validate(call.portal, object, asked)?;
    Ok(Ok(ValidRecord { values, others }))
}

/// Writes validated values to a live record and returns it.
pub(super) fn apply(call: &mut Call<'_>, id: u64, values: &Checked) -> Result<Value, Problem> {
    let (object, source) = (call.object(), call.source());
    let changes = call.portal.write(object, id, values, source, call.now)?;
    call.stats.wrote(changes.values, changes.changed.len());
    show(call, id, values)
}

/// Creates a validated record and returns it.
pub(super) fn apply_new(call: &mut Call<'_>, new: &ValidRecord) -> Result<Value, Problem> {
    let (object, source, values) = (call.object(), call.source(), &new.values);
    let id = call.portal.create(object, values, source, call.now)?;
    call.portal
        .associate_new(object, id, &new.others, source, call.now);
    call.stats.wrote(values.len(), values.len());
    show(call, id, values)
}

fn show(call: &Call<'_>, id: u64, values: &Checked) -> Result<Value, Problem> {
    let record = call.records().live(id).ok_or_else(missing)?;
    let written = values.iter().map(|(name, _)| &**name);
    Ok(show_written(record, written))
}
