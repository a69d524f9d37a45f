//! The measurements of `cargo xtask bench`.

mod load;
mod size;

pub(crate) use load::requests_per_second;
pub(crate) use size::wasm_size;
