//! Changes of a list's members by hand. [`super::member_pages`] reads them.

use serde::Deserialize;
use serde_json::json;

use super::{List, Processing};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

/// `PUT …/{listId}/memberships/add`, with an array of record ids.
pub(crate) fn add(call: &mut Call<'_>) -> EndpointResult {
    let ids: Vec<String> = call.body()?;
    change(call, &ids, &[])
}

/// `PUT …/{listId}/memberships/remove`.
pub(crate) fn remove(call: &mut Call<'_>) -> EndpointResult {
    let ids: Vec<String> = call.body()?;
    change(call, &[], &ids)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AddAndRemove {
    #[serde(default)]
    record_ids_to_add: Vec<String>,
    #[serde(default)]
    record_ids_to_remove: Vec<String>,
}

/// `PUT …/{listId}/memberships/add-and-remove`.
pub(crate) fn add_and_remove(call: &mut Call<'_>) -> EndpointResult {
    let body: AddAndRemove = call.body()?;
    change(call, &body.record_ids_to_add, &body.record_ids_to_remove)
}

/// `PUT …/{listId}/memberships/add-from/{sourceListId}`: adds the members of the source list that
/// are not yet in the list.
pub(crate) fn add_from(call: &mut Call<'_>) -> EndpointResult {
    let (id, source) = (call.param("listId"), call.param("sourceListId"));
    let (id, source, now) = (id.to_owned(), source.to_owned(), call.now);
    if id == source {
        let message = "A list cannot take in its own members";
        return Err(Problem::validation(message));
    }
    refuse_dynamic(call.portal.lists.live_mut(&id)?)?;
    let source = call.portal.lists.live(&source)?;
    let members: Vec<u64> = source.from(0).map(|(contact, _)| contact).collect();
    let list = call.portal.lists.live_mut(&id)?;
    for contact in members {
        list.add(contact, now);
    }
    Ok(Response::empty(204))
}

/// `DELETE …/{listId}/memberships`: removes all members and keeps the list.
pub(crate) fn remove_all(call: &mut Call<'_>) -> EndpointResult {
    let (id, now) = (call.param("listId").to_owned(), call.now);
    let list = call.portal.lists.live_mut(&id)?;
    refuse_dynamic(list)?;
    let members: Vec<u64> = list.from(0).map(|(contact, _)| contact).collect();
    for contact in members {
        list.remove(contact, now);
    }
    Ok(Response::empty(204))
}

/// Refuses to change a list whose members come from its filter.
fn refuse_dynamic(list: &List) -> Result<(), Problem> {
    if list.processing == Processing::Dynamic {
        return Err(Problem::validation(
            "Memberships of a DYNAMIC list are determined by its filter",
        ));
    }
    Ok(())
}

fn change(call: &mut Call<'_>, add: &[String], remove: &[String]) -> EndpointResult {
    let contacts = &call.portal.contacts;
    let exists = |id: &String| id.parse().is_ok_and(|id| contacts.live(id).is_some());
    let (known, missing): (Vec<String>, Vec<String>) = add.iter().cloned().partition(exists);
    let (list_id, now) = (call.param("listId").to_owned(), call.now);
    let list = call.portal.lists.live_mut(&list_id)?;
    refuse_dynamic(list)?;
    let number = |id: &String| id.parse::<u64>().ok();
    let added: Vec<String> = known
        .into_iter()
        .filter(|id| number(id).is_some_and(|id| list.add(id, now)))
        .collect();
    let removed: Vec<String> = remove
        .iter()
        .filter(|id| number(id).is_some_and(|id| list.remove(id, now)))
        .cloned()
        .collect();
    Ok(Response::json(
        200,
        &json!({
            "recordsIdsAdded": added,
            "recordIdsRemoved": removed,
            "recordIdsMissing": missing,
        }),
    ))
}
