//! The programs that the commands need beyond Rust and Node, one file each: which version, how to see
//! whether it is there, how to get it. Nothing is put outside `target/` and `node_modules/`, except
//! the wasm target, which rustup keeps with its toolchain.

mod cargo_program;
pub(crate) mod chromium;
mod dev_vars;
pub(crate) mod node;
mod npm;
mod openssl;
mod wasm_bindgen;
mod wasm_target;
mod worker_build;
mod wrangler;

pub(crate) use dev_vars::DevVars;
pub(crate) use npm::packages;
pub(crate) use wasm_bindgen::{test_runner, wasm_bindgen};
pub(crate) use wasm_target::{WASM, wasm_target};
pub(crate) use worker_build::worker_build;
pub(crate) use wrangler::{BUILT_MARK, wrangler};
