//! Whether something must be built again: a stamp is a digest of its sources.
//!
//! The digest guards against needless work, not against an attacker, so the standard library's hasher will do. A new
//! compiler may change it; the price is one build too many. The digest has paths relative to the repository, so that
//! it is right in a copy of a checkout too.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::workspace;

/// The names of files and directories that builds make; they are no sources.
const OUTPUTS: [&str; 6] = [
    "node_modules",
    "dist",
    "target",
    "build",
    ".git",
    "schema.d.ts",
];

/// A file that remembers the sources of a build. While the stamp lives, no other command makes the same build.
pub(super) struct Stamp {
    file: PathBuf,
    digest: String,
    _lock: File,
}

impl Stamp {
    /// Digests the sources of the build called `name`: files and directories.
    pub(super) fn of(name: &str, sources: &[PathBuf]) -> Result<Self> {
        let lock = workspace::exclusively(name)?;
        let mut hasher = DefaultHasher::new();
        for source in sources {
            digest(source, &mut hasher)
                .with_context(|| format!("cannot read {}", source.display()))?;
        }
        let directory = workspace::directory(workspace::own("stamps"))?;
        Ok(Self {
            file: directory.join(name),
            digest: format!("{:016x}", hasher.finish()),
            _lock: lock,
        })
    }

    /// Whether `output` is there and was made from exactly these sources.
    pub(super) fn matches(&self, output: &Path) -> bool {
        output.exists() && fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.digest)
    }

    /// Remembers that the build has succeeded.
    pub(super) fn keep(&self) -> Result<()> {
        fs::write(&self.file, &self.digest)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

fn digest(path: &Path, hasher: &mut DefaultHasher) -> std::io::Result<()> {
    if path.is_file() {
        let relative = path.strip_prefix(workspace::root()).unwrap_or(path);
        hasher.write(relative.as_os_str().as_encoded_bytes());
        hasher.write(&fs::read(path)?);
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort();
    for entry in entries {
        let is_output = entry
            .file_name()
            .is_some_and(|name| OUTPUTS.iter().any(|output| name == *output));
        if !is_output && !entry.is_symlink() {
            digest(&entry, hasher)?;
        }
    }
    Ok(())
}
