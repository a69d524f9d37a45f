//! The parts of `cargo xtask test`, one file each. Every part counts its own tests.

mod build;
mod counting;
mod e2e;
mod lints;
mod native;
mod npm;
mod rust_tests;
mod simulation;
mod wasm;

pub(crate) use e2e::told_where;

use anyhow::Result;

use crate::report::Tally;

/// A part of the tests.
pub(crate) struct Part {
    /// Its name on the command line and in the report.
    pub(crate) name: &'static str,
    /// Its contents, in a few words.
    pub(crate) about: &'static str,
    /// The sequence of parts that it belongs to.
    pub(crate) lane: Lane,
    /// Runs it. An error is a missing prerequisite, and counts as one failed test.
    pub(crate) run: fn() -> Result<Tally>,
}

/// A sequence of parts. The lanes run beside each other; in a lane, one part runs after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Cargo's builds for tests. They lock one directory, and so cannot run beside each other.
    Cargo,
    /// The built product. Its compilation has a directory of its own, and is for its last minute busy on one core.
    Product,
    /// Programs of Node. They wait for the registry at first, and seldom need all cores.
    Node,
    /// After all other lanes, with the machine to itself: the stories have time limits.
    Last,
}

/// The lanes that run beside each other.
pub(crate) const BESIDE: [Lane; 3] = [Lane::Product, Lane::Node, Lane::Cargo];

/// Every part, in the order of the report. In a lane, the quickest to fail comes first.
pub(crate) const ALL: [Part; 7] = [
    Part {
        name: "lints",
        about: "rustfmt, clippy",
        lane: Lane::Cargo,
        run: lints::run,
    },
    Part {
        name: "native",
        about: "Rust on this machine",
        lane: Lane::Cargo,
        run: native::run,
    },
    Part {
        name: "simulation",
        about: "seeded faults, crash points",
        lane: Lane::Cargo,
        run: simulation::run,
    },
    Part {
        name: "wasm",
        about: "Rust in WebAssembly",
        lane: Lane::Cargo,
        run: wasm::run,
    },
    Part {
        name: "npm",
        about: "biome, dashboard, card, record page",
        lane: Lane::Node,
        run: npm::run,
    },
    Part {
        name: "build",
        about: "the product, for the stories of e2e",
        lane: Lane::Product,
        run: build::run,
    },
    Part {
        name: "e2e",
        about: "workerd, sandbox, Chromium",
        lane: Lane::Last,
        run: e2e::run,
    },
];
