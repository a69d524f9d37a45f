//! Programs that come as source only, from crates.io: the one on this machine if it has the wanted version, and
//! otherwise one that `cargo install` puts into `target/tools`.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{cargo, openssl};
use crate::processes::{capture, succeed};
use crate::progress::step;
use crate::workspace;

/// A package with programs.
pub(crate) struct FromSource {
    package: &'static str,
    /// The crate of the Worker whose version the programs must have.
    same_version_as: &'static str,
    features: &'static [&'static str],
    prepare: fn() -> Result<()>,
}

/// wasm-bindgen and wasm-bindgen-test-runner.
const WASM_BINDGEN: FromSource = FromSource {
    package: "wasm-bindgen-cli",
    same_version_as: "wasm-bindgen",
    // The others are for browsers that drive tests.
    features: &["--no-default-features"],
    prepare: || Ok(()),
};

const WORKER_BUILD: FromSource = FromSource {
    package: "worker-build",
    same_version_as: "worker",
    features: &[],
    prepare: openssl::headers,
};

/// Returns the program that wraps the Worker's wasm for workerd.
pub(crate) fn worker_build() -> Result<PathBuf> {
    WORKER_BUILD.program("worker-build")
}

/// Returns the program that makes the JavaScript bindings of the Worker's wasm.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    WASM_BINDGEN.program("wasm-bindgen")
}

/// Returns the program that runs tests in wasm under Node.
pub(crate) fn wasm_test_runner() -> Result<PathBuf> {
    WASM_BINDGEN.program("wasm-bindgen-test-runner")
}

impl FromSource {
    fn program(&self, name: &str) -> Result<PathBuf> {
        let version = locked(self.same_version_as)
            .with_context(|| format!("Cargo.lock has no {}", self.same_version_as))?;
        if let Some(found) = find(name, version) {
            return Ok(found);
        }
        let _alone = workspace::exclusively(self.package)?;
        if let Some(found) = find(name, version) {
            return Ok(found);
        }
        (self.prepare)()?;
        step(&format!("installing {} {version}", self.package), || {
            succeed(
                &format!("cargo install {}", self.package),
                cargo()
                    .args(["install", "--locked", "--root"])
                    .arg(workspace::own("tools"))
                    .args(["--version", version, self.package])
                    .args(self.features)
                    // They run for seconds, and their own release profiles would cost minutes.
                    .args(["--profile", "dev", "--config", "profile.dev.debug=false"])
                    // Cargo then compiles in a directory that it removes afterwards.
                    .env_remove("CARGO_TARGET_DIR"),
            )
        })?;
        Ok(workspace::own("tools/bin").join(name))
    }
}

/// Returns the version of a package in the workspace's lock file.
fn locked(package: &str) -> Option<&'static str> {
    let (_, after) = include_str!("../../../Cargo.lock")
        .split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split_once('"').map(|(version, _)| version)
}

fn find(name: &str, version: &str) -> Option<PathBuf> {
    let cargo_home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let on_path = env::var_os("PATH");
    [workspace::own("tools/bin")]
        .into_iter()
        .chain(cargo_home.map(|home| home.join("bin")))
        .chain(on_path.iter().flat_map(env::split_paths))
        .map(|place| place.join(name))
        .find(|program| is_wanted(program, version))
}

fn is_wanted(program: &Path, version: &str) -> bool {
    program.is_file()
        && capture(std::process::Command::new(program).arg("--version"))
            .is_ok_and(|said| said.text.split_whitespace().any(|word| word == version))
}
