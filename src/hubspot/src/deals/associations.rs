//! The contacts of a deal, and the deals of a contact.
//!
//! HubSpot answers for many records at once and pages each of them separately. A record that has
//! more must be asked for again, with the cursor beside it.

use core::str::FromStr;

use domain::ContactId;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};

use super::DealId;
use crate::batch::{self, Partial};
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The most records to ask for at once. HubSpot documents a thousand; it had announced a hundred
/// before, which both limits allow.
pub const ASSOCIATIONS_LIMIT: usize = 100;

/// A page of the records that one record is associated with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociationPage<F, T> {
    /// The record, by the id that was asked for.
    pub from: F,
    /// The associated records; those that are archived are left out.
    pub to: Vec<T>,
    /// Where the record's next page begins; `None` on the last.
    pub next: Option<String>,
}

/// The pages of several records. A record of which there is neither a page nor a failure has no
/// associations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociationPages<F, T> {
    /// The pages.
    pub pages: Vec<AssociationPage<F, T>>,
    /// The records of which HubSpot says that it could not, or would not, read the associations.
    pub unread: Vec<F>,
}

/// Asks for the deals of up to [`ASSOCIATIONS_LIMIT`] contacts, each from the beginning or from the
/// [`AssociationPage::next`] of its previous page.
#[must_use]
pub fn deals_of(contacts: &[(&ContactId, Option<&str>)]) -> Call {
    let asked = contacts.iter().map(|(id, after)| (id.as_str(), *after));
    ask("contacts/deals", asked)
}

/// Asks for the contacts of up to [`ASSOCIATIONS_LIMIT`] deals, each from the beginning or from the
/// [`AssociationPage::next`] of its previous page.
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

/// Returns a cursor with its escapes undone; `None` if it has none. HubSpot's answers contain cursors
/// in escaped form (`MC0yLTc1MDI%3D`, issue 135 of hubspot-api-python), and nothing says whether it
/// wants them back as they are.
#[must_use]
pub fn unescaped(cursor: &str) -> Option<String> {
    let plain = percent_decode_str(cursor).decode_utf8().ok()?;
    (plain != cursor).then(|| plain.into_owned())
}

/// Reads the answer to [`deals_of`] or [`contacts_of`], complete (200) or for some of the records
/// (207).
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read, or if HubSpot had a temporary problem with a record that
/// it does not name; [`Failure::Rejected`] if it refused one that it does not name.
pub fn associations<F: FromStr, T: FromStr>(
    reply: &Reply,
) -> Result<AssociationPages<F, T>, Failure> {
    let batch: Partial<Associated, F> = batch::partial(reply)?;
    if let Some(failure) = batch.unnamed {
        return Err(failure);
    }
    let pages = batch.results.into_iter().map(|result| {
        Ok(AssociationPage {
            from: parsed(&result.from.0)?,
            to: result.ids()?,
            next: result.paging.and_then(wire::Paging::after),
        })
    });
    Ok(AssociationPages {
        pages: pages.collect::<Result<_, Failure>>()?,
        unread: batch.unread,
    })
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
        let found = associations(&Reply::of(207, text)).unwrap();
        let expected = AssociationPages {
            pages: vec![
                AssociationPage {
                    from: contact("51"),
                    to: vec![deal("71"), deal("72")],
                    next: Some("MC0%3D".to_owned()),
                },
                AssociationPage {
                    from: contact("52"),
                    to: vec![],
                    next: None,
                },
            ],
            unread: vec![],
        };
        assert_eq!(found, expected);
        let none = r#"{"results":[],"errors":[
            {"subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND"}]}"#;
        let found = associations::<ContactId, DealId>(&Reply::of(207, none)).unwrap();
        assert!(found.pages.is_empty() && found.unread.is_empty());
    }

    #[test]
    fn a_cursor_is_unescaped_if_it_has_escapes() {
        assert_eq!(unescaped("MC0yLTc1MDI%3D").as_deref(), Some("MC0yLTc1MDI="));
        assert_eq!(unescaped("MC0yLTc1MDI="), None);
    }

    #[test]
    fn a_deal_leads_to_all_of_its_contacts() {
        let text = r#"{"results":[{"from":{"id":"71"},"to":[
            {"toObjectId":"51"},{"toObjectId":9007199254740993}]}]}"#;
        let found = associations::<DealId, ContactId>(&Reply::of(200, text))
            .unwrap()
            .pages;
        assert_eq!(found[0].from, deal("71"));
        let contacts = [contact("51"), contact("9007199254740993")];
        assert_eq!((&*found[0].to, &found[0].next), (&contacts[..], &None));
    }

    #[test]
    fn a_record_that_hubspot_could_not_read_is_not_taken_for_one_without_any() {
        let text = r#"{"results":[{"from":{"id":"71"},"to":[{"toObjectId":"51"}]}],"errors":[
            {"category":"OBJECT_NOT_FOUND",
                "subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND"},
            {"category":"INTERNAL_ERROR","context":{"fromObjectId":["72"]}}]}"#;
        let found = associations::<DealId, ContactId>(&Reply::of(207, text)).unwrap();
        assert_eq!(found.unread, [deal("72")]);
        assert_eq!(found.pages.len(), 1);
        let unnamed = r#"{"results":[],"errors":[{"category":"INTERNAL_ERROR"}]}"#;
        match associations::<DealId, ContactId>(&Reply::of(207, unnamed)).unwrap_err() {
            Failure::Wait(wait) => assert_eq!(wait.reason, WaitReason::ServerError),
            other => panic!("{other:?}"),
        }
        for text in [
            "{}",
            r#"{"results":[{"from":{"id":"x"},"to":[]}]}"#,
            r#"{"results":[{"from":{"id":"71"},"to":[{"toObjectId":"x"}]}]}"#,
            r#"{"results":[{"to":[]}]}"#,
        ] {
            let failure = associations::<DealId, ContactId>(&Reply::of(200, text)).unwrap_err();
            assert_eq!(failure, wire::unreadable(), "{text}");
        }
    }
}
