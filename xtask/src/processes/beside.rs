//! Work that runs beside other work.

use std::thread;

use anyhow::{Result, anyhow};

/// Does both at once, and returns both results. Both run to their end even if one fails.
pub(crate) fn both<A: Send, B>(
    first: impl FnOnce() -> Result<A> + Send,
    second: impl FnOnce() -> Result<B>,
) -> Result<(A, B)> {
    thread::scope(|scope| {
        let first = scope.spawn(first);
        let second = second();
        let first = first.join().map_err(|_| anyhow!("a thread broke down"))?;
        Ok((first?, second?))
    })
}
