//! Runs test programs, and reads the counts that they print.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::processes::logged;
use crate::progress::step;
use crate::report::Tally;

/// Runs a test program. Returns its output, and whether it succeeded.
pub(super) fn run(name: &str, command: &mut Command) -> Result<(String, bool)> {
    step(name, || {
        let outcome = logged(&format!("test {name}"), command)?;
        Ok((outcome.text, outcome.status.success()))
    })
}

/// Adds up the lines in which cargo's test programs, and wasm-bindgen's, state their results.
pub(super) fn libtest(text: &str) -> Tally {
    let mut tally = Tally::default();
    for line in text
        .lines()
        .filter(|line| line.trim_start().starts_with("test result:"))
    {
        tally.passed += before(line, " passed");
        tally.failed += before(line, " failed");
    }
    tally
}

/// Reads nextest's summary.
pub(super) fn nextest(text: &str) -> Tally {
    let line = text
        .lines()
        .rfind(|line| line.trim_start().starts_with("Summary ["))
        .unwrap_or("");
    Tally {
        passed: before(line, " passed"),
        failed: before(line, " failed") + before(line, " timed out") + before(line, " exec failed"),
    }
}

/// Reads the file that vitest's JSON reporter wrote.
pub(super) fn vitest(file: &Path) -> Result<Tally> {
    let text = fs::read_to_string(file).with_context(|| format!("no {}", file.display()))?;
    let report: Value = serde_json::from_str(&text).context("vitest's report is not JSON")?;
    let count = |name| report.get(name).and_then(Value::as_u64).unwrap_or_default();
    Ok(Tally {
        passed: count("numPassedTests"),
        failed: count("numFailedTests"),
    })
}

/// Returns the number in front of a word.
fn before(line: &str, word: &str) -> u64 {
    line.split_once(word)
        .and_then(|(front, _)| front.rsplit(|c: char| !c.is_ascii_digit()).next())
        .and_then(|digits| digits.parse().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{libtest, nextest};
    use crate::report::Tally;

    #[test]
    fn cargos_results_add_up() {
        let text = "test result: ok. 5 passed; 0 failed; 0 ignored; finished in 0.01s\n\
                    test result: FAILED. 7 passed; 2 failed; 1 ignored; finished in 0.01s\n";
        assert_eq!(
            libtest(text),
            Tally {
                passed: 12,
                failed: 2
            }
        );
    }

    #[test]
    fn nextests_summary_is_its_last() {
        let text =
            "     Summary [   0.109s] 14 tests run: 12 passed (1 slow), 2 failed, 3 skipped\n";
        assert_eq!(
            nextest(text),
            Tally {
                passed: 12,
                failed: 2
            }
        );
        let one = "     Summary [   0.109s] 1 test run: 1 passed, 0 skipped\n";
        assert_eq!(
            nextest(one),
            Tally {
                passed: 1,
                failed: 0
            }
        );
    }
}
