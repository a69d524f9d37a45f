//! Decoded name-value pairs of a query string or a form.

use url::form_urlencoded;

/// The pairs in the order sent. A name may occur more than once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Parses `application/x-www-form-urlencoded` bytes.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// Returns the first value of this name.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns all values of this name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns a list that is given as repeated values, as values with commas, or both. The Node
    /// client sends the first form, the Python client the second.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let trimmed = self
            .all(name)
            .flat_map(|value| value.split(','))
            .map(str::trim);
        trimmed
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}
