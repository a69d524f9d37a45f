//! Writing one contact.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    Found, Selection,
    inputs::{Key, missing},
};
use crate::{
    api::{Answer, Call},
    errors::Problem,
    http::Response,
    properties::values::{self, Checked},
};

#[derive(Deserialize)]
struct Update {
    properties: Map<String, Value>,
}

/// `PATCH …/{contactId}`. Unlike `batch/update`, it takes the id of a merged record.
pub(crate) fn update(call: &mut Call<'_>) -> Answer {
    let body: Update = call.body()?;
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

/// Writes judged values to a live contact and shows it.
pub(super) fn apply(call: &mut Call<'_>, id: u64, values: &Checked) -> Result<Value, Problem> {
    let changes = call.portal.write(id, values, call.source(), call.now)?;
    call.stats.wrote(changes.values, changes.changed.len());
    let contact = call.portal.contacts.live(id).ok_or_else(missing)?;
    let written = values.iter().map(|(name, _)| name.to_string());
    let usual = ["email", "firstname", "lastname"].map(str::to_owned);
    let shown: Vec<String> = written.chain(usual).collect();
    Ok(Selection::new(&call.portal.schema, &shown).show(contact))
}
