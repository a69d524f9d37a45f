//! The sandbox as a server: the library, a clock, and sockets.
//!
//! The first line on standard output is a JSON object that says where it is and how to sign in.

mod server;

use std::process::ExitCode;

use clap::Parser;

use crate::server::{Arguments, serve};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // One thread is enough: every call is answered in well under a millisecond.
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
