//! The free text of a search, over the properties that HubSpot looks into for contacts.

use crate::contacts::Contact;

const LOOKED_INTO: [&str; 8] = [
    "firstname",
    "lastname",
    "email",
    "phone",
    "mobilephone",
    "company",
    "hs_additional_emails",
    "hs_object_id",
];

/// The words of a query.
pub(super) fn words(query: &str) -> Vec<String> {
    split(query).collect()
}

/// Whether every word begins some word of the contact.
pub(super) fn matches(contact: &Contact, words: &[String], at: i64) -> bool {
    if words.is_empty() {
        return true;
    }
    let values: Vec<String> = LOOKED_INTO
        .iter()
        .filter_map(|name| contact.value_at(name, at))
        .flat_map(|value| split(&value).collect::<Vec<_>>())
        .collect();
    words
        .iter()
        .all(|word| values.iter().any(|value| value.starts_with(word)))
}

fn split(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}
