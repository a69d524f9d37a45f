//! Writing one contact.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Found,
    inputs::{Key, missing},
    show_written,
};
use crate::{
    api::{Answer, Call},
    errors::Problem,
    http::Response,
    properties::values::{self, Checked, Invalid},
};

/// One of these must be set on a new contact.
const NEEDED: [&str; 3] = ["email", "firstname", "lastname"];

#[derive(Deserialize)]
struct Properties {
    properties: Map<String, Value>,
}

/// `POST /crm/objects/{v}/contacts`.
pub(crate) fn create(call: &mut Call<'_>) -> Answer {
    let body: Properties = call.body()?;
    let checked = judge_new(call, &body.properties)?
        .map_err(|invalid| values::refuse(call.portal.id, &invalid))?;
    Ok(Response::json(201, &apply_new(call, &checked)?))
}

/// `PATCH …/{contactId}`. Unlike `batch/update`, it takes the id of a merged record.
pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    let body: Properties = call.body()?;
    let key = Key::parse(call.portal, call.query.first("idProperty"))?;
    let named = key
        .resolve(call.portal, call.param("contactId"))
        .ok_or_else(missing)?;
    let id = match call.portal.contacts.find(named).ok_or_else(missing)? {
        Found::Direct(contact) | Found::Merged(contact) => contact.id,
    };
    let checked = values::check(&call.portal.schema, &body.properties)
        .map_err(|invalid| values::refuse(call.portal.id, &invalid))?;
    if let Some(problem) = call.refusals.write(id, call.version()) {
        return Err(problem);
    }
    Ok(Response::json(200, &apply(call, id, &checked)?))
}

/// `DELETE …/{contactId}`: to the recycle bin. Doing it again is no error.
pub(crate) fn archive(call: &mut Call<'_>) -> Answer {
    let id = call.param("contactId").parse().map_err(|_| missing())?;
    let source = call.source();
    if !call.portal.archive(id, source, call.now) && call.portal.contacts.archived(id).is_none() {
        return Err(missing());
    }
    Ok(Response::empty(204))
}

/// Judges the values of a new contact: those that are not taken are the inner error, a contact that
/// has them already the outer.
pub(super) fn judge_new(
    call: &Call<'_>,
    properties: &Map<String, Value>,
) -> Result<Result<Checked, Vec<Invalid>>, Problem> {
    let checked = match values::check(&call.portal.schema, properties) {
        Ok(checked) => checked,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let named = |(name, value): &(_, String)| {
        let name: &crate::properties::Name = name;
        NEEDED.contains(&&**name) && !value.is_empty()
    };
    if !checked.iter().any(named) {
        return Err(Problem::validation(
            "At least one of the properties email, firstname or lastname must be set",
        ));
    }
    call.portal
        .contacts
        .admit(None, &checked, &call.portal.unique_names())?;
    Ok(Ok(checked))
}

/// Writes judged values to a live contact and shows it.
pub(super) fn apply(call: &mut Call<'_>, id: u64, values: &Checked) -> Result<Value, Problem> {
    let changes = call.portal.write(id, values, call.source(), call.now)?;
    call.stats.wrote(changes.values, changes.changed.len());
    show(call, id, values)
}

/// Creates a contact with judged values and shows it.
pub(super) fn apply_new(call: &mut Call<'_>, values: &Checked) -> Result<Value, Problem> {
    let id = call.portal.create(values, call.source(), call.now)?;
    call.stats.wrote(values.len(), values.len());
    show(call, id, values)
}

fn show(call: &Call<'_>, id: u64, values: &Checked) -> Result<Value, Problem> {
    let contact = call.portal.contacts.live(id).ok_or_else(missing)?;
    let written = values.iter().map(|(name, _)| &**name);
    Ok(show_written(contact, written))
}
