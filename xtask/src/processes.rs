//! Processes that the commands start. Each one leads a process group of its own, and each group is on
//! a list: whoever drops a process, and whatever interrupts the command, ends the whole group.

mod foreground;
mod groups;
mod ports;
mod service;

pub(crate) use foreground::{capture, succeed};
pub(crate) use groups::{before_interrupt_ends, end_all_on_interrupt};
pub(crate) use ports::{free_port, is_free};
pub(crate) use service::Service;
