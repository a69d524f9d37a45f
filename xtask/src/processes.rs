//! Processes that the commands start. Each process leads a process group of its own, and each group is on a list. If
//! the process is dropped or the command is interrupted, the whole group ends.

mod beside;
mod foreground;
mod groups;
mod ports;
mod service;

pub(crate) use beside::both;
pub(crate) use foreground::{capture, logged, succeed};
pub(crate) use groups::{before_interrupt_ends, end_all_on_interrupt};
pub(crate) use ports::{ClaimedPort, free_port};
pub(crate) use service::Service;
