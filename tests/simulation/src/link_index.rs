//! LINKS, as Workers KV is documented to be: it takes one write a second for a key and refuses a second
//! one, and a reader somewhere in the world may see what stood there some time ago.

use std::collections::BTreeMap;

/// The least time between two writes to a key.
const BETWEEN_WRITES_MS: i64 = 1000;

/// How old a value may be that a reader sees: a minute of KV's own, and half a minute of the edge's cache.
pub(crate) const STALE_FOR_MS: i64 = 90_000;

/// The second write to a key within a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused;

/// The namespace.
#[derive(Debug, Default)]
pub(crate) struct LinkIndex {
    /// Every value that ever stood under a key, oldest first.
    values: BTreeMap<String, Vec<(i64, String)>>,
}

impl LinkIndex {
    /// Writes a value.
    ///
    /// # Errors
    /// If the key was written less than a second ago.
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

    /// Returns the value that a reader sees who is so far behind.
    #[must_use]
    pub(crate) fn get_as_of(&self, key: &str, at: i64) -> Option<&str> {
        let values = self.values.get(key)?;
        let seen = values.iter().rev().find(|(written, _)| *written <= at)?;
        Some(&seen.1)
    }
}
