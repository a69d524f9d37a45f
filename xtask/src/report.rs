//! How many tests passed and failed, part by part.

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
    /// A single test, such as a lint.
    pub(crate) fn one(is_well: bool) -> Self {
        Self {
            passed: u64::from(is_well),
            failed: u64::from(!is_well),
        }
    }

    /// A part that could not be counted, or that ended badly although no test of it failed.
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

/// The tallies of all parts, in the order they ran.
#[derive(Default)]
pub(crate) struct Report(Vec<(&'static str, Tally, f64)>);

impl Report {
    /// Adds what a part came to, and the seconds it took.
    pub(crate) fn add(&mut self, part: &'static str, tally: Tally, seconds: f64) {
        self.0.push((part, tally, seconds));
    }

    /// The sum over all parts.
    pub(crate) fn total(&self) -> Tally {
        let mut total = Tally::default();
        for (_, tally, _) in &self.0 {
            total += *tally;
        }
        total
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{:<12} {:>7} {:>7} {:>9}",
            "part", "passed", "failed", "seconds"
        )?;
        for (part, tally, seconds) in &self.0 {
            let Tally { passed, failed } = tally;
            writeln!(out, "{part:<12} {passed:>7} {failed:>7} {seconds:>9.1}")?;
        }
        let Tally { passed, failed } = self.total();
        write!(out, "{passed} passed, {failed} failed")
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Tally};

    #[test]
    fn the_last_line_sums_up_all_parts() {
        let mut report = Report::default();
        report.add(
            "native",
            Tally {
                passed: 40,
                failed: 1,
            },
            3.0,
        );
        report.add("lints", Tally::one(true), 1.0);
        report.add("e2e", Tally::default().with_failure_if(true), 1.0);
        assert_eq!(
            report.to_string().lines().last(),
            Some("41 passed, 2 failed")
        );
    }
}
