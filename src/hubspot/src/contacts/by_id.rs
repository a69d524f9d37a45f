//! Contacts by ids, some of which may be old, and what HubSpot's answer to a batch says about each.
//!
//! A contact that was merged into another is returned under the other's id, and a batch does not say
//! so. The surviving contact names the contacts that were merged into it, but not all of them and
//! not always. Silence about a contact, or an error of any other kind, says nothing about whether it
//! exists: only an `OBJECT_NOT_FOUND` that names it does. Read alone, each contact gets an answer of
//! its own, and HubSpot follows merges.

use domain::ContactId;

use super::ContactRecord;
use crate::batch::{self, Partial};
use crate::call::Reply;
use crate::failure::Failure;

/// The properties that name the contacts that were merged into this one: their ids, and, for merges
/// of the older kind, their ids with the times of the merges (`id:ms`), each separated by
/// semicolons.
pub const MERGED: [&str; 2] = ["hs_merged_object_ids", "hs_calculated_merged_vids"];

/// HubSpot's answer about one of the contacts of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The contact's record, or the record that it was merged into.
    Found(ContactRecord),
    /// The contact is archived or gone.
    Gone,
}

/// Reads the answer to [`super::read_batch`] with [`MERGED`] among its properties, complete (200) or
/// not (207). Returns, for each of the contacts in their order, what HubSpot says about it; `None` if
/// that is nothing, so that the contact is to be asked for alone.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn answers(reply: &Reply, ids: &[ContactId]) -> Result<Vec<Option<Answer>>, Failure> {
    let batch: Partial<ContactRecord, ContactId> = batch::partial(reply)?;
    let (records, gone) = (batch.results, batch.absent);
    let answer = |id: &ContactId| {
        let own = records.iter().find(|record| record.id == *id);
        let found = own.or_else(|| records.iter().find(|record| record.was(id)));
        match found {
            Some(record) => Some(Answer::Found(record.clone())),
            None => gone.contains(id).then_some(Answer::Gone),
        }
    };
    Ok(ids.iter().map(answer).collect())
}

impl ContactRecord {
    /// Returns the ids of the contacts that were merged into this one, as far as [`MERGED`] was read
    /// and names them.
    #[must_use]
    pub fn merged(&self) -> Vec<ContactId> {
        let named = MERGED.iter().filter_map(|name| self.value(name));
        let entries = named.flat_map(|value| value.split(';'));
        let ids = entries.map(|entry| entry.split(':').next().unwrap_or(entry).trim());
        let mut ids: Vec<ContactId> = ids.filter_map(|id| id.parse().ok()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Tells whether the contact with this id was merged into this one.
    fn was(&self, id: &ContactId) -> bool {
        self.merged().contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire;

    fn said(status: u16, body: &str, ids: &[&str]) -> Vec<String> {
        let ids: Vec<ContactId> = ids.iter().map(|id| id.parse().unwrap()).collect();
        let answers = answers(&Reply::of(status, body), &ids).unwrap();
        let words = answers.iter().map(|answer| match answer {
            Some(Answer::Found(record)) => record.id.to_string(),
            Some(Answer::Gone) => "gone".to_owned(),
            None => "silence".to_owned(),
        });
        words.collect()
    }

    #[test]
    fn each_contact_is_found_under_the_id_that_it_was_asked_for_by() {
        let body = r#"{"results":[
            {"id":"900","properties":{"hs_merged_object_ids":"5;52"}},{"id":"51","properties":{}},
            {"id":"901","properties":{"hs_calculated_merged_vids":"54:1790812800000;55:1790812800001"}}],
            "errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["53"]}}]}"#;
        let found = said(207, body, &["51", "52", "5", "53", "54", "55", "56"]);
        assert_eq!(found, ["51", "900", "900", "gone", "901", "901", "silence"]);
    }

    #[test]
    fn only_an_error_that_says_so_of_this_contact_means_that_it_is_gone() {
        for (error, expected) in [
            (
                r#"{"category":"OBJECT_NOT_FOUND","context":{"ids":["51"]}}"#,
                "gone",
            ),
            (
                r#"{"category":"OBJECT_NOT_FOUND","context":{"ids":["52"]}}"#,
                "silence",
            ),
            (r#"{"category":"OBJECT_NOT_FOUND"}"#, "silence"),
            (r#"{"category":"INTERNAL_ERROR"}"#, "silence"),
            (
                r#"{"category":"INTERNAL_ERROR","context":{"ids":["51"]}}"#,
                "silence",
            ),
            (
                r#"{"category":"FORBIDDEN","context":{"ids":["51"]}}"#,
                "silence",
            ),
            (
                r#"{"category":"VALIDATION_ERROR","context":{"ids":["51"]}}"#,
                "silence",
            ),
        ] {
            let body = format!(r#"{{"results":[{{"id":"900"}}],"errors":[{error}]}}"#);
            assert_eq!(said(207, &body, &["51"]), [expected], "{error}");
        }
        assert_eq!(said(200, r#"{"results":[]}"#, &["51"]), ["silence"]);
        assert_eq!(
            said(200, r#"{"results":[],"errors":null}"#, &["51"]),
            ["silence"]
        );
        let ids = vec!["51".parse().unwrap()];
        assert_eq!(
            answers(&Reply::of(200, "{}"), &ids),
            Err(wire::unreadable())
        );
    }
}
