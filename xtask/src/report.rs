//! The table of the parts: their tests and their seconds.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// Counts of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed.
    pub(crate) failed: u64,
}

impl Tally {
    /// Returns the count of a single test, such as a lint.
    pub(crate) fn one(is_well: bool) -> Self {
        Self {
            passed: u64::from(is_well),
            failed: u64::from(!is_well),
        }
    }

    /// Counts one failure for a part that ended badly although no test of it failed.
    pub(crate) fn with_failure_if(mut self, is_bad: bool) -> Self {
        if is_bad && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The counts and the seconds of all parts.
#[derive(Default)]
pub(crate) struct Report {
    /// Sorted by the place that a part has in the report: parts that run beside each other end in any order.
    parts: BTreeMap<usize, (&'static str, Tally, f64)>,
    /// From the first part's start to the last one's end. Parts run beside each other, so this is less than the sum.
    seconds: f64,
}

impl Report {
    /// Adds a part's counts, and the seconds it took.
    pub(crate) fn add(&mut self, place: usize, part: &'static str, tally: Tally, seconds: f64) {
        self.parts.insert(place, (part, tally, seconds));
    }

    /// Adds the seconds that all parts took together.
    pub(crate) fn after(&mut self, seconds: f64) {
        self.seconds = seconds;
    }

    /// Returns the sum over all parts.
    pub(crate) fn total(&self) -> Tally {
        let mut total = Tally::default();
        for (_, tally, _) in self.parts.values() {
            total += *tally;
        }
        total
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        writeln!(
            out,
            "{:<12} {:>7} {:>7} {:>9}",
            "part", "passed", "failed", "seconds"
        )?;
        let all = ("all", total, self.seconds);
        for (part, Tally { passed, failed }, seconds) in self.parts.values().chain([&all]) {
            writeln!(out, "{part:<12} {passed:>7} {failed:>7} {seconds:>9.1}")?;
        }
        // The line that build machines look for.
        write!(out, "{} passed, {} failed", total.passed, total.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Tally};

    #[test]
    fn the_last_line_sums_up_all_parts() {
        let mut report = Report::default();
        report.add(
            1,
            "native",
            Tally {
                passed: 40,
                failed: 1,
            },
            3.0,
        );
        report.add(0, "lints", Tally::one(true), 1.0);
        report.add(2, "e2e", Tally::default().with_failure_if(true), 1.0);
        assert_eq!(
            report.to_string().lines().last(),
            Some("41 passed, 2 failed")
        );
    }

    #[test]
    fn parts_stand_in_their_order_whenever_they_end() {
        let mut report = Report::default();
        report.add(1, "native", Tally::one(true), 1.0);
        report.add(0, "lints", Tally::one(true), 5.0);
        report.after(5.0);
        let text = report.to_string();
        let parts: Vec<&str> = text
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        assert_eq!(parts, ["part", "lints", "native", "all", "2"]);
    }
}
