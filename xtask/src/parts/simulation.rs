//! The simulation: 500 seeds, every crash point of a sync, and its experiments. They are the package's own tests. They
//! take long, so they are a part of their own.

use anyhow::Result;

use super::rust_tests::{self, Packages};
use crate::report::Tally;

pub(super) fn run() -> Result<Tally> {
    rust_tests::run("simulation tests", Packages::Simulation)
}
