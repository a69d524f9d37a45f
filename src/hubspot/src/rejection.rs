//! A refusal by HubSpot that repeating the call will not change.

use domain::ContactId;
use vecmap::VecSet;

use crate::error_body::ErrorBody;

/// HubSpot's refusal. Its texts are safe to show and to store: they are bounded, and e-mail
/// addresses are masked.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("HubSpot refused ({status} {category}): {message}")]
pub struct Rejection {
    /// The HTTP status. For one record of a batch, the status of the batch.
    pub status: u16,
    /// HubSpot's category, for instance `VALIDATION_ERROR`; empty if there is none.
    pub category: String,
    /// HubSpot's message.
    pub message: String,
    /// The codes of the individual errors, for instance `PROPERTY_DOESNT_EXIST`.
    pub codes: Box<[String]>,
    /// The properties that the errors name.
    pub properties: Vec<String>,
    /// The records that the refusal names, if it names any. Boxed for the same reason as `correlation_id`.
    pub records: Box<VecSet<ContactId>>,
    /// The id that HubSpot's support asks for. Boxed to keep every `Result` with a failure small.
    pub correlation_id: Option<Box<str>>,
}

impl Rejection {
    pub(crate) fn from_body(status: u16, body: &ErrorBody) -> Self {
        let message = Some(body.message()).filter(|message| !message.is_empty());
        Self {
            status,
            category: body.category(),
            message: message.unwrap_or_else(|| "HubSpot gave no reason".to_owned()),
            codes: body.codes().into(),
            properties: body.properties(),
            records: Box::new(body.records()),
            correlation_id: body.correlation_id().map(String::into_boxed_str),
        }
    }

    /// Makes the rejection of a call whose answer is larger than the performer reads.
    pub(crate) fn too_large() -> Self {
        Self {
            status: 413,
            message: "HubSpot's answer is larger than Goodword can read.".to_owned(),
            ..Self::default()
        }
    }

    /// Tells whether a property of the call does not exist in the portal: somebody deleted or
    /// archived it.
    #[must_use]
    pub fn names_missing_property(&self) -> bool {
        self.says("PROPERTY_DOESNT_EXIST")
            || (self.message.contains("Property") && self.message.contains("does not exist"))
    }

    /// Tells whether the refusal names one of these properties.
    #[must_use]
    pub fn names_any_of(&self, properties: &[&str]) -> bool {
        self.properties
            .iter()
            .any(|own| properties.contains(&own.as_str()))
    }

    /// Tells whether the record does not exist: it was deleted, was merged into another, or never
    /// existed.
    #[must_use]
    pub fn says_record_is_gone(&self) -> bool {
        self.status == 404 || self.says("OBJECT_NOT_FOUND") || self.says("CONTACT_NOT_FOUND")
    }

    /// Tells whether the record has no associations of the kind that was asked for.
    #[must_use]
    pub(crate) fn says_nothing_is_associated(&self) -> bool {
        self.says("NO_ASSOCIATIONS_FOUND")
    }

    /// Tells whether the thing to create already exists.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        const ALREADY_THERE: [&str; 4] = [
            "CONFLICT",
            "OBJECT_ALREADY_EXISTS",
            "PROPERTY_EXISTS",
            "ALREADY_EXISTS",
        ];
        self.status == 409 || ALREADY_THERE.iter().any(|code| self.says(code))
    }

    /// Tells whether HubSpot had a temporary problem with one record of a batch: the same write may
    /// be accepted later. For a whole call, [`crate::accept`] has already sorted these out.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        const PASSING: [&str; 5] = [
            "INTERNAL_ERROR",
            "RATE_LIMITS",
            "SERVICE_UNAVAILABLE",
            "TIMEOUT",
            "LOCKED",
        ];
        PASSING.contains(&self.category.as_str())
    }

    fn says(&self, code: &str) -> bool {
        self.category == code || self.codes.iter().any(|own| own.ends_with(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejection(status: u16, body: &str) -> Rejection {
        Rejection::from_body(status, &ErrorBody::parse(body.as_bytes()))
    }

    #[test]
    fn a_missing_property_is_recognised_in_each_of_hubspots_forms() {
        let embedded = r#"{"status":"error","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"goodword_code\\\" does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"goodword_code\",\"portalId\":62515}]","correlationId":"9a4f","category":"VALIDATION_ERROR"}"#;
        let listed = r#"{"status":"error","message":"Property values were not valid",
            "category":"VALIDATION_ERROR","errors":[{"code":"PROPERTY_DOESNT_EXIST",
            "message":"Property \"goodword_code\" does not exist",
            "context":{"propertyName":["goodword_code"]}}]}"#;
        for body in [embedded, listed] {
            let rejection = rejection(400, body);
            assert!(rejection.names_missing_property());
            assert_eq!(*rejection.codes, ["PROPERTY_DOESNT_EXIST"]);
            assert_eq!(rejection.properties, ["goodword_code"]);
            assert!(
                rejection.message.contains("does not exist"),
                "{}",
                rejection.message
            );
            assert!(
                !rejection.message.contains("isValid"),
                "{}",
                rejection.message
            );
        }
        let plain = r#"{"message":"Property \"goodword_code\" does not exist"}"#;
        assert!(rejection(400, plain).names_missing_property());
        assert!(
            !rejection(400, r#"{"message":"Contact does not exist"}"#).names_missing_property()
        );
    }

    #[test]
    fn the_other_refusals_of_a_sync_are_recognised() {
        assert!(rejection(404, "").says_record_is_gone());
        assert!(rejection(207, r#"{"category":"OBJECT_NOT_FOUND"}"#).says_record_is_gone());
        assert!(rejection(409, "").is_conflict());
        let exists = r#"{"category":"OBJECT_ALREADY_EXISTS","message":"A property exists"}"#;
        assert!(rejection(400, exists).is_conflict());
        let other = rejection(400, r#"{"category":"VALIDATION_ERROR","message":"no"}"#);
        assert!(!other.is_conflict() && !other.says_record_is_gone());
    }

    #[test]
    fn no_text_of_a_rejection_can_carry_an_address_or_grow_without_bound() {
        let body = r#"{"message":"Email address \"jo.o'hara+x@example.com\" is invalid, as is <KIM@EXAMPLE.ORG> and jo%40example.net",
            "category":"jo@example.com","correlationId":"jo@example.com",
            "errors":[{"code":"jo@example.com","context":{"propertyName":["jo@example.com"]}}]}"#;
        let printed = format!("{:?} {}", rejection(400, body), rejection(400, body));
        for part in ["jo", "hara", "@example", "KIM@", "%40"] {
            assert!(!printed.contains(part), "{part}: {printed}");
        }
        let long = format!(
            r#"{{"message":"{}","category":"{}"}}"#,
            "é ".repeat(9000),
            "X".repeat(9000)
        );
        let rejection = rejection(400, &long);
        assert!(rejection.message.chars().count() <= 401 && rejection.category.len() <= 100);
    }

    #[test]
    fn any_other_body_still_makes_a_rejection() {
        for body in [
            "",
            "null",
            "[]",
            "7",
            "<html>",
            r#"{"message":7,"errors":{},"context":[]}"#,
        ] {
            let rejection = rejection(400, body);
            assert_eq!(rejection.message, "HubSpot gave no reason", "{body}");
            assert!(rejection.codes.is_empty() && rejection.correlation_id.is_none());
        }
    }
}
