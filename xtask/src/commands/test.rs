//! `cargo xtask test`: every test there is, in parts.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::parts::{self, Part};
use crate::progress::say;
use crate::report::{Report, Tally};

/// Runs the named parts, or all of them.
pub(crate) fn run(names: &[String]) -> Result<()> {
    if let Some(unknown) = names
        .iter()
        .find(|name| parts::ALL.iter().all(|part| part.name != **name))
    {
        let known: Vec<String> = parts::ALL
            .iter()
            .map(|part| format!("{} ({})", part.name, part.about))
            .collect();
        bail!(
            "no part is called {unknown}; there are: {}",
            known.join(", ")
        );
    }
    let mut report = Report::default();
    let wanted = |part: &&Part| names.is_empty() || names.iter().any(|name| name == part.name);
    for part in parts::ALL.iter().filter(wanted) {
        let began = Instant::now();
        let tally = (part.run)().unwrap_or_else(|missing| {
            say(&format!("{}: {missing:#}", part.name));
            Tally::one(false)
        });
        report.add(part.name, tally, began.elapsed().as_secs_f64());
    }
    println!("{report}");
    if report.total().failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}
