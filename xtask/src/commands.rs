//! One file per command.

pub(crate) mod bench;
pub(crate) mod build;
pub(crate) mod demo;
pub(crate) mod dev;
pub(crate) mod openapi;
pub(crate) mod sandbox;
pub(crate) mod simulate;
pub(crate) mod test;
