//! The sockets around the library.

mod arguments;
mod assets;
mod cards;
mod client;
mod clock;
mod connection;
mod hosts;
mod latency;
mod listen;
mod webhook_delivery;

pub(crate) use arguments::Arguments;
pub(crate) use listen::serve;
