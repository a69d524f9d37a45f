//! Writes the description of the API into a file. `cargo xtask openapi` names the one where it belongs.

use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let Some(file) = env::args_os().nth(1) else {
        eprintln!("Name the file to write.");
        return ExitCode::FAILURE;
    };
    match fs::write(&file, goodword::openapi()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Cannot write {}: {error}.", file.display());
            ExitCode::FAILURE
        }
    }
}
