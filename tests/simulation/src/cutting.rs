//! Shortens a failing case to the operations that the failure needs.

use crate::case::Case;
use crate::judge::Rule;
use crate::world::{Experiment, World};

impl Case {
    /// Returns the same case with as few operations as still break the same rule. It tries to leave out halves
    /// first, then smaller parts, then single operations.
    #[must_use]
    pub fn cut_down(&self) -> Self {
        let Some(rule) = self.breaks() else {
            return self.clone();
        };
        let mut short = self.clone();
        let mut part = short.ops.len().div_ceil(2).max(1);
        loop {
            let mut at = 0;
            while at < short.ops.len() {
                let mut shorter = short.clone();
                let end = (at + part).min(shorter.ops.len());
                shorter.ops.drain(at..end);
                if shorter.breaks() == Some(rule) {
                    short = shorter;
                } else {
                    at += part;
                }
            }
            if part == 1 {
                return short;
            }
            part = part.div_ceil(2);
        }
    }

    fn breaks(&self) -> Option<Rule> {
        let verdict = World::play(self, Experiment::default());
        verdict.violation.map(|violation| violation.rule)
    }
}
