//! Whether contacts exist, by ids that somebody gave: a contact is there, is surely gone, or neither is known.

use std::collections::BTreeSet;

use domain::ContactId;

use super::ContactRecord;
use crate::batch::{self, Parts};
use crate::call::Reply;
use crate::failure::Failure;

/// Whether HubSpot has a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Existence {
    /// HubSpot has it, perhaps under another id into which it was merged.
    There(ContactRecord),
    /// HubSpot says that it has no such contact.
    Gone,
    /// HubSpot's answer does not mention the id: ask about this contact alone.
    Unclear,
}

/// Reads the answer to [`super::read_batch`] with [`super::MERGED`] among its properties. Returns, for
/// each of the contacts in their order, whether it exists.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read, or if HubSpot had a temporary problem with some of them;
/// [`Failure::Rejected`] if HubSpot refused some for another reason than that they are gone.
pub fn existing(reply: &Reply, ids: &[ContactId]) -> Result<Vec<Existence>, Failure> {
    let Parts { records, gone } = batch::parts::<ContactRecord>(reply)?;
    let gone: BTreeSet<ContactId> = gone.into_iter().collect();
    let of = |id: &ContactId| {
        let own = records.iter().find(|record| record.id == *id);
        let found = own.or_else(|| records.iter().find(|record| record.was(id)));
        match found {
            Some(record) => Existence::There(record.clone()),
            None if gone.contains(id) => Existence::Gone,
            None => Existence::Unclear,
        }
    };
    Ok(ids.iter().map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_contact_that_hubspot_names_as_missing_is_gone() {
        let ids: Vec<ContactId> = ["51", "52", "53", "54"]
            .map(|id| id.parse().unwrap())
            .to_vec();
        let body = r#"{"results":[{"id":"51","properties":{}},
            {"id":"900","properties":{"hs_merged_object_ids":"52"}}],
            "errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["53"]}}]}"#;
        let found = existing(&Reply::of(207, body), &ids).unwrap();
        let told: Vec<_> = found
            .iter()
            .map(|own| match own {
                Existence::There(record) => record.id.as_str(),
                Existence::Gone => "gone",
                Existence::Unclear => "unclear",
            })
            .collect();
        assert_eq!(told, ["51", "900", "gone", "unclear"]);
        let body = r#"{"results":[],"errors":[{"category":"INTERNAL_ERROR"}]}"#;
        let failed = existing(&Reply::of(207, body), &ids);
        assert!(matches!(failed, Err(Failure::Wait(_))));
    }
}
