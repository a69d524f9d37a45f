//! The places in the repository. Everything that the commands write goes under `target/`, which git ignores, except
//! the two directories that a deployment takes: `src/worker/build` and `www/dashboard/dist`.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use anyhow::{Context, Result};

use crate::progress::say;

/// Cargo names the directory of the package that it runs. The directory at compile time is not enough: in a copy of
/// a checkout, cargo may take the program that was compiled in the original.
static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().unwrap_or(Path::new(".")).to_owned()
});

/// The repository.
pub(crate) fn root() -> &'static Path {
    &ROOT
}

/// A path in the repository.
pub(crate) fn at(relative: &str) -> PathBuf {
    root().join(relative)
}

/// A path under the repository's `target`, where the commands keep their own files.
pub(crate) fn own(relative: &str) -> PathBuf {
    at("target").join(relative)
}

/// A path under cargo's target directory, which `CARGO_TARGET_DIR` may have moved.
pub(crate) fn built(relative: &str) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| at("target"), |moved| root().join(moved))
        .join(relative)
}

/// Makes the directory if it is not there.
pub(crate) fn directory(path: PathBuf) -> Result<PathBuf> {
    fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path)
}

/// Makes the directory, and empties it if it is there.
pub(crate) fn empty_directory(path: PathBuf) -> Result<PathBuf> {
    if path.exists() {
        fs::remove_dir_all(&path).with_context(|| format!("cannot empty {}", path.display()))?;
    }
    directory(path)
}

/// Waits until nobody else in this checkout works on `name`: no other thread and no other command. The work is the
/// caller's alone until the file is dropped.
pub(crate) fn exclusively(name: &str) -> Result<File> {
    let path = directory(own("locks"))?.join(name);
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            say(&format!("waiting for somebody else who works on {name}"));
            file.lock().with_context(|| format!("cannot lock {name}"))?;
        }
        Err(TryLockError::Error(failure)) => {
            return Err(failure).with_context(|| format!("cannot lock {name}"));
        }
    }
    Ok(file)
}
