//! The scheduler of the world. It holds future events by time. Events of the same moment happen in the order in
//! which they were added.

use std::collections::BTreeMap;

/// The events that have not happened yet.
#[derive(Debug)]
pub(crate) struct Agenda<E> {
    noted: u64,
    to_come: BTreeMap<(i64, u64), E>,
}

impl<E> Default for Agenda<E> {
    fn default() -> Self {
        Self {
            noted: 0,
            to_come: BTreeMap::new(),
        }
    }
}

impl<E> Agenda<E> {
    /// Adds an event.
    pub(crate) fn note(&mut self, at: i64, event: E) {
        self.noted += 1;
        self.to_come.insert((at, self.noted), event);
    }

    /// Returns the time of the next event.
    #[must_use]
    pub(crate) fn next_at(&self) -> Option<i64> {
        self.to_come.first_key_value().map(|((at, _), _)| *at)
    }

    /// Removes the next event and returns it.
    pub(crate) fn take_next(&mut self) -> Option<(i64, E)> {
        self.to_come.pop_first().map(|((at, _), event)| (at, event))
    }
}
