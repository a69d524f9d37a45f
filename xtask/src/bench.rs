//! What `cargo xtask bench` measures.

mod load;
mod size;

pub(crate) use load::requests_per_second;
pub(crate) use size::wasm_size;
