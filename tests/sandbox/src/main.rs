//! The sandbox as a server: the library, a clock, and sockets.
//!
//! The first line on standard output is a JSON object with the address of the server and the data
//! for signing in.

mod server;

use std::process::ExitCode;

use clap::Parser;

use crate::server::{Arguments, serve};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // One thread is enough: each call takes far less than a millisecond.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime.and_then(|runtime| runtime.block_on(serve(arguments))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sandbox: {error}");
            ExitCode::FAILURE
        }
    }
}
