//! `cargo xtask bench`: the figures that the product promises, measured.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::artefacts;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {}

/// Measures, and prints a JSON object.
pub(crate) fn run(_options: &Options) -> Result<()> {
    artefacts::all()?;
    let wasm = fs::read(artefacts::worker::wasm()).context("no wasm")?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&wasm)?;
    println!(
        "{}",
        json!({"wasm": wasm.len(), "gz": packed.finish()?.len()})
    );
    Ok(())
}
