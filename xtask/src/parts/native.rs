//! Every crate's tests on this machine, and the examples in the documentation. The simulation has a part of its own.

use anyhow::Result;

use super::counting;
use super::rust_tests::{self, Packages};
use crate::report::Tally;
use crate::tools::{WHOLE_WORKSPACE, cargo, packages};

pub(super) fn run() -> Result<Tally> {
    // The lists of robots and browsers that the rules for clicks are held against.
    packages()?;
    let mut tally = rust_tests::run("native tests", Packages::Usual)?;
    let mut examples = cargo();
    examples.args(["test", "--doc"]).args(WHOLE_WORKSPACE);
    let (text, is_well) = counting::run("documentation tests", &mut examples)?;
    tally += counting::libtest(&text).with_failure_if(!is_well);
    Ok(tally)
}
