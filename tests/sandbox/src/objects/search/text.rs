//! The free text of a search, over the properties that HubSpot searches for each object type.

use crate::objects::Record;

/// Splits a query into words.
pub(super) fn words(query: &str) -> Vec<String> {
    parts(&query.to_lowercase()).map(str::to_owned).collect()
}

/// Returns whether each word is a prefix of some word of the record.
pub(super) fn matches(contact: &Record, words: &[String], at: i64) -> bool {
    if words.is_empty() {
        return true;
    }
    let values: Vec<String> = contact
        .object
        .searched()
        .iter()
        .filter_map(|name| contact.value_at(name, at))
        .map(|value| value.to_lowercase())
        .collect();
    let begins = |value: &String, word: &str| parts(value).any(|part| part.starts_with(word));
    words
        .iter()
        .all(|word| values.iter().any(|value| begins(value, word)))
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric());
    parts.filter(|part| !part.is_empty())
}
