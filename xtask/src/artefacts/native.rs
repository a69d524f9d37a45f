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
    /// Makes the JavaScript bindings of the Worker's wasm.
    WasmBindgen,
    /// Runs tests in wasm under Node.
    WasmTestRunner,
}

impl Program {
    fn name(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Simulation => "simulation",
            Self::WasmBindgen => "wasm-bindgen",
            Self::WasmTestRunner => "wasm-bindgen-test-runner",
        }
    }

    /// Returns the path of the built program.
    pub(crate) fn path(self) -> PathBuf {
        workspace::built("debug").join(self.name())
    }
}

/// Builds the programs.
pub(crate) fn programs(wanted: &[Program]) -> Result<()> {
    let names: Vec<&str> = wanted.iter().map(|program| program.name()).collect();
    let names = names.join(", ");
    step(&format!("building {names}"), || {
        let mut build = cargo();
        build.arg("build").args(WHOLE_WORKSPACE);
        for program in wanted {
            build.args(["--bin", program.name()]);
        }
        succeed(&format!("building {names}"), &mut build)
    })
}
