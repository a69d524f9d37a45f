//! The words that all lists have in common.

/// The words about the parameter that continues a list.
pub(super) const AFTER: &str = "`next` of the page before.";
