//! The sockets around the library.

mod arguments;
mod assets;
mod cards;
mod client;
mod clock;
mod connection;
mod courier;
mod latency;
mod listen;

pub(crate) use arguments::Arguments;
pub(crate) use listen::serve;
