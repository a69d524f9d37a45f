//! The end-to-end stories: the built Worker in workerd, the sandbox beside it, HubSpot's own client,
//! and a real browser. The stories start and end the servers themselves; they are told here where the
//! built parts lie.

use anyhow::Result;

use super::npm;
use crate::artefacts;
use crate::report::Tally;
use crate::tools::{BUILT_MARK, chromium, node};
use crate::workspace;

pub(super) fn run() -> Result<Tally> {
    let chromium = chromium::chromium()?;
    let built = artefacts::all()?;
    let mut npm = node::npm()?;
    npm.env("CHROMIUM", chromium)
        .env("GOODWORD_ROOT", workspace::root())
        .env("GOODWORD_SANDBOX", built.sandbox)
        .env("GOODWORD_RECORD_PAGE", built.record_page)
        .env("GOODWORD_NODE", node::node()?)
        .env(BUILT_MARK, "yes");
    npm::tests_with("@goodword/e2e", npm)
}
