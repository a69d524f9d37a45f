//! Programs of the workspace that run on this machine.

use std::path::PathBuf;

use anyhow::Result;

use crate::processes::succeed;
use crate::progress::step;
use crate::tools::{WHOLE_WORKSPACE, cargo};
use crate::workspace;

/// A program of the workspace.
#[derive(Clone, Copy)]
pub(crate) enum Program {
    /// The sandbox HubSpot.
    Sandbox,
    /// The simulation of the whole system.
    Simulation,
}

impl Program {
    fn name(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Simulation => "simulation",
        }
    }

    /// Returns the path of the built program.
    pub(crate) fn path(self) -> PathBuf {
        workspace::built("debug").join(self.name())
    }
}

/// A small test. Cargo counts the features that tests need only if it builds a test, and the crates that the programs
/// share with the tests would otherwise be compiled twice.
const WITH_A_TEST: [&str; 2] = ["--test", "rooms"];

/// Builds the programs.
pub(crate) fn programs(wanted: &[Program]) -> Result<()> {
    let names: Vec<&str> = wanted.iter().map(|program| program.name()).collect();
    let names = names.join(", ");
    step(&format!("building {names}"), || {
        let mut build = cargo();
        build.arg("build").args(WHOLE_WORKSPACE).args(WITH_A_TEST);
        for program in wanted {
            build.args(["--bin", program.name()]);
        }
        succeed(&format!("building {names}"), &mut build)
    })
}
