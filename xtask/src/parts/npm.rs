//! The npm packages: their lints, their types and their tests.

use std::process::Command;

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
    let mut biome = node::script("@biomejs/biome/bin/biome")?;
    biome.arg("ci");
    let mut tally = Tally::one(counting::run("biome", &mut biome)?.1);
    for package in TYPED {
        let mut types = node::npm()?;
        types.args(["run", "--silent", "typecheck", "--workspace", package]);
        tally += Tally::one(counting::run(&format!("types of {package}"), &mut types)?.1);
    }
    for package in TESTED {
        tally += tests_of(package, node::npm()?)?;
    }
    Ok(tally)
}

/// Runs a package's tests by this `npm`, and counts them.
pub(super) fn tests_of(package: &str, mut npm: Command) -> Result<Tally> {
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
