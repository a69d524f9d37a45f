//! The end-to-end stories: the built Worker in workerd, the sandbox beside it, HubSpot's own client, and a real
//! browser. The stories start and end the servers themselves; the environment says where the built parts are.

use std::process::Command;

use anyhow::Result;

use super::npm;
use crate::artefacts;
use crate::report::Tally;
use crate::tools::{BUILT_MARK, chromium, node};
use crate::workspace;

pub(super) fn run() -> Result<Tally> {
    let chromium = chromium::chromium()?;
    let mut npm = node::npm()?;
    npm.env("CHROMIUM", chromium);
    told_where(&mut npm)?;
    npm::tests_of("@goodword/e2e", npm)
}

/// Builds the parts that the stories need, and puts their places into the program's environment.
pub(crate) fn told_where(program: &mut Command) -> Result<()> {
    let built = artefacts::all()?;
    program
        .env("GOODWORD_ROOT", workspace::root())
        .env("GOODWORD_SANDBOX", built.sandbox)
        .env("GOODWORD_RECORD_PAGE", built.record_page)
        .env("GOODWORD_NODE", node::node()?)
        .env(BUILT_MARK, "yes");
    Ok(())
}
