//! Decoded name-value pairs: a query string or a form.

use url::form_urlencoded;

/// Pairs in the order sent; a name may come more than once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `application/x-www-form-urlencoded` bytes.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The first value of that name.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every value of that name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A list, given as repeated values, as values with commas, or both: the Node client sends the
    /// one, the Python client the other.
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

    /// The pairs.
    pub(crate) fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}
