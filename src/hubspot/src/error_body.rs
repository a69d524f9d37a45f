//! HubSpot's error bodies, read leniently: every field is optional, and a value of a context is a
//! text, a number, or a list of these.

use core::str::FromStr;

use domain::ContactId;
use serde_json::Value;

use crate::showable;

/// The keys that hold record ids, in an error or in its context.
const ID_KEYS: [&str; 7] = [
    "objectWriteTraceId",
    "ids",
    "id",
    "objectId",
    "objectIds",
    "fromObjectId",
    "recordId",
];

/// The most codes, names and scopes that are kept of one error. A real error has a handful.
const MAX_KEPT: usize = 20;

/// The text before the JSON that HubSpot's older validation puts into a message.
const EMBEDDED: &str = "Property values were not valid: ";

/// An error body, or an error within one.
pub(crate) struct ErrorBody(Value);

impl ErrorBody {
    pub(crate) fn parse(body: &[u8]) -> Self {
        Self(serde_json::from_slice(body).unwrap_or(Value::Null))
    }

    pub(crate) fn from_value(value: Value) -> Self {
        Self(value)
    }

    /// Returns a field that holds a code, for instance `status`.
    pub(crate) fn code(&self, field: &str) -> String {
        self.0
            .get(field)
            .and_then(Value::as_str)
            .map(showable::code)
            .unwrap_or_default()
    }

    pub(crate) fn category(&self) -> String {
        [self.code("category"), self.code("errorType")]
            .into_iter()
            .find(|code| !code.is_empty())
            .unwrap_or_default()
    }

    /// Returns HubSpot's message, or that of the first error that has one.
    pub(crate) fn message(&self) -> String {
        let own = self.raw_message();
        // The newer validation says no more than this, and lists the errors beside it.
        let is_heading = own == EMBEDDED.trim_end_matches(": ");
        let text = own.split_once(EMBEDDED).map_or(own, |_| "");
        if !text.is_empty() && !is_heading {
            return showable::message(text);
        }
        let embedded = self.embedded();
        let mut inner = embedded.iter().chain(self.errors());
        let first = inner.find_map(|error| error.get("message").and_then(Value::as_str));
        showable::message(first.unwrap_or(own))
    }

    /// Tells whether HubSpot's message contains this word (given in lower case).
    pub(crate) fn mentions(&self, word: &str) -> bool {
        ["message", "error_description"]
            .iter()
            .filter_map(|field| self.0.get(field).and_then(Value::as_str))
            .any(|text| text.to_ascii_lowercase().contains(word))
    }

    pub(crate) fn correlation_id(&self) -> Option<String> {
        Some(self.code("correlationId")).filter(|id| !id.is_empty())
    }

    /// Returns the codes of the body and of the errors in it, each once.
    pub(crate) fn codes(&self) -> Vec<String> {
        let embedded = self.embedded();
        let errors = self.errors().iter().chain(&embedded);
        let found = core::iter::once(&self.0)
            .chain(errors)
            .flat_map(|error| ["code", "subCategory", "error"].map(|field| error.get(field)))
            .flatten()
            .filter_map(Value::as_str);
        distinct(found)
    }

    /// Returns the properties that the errors name, each once.
    pub(crate) fn properties(&self) -> Vec<String> {
        let embedded = self.embedded();
        let embedded_names = embedded
            .iter()
            .filter_map(|error| error.get("name")?.as_str());
        let context = self.context_values(&["propertyName", "propertyNames", "properties"]);
        distinct(embedded_names.chain(context.iter().map(String::as_str)))
    }

    /// Tells whether a 403 is about scopes.
    pub(crate) fn wants_scopes(&self) -> bool {
        self.code("category") == "MISSING_SCOPES" || !self.missing_scopes().is_empty()
    }

    pub(crate) fn missing_scopes(&self) -> Vec<String> {
        let keys = ["requiredGranularScopes", "requiredScopes", "missingScopes"];
        distinct(self.context_values(&keys).iter().map(String::as_str))
    }

    /// Tells whether the message speaks of a scope or a permission, as most of HubSpot's 403 do that have no category.
    pub(crate) fn speaks_of_permission(&self) -> bool {
        self.mentions("scope") || self.mentions("permission")
    }

    /// Tells whether the body names a record or a property: then it does not concern the call as a whole.
    pub(crate) fn names_anything(&self) -> bool {
        !self.records::<ContactId, Vec<_>>().is_empty() || !self.properties().is_empty()
    }

    /// Returns the ids of the records that the errors name. Values that are no id are ignored: an error's own `id` is
    /// often that of the error.
    pub(crate) fn records<T: FromStr, C: FromIterator<T>>(&self) -> C {
        let named = [self.context_values(&ID_KEYS), self.own_values(&ID_KEYS)].concat();
        named.iter().filter_map(|id| id.parse().ok()).collect()
    }

    /// Returns the values under these keys, in the body's context and in those of the errors in it.
    pub(crate) fn context_values(&self, keys: &[&str]) -> Vec<String> {
        core::iter::once(&self.0)
            .chain(self.errors())
            .filter_map(|error| error.get("context"))
            .flat_map(|context| values(context, keys))
            .collect()
    }

    /// Returns the values under these keys, in the body itself.
    fn own_values(&self, keys: &[&str]) -> Vec<String> {
        values(&self.0, keys)
    }

    fn raw_message(&self) -> &str {
        self.0
            .get("message")
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    fn errors(&self) -> &[Value] {
        self.0
            .get("errors")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    fn embedded(&self) -> Vec<Value> {
        let json = self
            .raw_message()
            .split_once(EMBEDDED)
            .map(|(_, json)| json);
        json.and_then(|json| serde_json::from_slice(json.as_bytes()).ok())
            .unwrap_or_default()
    }
}

fn values(object: &Value, keys: &[&str]) -> Vec<String> {
    keys.iter()
        .filter_map(|key| object.get(key))
        .flat_map(scalars)
        .collect()
}

fn scalars(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(list) => list.iter().flat_map(scalars).collect(),
        Value::Null | Value::Bool(_) | Value::Object(_) => Vec::new(),
    }
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut kept = Vec::new();
    for text in texts.map(showable::code).filter(|text| !text.is_empty()) {
        if kept.len() < MAX_KEPT && !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}
