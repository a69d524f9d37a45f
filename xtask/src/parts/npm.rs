//! The npm packages: their types and their tests.

use anyhow::Result;

use super::counting;
use crate::report::Tally;
use crate::tools::{self, node};
use crate::workspace;

/// The packages whose tests need nothing but Node. `tests/e2e` has a part of its own.
const TESTED: [&str; 4] = [
    "@goodword/script",
    "@goodword/hubspot-card",
    "@goodword/record-page",
    "@goodword/dashboard",
];
const TYPED: [&str; 5] = [
    "@goodword/script",
    "@goodword/hubspot-card",
    "@goodword/record-page",
    "@goodword/dashboard",
    "@goodword/e2e",
];

pub(super) fn run() -> Result<Tally> {
    tools::packages()?;
    let mut tally = Tally::default();
    for package in TYPED {
        let (_, is_well) = counting::run(
            &format!("types of {package}"),
            node::npm()?.args(["run", "--silent", "typecheck", "--workspace", package]),
        )?;
        tally += Tally::one(is_well);
    }
    for package in TESTED {
        tally += tests_of(package)?;
    }
    Ok(tally)
}

/// Runs a package's tests, and counts them.
pub(super) fn tests_of(package: &str) -> Result<Tally> {
    tests_with(package, node::npm()?)
}

/// The same, with an `npm` that knows more.
pub(super) fn tests_with(package: &str, mut npm: std::process::Command) -> Result<Tally> {
    let name = package.rsplit('/').next().unwrap_or(package);
    let results = workspace::directory(workspace::own("results"))?.join(format!("{name}.json"));
    if results.exists() {
        std::fs::remove_file(&results)?;
    }
    let (_, is_well) = counting::run(
        &format!("tests of {package}"),
        npm.args(["run", "--silent", "test", "--workspace", package, "--"])
            .args(["--reporter=default", "--reporter=json"])
            .arg(format!("--outputFile.json={}", results.display())),
    )?;
    Ok(counting::vitest(&results)
        .unwrap_or_default()
        .with_failure_if(!is_well))
}
