//! The parts of `cargo xtask test`, one file each. Every part counts its own tests.

mod counting;
mod e2e;
mod lints;
mod native;
mod npm;
mod simulation;
mod wasm;

pub(crate) use e2e::told_where;

use anyhow::Result;

use crate::report::Tally;

/// A part of the tests.
pub(crate) struct Part {
    /// Its name on the command line and in the report.
    pub(crate) name: &'static str,
    /// What it covers.
    pub(crate) about: &'static str,
    /// Runs it. An error is a missing prerequisite, and counts as one failed test.
    pub(crate) run: fn() -> Result<Tally>,
}

/// Every part, the quickest to fail first.
pub(crate) const ALL: [Part; 6] = [
    Part {
        name: "lints",
        about: "formatting, clippy, biome",
        run: lints::run,
    },
    Part {
        name: "native",
        about: "Rust on this machine",
        run: native::run,
    },
    Part {
        name: "wasm",
        about: "Rust in WebAssembly",
        run: wasm::run,
    },
    Part {
        name: "simulation",
        about: "seeded faults, crash points",
        run: simulation::run,
    },
    Part {
        name: "npm",
        about: "dashboard, card, record page",
        run: npm::run,
    },
    Part {
        name: "e2e",
        about: "workerd, sandbox, Chromium",
        run: e2e::run,
    },
];
