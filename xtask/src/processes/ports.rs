//! Ports on this machine.

use std::net::TcpListener;

use anyhow::{Context, Result};

/// A port that nothing listens on at this moment.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?;
    Ok(listener
        .local_addr()
        .context("a port without a number")?
        .port())
}

/// Whether a server could listen on the port.
pub(crate) fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}
