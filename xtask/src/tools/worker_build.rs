//! worker-build: compiles the Worker and wraps it for workerd.

use std::path::PathBuf;

use anyhow::Result;

use super::cargo_program::CargoProgram;
use super::openssl;

const PACKAGE: CargoProgram = CargoProgram {
    package: "worker-build",
    version: "0.8.7",
};
const BINARY: &str = "worker-build";

/// Finds or installs worker-build.
pub(crate) fn worker_build() -> Result<PathBuf> {
    if let Some(found) = PACKAGE.find(BINARY) {
        return Ok(found);
    }
    openssl::headers()?;
    PACKAGE.ensure(BINARY)
}
