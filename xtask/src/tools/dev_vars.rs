//! The settings of a Worker on this machine, as a file that only its owner can read. wrangler takes them from a file,
//! because arguments show in the list of processes.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// Settings by name, in the order in which they were added.
#[derive(Default)]
pub(crate) struct DevVars(Vec<(&'static str, String)>);

impl DevVars {
    /// Adds a setting.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// Returns the settings, for a program that takes them as its environment.
    pub(crate) fn pairs(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// Writes the file.
    pub(crate) fn write(&self, path: PathBuf) -> Result<PathBuf> {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&path)
            .with_context(|| format!("cannot write {}", path.display()))?;
        for (name, value) in &self.0 {
            writeln!(file, "{name}=\"{value}\"").context("cannot write the settings")?;
        }
        Ok(path)
    }
}
