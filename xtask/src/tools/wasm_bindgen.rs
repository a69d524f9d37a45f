//! wasm-bindgen's command line. Its version must equal that of the crate in `Cargo.lock`.

use std::path::PathBuf;

use anyhow::Result;

use super::cargo_program::CargoProgram;

const PACKAGE: CargoProgram = CargoProgram {
    package: "wasm-bindgen-cli",
    version: "0.2.129",
};

/// Makes the bindings of the Worker's wasm.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    PACKAGE.ensure("wasm-bindgen")
}

/// Runs wasm tests under Node.
pub(crate) fn test_runner() -> Result<PathBuf> {
    PACKAGE.ensure("wasm-bindgen-test-runner")
}
