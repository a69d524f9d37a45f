//! Contacts by ids, some of which may be old. A contact that was merged into another is returned
//! under the other's id, and a batch does not say so. The surviving contact names the contacts that
//! were merged into it.

use domain::ContactId;

use super::ContactRecord;
use crate::batch;
use crate::call::Reply;
use crate::failure::Failure;

/// The property that names the contacts that were merged into this one, separated by semicolons.
pub const MERGED: &str = "hs_merged_object_ids";

/// Reads the answer to [`super::read_batch`] with [`MERGED`] among its properties. Returns, for
/// each of the contacts in their order, its record or the record that it was merged into. A contact
/// without a record is archived or gone.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read, or if HubSpot had a temporary problem with some of them;
/// [`Failure::Rejected`] if HubSpot refused some for another reason than that they are gone.
pub fn found(reply: &Reply, ids: &[ContactId]) -> Result<Vec<Option<ContactRecord>>, Failure> {
    let records: Vec<ContactRecord> = batch::whole(reply)?;
    let found = |id: &ContactId| {
        let own = records.iter().find(|record| record.id == *id);
        own.or_else(|| records.iter().find(|record| record.was(id)))
            .cloned()
    };
    Ok(ids.iter().map(found).collect())
}

impl ContactRecord {
    /// Tells whether the contact with this id was merged into this one.
    pub(super) fn was(&self, id: &ContactId) -> bool {
        let merged = self.value(MERGED).unwrap_or_default();
        merged.split(';').any(|own| own.trim() == id.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire;

    #[test]
    fn each_contact_is_found_under_the_id_that_it_was_asked_for_by() {
        let ids: Vec<ContactId> = ["51", "52", "5", "53"]
            .map(|id| id.parse().unwrap())
            .to_vec();
        let body = r#"{"results":[
            {"id":"900","properties":{"hs_merged_object_ids":"5;52"}},{"id":"51","properties":{}}],
            "errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["53"]}}]}"#;
        let found = found(&Reply::of(207, body), &ids).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|record| record.as_ref().map_or("", |record| record.id.as_str()))
            .collect();
        assert_eq!(found, ["51", "900", "900", ""]);
    }

    #[test]
    fn a_contact_that_hubspot_could_not_read_is_not_taken_for_one_that_is_gone() {
        let ids: Vec<ContactId> = vec!["51".parse().unwrap()];
        let body = r#"{"results":[],"errors":[{"category":"INTERNAL_ERROR"}]}"#;
        assert!(matches!(
            found(&Reply::of(207, body), &ids),
            Err(Failure::Wait(_))
        ));
        assert_eq!(found(&Reply::of(200, "{}"), &ids), Err(wire::unreadable()));
    }
}
