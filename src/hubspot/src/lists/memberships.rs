//! The lists of single contacts: HubSpot's answer about one contact is of one moment, and names all
//! lists that the contact is in.

use domain::{ContactId, ListId};
use serde::Deserialize;
use serde_json::{Value, json};
use vecmap::{VecMap, VecSet};

use super::CONTACTS;
use crate::call::{Call, Reply};
use crate::error_body::ErrorBody;
use crate::failure::Failure;
use crate::rejection::Rejection;
use crate::wire::{self, READ_VERSION};

/// The most contacts in one call of [`memberships`]. The reference names no limit for it; a hundred
/// is the limit of HubSpot's other batches.
pub const MEMBERSHIPS_LIMIT: usize = 100;

/// Asks for all lists of each of these contacts, at most [`MEMBERSHIPS_LIMIT`].
#[must_use]
pub fn memberships(contacts: &[ContactId]) -> Call {
    let input = |contact: &ContactId| json!({ "objectTypeId": CONTACTS, "recordId": contact });
    let inputs: Vec<Value> = contacts.iter().map(input).collect();
    Call::post_json(
        format!("/crm/lists/{READ_VERSION}/records/memberships/batch/read"),
        &json!({ "inputs": inputs }),
    )
}

/// HubSpot's answer about one contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// The contact is in these lists, and in no other.
    In(VecSet<ListId>),
    /// HubSpot has no such contact.
    Gone,
}

/// Reads the answer to [`memberships`]. A contact that the answer does not mention, or mentions in
/// an error of another kind, is left out: nothing is known about it.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn memberships_read(reply: &Reply) -> Result<VecMap<ContactId, Membership>, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        results: Vec<Record>,
        #[serde(default, deserialize_with = "wire::or_default")]
        errors: Vec<Value>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Record {
        #[serde(deserialize_with = "wire::id")]
        record_id: ContactId,
        record_list_memberships: Vec<In>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct In {
        #[serde(deserialize_with = "wire::id")]
        list_id: ListId,
    }
    let answer: Answer = wire::read(reply)?;
    let mut known = VecMap::new();
    for error in answer.errors {
        let error = ErrorBody::from_value(error);
        let rejection = Rejection::from_body(reply.status, &error);
        if !rejection.says_record_is_gone() {
            continue;
        }
        let gone: Vec<ContactId> = error.records();
        known.extend(gone.into_iter().map(|contact| (contact, Membership::Gone)));
    }
    for record in answer.results {
        let lists = record.record_list_memberships.into_iter();
        let lists = lists.map(|one| one.list_id).collect();
        known.insert(record.record_id, Membership::In(lists));
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Vec<(String, Option<usize>)> {
        let known = memberships_read(&Reply::of(status, body)).unwrap();
        let number = |membership: &Membership| match membership {
            Membership::In(lists) => Some(lists.len()),
            Membership::Gone => None,
        };
        known
            .iter()
            .map(|(contact, membership)| (contact.to_string(), number(membership)))
            .collect()
    }

    #[test]
    fn each_contact_is_in_the_lists_that_hubspot_names() {
        let body = r#"{"status":"COMPLETE","results":[
            {"objectTypeId":"0-1","recordId":"51","recordListMemberships":[{"listId":"7"},{"listId":8}]},
            {"objectTypeId":"0-1","recordId":52,"recordListMemberships":[]}]}"#;
        assert_eq!(
            read(200, body),
            [("51".into(), Some(2)), ("52".into(), Some(0))]
        );
    }

    #[test]
    fn only_a_contact_that_hubspot_does_not_have_is_gone() {
        let body = r#"{"results":[],"errors":[
            {"category":"OBJECT_NOT_FOUND","context":{"recordId":["51"]}},
            {"category":"INTERNAL_ERROR","context":{"recordId":["52"]}}]}"#;
        assert_eq!(read(207, body), [("51".into(), None)]);
    }

    #[test]
    fn an_answer_that_does_not_say_the_lists_says_nothing() {
        let body = r#"{"results":[{"recordId":"51"}]}"#;
        assert!(memberships_read(&Reply::of(200, body)).is_err());
        assert!(memberships_read(&Reply::of(200, "{}")).is_err());
        assert_eq!(read(200, r#"{"results":[]}"#), []);
    }
}
