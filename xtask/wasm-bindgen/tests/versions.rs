//! The programs must have the version of the crate that the Worker is compiled with.

/// Reads the version of a package in the workspace's lock file.
fn locked(package: &str) -> Option<&'static str> {
    let (_, after) = include_str!("../../../Cargo.lock")
        .split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split_once('"').map(|(version, _)| version)
}

#[test]
fn the_programs_have_the_version_of_the_workers_wasm_bindgen() {
    let ours = Some(env!("CARGO_PKG_VERSION"));
    assert_eq!(locked("wasm-bindgen"), ours);
    assert_eq!(locked("wasm-bindgen-cli"), ours);
}
