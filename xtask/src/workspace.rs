//! Where things lie. Everything that the commands write goes under `target/`, which git ignores, but
//! for the two directories that a deployment takes: `src/worker/build` and `www/dashboard/dist`.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// A path in the repository.
pub(crate) fn at(relative: &str) -> PathBuf {
    root().join(relative)
}

/// A path under the repository's `target`, where the commands keep their own files.
pub(crate) fn own(relative: &str) -> PathBuf {
    root().join("target").join(relative)
}

/// A path under cargo's target directory, which `CARGO_TARGET_DIR` may have moved.
pub(crate) fn built(relative: &str) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |moved| root().join(moved))
        .join(relative)
}

/// The directory, made if it is not there.
pub(crate) fn directory(path: PathBuf) -> Result<PathBuf> {
    std::fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path)
}

/// The directory, made anew and empty.
pub(crate) fn empty_directory(path: PathBuf) -> Result<PathBuf> {
    if path.exists() {
        std::fs::remove_dir_all(&path)
            .with_context(|| format!("cannot empty {}", path.display()))?;
    }
    directory(path)
}
