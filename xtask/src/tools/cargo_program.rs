//! Programs that `cargo install` builds, at exactly the version that is wanted.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::processes::{capture, succeed};
use crate::progress::step;
use crate::workspace;

/// A program and the package it comes from.
pub(super) struct CargoProgram {
    /// The package on crates.io.
    pub(super) package: &'static str,
    /// The only version that will do.
    pub(super) version: &'static str,
}

impl CargoProgram {
    /// Finds `binary`, or `None` if this machine has it at no or another version.
    pub(super) fn find(&self, binary: &str) -> Option<PathBuf> {
        places()
            .into_iter()
            .map(|place| place.join(binary))
            .find(|program| self.is_wanted(program))
    }

    /// Finds `binary`, and installs its package into `target/tools` first if need be.
    pub(super) fn ensure(&self, binary: &str) -> Result<PathBuf> {
        if let Some(found) = self.find(binary) {
            return Ok(found);
        }
        let Self { package, version } = self;
        step(
            &format!("installing {package} {version} (some minutes)"),
            || {
                succeed(
                    Command::new("cargo")
                        .args(["install", "--locked", "--quiet", "--root"])
                        .arg(workspace::own("tools"))
                        .args(["--version", version, package])
                        // The package's own lock file and profile decide, not this workspace.
                        .current_dir(env::temp_dir())
                        .env_remove("CARGO_TARGET_DIR"),
                )
            },
        )?;
        Ok(workspace::own("tools/bin").join(binary))
    }

    fn is_wanted(&self, program: &Path) -> bool {
        program.is_file()
            && capture(Command::new(program).arg("--version")).is_ok_and(|said| {
                said.text
                    .split_whitespace()
                    .any(|word| word == self.version)
            })
    }
}

fn places() -> Vec<PathBuf> {
    let mut places = vec![workspace::own("tools/bin")];
    places.extend(env::var_os("CARGO_HOME").map(|home| PathBuf::from(home).join("bin")));
    places.extend(env::home_dir().map(|home| home.join(".cargo/bin")));
    places.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    places
}
