//! Every crate's tests on this machine: unit tests by nextest, which runs them in parallel, where it
//! is there, and the examples in the documentation by cargo, which alone can.

use std::process::Command;

use anyhow::Result;

use super::counting;
use crate::processes::capture;
use crate::report::Tally;
use crate::workspace;

/// The simulation has a part of its own.
const ELSEWHERE: [&str; 2] = ["--exclude", "simulation"];

/// The description of the API is judged as well.
const DESCRIBED: [&str; 2] = ["--features", "goodword/openapi"];

pub(super) fn run() -> Result<Tally> {
    let has_nextest = capture(Command::new("cargo").args(["nextest", "--version"]))
        .is_ok_and(|said| said.status.success());
    let mut tally = if has_nextest {
        let (text, is_well) = counting::run(
            "native tests",
            &mut cargo(&[
                "nextest",
                "run",
                "--no-fail-fast",
                "--no-tests=pass",
                "--color=never",
            ]),
        )?;
        counting::nextest(&text).with_failure_if(!is_well)
    } else {
        let (text, is_well) = counting::run(
            "native tests",
            &mut cargo(&["test", "--no-fail-fast", "--all-targets"]),
        )?;
        counting::libtest(&text).with_failure_if(!is_well)
    };
    let (text, is_well) = counting::run("documentation tests", &mut cargo(&["test", "--doc"]))?;
    tally += counting::libtest(&text).with_failure_if(!is_well);
    Ok(tally)
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments)
        .arg("--workspace")
        .args(ELSEWHERE)
        .args(DESCRIBED)
        .current_dir(workspace::root());
    command
}
