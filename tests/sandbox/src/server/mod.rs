//! The sockets around the library.

mod arguments;
mod clock;
mod connection;
mod latency;
mod listen;

pub(crate) use arguments::Arguments;
pub(crate) use listen::serve;
