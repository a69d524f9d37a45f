//! The product, built while the other parts run. It has no tests; the stories of `e2e` need it.

use anyhow::Result;

use crate::artefacts;
use crate::report::Tally;

pub(super) fn run() -> Result<Tally> {
    artefacts::all()?;
    Ok(Tally::default())
}
