//! Contacts: read page by page or one by one, and written in batches.
//!
//! A page of a hundred is the hot path of every sync. Its parse keeps the properties that were
//! asked for and nothing else.

mod by_email;
mod by_id;
mod changes;
mod creation;

use core::fmt;
use vecmap::VecMap;

use domain::ContactId;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value, json};

use crate::batch;
pub use crate::batch::BatchAnswer;
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION, WRITE_VERSION};
pub use by_email::{found_by_email, read_by_email};
pub use by_id::{Answer, MERGED, answers};
pub use changes::{changed, changed_in};
pub use creation::{Creation, create, created};

/// The most contacts on a page of HubSpot's.
const PAGE_LIMIT: usize = 100;

/// The most contacts that HubSpot takes in one batch.
pub const BATCH_LIMIT: usize = 100;

/// Asks for a page of all contacts that are not archived, in the order of their record ids.
///
/// `after` is the [`ContactPage::next`] of the previous page.
#[must_use]
pub fn list(after: Option<&str>, properties: &[&str]) -> Call {
    let after = after
        .map(|after| format!("&after={}", wire::component(after)))
        .unwrap_or_default();
    let properties = properties_parameter(properties);
    Call::get(format!(
        "/crm/objects/{READ_VERSION}/contacts?limit={PAGE_LIMIT}&archived=false{properties}{after}"
    ))
}

/// The longest URL that is sent, in characters. Clients of HubSpot have met 414 from 8,000 characters on (dlt, issue
/// 305), and others from 16,000.
const LONGEST_URL: usize = 7000;

/// Asks for one contact. A merged contact's old id returns the surviving record, which has another
/// id. Properties that do not fit into a URL are asked for in a batch of one.
#[must_use]
pub fn read(id: &ContactId, properties: &[&str]) -> Call {
    let parameter = properties_parameter(properties);
    let target = format!("/crm/objects/{READ_VERSION}/contacts/{id}?archived=false{parameter}");
    if target.len() > LONGEST_URL {
        return read_batch(core::slice::from_ref(id), properties);
    }
    Call::get(target)
}

/// Asks for up to [`BATCH_LIMIT`] contacts by their record ids. Only an error that names a contact
/// says that it is archived or gone: see [`answers`].
#[must_use]
pub fn read_batch(ids: &[ContactId], properties: &[&str]) -> Call {
    let inputs: Vec<Value> = ids.iter().map(|id| json!({ "id": id.as_str() })).collect();
    Call::post_json(
        format!("/crm/objects/{READ_VERSION}/contacts/batch/read?archived=false"),
        &json!({ "inputs": inputs, "properties": properties, "propertiesWithHistory": [] }),
    )
}

/// Reads the answer to [`read_batch`], complete (200) or with contacts missing (207).
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn records(reply: &Reply) -> Result<Vec<ContactRecord>, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        results: Vec<ContactRecord>,
    }
    wire::read::<Answer>(reply).map(|answer| answer.results)
}

/// Asks how many contacts a portal has, as far as HubSpot's search index knows. The answer also
/// contains one contact.
#[must_use]
pub fn count() -> Call {
    Call::search(
        format!("/crm/objects/{READ_VERSION}/contacts/search"),
        &json!({ "filterGroups": [], "sorts": [], "properties": [], "limit": 1, "after": "0" }),
    )
}

/// Reads the answer to [`count`].
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn counted(reply: &Reply) -> Result<u32, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        total: u32,
    }
    wire::read::<Answer>(reply).map(|answer| answer.total)
}

fn properties_parameter(names: &[&str]) -> String {
    if names.is_empty() {
        return String::new();
    }
    let names: Vec<_> = names.iter().map(|name| wire::component(name)).collect();
    format!("&properties={}", names.join(","))
}

/// A contact as read: the properties that were asked for, and those that HubSpot always adds.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct ContactRecord {
    /// The record's id.
    #[serde(deserialize_with = "wire::id")]
    pub id: ContactId,
    /// The values: `None` for a property without a value, absent for one that the portal does not
    /// have.
    #[serde(default, deserialize_with = "wire::property_values")]
    pub properties: VecMap<String, Option<String>>,
}

impl ContactRecord {
    /// Returns a property's value, if there is one.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.properties.get(name)?.as_deref()
    }
}

impl fmt::Debug for ContactRecord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "ContactRecord({}, {} properties)",
            self.id,
            self.properties.len()
        )
    }
}

/// A page of contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactPage {
    /// The contacts, at most a hundred.
    pub contacts: Vec<ContactRecord>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// Reads the answer to [`list`].
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn page(reply: &Reply) -> Result<ContactPage, Failure> {
    #[derive(Deserialize)]
    struct Page {
        results: Vec<ContactRecord>,
        #[serde(default)]
        paging: Option<wire::Paging>,
    }
    let page: Page = wire::read(reply)?;
    Ok(ContactPage {
        contacts: page.results,
        next: page.paging.and_then(wire::Paging::after),
    })
}

/// Reads the answer to [`read`].
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read; what a batch of one says of the contact instead.
pub fn record(reply: &Reply) -> Result<ContactRecord, Failure> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Answer {
        Batch {
            #[serde(rename = "results")]
            _results: IgnoredAny,
        },
        One(ContactRecord),
    }
    match wire::read(reply)? {
        Answer::One(record) => Ok(record),
        Answer::Batch { .. } => batch::only(reply),
    }
}

/// The values to write to one contact. An empty value clears the property.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactUpdate {
    /// The contact's present record id: a batch does not take a merged contact's old one.
    pub id: ContactId,
    /// Names and values.
    pub properties: Vec<(String, String)>,
}

impl fmt::Debug for ContactUpdate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "ContactUpdate({}, {} properties)",
            self.id,
            self.properties.len()
        )
    }
}

/// Writes up to [`BATCH_LIMIT`] contacts, each at most once: HubSpot refuses a batch that is longer
/// or that names a contact twice.
///
/// Each input carries its record id as trace id, by which [`updated`] finds the contact of an
/// error.
#[must_use]
pub fn update(updates: &[ContactUpdate]) -> Call {
    let inputs: Vec<Value> = updates
        .iter()
        .map(|update| {
            let properties = values(&update.properties);
            let id = update.id.as_str();
            json!({ "id": id, "properties": properties, "objectWriteTraceId": id })
        })
        .collect();
    Call::post_json(
        format!("/crm/objects/{WRITE_VERSION}/contacts/batch/update"),
        &json!({ "inputs": inputs }),
    )
}

fn values(properties: &[(String, String)]) -> Map<String, Value> {
    let value = |(name, value): &(String, String)| (name.clone(), Value::from(value.as_str()));
    properties.iter().map(value).collect()
}

/// Reads the answer to [`update`], complete (200, 201) or partial (207).
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn updated(reply: &Reply) -> Result<BatchAnswer, Failure> {
    batch::contacts(reply)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ContactId {
        text.parse().unwrap()
    }

    #[test]
    fn calls_name_properties_and_cursor_in_the_query() {
        for (call, target) in [
            (
                list(None, &[]),
                "/crm/objects/2026-09/contacts?limit=100&archived=false",
            ),
            (
                list(Some("1251"), &["email", "goodword_code"]),
                "/crm/objects/2026-09/contacts?limit=100&archived=false&properties=email,goodword_code&after=1251",
            ),
            (
                list(Some("a&b=c d"), &["x&y"]),
                "/crm/objects/2026-09/contacts?limit=100&archived=false&properties=x%26y&after=a%26b%3Dc%20d",
            ),
            (
                read(&id("51"), &["email"]),
                "/crm/objects/2026-09/contacts/51?archived=false&properties=email",
            ),
        ] {
            assert_eq!(call.target, target);
        }
    }

    #[test]
    fn a_page_keeps_the_properties_asked_for_and_ignores_the_rest() {
        let body = r#"{"results":[
            {"id":"51","properties":{"email":"jo@example.com","goodword_code":null,"hs_object_id":"51",
                "odd":7,"truth":true},"createdAt":"2026-01-01T00:00:00Z","archived":false,"url":"x"},
            {"id":9007199254740993,"properties":null},
            {"id":"53"}],
            "paging":{"next":{"after":"54","link":"https://api.hubapi.com/x"}},"total":3}"#;
        let page = page(&Reply::of(200, body)).unwrap();
        assert_eq!(page.next.as_deref(), Some("54"));
        let ids: Vec<_> = page
            .contacts
            .iter()
            .map(|contact| contact.id.as_str())
            .collect();
        assert_eq!(ids, ["51", "9007199254740993", "53"]);
        let first = &page.contacts[0].properties;
        assert_eq!(first["email"].as_deref(), Some("jo@example.com"));
        assert_eq!(first["goodword_code"], None);
        assert_eq!(first["odd"].as_deref(), Some("7"));
        assert!(!first.contains_key("unknown"));
        assert!(!format!("{page:?}").contains("example.com"));
    }

    #[test]
    fn the_last_page_has_no_next() {
        for body in [
            r#"{"results":[]}"#,
            r#"{"results":[],"paging":null}"#,
            r#"{"results":[],"paging":{}}"#,
            r#"{"results":[],"paging":{"next":null}}"#,
            r#"{"results":[],"paging":{"next":{"link":"x"}}}"#,
        ] {
            assert_eq!(page(&Reply::of(200, body)).unwrap().next, None, "{body}");
        }
    }

    #[test]
    fn an_unreadable_page_is_asked_for_again() {
        for body in [
            "",
            "{",
            "{}",
            "<html>",
            r#"{"results":[{"properties":{}}]}"#,
        ] {
            let failure = page(&Reply::of(200, body)).unwrap_err();
            assert_eq!(failure, wire::unreadable(), "{body}");
        }
    }

    #[test]
    fn a_merged_contact_answers_with_the_survivors_id() {
        let body = r#"{"id":"900","properties":{"hs_merged_object_ids":"51;52"}}"#;
        assert_eq!(record(&Reply::of(200, body)).unwrap().id, id("900"));
    }

    #[test]
    fn properties_that_do_not_fit_into_a_url_are_asked_for_in_a_batch_of_one() {
        let names: Vec<String> = (0..90).map(|at| format!("{at:0>99}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let call = read(&id("51"), &names);
        assert!(
            call.target.contains("/contacts/batch/read"),
            "{}",
            call.target
        );
        assert!(
            read(&id("51"), &names[..60])
                .target
                .contains("/contacts/51?")
        );
        // A page names at most 20 properties in each direction (`domain::mapping`).
        assert!(list(Some("123456789012345"), &names[..40]).target.len() < LONGEST_URL);

        let body = r#"{"status":"COMPLETE","results":[{"id":"900","properties":{"email":"x"}}]}"#;
        assert_eq!(record(&Reply::of(200, body)).unwrap().id, id("900"));
        let body =
            r#"{"results":[],"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["51"]}}]}"#;
        let is_gone = |status, body| match record(&Reply::of(status, body)) {
            Err(Failure::Rejected(rejection)) => rejection.says_record_is_gone(),
            Err(Failure::Wait(_)) => false,
            other => panic!("{other:?}"),
        };
        assert!(is_gone(207, body));
        for body in [
            r#"{"results":[],"errors":[{"category":"INTERNAL_ERROR","context":{"ids":["51"]}}]}"#,
            r#"{"results":[],"errors":[{"category":"FORBIDDEN","context":{"ids":["51"]}}]}"#,
            r#"{"results":[]}"#,
        ] {
            assert!(!is_gone(207, body) && !is_gone(200, body), "{body}");
        }
    }

    #[test]
    fn each_update_carries_its_id_as_trace_id() {
        let call = update(&[ContactUpdate {
            id: id("51"),
            properties: vec![
                ("goodword_code".to_owned(), "K7\"Q".to_owned()),
                ("goodword_people_referred".to_owned(), "0".to_owned()),
            ],
        }]);
        assert_eq!(call.target, "/crm/objects/2026-03/contacts/batch/update");
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let expected = json!({ "inputs": [{
            "id": "51",
            "properties": { "goodword_code": "K7\"Q", "goodword_people_referred": "0" },
            "objectWriteTraceId": "51",
        }]});
        assert_eq!(body, expected);
    }
}
