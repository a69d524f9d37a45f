//! `GET /crm/objects/{v}/contacts/{contactId}`.

use super::{
    Record, Found, History, Selection,
    inputs::{Key, missing},
};
use crate::{
    api::{Answer, Call},
    http::Response,
};

/// One contact. The id of a merged record gives the surviving one, under the survivor's id.
pub(crate) fn read(call: &mut Call<'_>) -> Answer {
    let key = Key::parse(call.portal, call.query.first("idProperty"))?;
    let archived = call.flag("archived")?;
    let id = key
        .resolve(call.portal, call.param("contactId"))
        .ok_or_else(missing)?;
    let contacts = &call.portal.contacts;
    let contact: &Record = if archived {
        contacts.archived(id).ok_or_else(missing)?
    } else {
        match contacts.find(id).ok_or_else(missing)? {
            Found::Direct(contact) | Found::Merged(contact) => contact,
        }
    };
    let selection = Selection::new(&call.portal.schema, &call.query.list("properties"));
    let history = History::new(
        &call.portal.schema,
        &call.query.list("propertiesWithHistory"),
    );
    let mut shown = selection.show(contact);
    history.add(contact, &mut shown);
    Ok(Response::json(200, &shown))
}
