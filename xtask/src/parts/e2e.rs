//! The end-to-end stories: the built Worker in workerd, the sandbox beside it, HubSpot's own client,
//! and a real browser. The stories start and end the servers themselves; they are told here where the
//! built parts lie.

use std::process::Command;

use anyhow::Result;

use super::npm;
use crate::artefacts;
use crate::report::Tally;
use crate::tools::{BUILT_MARK, chromium, node};
use crate::workspace;

pub(super) fn run() -> Result<Tally> {
    let mut npm = node::npm()?;
    npm.env("CHROMIUM", chromium::chromium()?);
    told_where(&mut npm)?;
    npm::tests_with("@goodword/e2e", npm)
}

/// Builds what the stories need, and tells the program that plays them where it lies.
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
