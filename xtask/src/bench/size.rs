//! The size of the Worker, as it is uploaded and as it counts against the platform's limit.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::artefacts::worker;

/// Returns the size of module and wasm together, plain and gzipped, in bytes.
pub(crate) fn wasm_size() -> Result<Value> {
    let mut plain = 0;
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    for file in [worker::module(), worker::wasm()] {
        let bytes = fs::read(&file).with_context(|| format!("no {}", file.display()))?;
        plain += bytes.len();
        packed.write_all(&bytes).context("cannot pack")?;
    }
    let gzipped = packed.finish().context("cannot pack")?.len();
    Ok(json!({"bytes": plain, "gzipped": gzipped}))
}
