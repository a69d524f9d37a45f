//! Formatting and lints. Each is one test.

use std::process::Command;

use anyhow::Result;

use super::counting;
use crate::report::Tally;
use crate::tools::{self, WASM, node};
use crate::workspace;

pub(super) fn run() -> Result<Tally> {
    tools::packages()?;
    tools::wasm_target()?;
    let mut biome = node::script("@biomejs/biome/bin/biome")?;
    biome.arg("ci");
    let lints = [
        ("rustfmt", cargo("fmt --all --check")),
        (
            "clippy",
            cargo(
                "clippy --quiet --workspace --all-targets --features goodword/openapi \
                 -- --deny warnings",
            ),
        ),
        (
            "clippy of the Worker for wasm",
            cargo(&format!(
                "clippy --quiet --package goodword --all-targets --target {WASM} -- --deny warnings"
            )),
        ),
        ("biome", biome),
    ];
    let mut tally = Tally::default();
    for (name, mut command) in lints {
        let (_, is_well) = counting::run(name, &mut command)?;
        tally += Tally::one(is_well);
    }
    Ok(tally)
}

fn cargo(arguments: &str) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments.split(' '))
        .current_dir(workspace::root());
    command
}
