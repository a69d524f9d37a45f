//! Runs the workspace's tests on this machine. nextest does it where it is installed, each test in a process of its
//! own, on all cores. Otherwise cargo does, one test program after the other.

use std::process::Command;

use anyhow::Result;

use super::counting;
use crate::processes::capture;
use crate::report::Tally;
use crate::tools::{WHOLE_WORKSPACE, cargo};

/// The packages of which tests are run.
#[derive(Clone, Copy)]
pub(super) enum Packages {
    /// All packages except the simulation.
    Usual,
    /// The simulation alone.
    Simulation,
}

/// Runs all tests of the packages.
pub(super) fn run(name: &str, packages: Packages) -> Result<Tally> {
    let has_nextest =
        capture(cargo().args(["nextest", "--version"])).is_ok_and(|said| said.status.success());
    if !has_nextest {
        let (text, is_well) = counting::run(name, &mut with_cargo(packages))?;
        return Ok(counting::libtest(&text).with_failure_if(!is_well));
    }
    // Two steps, so that one sees how long each takes. If the first one fails, so does the second.
    counting::run(
        &format!("compiling {name}"),
        cargo()
            .args(["nextest", "run", "--no-run"])
            .args(WHOLE_WORKSPACE),
    )?;
    let (text, is_well) = counting::run(name, &mut with_nextest(packages))?;
    Ok(counting::nextest(&text).with_failure_if(!is_well))
}

fn with_nextest(packages: Packages) -> Command {
    let mut command = cargo();
    command
        .args(["nextest", "run", "--no-fail-fast", "--color=never"])
        .args(WHOLE_WORKSPACE)
        .arg("--filterset")
        .arg(match packages {
            Packages::Usual => "not package(simulation)",
            Packages::Simulation => "package(simulation)",
        });
    command
}

fn with_cargo(packages: Packages) -> Command {
    let mut command = cargo();
    command.args(["test", "--no-fail-fast", "--all-targets"]);
    match packages {
        Packages::Usual => command
            .args(WHOLE_WORKSPACE)
            .args(["--exclude", "simulation"]),
        Packages::Simulation => command.args(["--package", "simulation"]),
    };
    command
}
