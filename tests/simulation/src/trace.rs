//! The trace of everything that crossed the boundary. It has a hash that compares two plays of a case, and the last
//! lines, which explain a failure.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The trace of a world.
#[derive(Debug)]
pub(crate) struct Trace {
    hasher: DefaultHasher,
    lines: VecDeque<String>,
    kept: usize,
}

impl Trace {
    /// Returns a trace that keeps this number of last lines.
    #[must_use]
    pub(crate) fn new(kept: usize) -> Self {
        Self {
            hasher: DefaultHasher::new(),
            lines: VecDeque::new(),
            kept,
        }
    }

    /// Adds something to the hash without a line.
    pub(crate) fn add_quietly(&mut self, at: i64, line: &str, content: &[u8]) {
        (at, line, content).hash(&mut self.hasher);
    }

    /// Adds a line. `content` enters the hash and is not shown.
    pub(crate) fn add(&mut self, at: i64, line: &str, content: &[u8]) {
        self.add_quietly(at, line, content);
        if self.kept == 0 {
            return;
        }
        if self.lines.len() == self.kept {
            self.lines.pop_front();
        }
        let (minutes, milliseconds) = (at / 60_000, at % 60_000);
        self.lines
            .push_back(format!("{minutes:>4}:{milliseconds:05} {line}"));
    }

    /// Returns the hash of everything that happened.
    #[must_use]
    pub(crate) fn hash(&self) -> u64 {
        self.hasher.finish()
    }

    /// Returns the lines that were kept.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }
}
