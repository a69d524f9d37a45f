//! worker-build: wraps the Worker's wasm for workerd. It is a program without a library, so `cargo install` builds it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{cargo, openssl};
use crate::processes::{capture, succeed};
use crate::progress::step;
use crate::workspace;

const PACKAGE: &str = "worker-build";
/// The only version that will do: that of the crate `worker`.
const VERSION: &str = "0.8.7";

/// Finds worker-build on this machine, or installs it into `target/tools`.
pub(crate) fn worker_build() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    openssl::headers()?;
    let _alone = workspace::exclusively("worker-build")?;
    if let Some(found) = find() {
        return Ok(found);
    }
    step(&format!("installing {PACKAGE} {VERSION}"), || {
        succeed(
            "cargo install worker-build",
            cargo()
                .args(["install", "--locked", "--root"])
                .arg(workspace::own("tools"))
                .args(["--version", VERSION, "--bin", PACKAGE, PACKAGE])
                // It runs for a second, and its own release profile would cost minutes.
                .args(["--profile", "dev", "--config", "profile.dev.debug=false"])
                // Cargo then compiles in a directory that it removes afterwards.
                .env_remove("CARGO_TARGET_DIR"),
        )
    })?;
    Ok(installed())
}

fn installed() -> PathBuf {
    workspace::own("tools/bin").join(PACKAGE)
}

fn find() -> Option<PathBuf> {
    let mut places = vec![installed()];
    places.extend(
        env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
            .map(|home| home.join("bin").join(PACKAGE)),
    );
    places.extend(
        env::var_os("PATH")
            .iter()
            .flat_map(env::split_paths)
            .map(|place| place.join(PACKAGE)),
    );
    places.into_iter().find(|program| is_wanted(program))
}

fn is_wanted(program: &Path) -> bool {
    program.is_file()
        && capture(Command::new(program).arg("--version"))
            .is_ok_and(|said| said.text.split_whitespace().any(|word| word == VERSION))
}
