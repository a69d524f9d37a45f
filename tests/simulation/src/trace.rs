//! The trace of all that crossed the boundary: a hash that compares two runs, and the last lines, which explain a
//! failure.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The trace of a run.
#[derive(Debug)]
pub(crate) struct Trace {
    hasher: DefaultHasher,
    lines: VecDeque<String>,
    kept: usize,
}

impl Trace {
    /// Keeps the last so many lines.
    #[must_use]
    pub(crate) fn new(kept: usize) -> Self {
        Self {
            hasher: DefaultHasher::new(),
            lines: VecDeque::new(),
            kept,
        }
    }

    /// Adds what is not worth a line.
    pub(crate) fn add_quietly(&mut self, at: i64, line: &str, content: &[u8]) {
        (at, line, content).hash(&mut self.hasher);
    }

    /// Adds a line. `content` counts for the hash and is not shown.
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

    /// The hash of all that happened.
    #[must_use]
    pub(crate) fn hash(&self) -> u64 {
        self.hasher.finish()
    }

    /// The lines that were kept.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(String::as_str)
    }
}
