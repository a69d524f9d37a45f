//! The programs that the commands need beyond Rust and Node, one file each. A file says which version it takes, how
//! to see whether the program is there, and how to get it. Nothing is put outside `target/` and `node_modules/`,
//! except the wasm target, which rustup keeps with its toolchain, and packages of Debian.

mod built_from_source;
mod cargo;
pub(crate) mod chromium;
mod debian;
mod dev_vars;
pub(crate) mod node;
mod npm;
mod openssl;
mod wasm_target;
mod wrangler;

pub(crate) use built_from_source::{wasm_bindgen, wasm_test_runner, worker_build};
pub(crate) use cargo::{WHOLE_WORKSPACE, cargo};
pub(crate) use dev_vars::DevVars;
pub(crate) use npm::packages;
pub(crate) use wasm_target::{WASM, wasm_target};
pub(crate) use wrangler::{BUILT_MARK, wrangler};
