//! A refusal by HubSpot that repeating the call will not change.

use crate::error_body::ErrorBody;

/// HubSpot's refusal. Its texts are safe to show and to store: bounded, with e-mail addresses masked.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("HubSpot refused ({status} {category}): {message}")]
pub struct Rejection {
    /// The HTTP status; of one record of a batch, that of the batch.
    pub status: u16,
    /// HubSpot's category, for instance `VALIDATION_ERROR`; empty where none is given.
    pub category: String,
    /// HubSpot's words.
    pub message: String,
    /// The codes of the single errors, for instance `PROPERTY_DOESNT_EXIST`.
    pub codes: Vec<String>,
    /// The properties that the errors name.
    pub properties: Vec<String>,
    /// What HubSpot's support asks for. Boxed to keep every `Result` with a failure small.
    pub correlation_id: Option<Box<str>>,
}

impl Rejection {
    pub(crate) fn from_body(status: u16, body: &ErrorBody) -> Self {
        Self {
            status,
            category: body.category(),
            message: body.message(),
            codes: body.codes(),
            properties: body.properties(),
            correlation_id: body.correlation_id().map(String::into_boxed_str),
        }
    }

    /// A property that the call names does not exist in the portal: somebody deleted or archived it.
    #[must_use]
    pub fn names_missing_property(&self) -> bool {
        self.says("PROPERTY_DOESNT_EXIST")
            || (self.message.contains("Property") && self.message.contains("does not exist"))
    }

    /// A property that the call writes cannot be written through the API.
    #[must_use]
    pub fn names_read_only_property(&self) -> bool {
        self.says("READ_ONLY_VALUE")
    }

    /// The record is not there: deleted, merged into another, or never was.
    #[must_use]
    pub fn says_record_is_gone(&self) -> bool {
        self.status == 404 || self.says("OBJECT_NOT_FOUND") || self.says("CONTACT_NOT_FOUND")
    }

    /// What the call would create is there already.
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

    /// A rule that the portal's administrators made refuses the write.
    #[must_use]
    pub fn breaks_portal_rule(&self) -> bool {
        self.says("MISSING_CONDITIONAL_REQUIRED_PROPERTY") || self.says("MISSING_REQUIRED_PROPERTY")
    }

    fn says(&self, code: &str) -> bool {
        self.category == code || self.codes.iter().any(|own| own.ends_with(code))
    }
}
