//! Ports on this machine.

use std::env;
use std::fs::File;
use std::net::TcpListener;

use anyhow::{Context, Result};

/// A port that no other command takes while this value lives, in this checkout or in another. A server binds its port
/// seconds after it was started, and until then the port looks free.
pub(crate) struct ClaimedPort {
    /// The port's number.
    pub(crate) number: u16,
    _lock: File,
}

impl ClaimedPort {
    /// Claims the preferred port, or any other if that one is taken.
    pub(crate) fn prefer(preferred: u16) -> Result<Self> {
        let mut number = preferred;
        loop {
            if let Some(claimed) = Self::claim(number) {
                return Ok(claimed);
            }
            number = free_port()?;
        }
    }

    fn claim(number: u16) -> Option<Self> {
        let lock =
            File::create(env::temp_dir().join(format!("goodword-port-{number}.lock"))).ok()?;
        lock.try_lock().ok()?;
        is_free(number).then_some(Self {
            number,
            _lock: lock,
        })
    }
}

/// Finds a port that nothing listens on at this moment.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no port is free")?;
    Ok(listener
        .local_addr()
        .context("a port without a number")?
        .port())
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{ClaimedPort, free_port};

    #[test]
    fn a_claimed_port_is_not_claimed_twice() {
        let preferred = free_port().unwrap();
        let first = ClaimedPort::prefer(preferred).unwrap();
        let second = ClaimedPort::prefer(preferred).unwrap();
        assert_eq!(first.number, preferred);
        assert_ne!(second.number, preferred);
    }
}
