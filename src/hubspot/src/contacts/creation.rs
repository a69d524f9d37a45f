//! Creating a contact so that a repeated creation does no harm.
//!
//! HubSpot keeps addresses unique: it refuses a contact if another one has the address, as its
//! primary or as a further one. So after a creation whose answer was lost, read by address first
//! ([`super::read_by_email`]); after a refusal, use the contact that it names. Nothing keeps a
//! contact without an address from being created twice: do not create one here.

use domain::ContactId;
use serde_json::json;

use super::{record, values};
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::WRITE_VERSION;

/// The text before the id in HubSpot's refusal, "Contact already exists. Existing ID: 51". HubSpot
/// does not document the sentence; if it is another, read the contact by its address.
const EXISTING: &str = "Existing ID:";

/// The result of a creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Creation {
    /// The contact is new.
    New(ContactId),
    /// This contact already has the address. Nothing was written to it.
    Existing(ContactId),
}

/// Creates a contact with these names and values; `email` must be among them.
#[must_use]
pub fn create(properties: &[(String, String)]) -> Call {
    Call::post_json(
        format!("/crm/objects/{WRITE_VERSION}/contacts"),
        &json!({ "properties": values(properties), "associations": [] }),
    )
}

/// Reads the result of [`create`].
///
/// # Errors
/// The failure, unless it names the contact that already exists. After [`Failure::Wait`] the
/// contact may have been created. A [`Failure::Rejected`] that [is a
/// conflict](crate::Rejection::is_conflict) says that it exists, but not which one it is. In both
/// cases read by address before creating again.
pub fn created(outcome: Result<Reply, Failure>) -> Result<Creation, Failure> {
    let failure = match outcome {
        Ok(reply) => return record(&reply).map(|record| Creation::New(record.id)),
        Err(failure) => failure,
    };
    let existing = match &failure {
        Failure::Rejected(rejection) if rejection.is_conflict() => existing(&rejection.message),
        _ => None,
    };
    existing.map(Creation::Existing).ok_or(failure)
}

fn existing(message: &str) -> Option<ContactId> {
    let (_, rest) = message.split_once(EXISTING)?;
    let rest = rest.trim_start();
    let end = rest.find(|char: char| !char.is_ascii_digit());
    rest.get(..end.unwrap_or(rest.len()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::call::NoReply;
    use crate::failure::{WaitReason, accept};

    fn id(text: &str) -> ContactId {
        text.parse().unwrap()
    }

    #[test]
    fn the_values_go_where_no_rule_of_the_portals_forms_refuses_them() {
        let properties = [
            ("email".to_owned(), "ann@example.com".to_owned()),
            ("goodword_referred_by_code".to_owned(), "K7\"Q".to_owned()),
        ];
        let call = create(&properties);
        assert_eq!(call.target, "/crm/objects/2026-03/contacts");
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let expected = json!({
            "properties": { "email": "ann@example.com", "goodword_referred_by_code": "K7\"Q" },
            "associations": [],
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn a_contact_is_new_or_the_one_that_has_the_address() {
        let conflict = |message: &str| {
            format!(r#"{{"status":"error","message":"{message}","category":"CONFLICT"}}"#)
        };
        let known = conflict("Contact already exists. Existing ID: 9007199254740993");
        let quoted = conflict("Contact already exists. Existing ID:51, with ann@example.com");
        for (status, body, expected) in [
            (
                201,
                r#"{"id":"51","properties":{}}"#,
                Creation::New(id("51")),
            ),
            (200, r#"{"id":51}"#, Creation::New(id("51"))),
            (409, &*known, Creation::Existing(id("9007199254740993"))),
            (409, &*quoted, Creation::Existing(id("51"))),
        ] {
            let outcome = accept(Ok(Reply::of(status, body)));
            assert_eq!(created(outcome), Ok(expected), "{body}");
        }
    }

    #[test]
    fn a_refusal_that_names_no_contact_stays_a_failure() {
        let conflict = r#"{"category":"CONFLICT","message":"Contact already exists."}"#;
        let strange = r#"{"category":"CONFLICT","message":"Existing ID: none"}"#;
        for body in [conflict, strange, ""] {
            match created(accept(Ok(Reply::of(409, body)))).unwrap_err() {
                Failure::Rejected(rejection) => assert!(rejection.is_conflict(), "{body}"),
                other => panic!("{other:?}"),
            }
        }
        let invalid = r#"{"category":"VALIDATION_ERROR","message":"Existing ID: 51"}"#;
        match created(accept(Ok(Reply::of(400, invalid)))).unwrap_err() {
            Failure::Rejected(rejection) => assert!(!rejection.is_conflict()),
            other => panic!("{other:?}"),
        }
        for (outcome, reason) in [
            (Err(NoReply::TimedOut), WaitReason::NoReply),
            (Ok(Reply::of(502, "")), WaitReason::ServerError),
            (Ok(Reply::of(201, "{")), WaitReason::Unreadable),
        ] {
            match created(accept(outcome)).unwrap_err() {
                Failure::Wait(wait) => assert_eq!(wait.reason, reason),
                other => panic!("{other:?}"),
            }
        }
    }
}
