//! `cargo xtask test`: every test there is, in parts.

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::parts::{self, Lane, Part};
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
    let began = Instant::now();
    let report = Mutex::new(Report::default());
    let run_lane = &|lane: Lane| {
        for (place, part) in parts::ALL.iter().enumerate() {
            let is_wanted = names.is_empty() || names.iter().any(|name| name == part.name);
            if part.lane == lane && is_wanted {
                let (tally, seconds) = timed(part);
                report
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .add(place, part.name, tally, seconds);
            }
        }
    };
    thread::scope(|scope| {
        for lane in parts::BESIDE {
            scope.spawn(move || run_lane(lane));
        }
    });
    run_lane(Lane::Last);
    let mut report = report.into_inner().unwrap_or_else(PoisonError::into_inner);
    report.after(began.elapsed().as_secs_f64());
    println!("{report}");
    if report.total().failed > 0 {
        std::process::exit(1);
    }
    Ok(())
}

/// Runs a part, and returns its counts and its seconds.
fn timed(part: &Part) -> (Tally, f64) {
    let began = Instant::now();
    let tally = (part.run)().unwrap_or_else(|missing| {
        say(&format!("{}: {missing:#}", part.name));
        Tally::one(false)
    });
    (tally, began.elapsed().as_secs_f64())
}
