//! Contacts by their e-mail addresses.
//!
//! A contact has one primary address and may have further ones. HubSpot finds it by each of them.
//! HubSpot's answer names the contacts by their ids and not by the address that was asked for, so
//! the answer is matched by the addresses of the contacts. If HubSpot does not find a contact by a
//! further address, against its documentation, it still refuses to create the contact a second
//! time: see [`super::Creation::Existing`].

use serde_json::{Value, json};

use super::ContactRecord;
use crate::batch;
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::READ_VERSION;

/// A contact's primary address.
const EMAIL: &str = "email";

/// A contact's further addresses, separated by semicolons.
const FURTHER: &str = "hs_additional_emails";

/// Asks for up to [`super::BATCH_LIMIT`] contacts by one address of each. Reads these properties
/// and those that hold the addresses.
#[must_use]
pub fn read_by_email(addresses: &[&str], properties: &[&str]) -> Call {
    let mut asked: Vec<String> = Vec::new();
    for address in addresses {
        let address = comparable(address);
        if !asked.contains(&address) {
            asked.push(address);
        }
    }
    let inputs: Vec<Value> = asked.iter().map(|id| json!({ "id": id })).collect();
    let properties = [&[EMAIL, FURTHER], properties].concat();
    Call::post_json(
        format!("/crm/objects/{READ_VERSION}/contacts/batch/read?archived=false"),
        &json!({
            "idProperty": EMAIL,
            "inputs": inputs,
            "properties": properties,
            "propertiesWithHistory": [],
        }),
    )
}

/// Reads the answer to [`read_by_email`], complete (200) or with contacts missing (207). Returns,
/// for each of the addresses in their order, the contact that has it.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read, or if HubSpot had a temporary problem with some of them;
/// [`Failure::Rejected`] if HubSpot refused some for another reason than that no contact has the
/// address.
pub fn found_by_email(
    reply: &Reply,
    addresses: &[&str],
) -> Result<Vec<Option<ContactRecord>>, Failure> {
    let records: Vec<ContactRecord> = batch::whole(reply)?;
    let found = |address: &&str| {
        let address = comparable(address);
        let has = |record: &&ContactRecord| has(record, &address);
        records.iter().find(has).cloned()
    };
    Ok(addresses.iter().map(found).collect())
}

fn has(record: &ContactRecord, address: &str) -> bool {
    [EMAIL, FURTHER]
        .iter()
        .filter_map(|name| record.properties.get(*name)?.as_deref())
        .flat_map(|addresses| addresses.split(';'))
        .any(|own| comparable(own) == address)
}

/// Returns an address for comparison. HubSpot keeps addresses in lower case, and finds them in any.
fn comparable(address: &str) -> String {
    address.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_address_is_asked_for_once() {
        let call = read_by_email(
            &["Ann@example.com", "bo@example.org", "ann@EXAMPLE.com "],
            &["city"],
        );
        assert_eq!(
            call.target,
            "/crm/objects/2026-09/contacts/batch/read?archived=false"
        );
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let expected = json!({
            "idProperty": "email",
            "inputs": [{ "id": "ann@example.com" }, { "id": "bo@example.org" }],
            "properties": ["email", "hs_additional_emails", "city"],
            "propertiesWithHistory": [],
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn every_address_leads_to_the_contact_that_has_it_first_or_further() {
        let body = r#"{"results":[
            {"id":"52","properties":{"email":"bo@example.org","hs_additional_emails":null}},
            {"id":"51","properties":{"email":"ann@example.com",
                "hs_additional_emails":"ann@old.example; Ann@work.example"}}],
            "numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND",
                "context":{"ids":["cy@example.com"]}}]}"#;
        let asked = [
            "Ann@Work.example",
            "cy@example.com",
            "ann@example.com",
            "bo@example.org",
            "old.example",
        ];
        let found = found_by_email(&Reply::of(207, body), &asked).unwrap();
        let ids: Vec<_> = found
            .iter()
            .map(|found| found.as_ref().map(|record| record.id.as_str()))
            .collect();
        assert_eq!(ids, [Some("51"), None, Some("51"), Some("52"), None]);
        assert!(!format!("{found:?}").contains("example"));
    }

    #[test]
    fn a_temporary_problem_of_hubspots_makes_no_contact_missing() {
        let body = r#"{"results":[],"errors":[{"category":"INTERNAL_ERROR"}]}"#;
        let failure = found_by_email(&Reply::of(207, body), &["ann@example.com"]).unwrap_err();
        assert!(matches!(failure, Failure::Wait(_)), "{failure:?}");
        let none = r#"{"results":[],"errors":[{"category":"OBJECT_NOT_FOUND"}]}"#;
        let found = found_by_email(&Reply::of(207, none), &["ann@example.com"]);
        assert_eq!(found, Ok(vec![None]));
        assert!(found_by_email(&Reply::of(200, "{}"), &[]).is_err());
    }
}
