//! The contacts of a deal, and the deals of a contact.
//!
//! HubSpot answers for many records at once and pages each of them separately. A record that has
//! more must be asked for again, with the cursor beside it.

use core::str::FromStr;

use domain::ContactId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::DealId;
use crate::batch;
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The most records to ask for at once. HubSpot documents a thousand; it had announced a hundred
/// before, which both limits allow.
pub const ASSOCIATIONS_LIMIT: usize = 100;

/// A page of the deals of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactDeals {
    /// The contact, by the id that was asked for.
    pub contact: ContactId,
    /// Deals of the contact's; those that are archived are left out.
    pub deals: Vec<DealId>,
    /// Where the contact's next page begins; `None` on the last.
    pub next: Option<String>,
}

/// A page of the contacts of a deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealContacts {
    /// The deal, by the id that was asked for.
    pub deal: DealId,
    /// The deal's contacts.
    pub contacts: Vec<ContactId>,
    /// Where the deal's next page begins; `None` on the last.
    pub next: Option<String>,
}

/// Asks for the deals of up to [`ASSOCIATIONS_LIMIT`] contacts, each from the beginning or from the
/// [`ContactDeals::next`] of its previous page.
#[must_use]
pub fn deals_of(contacts: &[(&ContactId, Option<&str>)]) -> Call {
    let asked = contacts.iter().map(|(id, after)| (id.as_str(), *after));
    ask("contacts/deals", asked)
}

/// Asks for the contacts of up to [`ASSOCIATIONS_LIMIT`] deals, each from the beginning or from the
/// [`DealContacts::next`] of its previous page.
#[must_use]
pub fn contacts_of(deals: &[(&DealId, Option<&str>)]) -> Call {
    let asked = deals.iter().map(|(id, after)| (id.as_str(), *after));
    ask("deals/contacts", asked)
}

fn ask<'a>(between: &str, asked: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Call {
    let input = |(id, after): (&str, Option<&str>)| match after {
        Some(after) => json!({ "id": id, "after": after }),
        None => json!({ "id": id }),
    };
    let inputs: Vec<Value> = asked.map(input).collect();
    Call::post_json(
        format!("/crm/associations/{READ_VERSION}/{between}/batch/read"),
        &json!({ "inputs": inputs }),
    )
}

/// Reads the answer to [`deals_of`], complete (200) or for some of the contacts (207). A contact
/// that is not in it has no deals.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read, or if HubSpot had a temporary problem with some of them;
/// [`Failure::Rejected`] if HubSpot refused some for another reason than that they have none.
pub fn contact_deals(reply: &Reply) -> Result<Vec<ContactDeals>, Failure> {
    let results: Vec<Associated> = batch::whole(reply)?;
    results
        .into_iter()
        .map(|result| {
            Ok(ContactDeals {
                contact: parsed(&result.from.0)?,
                deals: result.ids()?,
                next: result.paging.and_then(wire::Paging::after),
            })
        })
        .collect()
}

/// Reads the answer to [`contacts_of`], complete (200) or for some of the deals (207). A deal that
/// is not in it has no contacts.
///
/// # Errors
/// As [`contact_deals`].
pub fn deal_contacts(reply: &Reply) -> Result<Vec<DealContacts>, Failure> {
    let results: Vec<Associated> = batch::whole(reply)?;
    results
        .into_iter()
        .map(|result| {
            Ok(DealContacts {
                deal: parsed(&result.from.0)?,
                contacts: result.ids()?,
                next: result.paging.and_then(wire::Paging::after),
            })
        })
        .collect()
}

#[derive(Deserialize)]
struct Associated {
    from: Named,
    #[serde(default, deserialize_with = "wire::or_default")]
    to: Vec<Named>,
    #[serde(default)]
    paging: Option<wire::Paging>,
}

impl Associated {
    fn ids<T: FromStr>(&self) -> Result<Vec<T>, Failure> {
        self.to.iter().map(|named| parsed(&named.0)).collect()
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Named(#[serde(deserialize_with = "named_id")] String);

fn named_id<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    /// Either end of an association: one end has its id under `id`, the other under `toObjectId`.
    #[derive(Deserialize)]
    struct End {
        #[serde(alias = "toObjectId", deserialize_with = "wire::text")]
        id: String,
    }
    End::deserialize(deserializer).map(|end| end.id)
}

fn parsed<T: FromStr>(id: &str) -> Result<T, Failure> {
    id.parse().map_err(|_| wire::unreadable())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::WaitReason;

    fn contact(id: &str) -> ContactId {
        id.parse().unwrap()
    }

    fn deal(id: &str) -> DealId {
        id.parse().unwrap()
    }

    fn body(call: &Call) -> Value {
        serde_json::from_str(call.body.text().unwrap()).unwrap()
    }

    #[test]
    fn each_record_is_asked_for_from_its_own_cursor() {
        let call = deals_of(&[(&contact("51"), None), (&contact("52"), Some("MC0%3D"))]);
        assert_eq!(
            call.target,
            "/crm/associations/2026-09/contacts/deals/batch/read"
        );
        let inputs = json!([{ "id": "51" }, { "id": "52", "after": "MC0%3D" }]);
        assert_eq!(body(&call), json!({ "inputs": inputs }));
        let call = contacts_of(&[(&deal("71"), None)]);
        assert_eq!(
            call.target,
            "/crm/associations/2026-09/deals/contacts/batch/read"
        );
        assert_eq!(body(&call), json!({ "inputs": [{ "id": "71" }] }));
    }

    #[test]
    fn a_contacts_deals_are_read_page_by_page_and_a_contact_without_deals_is_left_out() {
        let text = r#"{"status":"COMPLETE","results":[
            {"from":{"id":"51"},"to":[
                {"toObjectId":71,"associationTypes":[{"category":"HUBSPOT_DEFINED","typeId":4}]},
                {"toObjectId":"72","associationTypes":[]}],
                "paging":{"next":{"after":"MC0%3D","link":"x"}}},
            {"from":{"id":52},"to":[],"paging":null}],
            "numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND",
                "subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND",
                "message":"No deal is associated with contact 53.",
                "context":{"fromObjectId":["53"]}}]}"#;
        let found = contact_deals(&Reply::of(207, text)).unwrap();
        let expected = [
            ContactDeals {
                contact: contact("51"),
                deals: vec![deal("71"), deal("72")],
                next: Some("MC0%3D".to_owned()),
            },
            ContactDeals {
                contact: contact("52"),
                deals: vec![],
                next: None,
            },
        ];
        assert_eq!(found, expected);
        let none = r#"{"results":[],"errors":[
            {"subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND"}]}"#;
        assert_eq!(contact_deals(&Reply::of(207, none)), Ok(vec![]));
    }

    #[test]
    fn a_deal_leads_to_all_of_its_contacts() {
        let text = r#"{"results":[{"from":{"id":"71"},"to":[
            {"toObjectId":"51"},{"toObjectId":9007199254740993}]}]}"#;
        let found = deal_contacts(&Reply::of(200, text)).unwrap();
        assert_eq!(found[0].deal, deal("71"));
        let contacts = [contact("51"), contact("9007199254740993")];
        assert_eq!(
            (&*found[0].contacts, &found[0].next),
            (&contacts[..], &None)
        );
    }

    #[test]
    fn a_record_that_hubspot_could_not_read_is_not_taken_for_one_without_any() {
        let text = r#"{"results":[{"from":{"id":"71"},"to":[{"toObjectId":"51"}]}],"errors":[
            {"category":"OBJECT_NOT_FOUND",
                "subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND"},
            {"category":"INTERNAL_ERROR","context":{"fromObjectId":["72"]}}]}"#;
        match deal_contacts(&Reply::of(207, text)).unwrap_err() {
            Failure::Wait(wait) => assert_eq!(wait.reason, WaitReason::ServerError),
            other => panic!("{other:?}"),
        }
        for text in [
            "{}",
            r#"{"results":[{"from":{"id":"x"},"to":[]}]}"#,
            r#"{"results":[{"from":{"id":"71"},"to":[{"toObjectId":"x"}]}]}"#,
            r#"{"results":[{"to":[]}]}"#,
        ] {
            let failure = deal_contacts(&Reply::of(200, text)).unwrap_err();
            assert_eq!(failure, wire::unreadable(), "{text}");
        }
    }
}
