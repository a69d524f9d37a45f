//! LINKS, as the documentation of Workers KV describes it. It accepts one write a second for a key and refuses a
//! second one. A reader may see an older value for some time.

use std::collections::BTreeMap;

/// The least time between two writes to a key.
const BETWEEN_WRITES_MS: i64 = 1000;

/// The greatest age of a value that a reader sees: a minute for KV, and half a minute for the cache of the edge.
pub(crate) const STALE_FOR_MS: i64 = 90_000;

/// The error of a second write to a key within a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused;

/// A KV namespace with all of its earlier values.
#[derive(Debug, Default)]
pub(crate) struct LinkIndex {
    /// Every value that a key ever had, oldest first.
    values: BTreeMap<String, Vec<(i64, String)>>,
}

impl LinkIndex {
    /// Writes a value.
    ///
    /// # Errors Fails if the key was written less than a second ago.
    pub(crate) fn put(&mut self, key: &str, value: &str, now: i64) -> Result<(), Refused> {
        let values = self.values.entry(key.to_owned()).or_default();
        if values
            .last()
            .is_some_and(|(at, _)| now - at < BETWEEN_WRITES_MS)
        {
            return Err(Refused);
        }
        values.push((now, value.to_owned()));
        Ok(())
    }

    /// Returns the value of a key.
    #[must_use]
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        let (_, value) = self.values.get(key)?.last()?;
        Some(value)
    }

    /// Returns a key whose value is as wanted.
    #[must_use]
    pub(crate) fn find(&self, wanted: impl Fn(&str, &str) -> bool) -> Option<&str> {
        let mut keys = self.values.keys();
        let is_wanted = |key: &&String| self.get(key).is_some_and(|value| wanted(key, value));
        keys.find(is_wanted).map(String::as_str)
    }

    /// Returns the value that a key had at an earlier time.
    #[must_use]
    pub(crate) fn get_as_of(&self, key: &str, at: i64) -> Option<&str> {
        let values = self.values.get(key)?;
        let seen = values.iter().rev().find(|(written, _)| *written <= at)?;
        Some(&seen.1)
    }
}
